import type { Board } from '../../../server/domain/board/board.ts'

export interface DimensionRow {
  id: number
  name: string
  /** Place in the village's list, from 0: it decides the colour. */
  position: number
  /** Points of the whole village. */
  total: number
  /** Village points by month, in the order of the board's months. */
  months: number[]
  /** The household with most points in it; null while nobody has any. */
  leader: { door: string; name: string | null; points: number } | null
}

/** The dimensions in the village's order, with their points and leaders. */
export function dimensionRows({ dimensions, months, households }: Board): DimensionRow[] {
  return dimensions.map(({ id, name }, position) => {
    let leader: DimensionRow['leader'] = null
    for (const household of households) {
      const points = household.byDimension[position] ?? 0
      if (points > (leader?.points ?? 0)) leader = { door: household.door, name: household.name, points }
    }
    const byMonth = months.map((month) => month.byDimension[position] ?? 0)
    return {
      id,
      name,
      position,
      total: byMonth.reduce((sum, points) => sum + points, 0),
      months: byMonth,
      leader,
    }
  })
}
