import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { listAudit } from '../../../db/audit/audit.ts'
import { createGoods, listGoods } from '../../../db/redemption/goods.ts'
import { createSheet, listSheets } from '../../../db/rounds/checkSheets.ts'
import { enterScores } from '../../../db/scores/enterScores.ts'
import { importRecords } from '../../../db/scores/imports.ts'
import { pointUnitsOf, readPointUnit } from '../../../db/villages/pointUnit.ts'
import { findRule, listRules, takeRules } from '../../../db/villages/rulebook.ts'
import { changeVillage, settingsOf } from '../../../db/villages/villageSettings.ts'
import { rulebooks } from '../../../server/domain/rules/rulebooks.ts'
import { fixed, terms } from '../../support/db/rules.ts'
import { refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

const review = { roles: [], over: 50, deductions: false }

/** A village without postings in which goods, a check sheet and a review policy name points. */
async function withPoints() {
  const village = await TestVillage.create(store)
  const { scope } = village
  await createGoods(store, scope, {
    ...{ id: randomUUID(), name: '大豆油', points: 30, valueCents: null },
    ...{ householdLimit: null, isCounted: false, picture: null },
  })
  const item = { key: 'a', text: '院内整洁', kind: 'points' as const, points: 15, photo: false }
  await createSheet(store, scope, {
    ...{ id: randomUUID(), name: '检查表', rule: village.rules.yard, items: [item] },
  })
  await changeVillage(store, scope, { review })
  return village
}

async function pointsOf({ id, rules }: TestVillage) {
  const scaleOf = async (rule: number) => (await findRule(store, id, rule))?.terms
  const { review: policy } = settingsOf(await store.one('SELECT * FROM villages WHERE id = ?', id))
  return {
    meeting: await scaleOf(rules.meeting),
    hours: (await scaleOf(rules.hours))?.scale,
    poultry: (await scaleOf(rules.poultry))?.scale,
    goods: (await listGoods(store, id)).map(({ points }) => points),
    sheet: (await listSheets(store, id)).flatMap(({ items }) => items.map(({ points }) => points)),
    over: policy.over,
  }
}

describe('the unit of points', () => {
  it('is one point, until somebody chooses another', async () => {
    const village = await TestVillage.create(store)
    expect(await readPointUnit(store, village.id)).toBe(1)
    await changeVillage(store, village.scope, { unit: 0.1 })
    expect(await readPointUnit(store, village.id)).toBe(0.1)
    const made = await TestVillage.create(store, { unit: 0.5 })
    expect(await readPointUnit(store, made.id)).toBe(0.5)
  })

  it('leaves what has points already its worth, there and back', async () => {
    const village = await withPoints()
    const whole = await pointsOf(village)
    await changeVillage(store, village.scope, { unit: 0.5 })
    expect(await pointsOf(village)).toMatchObject({
      meeting: { scale: { points: 40 }, caps: [{ by: 'points', limit: 120 }] },
      hours: { points: 20, unit: '小时', maxUnits: 4 },
      poultry: { steps: [20, 40, 60] },
      ...{ goods: [60], sheet: [30], over: 100 },
    })
    await changeVillage(store, village.scope, { unit: 1 })
    expect(await pointsOf(village)).toEqual(whole)
  })

  it('keeps the worth of a score that waits', async () => {
    const village = await TestVillage.create(store)
    await changeVillage(store, village.scope, { review: { ...review, over: 10 } })
    const clerk = await village.person('录入员', ['clerk'])
    await enterScores(store, clerk, [village.request('duty')])
    const waiting = () => store.all('SELECT points FROM claims WHERE village_id = ?', village.id)
    expect(await waiting()).toEqual([{ points: 40 }])
    await changeVillage(store, village.scope, { unit: 0.1 })
    expect(await waiting()).toEqual([{ points: 400 }])
  })

  it('is fixed by the first posting, with a sentence', async () => {
    const village = await TestVillage.create(store, { unit: 0.5 })
    await village.enter('duty')
    const refusal = await refusalOf(() => changeVillage(store, village.scope, { unit: 1 }))
    expect(refusal).toMatchObject({ code: 'unit-fixed', params: { unit: 0.5 } })
    await changeVillage(store, village.scope, { unit: 0.5, slogan: '同心' })
    expect(await readPointUnit(store, village.id)).toBe(0.5)
  })

  it('is fixed by the first posting in the database itself', async () => {
    const village = await TestVillage.create(store)
    const set = (parts: number) =>
      store.write(village.id, async (store) =>
        store.run('UPDATE villages SET point_parts = ? WHERE id = ?', parts, village.id),
      )
    await set(2)
    await expect(set(3)).rejects.toThrow()
    await village.enter('duty')
    await expect(set(1)).rejects.toThrow('fixed at the first posting')
    expect(await readPointUnit(store, village.id)).toBe(0.5)
  })

  it('cannot become too coarse for what has points', async () => {
    const village = await TestVillage.create(store, { unit: 0.5 })
    await createGoods(store, village.scope, {
      ...{ id: randomUUID(), name: '毛巾', points: 5, valueCents: null },
      ...{ householdLimit: null, isCounted: false, picture: null },
    })
    const refusal = await refusalOf(() => changeVillage(store, village.scope, { unit: 1 }))
    expect(refusal).toMatchObject({ code: 'unit-too-coarse', params: { points: 2.5, unit: 1 } })
    expect(await readPointUnit(store, village.id)).toBe(0.5)
    expect((await listGoods(store, village.id)).map(({ points }) => points)).toEqual([5])
  })

  it('is known for every change in the record', async () => {
    const village = await TestVillage.create(store)
    await changeVillage(store, village.scope, { review })
    await changeVillage(store, village.scope, { unit: 0.5 })
    await changeVillage(store, village.scope, { review: { ...review, over: 90 } })
    const unitAt = await pointUnitsOf(store, village.id)
    const changes = await listAudit(store, village.id, { limit: 3 })
    expect(changes.map(({ action, id }) => [action, unitAt(id)])).toEqual([
      ['village.changed', 0.5],
      ['village.unit-changed', 1],
      ['village.changed', 1],
    ])
  })

  it('comes with an import into a village without postings, and is fixed by it', async () => {
    const village = await TestVillage.create(store)
    const line = { door: '1001', rule: '应急值守', occurredOn: '2026-03-05', clerk: null, note: null }
    const records = (points: number, unit: 1 | 0.5) => ({
      ...{ households: [], rules: [], lines: [{ ...line, points }], unit },
    })
    await importRecords(store, village.scope, records(5, 0.5))
    expect(await readPointUnit(store, village.id)).toBe(0.5)
    expect((await village.postings()).map(({ points }) => points)).toEqual([5])
    expect((await findRule(store, village.id, village.rules.duty))?.terms.scale).toEqual(fixed(80))
    const again = () => importRecords(store, village.scope, records(7, 1))
    expect(await refusalOf(again)).toMatchObject({ code: 'unit-fixed' })
  })

  it('holds for the rules of a rulebook and of another village', async () => {
    const village = await TestVillage.create(store, { unit: 0.5 })
    const [first] = rulebooks.five
    await takeRules(store, village.scope, rulebooks.five.slice(0, 1), 1)
    const taken = (await listRules(store, village.id)).find(({ text }) => text === first?.text)
    expect(taken?.terms.scale).toEqual({ type: 'fixed', points: 40 })
    const whole = await TestVillage.create(store)
    const half = [{ dimension: '会议学习', text: '扫雪', terms: terms(fixed(5)) }]
    expect(await refusalOf(() => takeRules(store, whole.scope, half, 0.5))).toMatchObject({
      code: 'unit-too-coarse',
    })
  })
})
