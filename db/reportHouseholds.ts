import { type DateRange, monthOf } from '../server/domain/calendar.ts'
import { compareDoors } from '../server/domain/door.ts'
import { countsForScore, type PostingKind } from '../server/domain/posting.ts'
import { publicName } from '../server/domain/privacy.ts'
import { type VillageRow } from './schema.ts'
import { type Store } from './store.ts'

/** A household with its points of a season, as a report counts them. */
export interface ReportedHousehold {
  door: string
  /** As the sheet may show it; null where only the door is. */
  name: string | null
  /** Id of the group. */
  group: number
  groupName: string
  /** Has a posting in the report's period. */
  isActive: boolean
  /** Score of the report's period, and by id of the dimension. */
  score: number
  dimensions: Map<number, number>
  /** Score of the season up to the period's end by month, and by `month/dimension`. */
  months: Map<string, number>
  cells: Map<string, number>
}

/**
 * All households of a village in order of door, silent ones too.
 *
 * @param full gives full names; else the village's privacy decides
 */
export function reportedHouseholds(
  store: Store,
  village: VillageRow,
  season: number,
  range: DateRange,
  full: boolean,
): ReportedHousehold[] {
  const rows = store.all(
    store.sql
      .selectFrom('households')
      .innerJoin('household_groups as groups', 'groups.id', 'households.group_id')
      .select([
        'households.id',
        'door',
        'head',
        'group_id',
        'opted_out',
        'consented',
        'groups.name as groupName',
      ])
      .where('households.village_id', '=', village.id),
  )
  const households = new Map<number, ReportedHousehold>(
    rows.map(({ id, door, head, group_id: group, groupName, opted_out, consented }) => {
      const named = { head, optedOut: opted_out === 1, consented: consented === 1 }
      const name = full ? head : publicName(named, village.privacy)
      const totals = { dimensions: new Map(), months: new Map(), cells: new Map() }
      return [id, { door, name, group, groupName, isActive: false, score: 0, ...totals }]
    }),
  )
  for (const sum of seasonSums(store, village.id, season, range.to)) {
    const household = households.get(sum.household)
    if (household) count(household, sum, range)
  }
  return [...households.values()].sort((a, b) => compareDoors(a.door, b.door))
}

interface Sum {
  household: number
  dimension: number | null
  month: string
  kind: PostingKind
  reversed: PostingKind | null
  points: number
}

function seasonSums(store: Store, village: number, season: number, to: string): Sum[] {
  return store
    .prepare(
      `SELECT p.household_id AS household, p.dimension_id AS dimension,
              substr(p.occurred_on, 1, 7) AS month, p.kind, o.kind AS reversed, sum(p.points) AS points
       FROM postings p
       LEFT JOIN postings o ON o.village_id = p.village_id AND o.seq = p.reverses
       WHERE p.village_id = ? AND p.season_id = ? AND p.occurred_on <= ?
       GROUP BY 1, 2, 3, 4, 5`,
    )
    .all(village, season, to) as Sum[]
}

/** A report is of a whole season or a whole month, so that a month lies in it or does not. */
function count(household: ReportedHousehold, sum: Sum, range: DateRange): void {
  const isInPeriod = sum.month >= monthOf(range.from)
  household.isActive ||= isInPeriod
  if (!countsForScore(sum.kind, sum.reversed)) return
  add(household.months, sum.month, sum.points)
  if (sum.dimension !== null) add(household.cells, `${sum.month}/${sum.dimension}`, sum.points)
  if (!isInPeriod) return
  household.score += sum.points
  if (sum.dimension !== null) add(household.dimensions, sum.dimension, sum.points)
}

function add<Key>(sums: Map<Key, number>, key: Key, points: number): void {
  sums.set(key, (sums.get(key) ?? 0) + points)
}
