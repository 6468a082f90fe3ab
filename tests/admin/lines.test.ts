import { describe, expect, it } from 'vitest'
import { withPostings } from '../../admin/postings/lines.ts'
import type { PostingView } from '../../server/contract/scores/postings.ts'

function posting(seq: number, more: Partial<PostingView> = {}): PostingView {
  return {
    id: String(seq),
    seq,
    hash: '',
    kind: 'deduct',
    door: '1001',
    head: '示范户甲',
    group: '1组',
    dimension: null,
    text: '乱堆乱放',
    points: -20,
    units: null,
    occurredOn: '2026-01-01',
    recordedAt: '2026-01-01T00:00:00.000Z',
    recordedBy: '录入员',
    note: null,
    reverses: null,
    reversedBy: null,
    restores: null,
    restored: 0,
    batch: null,
    reviewedBy: [],
    photos: [],
    photosOver: 0,
    ...more,
  }
}

const restore = (seq: number, points: number) => posting(seq, { kind: 'restore', points, restores: 1 })
const restoredOf = (lines: readonly PostingView[]) => lines.find(({ seq }) => seq === 1)?.restored

describe('a list of postings', () => {
  it('counts what is given back of a deduction, once for each restore', () => {
    const lines = withPostings(withPostings([posting(1)], [restore(2, 5)]), [restore(2, 5), restore(3, 7)])
    expect(restoredOf(lines)).toBe(12)
  })

  it('takes it off again when a restore is reversed', () => {
    const lines = withPostings([posting(1)], [restore(2, 5), restore(3, 7)])
    const reversal = posting(4, { kind: 'reversal', points: -5, reverses: 2 })
    expect(restoredOf(withPostings(lines, [reversal]))).toBe(7)
  })

  it('never shows less than the server said, where other restores are filtered out', () => {
    expect(restoredOf(withPostings([posting(1, { restored: 15 })], [restore(9, 5)]))).toBe(15)
  })
})
