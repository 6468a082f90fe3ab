/** An office's records a second time: corrected, left out, or under new doors. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { listBatches } from '../../../db/batches/batches.ts'
import { reverseBatch } from '../../../db/batches/reverseBatch.ts'
import { findHousehold } from '../../../db/households/households.ts'
import { compareImport } from '../../../db/scores/importing/compareImport.ts'
import { importRecords } from '../../../db/scores/imports.ts'
import type { OfficeLine, OfficeRecords } from '../../../db/scores/officeRecords.ts'
import { reversePosting } from '../../../db/scores/reversal.ts'
import type { QuestionCode } from '../../../server/domain/workbook/questions/codes.ts'
import { answersByCode } from '../../support/db/answersByCode.ts'
import { ruleTexts } from '../../support/db/rules.ts'
import { household, refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

function line(door: string, points: number, occurredOn = '2026-03-10'): OfficeLine {
  return { door, rule: ruleTexts.duty, points, occurredOn, clerk: null, note: null }
}

function workbook(...lines: OfficeLine[]): OfficeRecords {
  return {
    households: [household('2001', { head: '示范甲' }), household('2002', { head: '示范乙' })],
    rules: [],
    lines,
  }
}

/** A village with these lines imported, and what it asks about others. */
async function imported(...lines: OfficeLine[]) {
  const village = await TestVillage.create(store, { households: [] })
  await importRecords(store, village.scope, workbook(...lines))
  const ask = async (records: OfficeRecords, byCode: Partial<Record<QuestionCode, string>> = {}) => {
    const choices = await answersByCode(store, village.scope, records, byCode)
    const { questions } = await compareImport(store, village.scope, { ...records, choices })
    return questions.map(({ id, code, params, preset }) => ({ id, code, params, preset }))
  }
  const take = async (records: OfficeRecords, byCode: Partial<Record<QuestionCode, string>>) => {
    const choices = await answersByCode(store, village.scope, records, byCode)
    return importRecords(store, village.scope, { ...records, choices })
  }
  const score = async (door: string) => (await findHousehold(store, village.id, door))?.score
  return { village, ask, take, score }
}

describe('a corrected workbook', () => {
  const corrected = workbook(line('2001', 10), line('2002', 20, '2026-03-11'))

  it('asks about lines that differ by points or day alone', async () => {
    const { ask, take } = await imported(line('2001', 20), line('2002', 20))
    expect(await ask(corrected)).toEqual([
      {
        id: expect.stringMatching(/^lines-corrected [0-9a-f]{12}$/),
        code: 'lines-corrected',
        params: { count: 2, example: `2001 2026-03-10 ${ruleTexts.duty} 20 → 10` },
        preset: null,
      },
    ])
    expect(await refusalOf(() => take(corrected, {}))).toMatchObject({ code: 'import-has-questions' })
  })

  it.each([
    ['replace', { postings: 2, reversed: 2 }, 10, 20],
    ['add', { postings: 2 }, 30, 40],
    ['keep', { postings: 0 }, 20, 20],
  ])('with “%s” comes in so', async (choice, result, first, second) => {
    const { take, score } = await imported(line('2001', 20), line('2002', 20))
    expect(await take(corrected, { 'lines-corrected': choice })).toMatchObject(result)
    expect([await score('2001'), await score('2002')]).toEqual([first, second])
  })

  it('the same again asks nothing and writes nothing', async () => {
    const { ask, take } = await imported(line('2001', 20), line('2002', 20))
    await take(corrected, { 'lines-corrected': 'replace' })
    expect(await ask(corrected)).toEqual([])
    expect(await take(corrected, {})).toMatchObject({ postings: 0, alreadyWritten: 2 })
  })
})

describe('a workbook of the next month', () => {
  it('brings the same deeds again without a question', async () => {
    const { ask, take, score } = await imported(line('2001', 20), line('2002', 20))
    const next = workbook(line('2001', 20, '2026-04-10'), line('2002', 20, '2026-04-12'))
    expect(await ask(next)).toEqual([])
    expect(await take(next, {})).toMatchObject({ postings: 2 })
    expect(await score('2001')).toBe(40)
  })

  it('together with the month before asks about the line that changed its month', async () => {
    const { ask } = await imported(line('2001', 20), line('2002', 20))
    const both = workbook(line('2001', 20, '2026-04-10'), line('2002', 20))
    expect(await ask(both)).toMatchObject([{ code: 'lines-corrected', params: { count: 1 } }])
  })
})

describe('lines that a workbook does not have any more', () => {
  it('stay unless somebody says that they are reversed', async () => {
    const { ask, take, score } = await imported(line('2001', 20), line('2002', 20))
    const shorter = workbook(line('2001', 20))
    expect(await ask(shorter)).toMatchObject([{ code: 'lines-gone', params: { count: 1 }, preset: 'keep' }])
    expect(await take(shorter, {})).toMatchObject({ postings: 0, alreadyWritten: 1 })
    expect(await score('2002')).toBe(20)
    expect(await take(shorter, { 'lines-gone': 'reverse' })).toMatchObject({ reversed: 1 })
    expect(await score('2002')).toBe(0)
  })
})

