import { listAttributes } from '../../../db/households/attributes/attributes.ts'
import { searchHouseholds } from '../../../db/households/searchHouseholds.ts'
import type { PostingLine } from '../../../db/ledger/postings.ts'
import { searchPostings } from '../../../db/reports/searchPostings.ts'
import { mustFindSeason } from '../../../db/seasons/seasons.ts'
import { type SeasonStanding, seasonStandings } from '../../../db/seasons/seasonStandings.ts'
import type { AuditView } from '../../contract/people/people.ts'
import { closenessTo } from '../../domain/households/householdSearch.ts'
import { sees } from '../../domain/people/privateFields.ts'
import { changesFor } from '../../views/auditTrail.ts'
import { type Column, mostRows, villageList } from '../../workbook/writing/table.ts'
import type { HeavyTable } from '../heavy.ts'

/** Lists out, as Excel workbooks. */
export const exportAnswers: HeavyTable = {
  exportHouseholds: async ({ village, scope, query }, { store }) => {
    const { cursor: _cursor, limit: _limit, ...filter } = query
    const search = { ...filter, inNotes: scope !== null && sees(scope.powers, 'household-note') }
    const households = await searchHouseholds(store, village.id, search)
    const attributes = await listAttributes(store, village.id)
    const attributesOf = new Map<string, string[]>()
    for (const { name, households } of attributes)
      for (const { door } of households) attributesOf.set(door, [...(attributesOf.get(door) ?? []), name])
    const rows = households.map((one) => ({ ...one, attributes: attributesOf.get(one.door) ?? [] }))
    return villageList(village, 'households', householdColumns, rows)
  },

  exportPostings: async ({ village, query, scope }, { store }) => {
    const { cursor: _cursor, limit: _limit, ...search } = query
    const inNotes = sees(scope.powers, 'posting-note')
    const lines = await searchPostings(store, village.id, search, inNotes, 0, mostRows)
    return villageList(village, 'postings', postingColumns, lines)
  },

  exportAudit: async ({ village, user, query, language }, { store }) => {
    const asked = { text: query.q, below: null, limit: mostRows }
    const entries = await changesFor(store, village.id, user, language, asked)
    return villageList(village, 'audit', auditColumns, entries)
  },

  exportStandings: async ({ village, query }, { store, standings }) => {
    if (query.season !== undefined) {
      const season = await mustFindSeason(store, village.id, query.season)
      const closeness = closenessTo(query.q ?? '')
      const past = (await seasonStandings(store, village, season)).filter(
        (one) => !query.q || closeness(one) > 0,
      )
      return { ...villageList(village, 'standings', pastColumns, past), part: season.name }
    }
    const households = new Map((await searchHouseholds(store, village.id, {})).map((one) => [one.door, one]))
    const rows = (await standings(village)).flatMap(({ household: { door }, rank }) => {
      const household = households.get(door)
      return household ? [{ ...household, rank }] : []
    })
    const rankColumn = { title: 'column-rank', width: 6, cell: ({ rank }: { rank: number }) => rank }
    return villageList(village, 'standings', [rankColumn, ...standingColumns], rows)
  },
}

const auditColumns: Column<AuditView>[] = [
  { title: 'column-recorded-at', as: 'moment', width: 18, cell: ({ at }) => at },
  { title: 'column-recorded-by', width: 12, cell: ({ by }) => by ?? '' },
  { title: 'column-action', width: 22, cell: ({ what }) => what },
  { title: 'column-subject', width: 20, cell: ({ subject }) => subject },
  { title: 'column-before', width: 50, cell: ({ before }) => before },
  { title: 'column-after', width: 50, cell: ({ after }) => after },
]

interface NamedHousehold {
  door: string
  head: string
  group: string
  score: number
  balance: number
}

const standingColumns: Column<NamedHousehold>[] = [
  { title: 'column-door', width: 10, cell: ({ door }) => door },
  { title: 'column-head', width: 12, cell: ({ head }) => head },
  { title: 'column-group', width: 10, cell: ({ group }) => group },
  { title: 'column-score', width: 10, points: true, cell: ({ score }) => score },
  { title: 'column-balance', width: 10, points: true, cell: ({ balance }) => balance },
]

/** A season that is over: nobody can spend its points any more, so no balance. */
const pastColumns: Column<SeasonStanding>[] = [
  { title: 'column-rank', width: 6, cell: ({ rank }) => rank },
  { title: 'column-door', width: 10, cell: ({ door }) => door },
  { title: 'column-head', width: 12, cell: ({ head }) => head },
  { title: 'column-group', width: 10, cell: ({ group }) => group },
  { title: 'column-score', width: 10, points: true, cell: ({ score }) => score },
  { title: 'column-earned', width: 10, points: true, cell: ({ earned }) => earned },
  { title: 'column-deducted', width: 10, points: true, cell: ({ deducted }) => deducted },
]

const householdColumns: Column<
  NamedHousehold & { members: number | null; phone: string | null; note: string | null; attributes: string[] }
>[] = [
  ...standingColumns,
  { title: 'column-members', width: 8, field: 'members', cell: ({ members }) => members },
  { title: 'column-phone', width: 14, field: 'phone', cell: ({ phone }) => phone },
  { title: 'column-note', width: 24, field: 'household-note', cell: ({ note }) => note },
  // As an import reads them.
  {
    title: 'column-attributes',
    width: 18,
    field: 'attributes',
    cell: ({ attributes }, say) => attributes.join(say('cell-comma')),
  },
]

const postingColumns: Column<PostingLine>[] = [
  { title: 'column-seq', width: 8, cell: ({ seq }) => seq },
  { title: 'column-occurred-on', as: 'day', width: 12, cell: ({ occurredOn }) => occurredOn },
  { title: 'column-group', width: 10, cell: ({ group }) => group },
  { title: 'column-door', width: 10, cell: ({ door }) => door },
  { title: 'column-head', width: 12, cell: ({ head }) => head },
  { title: 'column-dimension', width: 12, cell: ({ dimension }) => dimension },
  { title: 'column-text', width: 24, cell: ({ text }) => text },
  { title: 'column-kind', width: 8, cell: ({ kind }, say) => say(`kind-${kind}`) },
  { title: 'column-points', width: 8, points: true, cell: ({ points }) => points },
  { title: 'column-units', width: 8, cell: ({ units }) => units },
  { title: 'column-note', width: 24, field: 'posting-note', cell: ({ note }) => note },
  { title: 'column-recorded-by', width: 12, cell: ({ recordedBy }) => recordedBy },
  { title: 'column-recorded-at', as: 'moment', width: 18, cell: ({ recordedAt }) => recordedAt },
  { title: 'column-reverses', width: 10, cell: ({ reverses }) => reverses },
  { title: 'column-restores', width: 10, cell: ({ restores }) => restores },
  { title: 'column-hash', width: 66, cell: ({ hash }) => hash },
]
