import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DoorOrder } from '../../../server/domain/ranking/doorOrder.ts'
import {
  placeOrder,
  Places,
  rank,
  type Ranked,
  type TieBreaker,
} from '../../../server/domain/ranking/ranking.ts'

const meetings = 7
const volunteering = 9
const dimensions = [meetings, volunteering]
const byScore = placeOrder<Ranked>([], dimensions)
const thenVolunteering = placeOrder<Ranked>([{ by: 'dimension', dimension: volunteering }], dimensions)

function household(door: string, score: number, ...byDimension: number[]): Ranked {
  return { door, score, byDimension }
}

/** Doors with their places, in order: 1001→1. */
function places(households: Ranked[], order = byScore): string[] {
  return rank(households, order).map((standing) => `${standing.household.door}→${standing.rank}`)
}

describe('standings', () => {
  it('are counted 1, 2, 2, 4', () => {
    const four = [household('1', 50), household('2', 40), household('3', 40), household('4', 30)]
    expect(places(four)).toEqual(['1→1', '2→2', '3→2', '4→4'])
  })

  it('have one place for all when nobody has points', () => {
    expect(places([household('2', 0), household('1', 0), household('3', 0)])).toEqual(['1→1', '2→1', '3→1'])
  })

  it('show those who share a place in the order of doors as people count them', () => {
    const same = ['10', '9', '甲12', '甲3', '2-1'].map((door) => household(door, 40))
    expect(rank(same, byScore).map((standing) => standing.household.door)).toEqual([
      '2-1',
      '9',
      '10',
      '甲3',
      '甲12',
    ])
  })

  it('put silent households last, behind everyone with points', () => {
    expect(places([household('1', 0), household('2', 20)])).toEqual(['2→1', '1→2'])
  })

  it('put those who lost more than they earned behind the silent ones', () => {
    expect(places([household('1', -20), household('2', 0)])).toEqual(['2→1', '1→2'])
  })

  it('are empty for a village without households', () => {
    expect(rank([], byScore)).toEqual([])
  })
})

describe('a tie-breaker', () => {
  it('decides between equal scores', () => {
    const tied = [household('1', 40, 30, 10), household('2', 40, 10, 30)]
    expect(places(tied, thenVolunteering)).toEqual(['2→1', '1→2'])
  })

  it('never outweighs the score', () => {
    const near = [household('1', 40, 0, 40), household('2', 41, 41, 0)]
    expect(places(near, thenVolunteering)).toEqual(['2→1', '1→2'])
  })

  it('leaves a shared place to those who are equal in it too', () => {
    const equal = [household('1', 40, 20, 20), household('2', 40, 20, 20), household('3', 40, 30, 10)]
    expect(places(equal, thenVolunteering)).toEqual(['1→1', '2→1', '3→3'])
  })

  it('comes after the ones before it in the list', () => {
    const order = placeOrder<Ranked>(
      [
        { by: 'dimension', dimension: volunteering },
        { by: 'dimension', dimension: meetings },
      ],
      dimensions,
    )
    const tied = [household('1', 60, 30, 10), household('2', 60, 10, 20), household('3', 60, 20, 10)]
    expect(places(tied, order)).toEqual(['2→1', '1→2', '3→3'])
  })

  it('that the village no longer has decides nothing', () => {
    const order = placeOrder<Ranked>([{ by: 'dimension', dimension: 404 }], dimensions)
    expect(places([household('1', 40, 1, 2), household('2', 40, 2, 1)], order)).toEqual(['1→1', '2→1'])
  })
})

describe('any village', () => {
  const doors = fc.stringMatching(/^(甲|[A-B])?0?[1-9][0-9]?(-[1-3])?$/)
  const villages = fc.uniqueArray(
    fc.record({
      door: doors,
      score: fc.integer({ min: -2, max: 3 }),
      byDimension: fc.tuple(fc.nat(2), fc.nat(2)),
    }),
    { selector: ({ door }) => door, maxLength: 20 },
  )
  const tieBreakers: fc.Arbitrary<TieBreaker[]> = fc
    .subarray([meetings, volunteering])
    .map((chosen) => chosen.map((dimension) => ({ by: 'dimension', dimension })))
  const orders = tieBreakers.map((list) => placeOrder<Ranked>(list, dimensions))

  it('gives everyone the place one behind those strictly better', () => {
    fc.assert(
      fc.property(villages, orders, (households, order) => {
        for (const { household: one, rank: place } of rank(households, order)) {
          const better = households.filter((other) => order(other, one) < 0)
          expect(place).toBe(1 + better.length)
          expect(new Places(new DoorOrder(households), order).of(one)).toBe(place)
        }
      }),
    )
  })

  it('is the same after changes one by one as for all anew', () => {
    const changes = fc.array(
      fc.record({
        index: fc.nat(),
        score: fc.integer({ min: -2, max: 3 }),
        byDimension: fc.tuple(fc.nat(2), fc.nat(2)),
      }),
    )
    fc.assert(
      fc.property(villages, orders, changes, (households, order, moves) => {
        const doors = new DoorOrder<Ranked>(households)
        const kept = new Places(doors, order)
        const now: Ranked[] = [...households]
        for (const { index, score, byDimension } of now.length > 0 ? moves : []) {
          const earlier = now[index % now.length] as Ranked
          const changed = { ...earlier, score, byDimension }
          now[index % now.length] = changed
          doors.replace(changed)
          kept.replace(earlier, changed)
          expect(kept.of(changed)).toBe(1 + now.filter((other) => order(other, changed) < 0).length)
        }
        expect(kept.slice()).toEqual(rank(now, order))
        for (const from of [0, 1, 5])
          expect(kept.slice(from, from + 3)).toEqual(kept.slice().slice(from, from + 3))
      }),
    )
  })

  it('names every household once, none before a better one', () => {
    fc.assert(
      fc.property(villages, orders, (households, order) => {
        const standings = rank(households, order)
        expect(new Set(standings.map((standing) => standing.household))).toEqual(new Set(households))
        standings
          .slice(1)
          .forEach((standing, index) =>
            expect(standing.rank).toBeGreaterThanOrEqual(standings[index]?.rank ?? 0),
          )
      }),
    )
  })

  it('has the same standings whatever order its households come in', () => {
    const shuffled = villages.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    )
    fc.assert(
      fc.property(shuffled, orders, ([households, other], order) => {
        expect(rank(other, order)).toEqual(rank(households, order))
      }),
    )
  })

  it('leaves the list it was given as it was', () => {
    const given = Object.freeze([household('2', 0), household('1', 5)])
    expect(rank(given, byScore).map((standing) => standing.household.door)).toEqual(['1', '2'])
  })
})