describe('a household under a new door', () => {
  const renumbered: OfficeRecords = {
    households: [household('3001', { head: '示范甲' }), household('2002', { head: '示范乙' })],
    rules: [],
    lines: [line('3001', 20)],
  }

  it('is asked about, and moved with its lines', async () => {
    const { ask, take, score } = await imported(line('2001', 20))
    expect(await ask(renumbered)).toMatchObject([
      { code: 'door-renumbered', params: { former: '2001', door: '3001' }, preset: null },
    ])
    expect(await ask(renumbered, { 'door-renumbered': 'new' })).toMatchObject([
      { code: 'door-renumbered' },
      { code: 'lines-gone', preset: 'keep' },
      { code: 'households-gone' },
    ])
    expect(await ask(renumbered, { 'door-renumbered': 'moved' })).toHaveLength(1)
    expect(await take(renumbered, { 'door-renumbered': 'moved' })).toMatchObject({
      newHouseholds: 0,
      postings: 0,
      alreadyWritten: 1,
    })
    expect([await score('2001'), await score('3001')]).toEqual([undefined, 20])
  })

  it('is another household where somebody says so', async () => {
    const { take, score } = await imported(line('2001', 20))
    const result = await take(renumbered, { 'door-renumbered': 'new' })
    expect(result).toMatchObject({ newHouseholds: 1, postings: 1 })
    expect([await score('2001'), await score('3001')]).toEqual([20, 20])
  })

  it('of which there are many is one question', async () => {
    const village = await TestVillage.create(store, { households: [] })
    const heads = Array.from({ length: 12 }, (_, index) => `示范${'甲乙丙丁戊己庚辛壬癸子丑'[index]}`)
    const at = (first: number): OfficeRecords => ({
      households: heads.map((head, index) => household(String(first + index), { head })),
      rules: [],
      lines: [],
    })
    await importRecords(store, village.scope, at(5001))
    const { questions } = await compareImport(store, village.scope, { ...at(6001), choices: {} })
    expect(questions).toMatchObject([{ code: 'doors-renumbered', params: { count: 12 } }])
    const choices = await answersByCode(store, village.scope, at(6001), { 'doors-renumbered': 'moved' })
    expect(await importRecords(store, village.scope, { ...at(6001), choices })).toMatchObject({
      newHouseholds: 0,
    })
  })
})

describe('points from before the ledger', () => {
  const opened: OfficeRecords = {
    ...workbook(),
    openings: [{ door: '2001', points: 350, occurredOn: null, text: '上年结转' }],
  }

  it('are an opening, once', async () => {
    const { take, score, village } = await imported()
    expect(await take(opened, {})).toMatchObject({ postings: 1 })
    expect(await take(opened, {})).toMatchObject({ postings: 0, alreadyWritten: 1 })
    expect(await score('2001')).toBe(350)
    expect((await village.postings()).map(({ kind, text }) => [kind, text])).toEqual([
      ['opening', '上年结转'],
    ])
  })
})

describe('an import that was taken back as a whole', () => {
  const source = { filename: '示范台账.xlsx', problems: 2 }
  const book: OfficeRecords = {
    ...workbook(line('2001', 20), line('2002', 20)),
    openings: [{ door: '2001', points: 350, occurredOn: null, text: '上年结转' }],
    source,
  }

  it('is listed with its file, and comes in again', async () => {
    const { village, score, take } = await imported()
    await take(book, {})
    const [batch] = await listBatches(store, village.id, 'import', null, 10)
    expect(batch).toMatchObject({ lines: 3, points: 390, filename: source.filename, problems: 2 })
    const takeBack = async (id: number) =>
      reverseBatch(store, village.scope, id, { id: randomUUID(), reason: '示范' })
    expect(await takeBack(batch?.id ?? 0)).toMatchObject({ reversals: 3 })
    expect([await score('2001'), await score('2002')]).toEqual([0, 0])
    expect(await take(book, {})).toMatchObject({ postings: 3, alreadyWritten: 0 })
    expect(await take(book, {})).toMatchObject({ postings: 0, alreadyWritten: 3 })
    expect([await score('2001'), await score('2002')]).toEqual([370, 20])
    const [again] = await listBatches(store, village.id, 'import', null, 10)
    await takeBack(again?.id ?? 0)
    expect(await take(book, {})).toMatchObject({ postings: 3, alreadyWritten: 0 })
    expect([await score('2001'), await score('2002')]).toEqual([370, 20])
  })

  it('stays where a single line of it was taken back', async () => {
    const { village, ask, take } = await imported()
    await take(book, {})
    expect(await ask(book)).toEqual([])
    const posting = (await village.postings()).find(({ kind }) => kind === 'award')
    await reversePosting(store, village.scope, posting?.id ?? '', { id: randomUUID(), reason: '示范' })
    expect(await ask(book)).toMatchObject([{ code: 'lines-reversed', params: { count: 1 }, preset: 'keep' }])
    expect(await take(book, {})).toMatchObject({ postings: 0, alreadyWritten: 3 })
  })
})
