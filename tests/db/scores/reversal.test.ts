import { describe, expect, it } from 'vitest'
import { findHousehold } from '../../../db/households/households.ts'
import { listPostings } from '../../../db/ledger/postings.ts'
import { reversePosting } from '../../../db/scores/reversal.ts'
import { refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

describe('a reversal', () => {
  it('gives back the points and names what it takes back', async () => {
    const village = await TestVillage.create(store)
    const posting = await village.enter('hours', { units: 2, occurredOn: '2026-05-20' })
    expect(await village.reverse(posting, '重复录入')).toMatchObject({
      seq: 2,
      kind: 'reversal',
      reverses: 1,
      points: -20,
      occurred_on: '2026-05-20',
      text: '志愿服务',
      note: '重复录入',
    })
  })

  it('leaves the posting as it was', async () => {
    const village = await TestVillage.create(store)
    const posting = await village.enter('duty')
    await village.reverse(posting)
    expect((await village.postings())[0]).toEqual(posting)
  })

  it('shows both to staff, each naming the other', async () => {
    const village = await TestVillage.create(store)
    await village.reverse(await village.enter('duty'))
    const lines = await listPostings(store, village.id, {}, null, 10)
    expect(lines.map(({ seq, reverses, reversedBy }) => [seq, reverses, reversedBy])).toEqual([
      [2, 1, null],
      [1, null, 2],
    ])
  })

  it.each([
    ['duty', {}],
    ['litter', {}],
    ['yard', { points: 0 }],
  ] as const)('of %s leaves the totals of the household as they were', async (rule, more) => {
    const village = await TestVillage.create(store)
    await village.enter('meeting')
    const before = await findHousehold(store, village.id, '1001')
    await village.reverse(await village.enter(rule, more))
    expect(await findHousehold(store, village.id, '1001')).toEqual(before)
  })

  it('takes the points off the month in which they counted', async () => {
    const village = await TestVillage.create(store)
    await village.reverse(await village.enter('duty', { occurredOn: '2026-03-10' }))
    expect((await village.board()).months).toEqual([])
  })

  it('is possible after the rule was retired and the cap is full', async () => {
    const village = await TestVillage.create(store)
    const posting = await village.enter('sorting')
    await store.write(village.id, async (store) =>
      store.run('UPDATE rules SET retired = 1 WHERE village_id = ?', village.id),
    )
    expect((await village.reverse(posting)).points).toBe(-30)
  })
})

describe('a reversal is refused', () => {
  it('a second time, naming the first', async () => {
    const village = await TestVillage.create(store)
    const posting = await village.enter('duty')
    await village.reverse(posting)
    expect(await refusalOf(async () => village.reverse(posting))).toMatchObject({
      kind: 'conflict',
      code: 'reversed-before',
      params: { seq: 1, by: 2 },
    })
  })

  it('of a reversal', async () => {
    const village = await TestVillage.create(store)
    const reversal = await village.reverse(await village.enter('duty'))
    expect((await refusalOf(async () => village.reverse(reversal))).code).toBe('reversal-of-reversal')
  })

  it('of a posting that does not exist', async () => {
    const village = await TestVillage.create(store)
    expect((await refusalOf(async () => village.reverse({ id: 'nothing' }))).kind).toBe('not-found')
  })

  it("of another village's posting", async () => {
    const [one, other] = [await TestVillage.create(store), await TestVillage.create(store)]
    const posting = await one.enter('duty')
    expect((await refusalOf(async () => other.reverse(posting))).code).toBe('unknown-posting')
    expect(await one.postings()).toHaveLength(1)
  })
})

describe('the same reversal again', () => {
  const request = { id: 'reversal', reason: '重复录入' }

  it('gives the first result and writes nothing', async () => {
    const village = await TestVillage.create(store)
    const { id } = await village.enter('duty')
    await reversePosting(store, village.scope, id, request)
    expect(await reversePosting(store, village.scope, id, request)).toEqual({ seqs: [2], fresh: false })
    expect(await village.postings()).toHaveLength(2)
  })

  it('is refused with another reason', async () => {
    const village = await TestVillage.create(store)
    const { id } = await village.enter('duty')
    await reversePosting(store, village.scope, id, request)
    const again = async () => reversePosting(store, village.scope, id, { ...request, reason: '别的' })
    expect((await refusalOf(again)).code).toBe('id-used-before')
  })

  it('is refused for another posting', async () => {
    const village = await TestVillage.create(store)
    const [first, second] = [await village.enter('duty'), await village.enter('duty')]
    await reversePosting(store, village.scope, first.id, request)
    const again = async () => reversePosting(store, village.scope, second.id, request)
    expect((await refusalOf(again)).code).toBe('id-used-before')
  })
})
