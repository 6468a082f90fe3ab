/** A list of households a second time, with other heads at doors that the village knows. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { findHousehold } from '../../../db/households/households.ts'
import { compareImport } from '../../../db/scores/importing/compareImport.ts'
import { importRecords } from '../../../db/scores/imports.ts'
import type { OfficeLine, OfficeRecords } from '../../../db/scores/officeRecords.ts'
import { mergeHousehold } from '../../../db/transfers/transfers.ts'
import type { QuestionCode } from '../../../server/domain/workbook/questions/codes.ts'
import { answersByCode } from '../../support/db/answersByCode.ts'
import { ruleTexts } from '../../support/db/rules.ts'
import { household, refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

const heads = ['示范甲', '示范乙', '示范丙', '示范丁', '示范戊', '示范己']
const doors = ['2001', '2002', '2003', '2004', '2005', '2006']

const line = (door: string, points: number, head: string | null = null): OfficeLine => ({
  ...{ door, rule: ruleTexts.duty, points, occurredOn: '2026-03-10', head },
  ...{ clerk: null, note: null },
})

/** Each head at a door, with 10 points for the first head, 20 for the second and so on. */
function workbook(at: readonly (string | null)[], names: readonly string[] = heads): OfficeRecords {
  const listed = at.flatMap((door, place) => (door === null ? [] : [{ door, head: names[place]!, place }]))
  return {
    households: listed.map(({ door, head, place }) =>
      household(door, { head, ...{ sheet: '户册', row: place + 2 } }),
    ),
    rules: [],
    lines: listed.map(({ door, place }) => line(door, 10 * (place + 1))),
  }
}

type Choices = Partial<Record<QuestionCode, string>>

/** A village with six households, and what it asks about another workbook. */
async function imported(names: readonly string[] = heads) {
  const village = await TestVillage.create(store, { households: [] })
  await importRecords(store, village.scope, workbook(doors, names))
  const choose = async (records: OfficeRecords, byCode: Choices) => ({
    ...records,
    choices: await answersByCode(store, village.scope, records, byCode),
  })
  const ask = async (records: OfficeRecords, byCode: Choices = {}) => {
    const { questions } = await compareImport(store, village.scope, await choose(records, byCode))
    return questions.map(({ code, params: { count } }) => [code, count])
  }
  const take = async (records: OfficeRecords, byCode: Choices) =>
    importRecords(store, village.scope, await choose(records, byCode))
  /** Head and score at each door. */
  const at = async (...asked: string[]) =>
    Promise.all(
      asked.map(async (door) => {
        const found = await findHousehold(store, village.id, door)
        return found && `${found.head} ${found.score}`
      }),
    )
  return { village, ask, take, at }
}

const swapped = workbook(['2002', '2001', ...doors.slice(2)])

describe('households that took each other’s doors', () => {
  it('are asked about, with both doors, and nothing is written before', async () => {
    const { village, ask, take } = await imported()
    expect(await ask(swapped)).toEqual([['doors-changed', 2]])
    const { questions } = await compareImport(store, village.scope, { ...swapped, choices: {} })
    expect(questions[0]).toMatchObject({
      preset: null,
      examples: [
        { sheet: '户册', row: 2, door: '2002', head: '示范甲', before: '2001', after: '2002' },
        { sheet: '户册', row: 3, door: '2001', head: '示范乙', before: '2002', after: '2001' },
      ],
    })
    expect(await refusalOf(() => take(swapped, {}))).toMatchObject({ code: 'import-has-questions' })
  })

  it('keep their points where somebody says that they moved, and the same again changes nothing', async () => {
    const { village, ask, take, at } = await imported()
    expect(await take(swapped, { 'doors-changed': 'moved' })).toMatchObject({
      postings: 0,
      alreadyWritten: 6,
    })
    expect(await at('2001', '2002')).toEqual(['示范乙 20', '示范甲 10'])
    expect(await ask(swapped)).toEqual([])
    expect(await take(swapped, {})).toMatchObject({ newHouseholds: 0, postings: 0, alreadyWritten: 6 })
    expect(await village.faults()).toEqual([])
  })

  it('get new heads where somebody says that the heads changed', async () => {
    const { take, at } = await imported()
    const result = await take(swapped, { 'doors-changed': 'renamed', 'lines-corrected': 'keep' })
    expect(result).toMatchObject({ postings: 0 })
    expect(await at('2001', '2002')).toEqual(['示范乙 10', '示范甲 20'])
  })

  it('stay as they are where the list is wrong: lines count by door, those of other heads stay out', async () => {
    const { take, at } = await imported()
    const wrong = { ...swapped, lines: [line('2001', 5), line('2002', 7, '示范甲')] }
    expect(await take(wrong, { 'doors-changed': 'by-known-doors', 'lines-corrected': 'add' })).toMatchObject({
      postings: 1,
      leftOut: 1,
    })
    expect(await at('2001', '2002')).toEqual(['示范甲 15', '示范乙 20'])
  })

  it('stay out with their lines where they are other households', async () => {
    const { take, at } = await imported()
    const more = { ...swapped, lines: [...swapped.lines, line('2001', 5), line('2003', 7)] }
    expect(await take(more, { 'doors-changed': 'leave-doors', 'lines-corrected': 'add' })).toMatchObject({
      postings: 1,
      leftOut: 3,
    })
    expect(await at('2001', '2002', '2003')).toEqual(['示范甲 10', '示范乙 20', '示范丙 37'])
  })

  it('are found by the heads of lines that were written before they moved', async () => {
    const { take, at } = await imported()
    const old = { ...swapped, lines: [line('2001', 10, '示范甲'), line('2001', 5, '示范乙')] }
    const choices: Choices = { 'doors-changed': 'moved', 'lines-corrected': 'add' }
    expect(await take(old, choices)).toMatchObject({ postings: 1, alreadyWritten: 1 })
    expect(await at('2001', '2002')).toEqual(['示范乙 25', '示范甲 10'])
  })

  it('whose lines still have the former doors are asked about once more', async () => {
    const { ask, take, at } = await imported()
    const old = { ...swapped, lines: workbook(doors).lines }
    const moved: Choices = { 'doors-changed': 'moved' }
    expect(await ask(old, moved)).toEqual([
      ['doors-changed', 2],
      ['lines-of-other-doors', 2],
    ])
    expect(await take(old, { ...moved, 'lines-of-other-doors': 'keep' })).toMatchObject({ postings: 0 })
    expect(await at('2001', '2002')).toEqual(['示范乙 20', '示范甲 10'])
    expect(await ask(old)).toEqual([['lines-of-other-doors', 2]])
  })
})

