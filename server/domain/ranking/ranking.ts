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
 * All households with their places, best first; those who share a place stand
 * in order of door. Households without postings rank with a score of 0.
 */
export function rank<H extends Ranked>(households: readonly H[], order: Comparison<H>): Standing<H>[] {
  const sorted = households.slice().sort((a, b) => order(a, b) || compareDoors(a.door, b.door))
  let place = 1
  return sorted.map((household, index) => {
    const previous = sorted[index - 1]
    if (previous && order(previous, household) !== 0) place = index + 1
    return { household, rank: place }
  })
}

/** The place of one household: one more than the number who stand before it. */
export function rankOf<H extends Ranked>(
  household: H,
  households: readonly H[],
  order: Comparison<H>,
): number {
  let before = 0
  for (const other of households) if (order(other, household) < 0) before += 1
  return before + 1
}
