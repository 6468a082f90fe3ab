/** Rules that say more: multipliers, persons of a household, once in a life, vetoes, what is not redeemed. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { closeSeason } from '../../../../db/closing/closeSeason.ts'
import {
  changeAttribute,
  listAttributes,
  removeAttribute,
} from '../../../../db/households/attributes/attributes.ts'
import { createGoods } from '../../../../db/redemption/goods.ts'
import { redeem } from '../../../../db/redemption/redeem.ts'
import { passClaims } from '../../../../db/scores/review.ts'
import { changeSeason, mustFindActiveSeason } from '../../../../db/seasons/seasons.ts'
import { mergeHousehold } from '../../../../db/transfers/transfers.ts'
import { changeVillage } from '../../../../db/villages/villageSettings.ts'
import { addDays } from '../../../../server/domain/calendar/calendar.ts'
import { RuledVillage } from '../../../support/db/ruledVillage.ts'
import { fixed } from '../../../support/db/rules.ts'
import { now, refusalOf, testStore, today } from '../../../support/db/village.ts'

const store = await testStore()
const make = async () => RuledVillage.create(store)

const party = { attribute: '党员户', factor: 2 }

async function taking(village: RuledVillage, points: number) {
  const goods = await createGoods(store, village.scope, {
    id: randomUUID(),
    name: '洗衣液',
    points,
    valueCents: null,
    householdLimit: null,
    isCounted: false,
    picture: null,
  })
  return async (door = '1001') =>
    redeem(store, village.scope, {
      id: randomUUID(),
      door,
      lines: [{ goods: goods.goods.id, amount: 1 }],
    })
}

describe('a multiplier', () => {
  it('counts for households with the attribute, the largest of several', async () => {
    const village = await make()
    const rule = await village.rule('带头', {
      scale: fixed(10),
      multipliers: [party, { attribute: '军属户', factor: 1.5 }],
    })
    const { attributes } = { attributes: await listAttributes(store, village.id) }
    expect(attributes.map(({ name }) => name)).toEqual(['党员户', '军属户'])
    await changeAttribute(store, village.scope, attributes[0]!.id, { doors: ['1001'] })
    await changeAttribute(store, village.scope, attributes[1]!.id, { doors: ['1001', '1002'] })
    expect((await village.score(rule)).points).toBe(20)
    expect((await village.score(rule, { door: '1002' })).points).toBe(15)
    expect((await village.score(rule, { door: '1003' })).points).toBe(10)
  })

  it('counts for deductions, and for the caps', async () => {
    const village = await make()
    const rule = await village.rule('未参加党员活动', {
      effect: 'deduct',
      scale: fixed(10),
      multipliers: [party],
      caps: [{ period: 'month', by: 'points', limit: 30 }],
    })
    await village.attribute('军属户', [])
    const [{ id } = { id: 0 }] = await listAttributes(store, village.id)
    await changeAttribute(store, village.scope, id, { doors: ['1001'] })
    expect((await village.score(rule)).points).toBe(-20)
    expect((await refusalOf(async () => village.ask(rule))).code).toBe('cap-points')
  })

  it('refuses points that do not come out whole', async () => {
    const village = await make()
    const rule = await village.rule('评分', {
      scale: { type: 'range', min: 0, max: 10 },
      multipliers: [{ attribute: '党员户', factor: 1.5 }],
    })
    await changeAttribute(store, village.scope, (await listAttributes(store, village.id))[0]!.id, {
      doors: ['1001'],
    })
    expect((await refusalOf(async () => village.ask(rule, { points: 5 }))).code).toBe('factor-uneven')
    expect((await village.score(rule, { points: 4 })).points).toBe(6)
  })

  it('counts once for a claim of chosen points', async () => {
    const village = await make()
    const rule = await village.rule('评分', {
      scale: { type: 'range', min: 0, max: 10 },
      multipliers: [party],
      reviewers: 1,
    })
    await changeAttribute(store, village.scope, (await listAttributes(store, village.id))[0]!.id, {
      doors: ['1001'],
    })
    const { claims } = await village.ask(rule, { points: 8 })
    await passClaims(store, await village.person('评议员', ['reviewer']), randomUUID(), claims)
    expect((await village.postings()).map(({ points }) => points)).toEqual([16])
  })

  it('keeps its attribute from being removed', async () => {
    const village = await make()
    const rule = await village.rule('带头', { scale: fixed(10), multipliers: [party] })
    const [attribute] = await listAttributes(store, village.id)
    const remove = async () => removeAttribute(store, village.scope, attribute!.id)
    expect((await refusalOf(remove)).code).toBe('attribute-in-use')
    await village.change(rule, { scale: fixed(10) })
    await remove()
    expect(await listAttributes(store, village.id)).toEqual([])
  })
})

describe('an attribute', () => {
  it('is on the board of households that agreed, where it is public', async () => {
    const village = await make()
    await village.attribute('党员户', ['1001', '1002'], true)
    const [{ id } = { id: 0 }] = await listAttributes(store, village.id)
    const shown = async () =>
      (await village.board()).households.flatMap(({ door, attributes }) => (attributes ? [door] : []))
    expect(await shown()).toEqual([])
    const agreement = { on: today, how: '书面同意' }
    await changeAttribute(store, village.scope, id, { doors: ['1001', '1003'], agreement })
    expect(await shown()).toEqual(['1001', '1003'])
    await changeAttribute(store, village.scope, id, { isPublic: false })
    expect(await shown()).toEqual([])
  })

  it('is refused for doors that there are not, and nothing is changed', async () => {
    const village = await make()
    await village.attribute('党员户', ['1001'])
    const [{ id } = { id: 0 }] = await listAttributes(store, village.id)
    const set = async () => changeAttribute(store, village.scope, id, { doors: ['1002', '9998', '9999'] })
    expect(await refusalOf(set)).toMatchObject({ code: 'doors-unknown', params: { refused: 2 } })
    expect((await listAttributes(store, village.id))[0]!.households.map(({ door }) => door)).toEqual(['1001'])
  })
})

describe('points for each person of the household', () => {
  const each = { scale: { type: 'perUnit', points: 5, unit: '人', members: true } } as const

  it('take the number on record', async () => {
    const village = await make()
    const rule = await village.rule('医保全员参保', each)
    await village.members('1001', 4)
    expect(await village.score(rule)).toMatchObject({ points: 20, units: 4 })
    expect((await refusalOf(async () => village.ask(rule, { units: 9 }))).code).toBe('units-members')
  })

  it('are refused where no number is on record', async () => {
    const village = await make()
    const rule = await village.rule('医保全员参保', each)
    await village.members('1001', null)
    expect((await refusalOf(async () => village.ask(rule))).code).toBe('members-unknown')
  })

  it('stay in a claim as they were when it was made', async () => {
    const village = await make()
    const rule = await village.rule('医保全员参保', { ...each, reviewers: 1 })
    await village.members('1001', 4)
    const { claims } = await village.ask(rule)
    await village.members('1001', 3)
    await passClaims(store, await village.person('评议员', ['reviewer']), randomUUID(), claims)
    expect((await village.postings()).map(({ points }) => points)).toEqual([20])
  })
})

describe('what is given once in a life', () => {
  it('is refused in later seasons, and after a merge', async () => {
    const village = await make()
    const rule = await village.rule('见义勇为', {
      scale: fixed(100),
      caps: [{ period: 'ever', by: 'times', limit: 1 }],
    })
    for (const door of ['1001', '1002']) await village.score(rule, { door, occurredOn: '2026-05-10' })
    await mergeHousehold(store, village.scope, '1002', { id: randomUUID(), into: '1003' })
    const season = await mustFindActiveSeason(store, village.id)
    await changeSeason(store, village.scope, season.id, { endsOn: today })
    const tomorrow = addDays(today, 1)
    vi.setSystemTime(now + 86_400_000)
    onTestFinished(() => void vi.setSystemTime(now))
    const next = { name: '下年度', startsOn: tomorrow, endsOn: '2027-06-15' }
    const closing = { id: randomUUID(), carry: { type: 'all' }, next } as const
    await closeSeason(store, village.scope, season.id, closing, '年末清零')
    for (const door of ['1001', '1003'])
      expect(await refusalOf(async () => village.ask(rule, { door, occurredOn: tomorrow }))).toMatchObject({
        code: 'cap-times',
        params: { period: 'ever', used: 1 },
      })
    expect((await village.score(rule, { door: '1004', occurredOn: tomorrow })).points).toBe(100)
  })
})

describe('a veto', () => {
  const veto = { period: 'quarter', zero: true, honours: true, redemption: true } as const

  it('takes the points of its period to zero by its posting, and leaves earlier ones', async () => {
    const village = await make()
    const rule = await village.rule('聚众赌博', { effect: 'deduct', veto })
    await village.enter('duty', { occurredOn: '2026-03-20' })
    await village.enter('duty', { occurredOn: '2026-04-20' })
    await village.enter('meeting')
    expect((await village.score(rule)).points).toBe(-60)
    expect(await village.account()).toMatchObject({ score: 40 })
    expect(await village.faults()).toEqual([])
  })

  it('lets nothing be added to the period, and everything to others', async () => {
    const village = await make()
    const rule = await village.rule('聚众赌博', { effect: 'deduct', veto })
    const posting = await village.score(rule, { occurredOn: '2026-05-10' })
    const late = async () => village.enter('duty', { occurredOn: '2026-04-02' })
    expect(await refusalOf(late)).toMatchObject({
      code: 'vetoed',
      params: { seq: posting.seq, from: '2026-04-01', to: '2026-06-30' },
    })
    await village.enter('duty', { occurredOn: '2026-03-31' })
    await village.reverse(posting)
    await late()
  })

  it('keeps the household from redeeming until it ends, and no other', async () => {
    const village = await make()
    const rule = await village.rule('聚众赌博', {
      effect: 'deduct',
      veto: { ...veto, zero: false, months: 6 },
    })
    await village.enter('duty')
    await village.enter('duty', { door: '1002' })
    const posting = await village.score(rule, { occurredOn: '2026-03-31' })
    const take = await taking(village, 10)
    expect(await village.account()).toMatchObject({ redeemable: 0, bar: '2026-09-30' })
    expect(await refusalOf(take)).toMatchObject({
      code: 'redemption-barred',
      params: { to: '2026-09-30', text: '聚众赌博' },
    })
    await take('1002')
    await village.reverse(posting)
    await take()
    expect(await village.account()).toMatchObject({ redeemable: 30, bar: null })
  })

  it('goes with a household that is merged into another', async () => {
    const village = await make()
    const rule = await village.rule('聚众赌博', { effect: 'deduct', veto })
    await village.score(rule)
    await mergeHousehold(store, village.scope, '1001', { id: randomUUID(), into: '1002' })
    expect((await refusalOf(async () => village.enter('duty', { door: '1002' }))).code).toBe('vetoed')
  })
})

describe('what is not redeemed', () => {
  it('stays with the household: only what is above is taken', async () => {
    const village = await make()
    await changeVillage(store, village.scope, { redemption: { keep: 100, least: 0 } })
    for (const day of ['2026-06-13', '2026-06-14', '2026-06-15'])
      await village.enter('duty', { occurredOn: day })
    expect(await village.account()).toMatchObject({ balance: 120, redeemable: 20 })
    const [dear, cheap] = [await taking(village, 21), await taking(village, 20)]
    expect(await refusalOf(dear)).toMatchObject({ code: 'balance-kept', params: { points: 20, keep: 100 } })
    await cheap()
    expect(await village.account()).toMatchObject({ balance: 100, redeemable: 0 })
  })

  it('is everything below the balance from which redemption begins', async () => {
    const village = await make()
    await changeVillage(store, village.scope, { redemption: { keep: 0, least: 50 } })
    const take = await taking(village, 10)
    await village.enter('duty')
    expect((await refusalOf(take)).code).toBe('balance-below-least')
    await village.enter('duty')
    await take()
  })

  it('are honour points, which count for the score alone', async () => {
    const village = await make()
    const rule = await village.rule('最美家庭', { scale: fixed(50), honour: true })
    const honoured = await village.score(rule)
    await village.enter('duty')
    expect(await village.account()).toMatchObject({ score: 90, balance: 40, honour: 50, redeemable: 40 })
    await village.reverse(honoured)
    expect(await village.account()).toMatchObject({ score: 40, balance: 40, honour: 0 })
  })

  it('are honour points also after a merge, and after the season', async () => {
    const village = await make()
    const rule = await village.rule('最美家庭', { scale: fixed(50), honour: true })
    await village.score(rule)
    await village.enter('duty')
    await mergeHousehold(store, village.scope, '1001', { id: randomUUID(), into: '1002' })
    expect(await village.account('1002')).toMatchObject({ score: 90, balance: 40 })
    await village.score(rule, { door: '1003' })
    await village.enter('duty', { door: '1003' })
    const season = await mustFindActiveSeason(store, village.id)
    await changeSeason(store, village.scope, season.id, { endsOn: today })
    const next = { name: '下年度', startsOn: '2026-06-16', endsOn: '2027-06-15' }
    await closeSeason(
      store,
      village.scope,
      season.id,
      { id: randomUUID(), carry: { type: 'percent', percent: 50 }, next },
      '年末清零',
    )
    expect(await village.account('1003')).toMatchObject({ balance: 20, honour: 50 })
    expect(await village.faults()).toEqual([])
  })
})