describe('a list most of whose heads are at other doors', () => {
  it.each([
    ['turned by one', workbook([...doors.slice(1), '2001']), 6],
    ['shifted to a new door at the end', workbook([...doors.slice(1), '2007']), 6],
  ])('%s says that it seems to have slipped', async (_name, records, count) => {
    const { ask } = await imported()
    expect(await ask(records)).toEqual([['doors-slipped', count]])
  })

  it('brings no household twice, whatever is chosen', async () => {
    const shifted = workbook([...doors.slice(1), '2007'])
    const { take, at } = await imported()
    expect(
      await take(shifted, { 'doors-slipped': 'by-known-doors', 'lines-corrected': 'keep' }),
    ).toMatchObject({
      newHouseholds: 0,
      leftOut: 1,
    })
    expect(await at('2001', '2006', '2007')).toEqual(['示范甲 10', '示范己 60', undefined])
    expect(await take(shifted, { 'doors-slipped': 'moved' })).toMatchObject({ newHouseholds: 0, postings: 0 })
    expect(await at('2001', '2002', '2007')).toEqual([undefined, '示范甲 10', '示范己 60'])
  })
})

describe('a household that moved, with a new one at its door', () => {
  const names = [...heads, '示范新']
  const left = workbook(['2009', ...doors.slice(1), '2001'], names)

  it('is one question, and both come in', async () => {
    const { village, ask, take, at } = await imported()
    expect(await ask(left)).toEqual([['doors-changed', 2]])
    expect(await take(left, { 'doors-changed': 'moved' })).toMatchObject({ newHouseholds: 1, postings: 1 })
    expect(await at('2001', '2009')).toEqual(['示范新 70', '示范甲 10'])
    expect(await take(left, {})).toMatchObject({ newHouseholds: 0, postings: 0, alreadyWritten: 7 })
    expect(await village.faults()).toEqual([])
  })
})

describe('a head whom the village does not know at the door', () => {
  const inherited = workbook(doors, ['示范小甲', ...heads.slice(1)])

  it.each([
    ['renamed', '示范小甲 10'],
    ['by-known-doors', '示范甲 10'],
    ['leave-doors', '示范甲 10'],
  ])('is asked about, and comes in so: %s', async (answer, expected) => {
    const { ask, take, at } = await imported()
    expect(await ask(inherited)).toEqual([['head-changed', 1]])
    expect(await take(inherited, { 'head-changed': answer })).toMatchObject({ newHouseholds: 0, postings: 0 })
    expect(await at('2001')).toEqual([expected])
    if (answer === 'renamed') expect(await ask(inherited)).toEqual([])
  })

  it('and who is head of another door, which the list leaves out, may be of merged households', async () => {
    const { ask } = await imported()
    expect(await ask(workbook([null, '2002', ...doors.slice(2)], ['', '示范甲', ...heads.slice(2)]))).toEqual(
      [
        ['head-elsewhere', 1],
        ['households-gone', 1],
      ],
    )
  })

  it('at a door that was merged into another one, is asked about, and cannot be its head', async () => {
    const { village, ask, take, at } = await imported()
    await mergeHousehold(store, village.scope, '2001', { id: randomUUID(), into: '2002' })
    expect(await ask(inherited)).toEqual([['head-changed', 1]])
    const { questions } = await compareImport(store, village.scope, { ...inherited, choices: {} })
    expect(questions[0]?.choices.map(({ value }) => value)).toEqual(['by-known-doors', 'leave-doors'])
    const more = { ...inherited, lines: [...inherited.lines, line('2001', 5)] }
    expect(await take(more, { 'head-changed': 'leave-doors' })).toMatchObject({ postings: 0, leftOut: 2 })
    expect(await at('2002')).toEqual(['示范乙 30'])
  })

  it('at a new door, whom several households have, is asked about', async () => {
    const { ask, take, at } = await imported(['示范甲', '示范甲', ...heads.slice(2)])
    const moved = workbook(['2008', null, ...doors.slice(2)])
    expect(await ask(moved)).toEqual([
      ['door-namesake', 1],
      ['households-gone', 1],
    ])
    expect(await take(moved, { 'door-namesake': 'leave-doors' })).toMatchObject({
      newHouseholds: 0,
      leftOut: 1,
    })
    expect(await at('2008')).toEqual([undefined])
  })
})

it('an answer holds for the doors that it was about, not for others of the same number', async () => {
  const { village } = await imported()
  const choices = await answersByCode(store, village.scope, swapped, { 'doors-changed': 'moved' })
  const others = workbook(['2001', '2002', '2004', '2003', ...doors.slice(4)])
  const { questions } = await compareImport(store, village.scope, { ...others, choices })
  expect(questions).toMatchObject([{ code: 'doors-changed', answer: null }])
})
