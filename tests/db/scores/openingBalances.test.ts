import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { findHousehold } from '../../../db/households/households.ts'
import { enterOpenings, foreseeOpenings } from '../../../db/scores/openingBalances.ts'
import { mergeHousehold } from '../../../db/transfers/transfers.ts'
import { refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()
const line = (door: string, points: number) => ({ id: randomUUID(), door, points })
const enter = async (village: TestVillage, lines: ReturnType<typeof line>[], reason = '老积分册结余') =>
  enterOpenings(store, village.scope, lines, reason, '期初积分')

describe('opening balances', () => {
  it('count for score and balance, on the first day of the season', async () => {
    const village = await TestVillage.create(store)
    await enter(village, [line('1001', 300), line('1002号', -20)])
    expect((await village.postings())[0]).toMatchObject({
      kind: 'opening',
      points: 300,
      occurred_on: '2026-01-01',
      note: '老积分册结余',
      text: '期初积分',
    })
    expect(await findHousehold(store, village.id, '1001')).toMatchObject({
      score: 300,
      balance: 300,
      earned: 300,
    })
    expect(await findHousehold(store, village.id, '1002')).toMatchObject({ score: -20, balance: -20 })
    expect(await village.faults()).toEqual([])
  })

  it('sent again are the postings of then, and with another reason are refused', async () => {
    const village = await TestVillage.create(store)
    const lines = [line('1001', 300), line('1002', 5)]
    expect(await enter(village, lines)).toEqual({ seqs: [1, 2], fresh: true })
    expect(await enter(village, lines)).toEqual({ seqs: [1, 2], fresh: false })
    expect((await refusalOf(async () => enter(village, lines, '别的'))).code).toBe('id-used-before')
  })

  it('are all refused when one door is wrong or stands there twice, which is named', async () => {
    const village = await TestVillage.create(store)
    const refusal = await refusalOf(async () =>
      enter(village, [line('1001', 300), line('9999', 5), line('1001号', 1)]),
    )
    expect(refusal).toMatchObject({
      code: 'openings-refused',
      params: { door: '9999', refused: 2, total: 3 },
    })
    expect(refusal.lines.map(({ index, code }) => [index, code])).toEqual([
      [1, 'unknown-household'],
      [2, 'door-twice'],
    ])
    expect(await village.postings()).toEqual([])
  })

  it('name the line of a household that was merged, before anything is written', async () => {
    const village = await TestVillage.create(store)
    const written = line('1002', 5)
    await enter(village, [written])
    await mergeHousehold(store, village.scope, '1002', { id: randomUUID(), into: '1003' })
    const lines = [line('1001', 300), line('1002', 5)]
    for (const work of [
      async () => foreseeOpenings(store, village.scope, lines),
      async () => enter(village, lines),
    ]) {
      const refusal = await refusalOf(work)
      expect(refusal.code).toBe('openings-refused')
      expect(refusal.lines).toMatchObject([
        { index: 1, door: '1002', code: 'household-closed', params: { into: '1003' } },
      ])
    }
    // What was written before the merge is the posting of then.
    expect(await enter(village, [written])).toEqual({ seqs: [1], fresh: false })
  })

  it('are foreseen with what the household has, and what it was given already', async () => {
    const village = await TestVillage.create(store)
    await village.enter('duty')
    await enter(village, [line('1001', 300)])
    const [foreseen] = await foreseeOpenings(store, village.scope, [line('1001', 50)])
    expect(foreseen).toMatchObject({ door: '1001', points: 50, balance: 340, already: 300 })
    expect(await village.postings()).toHaveLength(2)
  })

  it('are for administrators', async () => {
    const village = await TestVillage.create(store)
    const clerk = { ...village.scope, powers: new Set(['read', 'enter'] as const) }
    expect(
      (await refusalOf(async () => enterOpenings(store, clerk, [line('1001', 1)], '错', '期初积分'))).code,
    ).toBe('no-power')
  })
})
