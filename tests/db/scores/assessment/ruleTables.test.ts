/** Three rule tables as villages publish them: typed into the panel's form, said in words, scored for a month. */
import { describe, expect, it } from 'vitest'
import { formOf, type RuleForm, termsOf } from '../../../../admin/rules/ruleForm.ts'
import { changeAttribute, listAttributes } from '../../../../db/households/attributes/attributes.ts'
import { changeVillage } from '../../../../db/villages/villageSettings.ts'
import type { RuleTerms } from '../../../../server/domain/points/points.ts'
import { worthIn } from '../../../../server/words/index.ts'
import { RuledVillage } from '../../../support/db/ruledVillage.ts'
import { testStore } from '../../../support/db/village.ts'

const store = await testStore()

/** What somebody typed into the form of a new rule. */
function typed(fields: Partial<RuleForm>): RuleTerms {
  const terms = termsOf({ ...formOf(null, 1, 1), ...fields }, 1)
  if (!terms) throw new Error(`the form is not complete: ${JSON.stringify(fields)}`)
  expect(termsOf(formOf({ ...view, terms }, 1, 1), 1)).toEqual(terms)
  return terms
}

const view = {
  ...{ id: 1, version: 1, text: '细则', initials: '', retired: false },
  dimension: { id: 1, name: '' },
}
const words = (terms: RuleTerms) => worthIn('zh-CN', terms, 1)

/** A village with the rules of a table, by their texts. */
async function table(rules: Record<string, Partial<RuleForm>>, dimensions: Record<string, string> = {}) {
  const village = await RuledVillage.create(store)
  const ids: Record<string, number> = {}
  const said: Record<string, string> = {}
  for (const [text, fields] of Object.entries(rules)) {
    const terms = typed(fields)
    said[text] = words(terms)
    ids[text] = await village.rule(text, terms, dimensions[text])
  }
  const score = async (text: string, door: string, day: number, more: object = {}) =>
    (
      await village.score(ids[text] ?? 0, {
        door,
        occurredOn: `2026-06-${String(day).padStart(2, '0')}`,
        ...more,
      })
    ).points
  return { village, said, score }
}

describe('a monthly base of 100, with contributions and penalties', () => {
  it('is said in words and scored for a month', async () => {
    const { village, said, score } = await table({
      月基础分: { points: '100', base: true },
      参加义务劳动: { points: '5', caps: [{ period: 'month', by: 'points', limit: '20' }] },
      乱倒垃圾: { effect: 'deduct', points: '30' },
      散养家禽: { effect: 'deduct', scale: 'escalating', steps: '10/20/30' },
      违法犯罪: { effect: 'deduct', veto: true, vetoPeriod: 'quarter', vetoMonths: '6' },
    })
    expect(said).toEqual({
      月基础分: '每月基础分 100 分 · 扣分从基础分中扣除，扣完为止',
      参加义务劳动: '+5 · 每月不超过 20 分',
      乱倒垃圾: '−30',
      散养家禽: '−10/−20/−30',
      违法犯罪: '一票否决：当季度积分清零，期内不再加分 · 当季度不参评星级 · 6 个月内不能兑换',
    })
    await village.give()
    for (const day of [2, 3]) expect(await score('参加义务劳动', '1001', day)).toBe(5)
    expect([
      await score('乱倒垃圾', '1002', 4),
      await score('散养家禽', '1002', 5),
      await score('散养家禽', '1002', 6),
      await score('乱倒垃圾', '1002', 7),
      await score('乱倒垃圾', '1002', 8),
    ]).toEqual([-30, -10, -20, -30, -10])
    await score('参加义务劳动', '1002', 9)
    expect(await score('违法犯罪', '1003', 10)).toBe(-100)
    const accounts = await Promise.all(
      ['1001', '1002', '1003', '1004'].map(async (door) => village.account(door)),
    )
    expect(accounts.map(({ score, bar }) => [score, bar])).toEqual([
      [110, null],
      [5, null],
      [0, '2026-12-10'],
      [100, null],
    ])
    expect(await village.faults()).toEqual([])
  })
})

describe('levels of honour 50/30/20/15, doubled for party members', () => {
  it('are said in words and scored for a month', async () => {
    const { village, said, score } = await table({
      获得表彰: { scale: 'levels', levels: '国家级 50/省级 30/市级 20/县级 15' },
      参加志愿服务: { points: '10', multipliers: [] },
      见义勇为: { points: '50', caps: [{ period: 'ever', by: 'times', limit: '1' }] },
      医保全员参保: { scale: 'perUnit', points: '2', unit: '人', members: true },
    })
    expect(said).toEqual({
      获得表彰: '国家级 +50，省级 +30，市级 +20，县级 +15',
      参加志愿服务: '+10',
      见义勇为: '+50 · 终身不超过 1 次',
      医保全员参保: '户内每人 +2 分',
    })
    const doubled = typed({ points: '10', multipliers: [{ attribute: '党员户', factor: '2' }] })
    expect(words(doubled)).toBe('+10 · 党员户按 2 倍计')
    const lead = await village.rule('带头参加志愿服务', doubled)
    const [attribute] = await listAttributes(store, village.id)
    await changeAttribute(store, village.scope, attribute!.id, { doors: ['1001'] })
    await village.members('1002', 5)
    expect([
      await score('获得表彰', '1001', 3, { points: 30 }),
      await score('见义勇为', '1001', 4),
      await score('医保全员参保', '1002', 5),
      (await village.score(lead)).points,
      (await village.score(lead, { door: '1002' })).points,
    ]).toEqual([30, 50, 10, 20, 10])
    expect(await village.account()).toMatchObject({ score: 100 })
    expect(await village.faults()).toEqual([])
  })
})

describe('points of honour beside points to redeem, of which only those above 100 are', () => {
  it('are said in words and scored for a month', async () => {
    const { village, said, score } = await table(
      {
        环境卫生基础分: { points: '20', base: true, baseCovers: 'dimension' },
        最美庭院: { points: '60', honour: true },
        参加村民会议: { points: '65' },
        乱堆杂物: { effect: 'deduct', points: '15' },
      },
      { 环境卫生基础分: '环境卫生', 乱堆杂物: '环境卫生' },
    )
    expect(said).toEqual({
      环境卫生基础分: '每月基础分 20 分 · 本维度扣分从中扣除，扣完为止',
      最美庭院: '+60 · 荣誉积分，不可兑换',
      参加村民会议: '+65',
      乱堆杂物: '−15',
    })
    await changeVillage(store, village.scope, { redemption: { keep: 100, least: 0 } })
    await village.give()
    for (const day of [2, 9]) await score('参加村民会议', '1001', day)
    await score('最美庭院', '1001', 3)
    expect([await score('乱堆杂物', '1001', 4), await score('乱堆杂物', '1001', 5)]).toEqual([-15, -5])
    expect(await village.account()).toMatchObject({ score: 190, balance: 130, honour: 60, redeemable: 30 })
    expect(await village.faults()).toEqual([])
  })
})
