/**
 * Standings (名次): standard competition ranking, 1, 2, 2, 4, after the
 * village's tie-breakers. Pure, and the only ranking in the product.
 */
import { type DoorOrder, inDoorOrder } from './doorOrder.ts'

/** What decides between equal scores, in order; households equal in all share a place. */
export interface TieBreaker {
  by: 'dimension'
  /** Id of the dimension whose points decide, more is better. */
  dimension: number
}

/** What ranking needs to know of a household. */
export interface Ranked {
  door: string
  score: number
  /** Points by dimension, in the order of `dimensions`. */
  byDimension: number[]
}

export interface Standing<H extends Ranked> {
  household: H
  /** 1 for the first; equal households share it and the next ones skip. */
  rank: number
}

/** Orders two households, better first: below zero when `a` stands before `b`, 0 when they share a place. */
export type Comparison<H extends Ranked> = (a: H, b: H) => number

/**
 * The order of places in a village: score, then its tie-breakers.
 *
 * @param dimensionIds ids in the order of `byDimension`
 */
export function placeOrder<H extends Ranked>(
  tieBreakers: TieBreaker[],
  dimensionIds: number[],
): Comparison<H> {
  const slots = tieBreakers
    .map(({ dimension }) => dimensionIds.indexOf(dimension))
    .filter((slot) => slot >= 0)
  return (a, b) => {
    if (a.score !== b.score) return b.score - a.score
    for (const slot of slots) {
      const difference = (b.byDimension[slot] ?? 0) - (a.byDimension[slot] ?? 0)
      if (difference !== 0) return difference
    }
    return 0
  }
}

/**
 * The households of a village in the order of their places, best first; those who share a place stand in order of
 * door. A change of one household moves it by binary search and a shift: nothing is sorted or copied.
 */
export class Places<H extends Ranked> {
  readonly #order: Comparison<H>
  readonly #doors: DoorOrder<H>
  readonly #sorted: H[]

  /** @param doors all households; who changes it tells `replace` */
  constructor(doors: DoorOrder<H>, order: Comparison<H>) {
    this.#order = order
    this.#doors = doors
    this.#sorted = doors.households.slice().sort(order)
  }

  get length(): number {
    return this.#sorted.length
  }

  /** Moves a household from where its earlier figures put it. Both have the same door. */
  replace(earlier: H, household: H): void {
    const sorted = this.#sorted
    const from = this.#countBefore(earlier, this.#compare)
    // Counts the earlier figures too where they stand before the new ones.
    const counted = this.#countBefore(household, this.#compare)
    const to = counted > from ? counted - 1 : counted
    for (let index = from; index < to; index += 1) sorted[index] = sorted[index + 1] as H
    for (let index = from; index > to; index -= 1) sorted[index] = sorted[index - 1] as H
    sorted[to] = household
  }

  /** The place of a household as it stands here: one more than the number of those before it. */
  of(household: H): number {
    return this.#countBefore(household, this.#order) + 1
  }

  /** The households from one position (from 0, included) to another (excluded) with their places; all by default. */
  slice(from = 0, to = this.#sorted.length): Standing<H>[] {
    const page = this.#sorted.slice(from, to)
    return withPlaces(page, this.#order, { before: from, first: page[0] ? this.of(page[0]) : 1 })
  }

  readonly #compare: Comparison<H> = (a, b) => this.#order(a, b) || this.#doors.compare(a.door, b.door)

  #countBefore(household: H, order: Comparison<H>): number {
    let low = 0
    let high = this.#sorted.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (order(this.#sorted[middle] as H, household) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** All households with their places, best first. Households without postings rank with a score of 0. */
export function rank<H extends Ranked>(households: readonly H[], order: Comparison<H>): Standing<H>[] {
  return withPlaces(inDoorOrder(households).sort(order), order, { before: 0, first: 1 })
}

/**
 * @param households some that follow each other in the order of places
 * @param start how many stand before them, and the place of the first
 */
function withPlaces<H extends Ranked>(
  households: readonly H[],
  order: Comparison<H>,
  { before, first }: { before: number; first: number },
): Standing<H>[] {
  let place = first
  return households.map((household, index) => {
    const previous = households[index - 1]
    if (previous && order(previous, household) !== 0) place = before + index + 1
    return { household, rank: place }
  })
}
