/** A quarter's end: publicity, no objection, redemption, clearing to zero. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type ClearingRequest, clearPeriod, foreseeClearing } from '../../../db/closing/clearPeriod.ts'
import { publish } from '../../../db/publicity/publish.ts'
import { reversePosting } from '../../../db/scores/reversal.ts'
import { clearedPoints } from '../../../server/domain/calendar/periodEnd.ts'
import { RuledVillage } from '../../support/db/ruledVillage.ts'
import { now, refusalOf, testStore } from '../../support/db/village.ts'
import { append } from '../../support/db/writes.ts'

const store = await testStore()
const day = 86_400_000
const april = { period: 'month', on: '2026-05-31' } as const

/** Sets the clock of one test, in days after the first. */
function later(days: number): void {
  vi.setSystemTime(now + days * day)
  onTestFinished(() => void vi.setSystemTime(now))
}

/** 1001 has 80 points of May and 40 of June, 1002 has 40 of May; all published until 06-20. */
async function ready() {
  const village = await RuledVillage.create(store)
  for (const door of ['1001', '1001', '1002']) await village.enter('duty', { door, occurredOn: '2026-05-20' })
  await publish(store, village.scope, { id: randomUUID(), closesOn: '2026-06-20' })
  await village.enter('duty', { occurredOn: '2026-06-10' })
  return village
}

const clear = async (village: RuledVillage, more: Partial<ClearingRequest> = {}) =>
  clearPeriod(store, village.scope, { id: randomUUID(), ...april, expires: 120, ...more }, '期末清零')

describe("a period's end", () => {
  it('waits until the publication has closed', async () => {
    const village = await ready()
    expect((await refusalOf(async () => clear(village))).code).toBe('clearing-unpublished')
    later(6)
    const { steps, cleared, lines } = await foreseeClearing(store, village.scope, april)
    expect(steps.map(({ hindrance }) => hindrance)).toEqual([null, null, null, null])
    expect(cleared).toBe(120)
    expect(lines.map(({ door, balance, cleared }) => [door, balance, cleared])).toEqual([
      ['1001', 120, 80],
      ['1002', 40, 40],
    ])
  })

  it('clears what was earned in it, leaves what came since, and moves no score', async () => {
    const village = await ready()
    later(6)
    await clear(village)
    expect(await village.account()).toMatchObject({ score: 120, balance: 40 })
    expect(await village.account('1002')).toMatchObject({ score: 40, balance: 0 })
    expect((await foreseeClearing(store, village.scope, april)).done).toMatchObject({
      households: 2,
      points: 120,
    })
    expect(await village.faults()).toEqual([])
  })

  it('takes redeemed points off the oldest', async () => {
    const village = await ready()
    later(6)
    await append(village, 'redeem', { door: '1001', day: '2026-06-21', points: -50 })
    expect((await foreseeClearing(store, village.scope, april)).redeemed).toBe(50)
    expect((await refusalOf(async () => clear(village))).code).toBe('closing-moved')
    await clear(village, { expires: 70 })
    expect(await village.account()).toMatchObject({ balance: 40 })
  })

  it('happens once', async () => {
    const village = await ready()
    later(6)
    const id = randomUUID()
    expect(await clear(village, { id })).toEqual({ fresh: true })
    expect(await clear(village, { id })).toEqual({ fresh: false })
    expect((await refusalOf(async () => clear(village, { expires: 0 }))).code).toBe('period-cleared')
  })

  it('keeps what it wrote off from being given a second time by a reversal', async () => {
    const village = await ready()
    const [first] = await village.postings()
    later(6)
    await clear(village)
    const reverse = async (id: string) =>
      reversePosting(store, village.scope, id, { id: randomUUID(), reason: '记错了' })
    expect((await refusalOf(async () => reverse(first!.id))).code).toBe('reversal-of-expired')
    const june = (await village.postings()).find(({ occurred_on: on }) => on === '2026-06-10')
    await reverse(june!.id)
  })

  it('is refused while a claim of it waits', async () => {
    const village = await ready()
    const rule = await village.rule('须评议', { scale: { type: 'fixed', points: 5 }, reviewers: 1 })
    await village.ask(rule, { occurredOn: '2026-05-30' })
    later(6)
    expect((await refusalOf(async () => clear(village))).code).toBe('clearing-unsettled')
  })
})

describe('what is cleared', () => {
  it('is never more than the balance, and never what was earned since', () => {
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 200 }), fc.nat(100), fc.nat(100), (earned, since, spent) => {
        const balance = earned + since - spent
        const cleared = clearedPoints({ earned, redeemed: 0 - spent, balance })
        expect(cleared).toBeGreaterThanOrEqual(0)
        if (balance >= 0) expect(cleared).toBeLessThanOrEqual(balance)
        if (cleared > 0) expect(balance - cleared).toBeGreaterThanOrEqual(Math.min(since, balance))
      }),
    )
  })
})
