import { mustFindRound } from '../../../db/rounds/rounds.ts'
import { unitOf } from '../../../db/villages/pointUnit.ts'
import type { RoundDoorView, RoundEntry } from '../../contract/rounds/rounds.ts'
import { sees } from '../../domain/people/privateFields.ts'
import { shownRoundDoors } from '../../domain/rules/roundDoors.ts'
import { byId, shownRows } from '../../workbook/writing/shownRows.ts'
import { type Column, sheet, villageList } from '../../workbook/writing/table.ts'
import type { HeavyTable } from '../heavy.ts'
import { roundEntries, viewRound } from './roundViews.ts'

/** Rounds, and the doors of one, as workbooks. */
export const roundAnswers: HeavyTable = {
  exportRounds: async ({ village, query }, { store }) =>
    villageList(
      village,
      'rounds',
      roundColumns,
      shownRows(await roundEntries(store, village.id), query, byId),
    ),

  exportRound: async ({ village, scope, params, query, language }, { store }) => {
    const round = await mustFindRound(store, village.id, params.round)
    const { doors, groups } = await viewRound(store, village.id, round, { language, unit: unitOf(village) })
    const columns = doorColumns(new Map(groups.map(({ id, name }) => [id, name])))
    // What was amiss is for some roles: nobody else finds doors by it.
    const kind = query.kind === 'amiss' && !sees(scope.powers, 'visit') ? 'visited' : query.kind
    const shown = shownRoundDoors(doors, { ...query, kind })
    return {
      village,
      list: 'round',
      part: round.month,
      sheets: [sheet({ words: round.name }, columns, shown)],
    }
  },
}

const roundColumns: Column<RoundEntry>[] = [
  { title: 'column-month', width: 10, cell: ({ month }) => month },
  { title: 'column-name', width: 20, cell: ({ name }) => name },
  { title: 'column-state', width: 10, cell: ({ state }, say) => say(`round-state-${state}`) },
  { title: 'column-visited', width: 12, cell: ({ visited }) => visited },
  { title: 'column-households', width: 8, cell: ({ total }) => total },
  { title: 'column-outcome', width: 12, cell: ({ outcome }, say) => say(`round-into-${outcome}`) },
  { title: 'column-opened-at', as: 'moment', width: 18, cell: ({ openedAt }) => openedAt },
  { title: 'column-closed-at', as: 'moment', width: 18, cell: ({ closedAt }) => closedAt },
  { title: 'column-closed-by', width: 12, cell: ({ closedBy }) => closedBy },
]

function doorColumns(groups: ReadonlyMap<number, string>): Column<RoundDoorView>[] {
  return [
    { title: 'column-group', width: 10, cell: ({ group }) => groups.get(group) ?? '' },
    { title: 'column-door', width: 10, cell: ({ door }) => door },
    { title: 'column-head', width: 12, cell: ({ head }) => head },
    { title: 'column-points', width: 8, points: true, cell: ({ points }) => points },
    { title: 'column-stars', width: 8, cell: ({ stars, points }) => (points === null ? null : stars) },
    {
      title: 'column-amiss',
      width: 40,
      field: 'visit',
      cell: ({ amiss }, say) => amiss.join(say('fault-separator')),
    },
    {
      title: 'column-note',
      width: 30,
      field: 'visit',
      cell: ({ notes }, say) => notes.join(say('fault-separator')),
    },
    {
      title: 'column-inspectors',
      width: 20,
      cell: ({ inspectors }, say) => inspectors.join(say('cell-comma')),
    },
    { title: 'column-visited-on', as: 'day', width: 12, cell: ({ visitedOn }) => visitedOn },
    {
      title: 'column-result',
      width: 40,
      cell: ({ points, result }, say) =>
        result
          ? (result.detail ?? say(`round-result-${result.state}`))
          : say(points === null ? 'round-result-left' : 'round-result-visited'),
    },
  ]
}
