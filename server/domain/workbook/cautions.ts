import { periodAround, periods } from '../calendar/calendar.ts'
import type { Cap, Effect, PointScale } from '../points/points.ts'

/** Whether the points are such as the rule gives, by their size alone. */
export function agreesWithScale(scale: PointScale, points: number): boolean {
  const size = Math.abs(points)
  switch (scale.type) {
    case 'fixed':
      return size === scale.points
    case 'range':
      return size >= scale.min && size <= scale.max
    case 'escalating':
      return scale.steps.includes(size)
    case 'levels':
      return scale.levels.some((level) => level.points === size)
    case 'perUnit': {
      const quarters = (size * 4) / (scale.points || 1)
      return Number.isInteger(quarters) && quarters <= (scale.maxUnits ?? Infinity) * 4
    }
  }
}

/** Whether the sign is the one that the rule's effect gives. */
export function agreesWithEffect(effect: Effect, points: number): boolean {
  return points === 0 || (effect === 'deduct') === points < 0
}

/** Counts what the caps of the rules allow each household in their periods. */
export interface CapTally {
  /**
   * Adds a line and tells whether it goes over a cap.
   *
   * @param household a number that tells it apart
   * @param caps the caps of the line's rule, the same objects each time
   */
  exceeds(household: number, caps: readonly Cap[], occurredOn: string, points: number): boolean
}

/** What one cap has seen. */
interface CapUse {
  /** A small number for the period that a date lies in. */
  periods: Map<string, number>
  /** Points or times used, by household and period. */
  used: Map<number, number>
}

/** Above the number of days in a year, the most periods that a cap can have. */
const mostPeriods = 512

/** @param year its first and last day bound the season */
export function createCapTally(year: number): CapTally {
  const season = { from: `${year}-01-01`, to: `${year}-12-31` }
  const uses = new Map<Cap, CapUse>()
  const numbers = new Map<string, number>()

  function periodNumber({ periods }: CapUse, cap: Cap, date: string): number {
    let number = periods.get(date)
    if (number === undefined) {
      const name = `${cap.period} ${periodAround(date, cap.period, season).from}`
      number = numbers.get(name) ?? numbers.size
      numbers.set(name, number)
      periods.set(date, number)
    }
    return number
  }

  return {
    exceeds(household, caps, occurredOn, points) {
      let over = false
      for (const cap of caps) {
        let use = uses.get(cap)
        if (!use) uses.set(cap, (use = { periods: new Map(), used: new Map() }))
        const key = household * mostPeriods * periods.length + periodNumber(use, cap, occurredOn)
        const before = use.used.get(key) ?? 0
        const after = before + (cap.by === 'times' ? 1 : Math.abs(points))
        use.used.set(key, after)
        if (after > cap.limit) over = true
      }
      return over
    },
  }
}
