/** Base points of a period: given to every household, spent by deductions, never below zero. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { listBatches } from '../../../../db/batches/batches.ts'
import { reverseBatch } from '../../../../db/batches/reverseBatch.ts'
import { listBasePoints } from '../../../../db/scores/giveBasePoints.ts'
import { passClaims } from '../../../../db/scores/review.ts'
import { RuledVillage } from '../../../support/db/ruledVillage.ts'
import { fixed } from '../../../support/db/rules.ts'
import { refusalOf, testStore } from '../../../support/db/village.ts'

const store = await testStore()
const make = async () => RuledVillage.create(store)

describe('base points', () => {
  it('are given to every household, once in a period, on its first day', async () => {
    const village = await make()
    await village.base()
    expect(await listBasePoints(store, village.id)).toEqual([
      { text: '基础分', points: 100, from: '2026-06-01', to: '2026-06-30', missing: 4 },
    ])
    expect(await village.give()).toBe(4)
    expect(await village.give()).toBe(0)
    expect((await village.postings()).map((one) => [one.kind, one.points, one.occurred_on])).toEqual(
      Array.from({ length: 4 }, () => ['award', 100, '2026-06-01']),
    )
    expect(await village.faults()).toEqual([])
  })

  it('are not entered by hand', async () => {
    const village = await make()
    const base = await village.base()
    expect((await refusalOf(async () => village.ask(base))).code).toBe('rule-given')
  })

  it('are given before the first deduction of the period, and no second time', async () => {
    const village = await make()
    await village.base()
    await village.enter('litter')
    expect((await village.postings()).map(({ points }) => points)).toEqual([100, -20])
    expect(await village.give()).toBe(3)
  })

  it('bound what deductions take: the last takes what is left, later ones nothing', async () => {
    const village = await make()
    await village.base(50)
    for (const points of [-20, -20, -10, 0]) expect((await village.enter('litter')).points).toBe(points)
    expect(await village.account()).toMatchObject({ score: 0 })
  })

  it('do not bound what is earned beside them', async () => {
    const village = await make()
    await village.base(20)
    await village.enter('duty')
    await village.enter('litter')
    await village.enter('litter')
    expect(await village.account()).toMatchObject({ score: 40 })
  })

  it('are there again when a deduction is taken back, or put right', async () => {
    const village = await make()
    await village.base(20)
    const first = await village.enter('litter')
    await village.restore(first, 5)
    expect((await village.enter('litter')).points).toBe(-5)
    const [village2] = [await make()]
    await village2.base(20)
    await village2.reverse(await village2.enter('litter'))
    expect((await village2.enter('litter')).points).toBe(-20)
  })

  it('of a dimension stand behind its deductions alone', async () => {
    const village = await make()
    await village.rule(
      '环境卫生基础分',
      { scale: fixed(30), base: { period: 'month', covers: 'dimension' } },
      '环境卫生',
    )
    const fine = await village.rule('违反村规', { effect: 'deduct', scale: fixed(50) })
    expect((await village.score(fine)).points).toBe(-50)
    expect((await village.enter('litter')).points).toBe(-20)
    expect((await village.enter('litter')).points).toBe(-10)
  })

  it('are due in the running period alone', async () => {
    const village = await make()
    await village.base(10)
    expect((await village.enter('litter', { occurredOn: '2026-05-20' })).points).toBe(-20)
    expect(await village.give()).toBe(4)
  })

  it('bound a claim when it is passed, not when it is made', async () => {
    const village = await make()
    await village.base(30)
    const fine = await village.rule('违反村规', {
      effect: 'deduct',
      scale: { type: 'range', min: 0, max: 50 },
      reviewers: 1,
    })
    const { claims } = await village.ask(fine, { points: 50 })
    await village.enter('litter', { door: '1002' })
    const reviewer = await village.person('评议员', ['reviewer'])
    await passClaims(store, reviewer, randomUUID(), claims)
    expect((await village.postings()).map((one) => one.points)).toEqual([30, -20, 30, -30])
  })

  it('that were given by mistake are taken back as a batch, and given again under a new version', async () => {
    const village = await make()
    const base = await village.base(10)
    await village.give()
    const [batch] = await listBatches(store, village.id, null, null, 5)
    await reverseBatch(store, village.scope, batch!.id, { id: randomUUID(), reason: '应为 100 分' })
    expect(await village.give()).toBe(0)
    await village.change(base, { scale: fixed(100), base: { period: 'month', covers: 'all' } })
    expect(await village.give()).toBe(4)
    expect(await village.account()).toMatchObject({ score: 100 })
  })

  it('are no news on the wall', async () => {
    const village = await make()
    await village.base()
    await village.give()
    const board = await village.board()
    expect(board.recent).toEqual([])
    expect(board.households.map(({ score }) => score)).toEqual([100, 100, 100, 100])
  })
})
