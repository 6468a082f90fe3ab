/** Opening and monthly points a second time with other points: both would count. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { findHousehold } from '../../../db/households/households.ts'
import { compareImport } from '../../../db/scores/importing/compareImport.ts'
import { importRecords } from '../../../db/scores/imports.ts'
import type { OfficeOpening, OfficeRecords } from '../../../db/scores/officeRecords.ts'
import { enterOpenings } from '../../../db/scores/openingBalances.ts'
import { answersByCode } from '../../support/db/answersByCode.ts'
import { household, refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

function workbook(...openings: OfficeOpening[]): OfficeRecords {
  return { households: [household('2001'), household('2002')], rules: [], lines: [], openings }
}

const month = (door: string, points: number, number = 1): OfficeOpening => ({
  door,
  points,
  occurredOn: `2026-0${number}-28`,
  text: `${number}月积分`,
})

/** A village with these imported. */
async function imported(...openings: OfficeOpening[]) {
  const village = await TestVillage.create(store, { households: [] })
  await importRecords(store, village.scope, workbook(...openings))
  const ask = async (records: OfficeRecords) => {
    const { questions } = await compareImport(store, village.scope, { ...records, choices: {} })
    return questions.map(({ id, code, params, preset }) => ({ id, code, params, preset }))
  }
  const take = async (records: OfficeRecords, answer: string) => {
    const choices = await answersByCode(store, village.scope, records, { 'openings-corrected': answer })
    return importRecords(store, village.scope, { ...records, choices })
  }
  const score = async (door: string) => (await findHousehold(store, village.id, door))?.score
  return { village, ask, take, score }
}

describe('monthly points of a workbook that is imported again', () => {
  it('are asked about where they have changed, and nothing is written before', async () => {
    const { village, ask } = await imported(month('2001', 20), month('2002', 20))
    const changed = workbook(month('2001', 30), month('2002', 20), month('2001', 5, 2))
    expect(await ask(changed)).toEqual([
      {
        id: expect.stringMatching(/^openings-corrected [0-9a-f]{12}$/),
        code: 'openings-corrected',
        params: { count: 1, example: '2001 1月积分 20 → 30' },
        preset: null,
      },
    ])
    const records = { ...changed, choices: {} }
    expect(await refusalOf(() => importRecords(store, village.scope, records))).toMatchObject({
      code: 'import-has-questions',
    })
  })

  it.each([
    ['replace', 35],
    ['add', 55],
    ['keep', 25],
  ])('count as somebody says: %s', async (answer, points) => {
    const { ask, take, score } = await imported(month('2001', 20))
    const changed = workbook(month('2001', 30), month('2001', 5, 2))
    await take(changed, answer)
    expect(await score('2001')).toBe(points)
    if (answer !== 'keep') expect(await ask(changed)).toEqual([])
  })

  it('are not asked about where another month, or nothing, is new', async () => {
    const { ask } = await imported(month('2001', 20))
    expect(await ask(workbook(month('2001', 20), month('2001', 30, 2)))).toEqual([])
    expect(await ask(workbook(month('2001', 20)))).toEqual([])
  })

  it('of a quarter, which an earlier build named by its last month, are known', async () => {
    const { ask, take, score } = await imported(month('2001', 60, 3))
    const quarter = { ...month('2001', 60, 3), text: '第1季度积分', formerText: '3月积分' }
    expect(await ask(workbook(quarter))).toEqual([])
    await take(workbook(quarter), 'add')
    expect(await score('2001')).toBe(60)
  })
})

describe('openings of a list', () => {
  const listed = workbook({ door: '2001', points: 100, occurredOn: null, text: '上年结转' })
  const entered = async () => {
    const { village, ...rest } = await imported()
    const line = { id: randomUUID(), door: '2001', points: 100 }
    await enterOpenings(store, village.scope, [line], '示范', '期初积分')
    return rest
  }

  it.each([
    ['replace', 100],
    ['add', 200],
    ['keep', 100],
  ])('are asked about where somebody entered one: %s', async (answer, points) => {
    const { ask, take, score } = await entered()
    expect(await ask(listed)).toMatchObject([
      { code: 'openings-corrected', params: { count: 1, example: '2001 上年结转 100 → 100' } },
    ])
    await take(listed, answer)
    expect(await score('2001')).toBe(points)
    if (answer !== 'keep') expect(await ask(listed)).toEqual([])
  })

  it('are not asked about beside points of a month', async () => {
    const { ask } = await entered()
    expect(await ask(workbook(month('2001', 100)))).toEqual([])
  })
})
