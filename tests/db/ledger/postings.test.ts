import { describe, expect, it } from 'vitest'
import { listPostings, type PostingFilter, postingLines } from '../../../db/ledger/postings.ts'
import { testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()
const village = new TestVillage(store)
village.enter('duty', { door: '1001', occurredOn: '2026-03-01' })
village.enter('litter', { door: '1002', occurredOn: '2026-04-01' })
village.enter('duty', { door: '1002', occurredOn: '2026-05-01' })
village.enter('yard', { door: '1001', occurredOn: '2026-06-01', points: 80 })
new TestVillage(store).enter('duty')

function found(filter: PostingFilter, before: number | null = null, limit = 10): number[] {
  return listPostings(store, village.id, filter, before, limit).map(({ seq }) => seq)
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
  ])('lists %s, newest first', (_, filter, seqs) => {
    expect(found(filter)).toEqual(seqs)
  })

  it('is turned page by page without a gap', () => {
    expect([found({}, null, 2), found({}, 3, 2)]).toEqual([
      [4, 3],
      [2, 1],
    ])
  })

  it('says whose line it is, by what rule and in which dimension', () => {
    expect(listPostings(store, village.id, {}, null, 1)).toMatchObject([
      { door: '1001', head: '刘建国', group: '1组', dimension: '环境卫生', text: '庭院月检', points: 80 },
    ])
  })

  it('gives single lines in the order asked for', () => {
    expect(postingLines(store, village.id, [3, 1, 99]).map(({ seq }) => seq)).toEqual([3, 1])
  })
})
