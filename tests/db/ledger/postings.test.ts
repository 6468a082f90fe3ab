import { describe, expect, it } from 'vitest'
import type { PostingFilter } from '../../../db/ledger/postingFilter.ts'
import { listPostings, postingLines } from '../../../db/ledger/postings.ts'
import { testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()
const village = await TestVillage.create(store)
await village.enter('duty', { door: '1001', occurredOn: '2026-03-01' })
await village.enter('litter', { door: '1002', occurredOn: '2026-04-01' })
await village.enter('duty', { door: '1002', occurredOn: '2026-05-01' })
await village.enter('yard', { door: '1001', occurredOn: '2026-06-01', points: 80 })
await (await TestVillage.create(store)).enter('duty')

async function found(filter: PostingFilter, before: number | null = null, limit = 10): Promise<number[]> {
  return (await listPostings(store, village.id, filter, before, limit)).map(({ seq }) => seq)
}

describe('the ledger as staff read it', () => {
  it.each<[string, PostingFilter, number[]]>([
    ['everything', {}, [4, 3, 2, 1]],
    ['of a door', { door: '1002号' }, [3, 2]],
    ['from a day', { from: '2026-05-01' }, [4, 3]],
    ['to a day', { to: '2026-04-01' }, [2, 1]],
    ['of a kind', { kind: 'deduct' }, [2]],
    ['of a rule', { rule: village.rules.duty }, [3, 1]],
    ['of a rule and a door', { rule: village.rules.duty, door: '1001' }, [1]],
    ['of a door that nobody has', { door: '9999' }, []],
  ])('lists %s, newest first', async (_, filter, seqs) => {
    expect(await found(filter)).toEqual(seqs)
  })

  it('is turned page by page without a gap', async () => {
    expect([await found({}, null, 2), await found({}, 3, 2)]).toEqual([
      [4, 3],
      [2, 1],
    ])
  })

  it('says whose line it is, by what rule and in which dimension', async () => {
    expect(await listPostings(store, village.id, {}, null, 1)).toMatchObject([
      { door: '1001', head: '刘建国', group: '1组', dimension: '环境卫生', text: '庭院月检', points: 80 },
    ])
  })

  it('gives single lines in the order asked for', async () => {
    expect((await postingLines(store, village.id, [3, 1, 99])).map(({ seq }) => seq)).toEqual([3, 1])
  })
})
