/** Inspection rounds on the wall: progress of the open one, and the best yards of the last. */
import type { Board, BoardHousehold } from '../../server/domain/board/board.ts'
import { compareDoors } from '../../server/domain/households/door.ts'
import type { Comparison } from '../../server/domain/ranking/ranking.ts'
import { isReversed } from '../ledger/postingSql.ts'
import type { Store } from '../store/store.ts'

/** Yards shown at most. */
const mostYards = 12

type YardHousehold = Pick<BoardHousehold, 'door' | 'name' | 'group' | 'score' | 'byDimension'>

interface BoardRounds extends Pick<Board, 'yards' | 'round'> {
  /** Changes with either, as part of the board's epoch; empty where there is neither. */
  mark: string
}

/**
 * @param households those on the board, by id
 * @param order decides between yards of the same points
 */
export async function boardRounds(
  store: Store,
  village: number,
  households: ReadonlyMap<number, YardHousehold>,
  order: Comparison<YardHousehold>,
): Promise<BoardRounds> {
  const round = await openRound(store, village, households)
  const last = await lastRound(store, village)
  const counted = last ? await countedResults(store, village, last.id) : []
  const mark = [round && `r${round.id}.${round.shown.visited}`, last && `y${last.id}.${counted.length}`]
  return {
    yards: last && bestYards(last, counted, households, order),
    round: round && round.shown,
    mark: mark.filter((part) => part !== null).join('-'),
  }
}

/** The newest open round that is on the wall. */
async function openRound(
  store: Store,
  village: number,
  households: ReadonlyMap<number, YardHousehold>,
): Promise<{ id: number; shown: NonNullable<Board['round']> } | null> {
  const row = await store.first<{ id: number; month: string; name: string }>(
    `SELECT id, month, name FROM rounds WHERE village_id = ? AND state = 'open' AND on_wall = 1
       ORDER BY month DESC, id DESC LIMIT 1`,
    village,
  )
  if (!row) return null
  const { id, month, name } = row
  const rows = await store.all<{ household: number }>(
    `SELECT DISTINCT household_id AS household FROM visits
       WHERE village_id = ? AND round_id = ? AND superseded = 0`,
    village,
    id,
  )
  const visited = new Set(rows.map(({ household }) => household))
  const groups = new Map<number, { id: number; visited: number; total: number }>()
  for (const [household, { group }] of households) {
    const counts = groups.get(group) ?? { id: group, visited: 0, total: 0 }
    counts.total += 1
    if (visited.has(household)) counts.visited += 1
    groups.set(group, counts)
  }
  const all = [...groups.values()]
  const sum = (figure: 'visited' | 'total') => all.reduce((total, counts) => total + counts[figure], 0)
  return { id, shown: { month, name, visited: sum('visited'), total: sum('total'), groups: all } }
}

interface LastRound {
  id: number
  month: string
}

/** The last closed round that is on the wall. */
async function lastRound(store: Store, village: number): Promise<LastRound | null> {
  const row = await store.first<{ id: number; month: string }>(
    `SELECT id, month FROM rounds WHERE village_id = ? AND state = 'closed' AND on_wall = 1
       ORDER BY month DESC, closed_at DESC LIMIT 1`,
    village,
  )
  return row ?? null
}

interface CountedResult {
  household: number
  points: number
  stars: number
}

/**
 * Results that count and are worth showing: points posted, by reviewers where they had to, and not
 * taken back. Yards below every star are left out where there are stars.
 */
async function countedResults(store: Store, village: number, round: number): Promise<CountedResult[]> {
  return store.all<CountedResult>(
    `SELECT r.household_id AS household, r.points, r.stars FROM round_results r
       JOIN postings p ON p.village_id = r.village_id AND p.id = r.score_id
       WHERE r.village_id = ? AND r.round_id = ? AND r.points > 0 AND p.kind = 'award'
         AND (r.stars > 0 OR (SELECT stars FROM rounds WHERE id = r.round_id) = '[]')
         AND NOT ${isReversed}`,
    village,
    round,
  )
}

function bestYards(
  { month }: LastRound,
  results: readonly CountedResult[],
  households: ReadonlyMap<number, YardHousehold>,
  order: Comparison<YardHousehold>,
): Board['yards'] {
  const yards = results.flatMap(({ household: id, points, stars }) => {
    const household = households.get(id)
    return household ? [{ household, points, stars }] : []
  })
  yards.sort(
    (a, b) =>
      b.points - a.points ||
      order(a.household, b.household) ||
      compareDoors(a.household.door, b.household.door),
  )
  return {
    month,
    households: yards.slice(0, mostYards).map(({ household: { door, name, group }, points, stars }) => ({
      door,
      name,
      group,
      points,
      stars,
    })),
  }
}
