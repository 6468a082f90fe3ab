import { publicName } from '../../server/domain/board/privacy.ts'
import { monthOf } from '../../server/domain/calendar/calendar.ts'
import { compareDoors } from '../../server/domain/households/door.ts'
import { countsForScore, type PostingKind } from '../../server/domain/points/posting.ts'
import { isTransfer, joinReversed } from '../ledger/postingSql.ts'
import { dimensionScoresOf, scoresOf } from '../ledger/seasonScores.ts'
import type { VillageRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'

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
  /** Score of the deeds of the report's last month, and of the month before it. */
  lastMonth: number
  monthBefore: number
}

/**
 * All households of a village in order of door, silent ones too. One that was
 * merged into another is not among them; what it did counts for the other.
 *
 * @param period the report's month, YYYY-MM; null for the season
 * @param lastMonth YYYY-MM, the month of `lastMonth` of a household
 * @param full gives full names; else the village's privacy decides
 */
export async function reportedHouseholds(
  store: Store,
  village: VillageRow,
  season: number,
  { period, lastMonth }: { period: string | null; lastMonth: string },
  full: boolean,
): Promise<ReportedHousehold[]> {
  const households = await householdsById(store, village, full)
  for (const sum of await monthSums(store, village.id, season, previousMonth(lastMonth), lastMonth)) {
    const household = households.get(sum.household)
    if (!household) continue
    const points = countsForScore(sum.kind, sum.reversed) ? sum.points : 0
    if (sum.month === lastMonth) household.lastMonth += points
    else household.monthBefore += points
    if (sum.month !== period) continue
    household.isActive = true
    household.score += points
    addTo(household, sum.dimension, points)
  }
  if (period === null) await addStandings(store, village.id, season, households)
  return [...new Set(households.values())].sort((a, b) => compareDoors(a.door, b.door))
}

/** The month before, YYYY-MM. */
function previousMonth(month: string): string {
  return monthOf(new Date(Date.parse(`${month}-01T00:00:00Z`) - 86_400_000).toISOString())
}

/** Households by id; for a merged household, the one it was merged into. */
async function householdsById(
  store: Store,
  village: VillageRow,
  full: boolean,
): Promise<Map<number, ReportedHousehold>> {
  const rows = await store.all(
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
        'merged_into',
        'groups.name as groupName',
      ])
      .where('households.village_id', '=', village.id),
  )
  const households = new Map<number, ReportedHousehold>()
  const mergedInto = new Map<number, number>()
  for (const { id, door, head, group_id: group, groupName, opted_out, consented, merged_into } of rows) {
    if (merged_into !== null) {
      mergedInto.set(id, merged_into)
      continue
    }
    const named = { head, optedOut: opted_out === 1, consented: consented === 1 }
    const name = full ? head : publicName(named, village.privacy)
    const nothing = { isActive: false, score: 0, dimensions: new Map(), lastMonth: 0, monthBefore: 0 }
    households.set(id, { door, name, group, groupName, ...nothing })
  }
  for (const id of mergedInto.keys()) {
    let open = id
    while (mergedInto.has(open)) open = mergedInto.get(open) ?? open
    const household = households.get(open)
    if (household) households.set(id, household)
  }
  return households
}

interface Sum {
  household: number
  dimension: number | null
  month: string
  kind: PostingKind
  reversed: PostingKind | null
  points: number
}

/** Sums of the deeds of some months; transfers between households are no deeds. */
async function monthSums(
  store: Store,
  village: number,
  season: number,
  from: string,
  to: string,
): Promise<Sum[]> {
  return store.all<Sum>(
    `SELECT p.household_id AS household, p.dimension_id AS dimension,
              substr(p.occurred_on, 1, 7) AS month, p.kind, o.kind AS reversed, sum(p.points) AS points
       FROM postings p
       ${joinReversed}
       WHERE p.village_id = ? AND p.season_id = ? AND p.occurred_on BETWEEN ? AND ? AND NOT ${isTransfer}
       GROUP BY 1, 2, 3, 4, 5`,
    village,
    season,
    `${from}-01`,
    `${to}-31`,
  )
}

/** The season's score, whole and by dimension: a household with any posting of the season has a standing. */
async function addStandings(
  store: Store,
  village: number,
  season: number,
  households: Map<number, ReportedHousehold>,
): Promise<void> {
  for (const [id, score] of await scoresOf(store, village, season)) {
    const household = households.get(id)
    if (!household) continue
    household.isActive = true
    household.score += score
  }
  for (const { household: id, dimension, score } of await dimensionScoresOf(store, village, season)) {
    const household = households.get(id)
    if (household) addTo(household, dimension, score)
  }
}

function addTo({ dimensions }: ReportedHousehold, dimension: number | null, points: number): void {
  if (dimension !== null) dimensions.set(dimension, (dimensions.get(dimension) ?? 0) + points)
}
