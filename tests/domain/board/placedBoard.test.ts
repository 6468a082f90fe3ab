import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Board, PostingEvent } from '../../../server/domain/board/board.ts'
import { PlacedBoard } from '../../../server/domain/board/placedBoard.ts'
import { DoorOrder } from '../../../server/domain/ranking/doorOrder.ts'
import { placeOrder, Places, rank } from '../../../server/domain/ranking/ranking.ts'
import { makeBoard } from '../../bench/ranking/boards.ts'

const small = makeBoard(12)
const orderOf = ({ tieBreakers, dimensions }: Board) =>
  placeOrder(
    tieBreakers,
    dimensions.map(({ id }) => id),
  )

function posting({ seq, epoch }: Pick<Board, 'seq' | 'epoch'>, change: PostingEvent['change']): PostingEvent {
  return { seq: seq + 1, epoch, head: '', change, figures: null, line: null }
}

it('has the places that a sort of its households from scratch gives, ties included', () => {
  const changes = fc.array(
    fc.record({
      door: fc.constantFrom(...small.households.map(({ door }) => door)),
      // Scores lie 37 apart: many become equal.
      points: fc.constantFrom(-74, -37, 0, 37, 37 * 5),
      dimension: fc.constantFrom(1, 5, null),
      month: fc.constantFrom(small.month, '2000-01'),
    }),
  )
  fc.assert(
    fc.property(changes, (list) => {
      const placed = new PlacedBoard(small)
      for (const change of list) {
        placed.fold(posting(placed.frame, change))
        const standings = rank(placed.board.households, orderOf(small))
        expect(placed.places.slice()).toEqual(standings)
        expect(placed.places.slice(4, 9)).toEqual(standings.slice(4, 9))
        expect(placed.standingOf(change.door)).toEqual(
          standings.find(({ household }) => household.door === change.door),
        )
      }
    }),
  )
})

it('leaves the boards that it gave as they were', () => {
  const placed = new PlacedBoard(small)
  const [first] = small.households
  const given = placed.board
  const copy = structuredClone(given)
  placed.fold(posting(given, { door: first!.door, points: 1, dimension: 1, month: small.month }))
  expect(given).toEqual(copy)
  expect(placed.board.households[0]).toMatchObject({ score: first!.score + 1 })
  expect(placed.board).toBe(placed.board)
})

it('is left as it was by a posting of an unknown door', () => {
  const placed = new PlacedBoard(small)
  const before = placed.board
  const change = { door: 'none', points: 1, dimension: 1, month: small.month }
  expect(() => placed.fold(posting(before, change))).toThrow('door')
  expect(placed.board).toBe(before)
})

it('moves a household, and gives its place and a page, with few comparisons in a large village', () => {
  const board = makeBoard(20_000)
  const order = orderOf(board)
  let compared = 0
  const doors = new DoorOrder(board.households)
  const places = new Places(doors, (a, b) => {
    compared += 1
    return order(a, b)
  })
  const earlier = doors.find('1700')!
  const household = { ...earlier, score: earlier.score + 500 }
  compared = 0
  doors.replace(household)
  places.replace(earlier, household)
  places.of(household)
  places.slice(100, 120)
  expect(compared).toBeLessThan(100)
})
