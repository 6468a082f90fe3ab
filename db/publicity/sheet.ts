/** The list that a publication freezes. */
import { compareDoors } from '../../server/domain/households/door.ts'
import { placeOrder, rank } from '../../server/domain/ranking/ranking.ts'
import { readPublicVillage } from '../board/board.ts'
import { stretchDeductions } from '../board/deductions.ts'
import { joinReversed, movesScore } from '../ledger/postingSql.ts'
import type { Store } from '../store/store.ts'
import { mustFindVillageById } from '../villages/findVillages.ts'

/** One household in the frozen list, as the public may see it. */
export interface SheetRow {
  door: string
  name: string | null
  group: string
  /** Points of the stretch, in the order of the sheet's dimensions. */
  byDimension: number[]
  /** Points of the stretch. */
  points: number
  /** Score of the season when the list was made. */
  score: number
  rank: number
}

export interface Sheet {
  dimensions: string[]
  /** Every household, by group and door. */
  rows: SheetRow[]
  /**
   * Deductions of the stretch where they are not named: sums by the name of the dimension, those of
   * too few households left out. Null where they are named, and on sheets of earlier builds.
   */
  deductions: { dimension: string; points: number }[] | null
}

export async function makeSheet(store: Store, village: number, from: number, to: number): Promise<Sheet> {
  const row = await mustFindVillageById(store, village)
  const { board } = await readPublicVillage(store, row, Date.now())
  const dimensionIds = board.dimensions.map(({ id }) => id)
  const groups = new Map(board.groups.map(({ id, name }) => [id, name]))
  const hides = row.names_deductions === 0
  const points = await pointsByDoor(store, village, from, to)
  const groupOrder = board.groups.map(({ name }) => name)
  const rows = rank(board.households, placeOrder(board.tieBreakers, dimensionIds)).map(
    ({ household, rank: place }): SheetRow => {
      const own = points.get(household.door)
      return {
        door: household.door,
        name: household.name,
        group: groups.get(household.group) ?? '',
        byDimension: dimensionIds.map((id) => own?.get(id) ?? 0),
        points: [...(own?.values() ?? [])].reduce((sum, one) => sum + one, 0),
        score: household.score,
        rank: place,
      }
    },
  )
  rows.sort(
    (a, b) => groupOrder.indexOf(a.group) - groupOrder.indexOf(b.group) || compareDoors(a.door, b.door),
  )
  const sums = hides ? await stretchDeductions(store, village, from, to) : null
  return {
    dimensions: board.dimensions.map(({ name }) => name),
    rows,
    deductions:
      sums &&
      board.dimensions.flatMap(({ id, name }) => {
        const sum = sums.find(({ dimension }) => dimension === id)
        return sum ? { dimension: name, points: sum.points } : []
      }),
  }
}

/** Points of the stretch by door and dimension; those without one under null. */
async function pointsByDoor(
  store: Store,
  village: number,
  from: number,
  to: number,
): Promise<Map<string, Map<number | null, number>>> {
  const rows = await store.all<{ door: string; dimension: number | null; points: number }>(
    `SELECT h.door, p.dimension_id AS dimension, sum(p.points) AS points
       FROM postings p
       JOIN households h ON h.id = p.household_id
       ${joinReversed}
       WHERE p.village_id = ? AND p.seq BETWEEN ? AND ?
         AND ${movesScore}
       GROUP BY h.door, p.dimension_id`,
    village,
    from,
    to,
  )
  const byDoor = new Map<string, Map<number | null, number>>()
  for (const { door, dimension, points } of rows) {
    const own = byDoor.get(door) ?? new Map<number | null, number>()
    byDoor.set(door, own.set(dimension, points))
  }
  return byDoor
}
