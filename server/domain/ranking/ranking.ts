/**
 * Standings (名次): standard competition ranking, 1, 2, 2, 4, after the
 * village's tie-breakers. Pure, and the only ranking in the product.
 */
import { compareDoors } from '../households/door.ts'

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
 * door. A change of one household moves it by binary search: nothing is sorted again.
 */
export class Places<H extends Ranked> {
  readonly #order: Comparison<H>
  readonly #sorted: H[]

  constructor(households: readonly H[], order: Comparison<H>) {
    this.#order = order
    this.#sorted = households.slice().sort(this.#compare)
  }

  /** Moves a household from where its earlier figures put it. Both have the same door. */
  replace(earlier: H, household: H): void {
    this.#sorted.splice(this.#countBefore(earlier, this.#compare), 1)
    this.#sorted.splice(this.#countBefore(household, this.#compare), 0, household)
  }

  /** The place of a household as it stands here: one more than the number of those before it. */
  of(household: H): number {
    return this.#countBefore(household, this.#order) + 1
  }

  /** The first households with their places; all of them without a number. */
  top(count = this.#sorted.length): Standing<H>[] {
    let place = 1
    return this.#sorted.slice(0, count).map((household, index) => {
      const previous = this.#sorted[index - 1]
      if (previous && this.#order(previous, household) !== 0) place = index + 1
      return { household, rank: place }
    })
  }

  readonly #compare: Comparison<H> = (a, b) => this.#order(a, b) || compareDoors(a.door, b.door)

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
  return new Places(households, order).top()
}
