/** A new wall on a server of an earlier build, or with a board that an earlier build cached. */
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import { exampleBoard } from '../../display/example.ts'
import { type ReceivedBoard, useBoardStore } from '../../display/live/boardStore.ts'
import type { PostingEvent } from '../../server/domain/board/board.ts'

beforeEach(() => setActivePinia(createPinia()))

const { deductions: _none, ...example } = exampleBoard(Date.parse('2026-11-24T04:00:00Z'))
const [first] = example.recent
const unnamed = { ...first!, kind: 'deduct' as const, text: '示范扣分', points: -20, household: null }
const earlier: ReceivedBoard = { ...example, recent: [unnamed, ...example.recent] }

it('leaves lines of no household out, and does without sums', () => {
  const store = useBoardStore()
  store.replace(earlier)
  expect(store.board?.recent).toEqual(example.recent)
  expect(store.board?.deductions).toBeNull()
})

it('folds a deduction that comes with its change, and tells nothing of it', () => {
  const store = useBoardStore()
  store.replace(earlier)
  const { door, score } = example.households[0]!
  const change = { door, points: -20, dimension: 2, month: example.month }
  const event = { seq: example.seq + 1, epoch: example.epoch, head: 'ffffffff', change, line: null }
  expect(store.take(event as PostingEvent)).toBe(true)
  expect(store.board?.households[0]?.score).toBe(score - 20)
  expect(store.news).toBeNull()
})
