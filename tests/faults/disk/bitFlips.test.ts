import { expect, it } from 'vitest'
import { flipBits } from './bitFlips.ts'

it('finds every flipped bit that changes what a query can read', async () => {
  const { counts, missed } = await flipBits(24, 13)
  expect(missed).toEqual([])
  for (const part of ['structure', 'postings', 'totals', 'chains', 'photos', 'others'] as const)
    expect(counts[part].refused + counts[part].found + counts[part].harmless).toBe(4)
}, 120_000)
