/** Small arithmetic of measurements. */

/** The value below which the share of values lies, 0.5 for the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The largest value; Math.max takes only so many arguments. */
export function longest(values: readonly number[]): number {
  return quantile(values, 1)
}

/** A figure and the floor that was measured in the same round. */
export interface Pair {
  ours: number
  floor: number
}

/** One row of the table. */
export type Row = Measured | Skipped

/** A row that this machine cannot measure. */
export interface Skipped {
  work: string
  /** What is missing here. */
  skipped: string
}

/** A figure as ratio to a floor measured in the same run, or to its goal where there is no floor. */
export interface Measured {
  work: string
  /** What was measured, and the floor beside it, in `unit`; medians of the rounds. */
  ours: number
  floor: number
  unit: string
  ratio: number
  /** What must hold, such as `ratio <= 2`. */
  goal: string
  holds: boolean
  /** Ratios of the single rounds. */
  rounds: number[]
  /** What else this run shows of it. */
  note?: string
}

/** A row where less is better. */
export function atMost(work: string, unit: string, pairs: Pair[], limit: number): Measured {
  return row(work, unit, pairs, `ratio <= ${limit}`, ({ ratio }) => ratio <= limit)
}

/** A row where more is better. */
export function atLeast(work: string, unit: string, pairs: Pair[], limit: number): Measured {
  return row(work, unit, pairs, `ratio >= ${limit}`, ({ ratio }) => ratio >= limit)
}

/** A row without a floor: its ratio is to the limit. */
export function within(work: string, unit: string, values: number[], limit: number): Measured {
  const pairs = values.map((ours) => ({ ours, floor: limit }))
  return row(work, unit, pairs, `<= ${limit} ${unit}`, ({ ratio }) => ratio <= 1)
}

/** A row that may be above its floor by so much. */
export function above(work: string, unit: string, pairs: Pair[], allowance: number): Measured {
  const goal = `<= floor + ${allowance} ${unit}`
  return row(work, unit, pairs, goal, () => median(pairs.map(({ ours, floor }) => ours - floor)) <= allowance)
}

function row(
  work: string,
  unit: string,
  pairs: Pair[],
  goal: string,
  holds: (figures: { ratio: number }) => boolean,
): Measured {
  const rounds = pairs.map(({ ours, floor }) => ours / floor)
  const ratio = median(rounds)
  return {
    work,
    ours: median(pairs.map(({ ours }) => ours)),
    floor: median(pairs.map(({ floor }) => floor)),
    unit,
    ratio,
    goal,
    holds: holds({ ratio }),
    rounds,
  }
}
