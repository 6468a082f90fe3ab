/** Small arithmetic of measurements. */

/** The value below which the share of values lies, 0.5 for the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** One row of the table: a figure as ratio to a floor measured in the same run. */
export interface Row {
  work: string
  /** What was measured, and the floor beside it, in `unit`. */
  ours: number
  floor: number
  unit: string
  ratio: number
  /** What the ratio must keep, such as `<= 2`. */
  goal: string
  kept: boolean
  /** Ratios of the single rounds. */
  rounds: number[]
}

/** A row where less is better. */
export function atMost(work: string, unit: string, pairs: { ours: number; floor: number }[], limit: number): Row {
  return row(work, unit, pairs, `<= ${limit}`, (ratio) => ratio <= limit)
}

/** A row where more is better. */
export function atLeast(work: string, unit: string, pairs: { ours: number; floor: number }[], limit: number): Row {
  return row(work, unit, pairs, `>= ${limit}`, (ratio) => ratio >= limit)
}

function row(
  work: string,
  unit: string,
  pairs: { ours: number; floor: number }[],
  goal: string,
  keeps: (ratio: number) => boolean,
): Row {
  const rounds = pairs.map(({ ours, floor }) => ours / floor)
  const ratio = median(rounds)
  return {
    work,
    ours: median(pairs.map(({ ours }) => ours)),
    floor: median(pairs.map(({ floor }) => floor)),
    unit,
    ratio,
    goal,
    kept: keeps(ratio),
    rounds,
  }
}
