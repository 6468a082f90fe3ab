/** Lines of a second workbook whose door or item was corrected, and new ones that only look so. */
import { expect, it } from 'vitest'
import { findHousehold } from '../../../db/households/households.ts'
import { compareImport } from '../../../db/scores/importing/compareImport.ts'
import { importRecords } from '../../../db/scores/imports.ts'
import type { OfficeLine, OfficeRecords } from '../../../db/scores/officeRecords.ts'
import { listRules } from '../../../db/villages/rulebook.ts'
import type { QuestionCode } from '../../../server/domain/workbook/questions/codes.ts'
import { answersByCode } from '../../support/db/answersByCode.ts'
import { fixed, terms } from '../../support/db/rules.ts'
import { household, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

const line = (door: string, rule: string, occurredOn = '2026-03-10'): OfficeLine => ({
  ...{ door, rule, points: 5, occurredOn },
  ...{ clerk: null, note: null },
})
const heads = { '2001': '示范甲', '2002': '示范乙', '2003': '示范丙' }
const rulesOf = (...texts: string[]) =>
  texts.map((text) => ({ dimension: '环境卫生', text, terms: terms(fixed(5)) }))

function workbook(rules: OfficeRecords['rules'], ...lines: OfficeLine[]): OfficeRecords {
  const households = Object.entries(heads).map(([door, head]) => household(door, { head }))
  return { households, rules, lines }
}

const both = rulesOf('扫街', '拔草')
const first = workbook(
  both,
  line('2001', '扫街'),
  line('2001', '扫街', '2026-03-11'),
  line('2002', '扫街', '2026-03-12'),
  line('2002', '拔草', '2026-03-13'),
)

async function imported() {
  const village = await TestVillage.create(store, { households: [] })
  await importRecords(store, village.scope, first)
  const ask = async (records: OfficeRecords) => {
    const { questions } = await compareImport(store, village.scope, { ...records, choices: {} })
    return questions.map(({ code, params: { count }, examples }) => [code, count, examples?.[0]?.before])
  }
  const take = async (records: OfficeRecords, byCode: Partial<Record<QuestionCode, string>>) => {
    const choices = await answersByCode(store, village.scope, records, byCode)
    return importRecords(store, village.scope, { ...records, choices })
  }
  const scores = () =>
    Promise.all(Object.keys(heads).map(async (at) => (await findHousehold(store, village.id, at))?.score))
  return { village, ask, take, scores }
}

const [one, two, three, four] = first.lines as [OfficeLine, OfficeLine, OfficeLine, OfficeLine]
const otherDoor = workbook(both, { ...one, door: '2002' }, two, three, four)

it.each([
  ['replace', [5, 15, 0]],
  ['add', [10, 15, 0]],
  ['keep', [10, 10, 0]],
])('a line that has another door now is asked about: %s', async (answer, expected) => {
  const { ask, take, scores } = await imported()
  expect(await ask(otherDoor)).toEqual([['lines-of-other-doors', 1, '2001 示范甲']])
  await take(otherDoor, { 'lines-of-other-doors': answer })
  expect(await scores()).toEqual(expected)
})

it('a line of a household whose lines the workbook does not have at all corrects none', async () => {
  const { ask } = await imported()
  const part = workbook(both, { ...one, door: '2003' }, three, four)
  expect(await ask(part)).toEqual([['lines-gone', 2, '5']])
})

it('a line that has another item now is asked about', async () => {
  const { ask, take, scores } = await imported()
  const otherItem = workbook(both, { ...one, rule: '拔草' }, two, three, four)
  expect(await ask(otherItem)).toEqual([['lines-corrected', 1, '扫街']])
  await take(otherItem, { 'lines-corrected': 'replace' })
  expect(await scores()).toEqual([10, 10, 0])
})

it('lines of a rule that has another name now are asked about, and do not count twice', async () => {
  const { village, ask, take, scores } = await imported()
  const rename = (all: OfficeLine) => ({ ...all, rule: all.rule === '扫街' ? '清扫街道' : all.rule })
  const renamed = workbook(rulesOf('清扫街道', '拔草'), ...first.lines.map(rename))
  expect(await ask(renamed)).toEqual([['lines-corrected', 3, '扫街']])
  await take(renamed, { 'lines-corrected': 'keep' })
  expect(await scores()).toEqual([10, 10, 0])
  expect((await listRules(store, village.id)).map(({ text }) => text)).toContain('清扫街道')
})

it('lines of a workbook about another item alone correct none', async () => {
  const { ask, take, scores } = await imported()
  const other = workbook([], { ...one, rule: '拔草' }, { ...two, rule: '拔草' })
  expect((await ask(other)).map(([code]) => code)).toEqual(['lines-gone'])
  await take(other, {})
  expect(await scores()).toEqual([20, 10, 0])
})

it('two lines for one posting, or one for two, are not paired', async () => {
  const { ask } = await imported()
  const twice = workbook(both, { ...one, door: '2002' }, { ...one, door: '2003' }, two, three, four)
  expect(await ask(twice)).toEqual([['lines-gone', 1, '5']])
})
