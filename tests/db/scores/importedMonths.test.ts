/** Points of a month as a whole and its deeds, by two workbooks: both would count. */
import { describe, expect, it } from 'vitest'
import { findHousehold } from '../../../db/households/households.ts'
import { compareImport } from '../../../db/scores/importing/compareImport.ts'
import { importRecords } from '../../../db/scores/imports.ts'
import type { OfficeLine, OfficeOpening, OfficeRecords } from '../../../db/scores/officeRecords.ts'
import type { QuestionCode } from '../../../server/domain/workbook/questions/codes.ts'
import { answersByCode } from '../../support/db/answersByCode.ts'
import { ruleTexts } from '../../support/db/rules.ts'
import { household, refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

const deed = (door: string, points: number, occurredOn: string): OfficeLine => ({
  ...{ door, rule: ruleTexts.duty, points, occurredOn },
  ...{ clerk: null, note: null },
})

const whole = (door: string, points: number, month = 3): OfficeOpening => ({
  ...{ door, points },
  ...{ occurredOn: `2026-0${month}-28`, text: `${month}月积分` },
})

const workbook = (lines: OfficeLine[], openings: OfficeOpening[]): OfficeRecords => ({
  households: [household('2001'), household('2002')],
  ...{ rules: [], lines, openings },
})

/** The deeds of March, and one of April. */
const ledger = workbook(
  [
    deed('2001', 20, '2026-03-10'),
    deed('2001', 10, '2026-03-12'),
    deed('2002', 20, '2026-03-10'),
    deed('2002', 5, '2026-04-02'),
  ],
  [],
)
/** February and March of one household, March of the other. */
const matrix = workbook([], [whole('2001', 7, 2), whole('2001', 30), whole('2002', 20)])

/** A village with these imported. */
async function imported(records: OfficeRecords) {
  const village = await TestVillage.create(store, { households: [] })
  await importRecords(store, village.scope, records)
  const ask = async (records: OfficeRecords) =>
    (await compareImport(store, village.scope, { ...records, choices: {} })).questions
  const take = async (records: OfficeRecords, byCode: Partial<Record<QuestionCode, string>>) => {
    const choices = await answersByCode(store, village.scope, records, byCode)
    return importRecords(store, village.scope, { ...records, choices })
  }
  const scores = () =>
    Promise.all(['2001', '2002'].map(async (door) => (await findHousehold(store, village.id, door))?.score))
  return { village, ask, take, scores }
}

describe('deeds of months that an earlier import brought as a whole', () => {
  it('are asked about, and nothing is written before', async () => {
    const { ask, take, scores } = await imported(matrix)
    expect(await ask(ledger)).toMatchObject([
      {
        code: 'month-in-ledger',
        params: { count: 3, door: '2001', month: '2026-03', earlier: '30', now: '30' },
        preset: null,
      },
    ])
    expect(await refusalOf(() => take(ledger, {}))).toMatchObject({ code: 'import-has-questions' })
    expect(await scores()).toEqual([37, 20])
  })

  it.each([
    ['keep', { postings: 1 }, [37, 25]],
    ['add', { postings: 4 }, [67, 45]],
  ])('come in as somebody says: %s', async (answer, result, points) => {
    const { ask, take, scores } = await imported(matrix)
    expect(await take(ledger, { 'month-in-ledger': answer })).toMatchObject(result)
    expect(await scores()).toEqual(points)
    if (answer === 'add') expect(await ask(ledger)).toEqual([])
  })

  it('are asked about where the month before had the same deeds, too', async () => {
    const before = workbook([deed('2001', 20, '2026-02-10')], [whole('2001', 20)])
    const { ask, take, scores } = await imported(before)
    const march = workbook([deed('2001', 20, '2026-03-10')], [])
    expect((await ask(march)).map(({ code }) => code)).toEqual(['month-in-ledger'])
    await take(march, { 'month-in-ledger': 'keep' })
    expect(await scores()).toEqual([40, 0])
  })

  it('are not asked about in other months, or beside points from before the ledger', async () => {
    const { ask } = await imported(
      workbook([], [whole('2001', 30, 2), { ...whole('2002', 350), text: '上年结转' }]),
    )
    expect(await ask(ledger)).toEqual([])
  })
})

describe('points of whole months whose deeds an earlier import brought', () => {
  it('are asked about', async () => {
    const { ask } = await imported(ledger)
    expect(await ask(matrix)).toMatchObject([
      {
        code: 'deeds-in-ledger',
        params: { count: 2, door: '2001', month: '2026-03', earlier: '30', now: '30' },
        preset: null,
      },
    ])
  })

  it.each([
    ['keep', { postings: 1 }, [37, 25]],
    ['add', { postings: 3 }, [67, 45]],
  ])('come in as somebody says: %s', async (answer, result, points) => {
    const { take, scores } = await imported(ledger)
    expect(await take(matrix, { 'deeds-in-ledger': answer })).toMatchObject(result)
    expect(await scores()).toEqual(points)
  })
})

it('a workbook with both, about which it was asked while it was read, is not asked about again', async () => {
  const both = { ...ledger, openings: matrix.openings ?? [] }
  const { ask } = await imported(both)
  const more = { ...both, lines: [...both.lines, deed('2001', 5, '2026-03-20')] }
  expect(await ask(more)).toEqual([])
})
