import { describe, expect, it } from 'vitest'
import { findHousehold } from '../../../db/households/households.ts'
import { listPostings } from '../../../db/ledger/postings.ts'
import { reversePosting } from '../../../db/scores/reversal.ts'
import { refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

describe('a reversal', () => {
  it('gives back the points and names what it takes back', () => {
    const village = new TestVillage(store)
    const posting = village.enter('hours', { units: 2, occurredOn: '2026-05-20' })
    expect(village.reverse(posting, '重复录入')).toMatchObject({
      seq: 2,
      kind: 'reversal',
      reverses: 1,
      points: -20,
      occurred_on: '2026-05-20',
      text: '志愿服务',
      note: '重复录入',
    })
  })

  it('leaves the posting as it was', () => {
    const village = new TestVillage(store)
    const posting = village.enter('duty')
    village.reverse(posting)
    expect(village.postings()[0]).toEqual(posting)
  })

  it('shows both to staff, each naming the other', () => {
    const village = new TestVillage(store)
    village.reverse(village.enter('duty'))
    const lines = listPostings(store, village.id, {}, null, 10)
    expect(lines.map(({ seq, reverses, reversedBy }) => [seq, reverses, reversedBy])).toEqual([
      [2, 1, null],
      [1, null, 2],
    ])
  })

  it.each([
    ['duty', {}],
    ['litter', {}],
    ['yard', { points: 0 }],
  ] as const)('of %s leaves the totals of the household as they were', (rule, more) => {
    const village = new TestVillage(store)
    village.enter('meeting')
    const before = findHousehold(store, village.id, '1001')
    village.reverse(village.enter(rule, more))
    expect(findHousehold(store, village.id, '1001')).toEqual(before)
  })

  it('takes the points off the month in which they counted', () => {
    const village = new TestVillage(store)
    village.reverse(village.enter('duty', { occurredOn: '2026-03-10' }))
    expect(village.board().months).toEqual([])
  })

  it('is possible after the rule was retired and the cap is full', () => {
    const village = new TestVillage(store)
    const posting = village.enter('sorting')
    store.write((store) => store.run('UPDATE rules SET retired = 1 WHERE village_id = ?', village.id))
    expect(village.reverse(posting).points).toBe(-30)
  })
})

describe('a reversal is refused', () => {
  it('a second time, naming the first', () => {
    const village = new TestVillage(store)
    const posting = village.enter('duty')
    village.reverse(posting)
    expect(refusalOf(() => village.reverse(posting))).toMatchObject({
      kind: 'conflict',
      code: 'reversed-before',
      params: { seq: 1, by: 2 },
    })
  })

  it('of a reversal', () => {
    const village = new TestVillage(store)
    const reversal = village.reverse(village.enter('duty'))
    expect(refusalOf(() => village.reverse(reversal)).code).toBe('reversal-of-reversal')
  })

  it('of a posting that does not exist', () => {
    const village = new TestVillage(store)
    expect(refusalOf(() => village.reverse({ id: 'nothing' })).kind).toBe('not-found')
  })

  it("of another village's posting", () => {
    const [one, other] = [new TestVillage(store), new TestVillage(store)]
    const posting = one.enter('duty')
    expect(refusalOf(() => other.reverse(posting)).code).toBe('unknown-posting')
    expect(one.postings()).toHaveLength(1)
  })
})

describe('the same reversal again', () => {
  const request = { id: 'reversal', reason: '重复录入' }

  it('gives the first result and writes nothing', () => {
    const village = new TestVillage(store)
    const { id } = village.enter('duty')
    reversePosting(store, village.scope, id, request)
    expect(reversePosting(store, village.scope, id, request)).toEqual({ seqs: [2], fresh: false })
    expect(village.postings()).toHaveLength(2)
  })

  it('is refused with another reason', () => {
    const village = new TestVillage(store)
    const { id } = village.enter('duty')
    reversePosting(store, village.scope, id, request)
    const again = () => reversePosting(store, village.scope, id, { ...request, reason: '别的' })
    expect(refusalOf(again).code).toBe('id-used-before')
  })

  it('is refused for another posting', () => {
    const village = new TestVillage(store)
    const [first, second] = [village.enter('duty'), village.enter('duty')]
    reversePosting(store, village.scope, first.id, request)
    const again = () => reversePosting(store, village.scope, second.id, request)
    expect(refusalOf(again).code).toBe('id-used-before')
  })
})
