import { type Activity, listActivities } from '../../../db/activities/activities.ts'
import { type BatchLine, listBatches } from '../../../db/batches/batches.ts'
import { listMendings, type Mending } from '../../../db/mendings/mendings.ts'
import { byId, shownRows } from '../../workbook/writing/shownRows.ts'
import { type Column, villageList } from '../../workbook/writing/table.ts'
import type { HeavyTable } from '../heavy.ts'

/** All of them. */
const noLimit = Number.MAX_SAFE_INTEGER

/** What the village did, as Excel workbooks: activities, what was put right, imports. */
export const workAnswers: HeavyTable = {
  exportActivities: async ({ village, query }, { store }) =>
    villageList(
      village,
      'activities',
      activityColumns,
      shownRows(await listActivities(store, village.id), query, byId),
    ),

  exportMendings: async ({ village, query }, { store }) =>
    villageList(
      village,
      'mendings',
      mendingColumns,
      shownRows(await listMendings(store, village.id), query, ({ seq }) => seq),
    ),

  exportImports: async ({ village, query }, { store }) =>
    villageList(
      village,
      'imports',
      importColumns,
      shownRows(await listBatches(store, village.id, 'import', null, noLimit), query, byId),
    ),
}

const activityColumns: Column<Activity>[] = [
  { title: 'column-name', width: 24, cell: ({ name }) => name },
  { title: 'column-occurred-on', as: 'day', width: 12, cell: ({ heldOn }) => heldOn },
  { title: 'column-from', width: 8, cell: ({ starts }) => starts },
  { title: 'column-to', width: 8, cell: ({ ends }) => ends },
  { title: 'column-venue', width: 20, cell: ({ venue }) => venue },
  { title: 'column-text', width: 24, cell: ({ ruleText }) => ruleText },
  { title: 'column-households', width: 8, cell: ({ households }) => households },
  { title: 'column-people-came', width: 10, cell: ({ people }) => people },
  { title: 'column-state', width: 14, cell: (one, say) => say(`activity-step-${stepOf(one)}`) },
]

const stepOf = ({ state, settledAt, isTakenBack }: Activity) =>
  settledAt === null ? state : isTakenBack ? 'taken-back' : 'settled'

const mendingColumns: Column<Mending>[] = [
  { title: 'column-group', width: 10, cell: ({ group }) => group },
  { title: 'column-door', width: 10, cell: ({ door }) => door },
  { title: 'column-head', width: 12, cell: ({ head }) => head },
  { title: 'column-seq', width: 8, cell: ({ seq }) => seq },
  { title: 'column-text', width: 24, cell: ({ text }) => text },
  { title: 'column-points', width: 8, points: true, cell: ({ points }) => points },
  { title: 'column-occurred-on', as: 'day', width: 12, cell: ({ occurredOn }) => occurredOn },
  { title: 'column-note', width: 30, field: 'posting-note', cell: ({ note }) => note },
  { title: 'column-due-on', as: 'day', width: 12, cell: ({ dueOn }) => dueOn },
  { title: 'column-state', width: 10, cell: ({ state }, say) => say(`mending-state-${state}`) },
  { title: 'column-said', width: 30, field: 'posting-note', cell: ({ said }) => said },
  { title: 'column-reason', width: 30, field: 'posting-note', cell: ({ reason }) => reason },
  { title: 'column-mended-on', as: 'day', width: 12, cell: ({ mendedOn }) => mendedOn },
  {
    title: 'column-gives-back',
    width: 10,
    points: true,
    cell: ({ state, givesBack }) => (state === 'passed' ? givesBack : null),
  },
]

const importColumns: Column<BatchLine>[] = [
  { title: 'column-recorded-at', as: 'moment', width: 18, cell: ({ madeAt }) => madeAt },
  { title: 'column-recorded-by', width: 12, cell: ({ madeBy }) => madeBy },
  { title: 'column-file', width: 30, cell: ({ filename }) => filename },
  { title: 'column-lines', width: 10, cell: ({ lines }) => lines },
  { title: 'column-points', width: 10, points: true, cell: ({ points }) => points },
  { title: 'column-problem-lines', width: 10, cell: ({ problems }) => problems ?? 0 },
  { title: 'column-reversed-lines', width: 12, cell: ({ reversed }) => reversed },
]
