import type { Router } from 'express'
import { listNotices } from '../../../db/board/notices.ts'
import { listPeople, type Person } from '../../../db/people/people.ts'
import { listStaff, type StaffMember } from '../../../db/people/staff.ts'
import { listRules, type Rule } from '../../../db/villages/rulebook.ts'
import { operations } from '../../contract/operations/operations.ts'
import type { ScreenView } from '../../contract/villages/screens.ts'
import type { BoardNotice } from '../../domain/board/board.ts'
import type { Role } from '../../domain/people/powers.ts'
import type { Services } from '../../services.ts'
import { byId, shownRows } from '../../workbook/writing/shownRows.ts'
import { type Column, type Say, sheet, villageList } from '../../workbook/writing/table.ts'
import type { HeavyTable } from '../heavy.ts'
import { route } from '../route.ts'
import { ruleColumns } from './ruleColumns.ts'

/** The office's own lists, as Excel workbooks: rules, people, notices, staff. */
export const officeAnswers: HeavyTable = {
  exportRules: async ({ village, query }, { store }) =>
    villageList(village, 'rules', exportedRule, shownRows(await listRules(store, village.id), query, byId)),

  exportPeople: async ({ village, query }, { store }) =>
    villageList(
      village,
      'people',
      personColumns,
      shownRows(await listPeople(store, village.id), query, byId),
    ),

  exportNotices: async ({ village, query }, { store }) =>
    villageList(
      village,
      'notices',
      noticeColumns,
      shownRows(await listNotices(store, village.id), query, byId),
    ),

  exportStaff: async ({ query }, { store }) => ({
    village: null,
    list: 'staff',
    sheets: [sheet('sheet-staff', staffColumns, shownRows(await listStaff(store), query, byId))],
  }),
}

/** Screens as a workbook: which of them are live, this process alone knows. */
export function screenExportRoutes(router: Router, services: Services): void {
  route(router, services, operations.exportScreens, async ({ village, query }) => {
    const { items } = await services.screens.lists.list(village.id)
    return { answer: villageList(village, 'screens', screenColumns, shownRows(items, query, byId)) }
  })
}

const yes = (is: boolean, say: Say) => (is ? say('cell-yes') : '')
const rolesOf = (roles: readonly Role[], say: Say) =>
  roles.map((role) => say(`role-${role}`)).join(say('cell-comma'))

const exportedRule: Column<Rule>[] = [
  ...ruleColumns((key) => key),
  { title: 'column-version', width: 8, cell: ({ version }) => version },
  { title: 'column-retired', width: 8, cell: ({ retired }, say) => yes(retired, say) },
]

const nameColumns: Column<Pick<Person, 'username' | 'displayName' | 'everywhere'>>[] = [
  { title: 'column-username', width: 16, cell: ({ username }) => username },
  { title: 'column-name', width: 16, cell: ({ displayName }) => displayName },
  { title: 'column-everywhere', width: 20, cell: ({ everywhere }, say) => rolesOf(everywhere, say) },
]
const personColumns: Column<Person>[] = [
  ...nameColumns,
  { title: 'column-roles', width: 24, cell: ({ roles }, say) => rolesOf(roles, say) },
]
const staffColumns: Column<StaffMember>[] = [
  ...nameColumns,
  {
    title: 'column-roles',
    width: 50,
    cell: ({ villages }, say) =>
      villages.map(({ name, roles }) => `${name} (${rolesOf(roles, say)})`).join('; '),
  },
]

const screenColumns: Column<ScreenView>[] = [
  { title: 'column-name', width: 16, cell: ({ name }) => name },
  { title: 'column-key', width: 16, cell: ({ key }) => key },
  { title: 'column-state', width: 10, cell: ({ state }, say) => say(`screen-${state}`) },
  { title: 'column-last-word', as: 'moment', width: 18, cell: ({ lastWordAt }) => lastWordAt },
  { title: 'column-address', width: 18, field: 'address', cell: ({ address }) => address },
  { title: 'column-size', width: 14, cell: ({ width, height }) => `${width} × ${height}` },
  { title: 'column-scene', width: 14, cell: ({ scene }) => scene },
  { title: 'column-build', width: 14, cell: ({ build }) => build },
]

const noticeColumns: Column<BoardNotice>[] = [
  { title: 'column-title', width: 24, cell: ({ title }) => title },
  { title: 'column-content', width: 50, cell: ({ text }) => text },
  { title: 'column-from', as: 'day', width: 12, cell: ({ startsOn }) => startsOn },
  { title: 'column-to', as: 'day', width: 12, cell: ({ endsOn }) => endsOn },
  { title: 'column-picture', width: 8, cell: ({ picture }, say) => yes(picture !== null, say) },
]
