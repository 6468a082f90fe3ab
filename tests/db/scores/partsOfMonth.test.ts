/** Second workbooks of a month: another part of it, a copy with other days, and deeds that somebody entered already. */
import { expect, it } from 'vitest'
import { findHousehold } from '../../../db/households/households.ts'
import { compareImport } from '../../../db/scores/importing/compareImport.ts'
import { prepareImport, stillHolds } from '../../../db/scores/importing/prepareImport.ts'
import { importRecords } from '../../../db/scores/imports.ts'
import type { OfficeLine, OfficeRecords } from '../../../db/scores/officeRecords.ts'
import type { QuestionCode } from '../../../server/domain/workbook/questions/codes.ts'
import { answersByCode } from '../../support/db/answersByCode.ts'
import { ruleTexts } from '../../support/db/rules.ts'
import { testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

const doors = ['1001', '1002', '1003', '1004']
const line = (door: string, occurredOn: string, points = 40): OfficeLine => ({
  ...{ door, rule: ruleTexts.duty, points, occurredOn },
  ...{ clerk: null, note: null },
})
const workbook = (...lines: OfficeLine[]): OfficeRecords => ({
  ...{ households: [], rules: [], lines },
  source: { filename: '示范.xlsx', problems: 0 },
})

async function imported(...lines: OfficeLine[]) {
  const village = await TestVillage.create(store)
  if (lines.length > 0) await importRecords(store, village.scope, workbook(...lines))
  const ask = async (records: OfficeRecords) => {
    const { questions } = await compareImport(store, village.scope, { ...records, choices: {} })
    return questions.map(({ code, params: { count }, preset }) => [code, count, preset])
  }
  const take = async (records: OfficeRecords, byCode: Partial<Record<QuestionCode, string>> = {}) => {
    const choices = await answersByCode(store, village.scope, records, byCode)
    return importRecords(store, village.scope, { ...records, choices })
  }
  const score = async (door: string) => (await findHousehold(store, village.id, door))?.score
  return { village, ask, take, score }
}

const meeting = (day: string, ...at: string[]) => workbook(...at.map((door) => line(door, day)))

it('a later part of the month is new, though some did the same before', async () => {
  const { ask, take, score } = await imported(line('1001', '2026-03-02'), line('1002', '2026-03-05'))
  const later = workbook(line('1001', '2026-03-16'), line('1003', '2026-03-20'))
  expect(await ask(later)).toEqual([])
  expect(await take(later)).toMatchObject({ postings: 2 })
  expect(await score('1001')).toBe(80)
})

it('a copy with another day is asked about', async () => {
  const { ask } = await imported(line('1001', '2026-03-08'), line('1002', '2026-03-08'))
  expect(await ask(meeting('2026-03-09', '1001', '1002'))).toEqual([['lines-corrected', 2, null]])
  expect(await ask(meeting('2026-03-09', ...doors))).toEqual([['lines-corrected', 2, null]])
  expect(await ask(meeting('2026-03-09', '1001', '1003'))).toEqual([])
})

it('a copy of one of several files with another day is asked about', async () => {
  const { ask, take } = await imported(line('1003', '2026-03-02'), line('1004', '2026-03-03'))
  await take(meeting('2026-03-08', '1001', '1002'))
  expect(await ask(meeting('2026-03-09', '1001', '1002'))).toEqual([['lines-corrected', 2, null]])
})

it('a copy in which a last line has a later day is asked about', async () => {
  const { ask } = await imported(line('1001', '2026-03-02'), line('1002', '2026-03-05'))
  const corrected = workbook(line('1001', '2026-03-22'), line('1002', '2026-03-05'))
  expect(await ask(corrected)).toEqual([['lines-corrected', 1, null]])
  const earliest = workbook(line('1001', '2026-03-02'), line('1002', '2026-03-01'))
  expect(await ask(earliest)).toEqual([['lines-corrected', 1, null]])
})

it('a deed that somebody entered already stays out unless somebody says so', async () => {
  const { village, ask, take, score } = await imported()
  await village.enter('duty', { door: '1001', occurredOn: '2026-03-02' })
  const march = workbook(line('1001', '2026-03-02'), line('1001', '2026-03-02'), line('1002', '2026-03-02'))
  expect(await ask(march)).toEqual([['lines-entered', 1, 'keep']])
  expect(await take(march)).toMatchObject({ postings: 2, alreadyWritten: 1 })
  expect([await score('1001'), await score('1002')]).toEqual([80, 40])
  expect(await take(march)).toMatchObject({ postings: 0, alreadyWritten: 3 })
  expect(await take(march, { 'lines-entered': 'add' })).toMatchObject({ postings: 1 })
  expect(await score('1001')).toBe(120)
  expect(await ask(march)).toEqual([])
})

it('a deed that was entered and taken back is new', async () => {
  const { village, ask } = await imported()
  await village.reverse(await village.enter('duty', { door: '1001', occurredOn: '2026-03-02' }))
  expect(await ask(workbook(line('1001', '2026-03-02')))).toEqual([])
})

it('an import is prepared again where one of its deeds was entered meanwhile', async () => {
  const { village } = await imported()
  const records = { ...workbook(line('1001', '2026-03-02')), choices: {} }
  const prepared = await prepareImport(store, village.scope, records)
  await village.enter('duty', { door: '1002', occurredOn: '2026-03-02' })
  expect(await stillHolds(store, village.scope, prepared)).toBe(true)
  await village.enter('duty', { door: '1001', occurredOn: '2026-03-02' })
  expect(await stillHolds(store, village.scope, prepared)).toBe(false)
})
