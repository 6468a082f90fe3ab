import { describe, expect, it } from 'vitest'
import { type PostingSearch, postingTotals, searchPostings } from '../../../db/reports/searchPostings.ts'
import { testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()
const village = await TestVillage.create(store)
await village.enter('duty', { door: '1001', occurredOn: '2026-03-01', note: '夜里 100%' })
await village.enter('litter', { door: '1002', occurredOn: '2026-04-01' })
await village.enter('duty', { door: '1002', occurredOn: '2026-02-01' })
await village.enter('yard', { door: '1001', occurredOn: '2026-06-01', points: 80, note: '雨天' })

async function found(search: PostingSearch, inNotes = true, start = 0, limit = 10): Promise<number[]> {
  const lines = await searchPostings(store, village.id, search, inNotes, start, limit)
  return lines.map(({ seq }) => seq)
}

describe('the ledger searched', () => {
  it.each<[string, PostingSearch, number[]]>([
    ['a door', { q: '1002' }, [3, 2]],
    ['a name', { q: '刘建国' }, [4, 3, 2, 1]],
    ['the initials of a name', { q: 'LJG' }, [4, 3, 2, 1]],
    ['a part of a rule', { q: '庭院' }, [4]],
    ['a note', { q: '雨' }, [4]],
    ['a sign that a pattern gives a meaning', { q: '%' }, [1]],
    ['words and a filter', { q: '刘建国', to: '2026-03-01' }, [3, 1]],
    ['nothing', { q: ' ' }, [4, 3, 2, 1]],
    ['what nobody wrote', { q: '无此一户' }, []],
  ])('finds lines by %s', async (_, search, seqs) => {
    expect(await found(search)).toEqual(seqs)
  })

  it('finds nothing in notes for people who may not read them', async () => {
    expect(await found({ q: '雨' }, false)).toEqual([])
    expect(await postingTotals(store, village.id, { q: '雨' }, false)).toMatchObject({ lines: 0 })
  })
})

describe('the ledger sorted', () => {
  it.each<[string, PostingSearch, number[]]>([
    ['by day', { sort: 'date', order: 'asc' }, [3, 1, 2, 4]],
    ['by points, the highest first', { sort: 'points', order: 'desc' }, [4, 3, 1, 2]],
    ['by door, the newest of a door first', { sort: 'door', order: 'asc' }, [4, 1, 3, 2]],
    ['by number, the oldest first', { sort: 'seq', order: 'asc' }, [1, 2, 3, 4]],
  ])('stands %s', async (_, search, seqs) => {
    expect(await found(search)).toEqual(seqs)
    expect([...(await found(search, true, 0, 3)), ...(await found(search, true, 3, 3))]).toEqual(seqs)
  })
})

describe('its sums', () => {
  it('are those of all lines that match', async () => {
    expect(await postingTotals(store, village.id, {}, true)).toEqual({
      lines: 4,
      added: 160,
      deducted: -20,
    })
    expect(await postingTotals(store, village.id, { q: '1002' }, true)).toEqual({
      lines: 2,
      added: 40,
      deducted: -20,
    })
    expect(await postingTotals(store, village.id, { q: '无此一户' }, true)).toEqual({
      lines: 0,
      added: 0,
      deducted: 0,
    })
  })
})
