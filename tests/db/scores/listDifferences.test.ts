/** Particulars and rules of a workbook that the village has otherwise. */
import { describe, expect, it } from 'vitest'
import { changeHousehold } from '../../../db/households/changeHouseholds.ts'
import { findHousehold } from '../../../db/households/households.ts'
import { compareImport } from '../../../db/scores/importing/compareImport.ts'
import { importRecords } from '../../../db/scores/imports.ts'
import type { OfficeHousehold, OfficeRecords } from '../../../db/scores/officeRecords.ts'
import { listRules } from '../../../db/villages/rulebook.ts'
import type { QuestionCode } from '../../../server/domain/workbook/questions/codes.ts'
import { answersByCode } from '../../support/db/answersByCode.ts'
import { fixed, terms } from '../../support/db/rules.ts'
import { household, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

const first = { head: '示范甲', group: '1组', members: 3, phone: '13900000001', note: null }
const second = { head: '示范乙', group: '1组', members: 2, phone: null, note: '示范' }
const rule = (points: number, more: Partial<ReturnType<typeof terms>> = {}) => ({
  ...{ dimension: '环境卫生', text: '示范细则' },
  terms: { ...terms(fixed(points)), ...more },
})

function list(one: Partial<OfficeHousehold> | null, other: Partial<OfficeHousehold> = {}): OfficeRecords {
  const rows = [
    ...(one ? [household('2001', { ...first, ...one })] : []),
    household('2002', { ...second, ...other }),
  ]
  return { households: rows, rules: [rule(5)], lines: [] }
}

async function imported() {
  const village = await TestVillage.create(store, { households: [] })
  await importRecords(store, village.scope, list({}))
  const choose = async (records: OfficeRecords, byCode: Partial<Record<QuestionCode, string>>) => ({
    ...records,
    choices: await answersByCode(store, village.scope, records, byCode),
  })
  const ask = async (records: OfficeRecords) =>
    (await compareImport(store, village.scope, { ...records, choices: {} })).questions
  const take = async (records: OfficeRecords, byCode: Partial<Record<QuestionCode, string>>) =>
    importRecords(store, village.scope, await choose(records, byCode))
  return { village, ask, take }
}

describe('particulars that the list has otherwise', () => {
  it.each([
    ['groups-differ', { group: '2组' }, '2001 示范甲 1组 → 2组'],
    ['members-differ', { members: 4 }, '2001 示范甲 3 → 4'],
    ['phones-differ', { phone: '13900000002' }, '2001 示范甲 13900000001 → 13900000002'],
    ['notes-differ', { note: '示范' }, '2001 示范甲 — → 示范'],
  ] as const)(
    'are said and stay as the village has them, or are taken: %s',
    async (code, change, example) => {
      const { village, ask, take } = await imported()
      const changed = list(change)
      expect(await ask(changed)).toMatchObject([
        { code, preset: 'as-village', params: { count: 1, example }, examples: [{ door: '2001' }] },
      ])
      await take(changed, {})
      expect(await findHousehold(store, village.id, '2001')).toMatchObject(first)
      await take(changed, { [code]: 'as-workbook' })
      expect(await findHousehold(store, village.id, '2001')).toMatchObject({ ...first, ...change })
      expect(await ask(changed)).toEqual([])
      expect(await village.faults()).toEqual([])
    },
  )

  it('are nothing where the list says nothing, or says the same in other words', async () => {
    const { ask } = await imported()
    const empty = { group: '未分组', members: null, phone: null }
    expect(await ask(list(empty, { note: null }))).toEqual([])
  })

  it('are said beside each other, by kind', async () => {
    const { ask } = await imported()
    const both = await ask(list({ group: '2组', members: 4 }, { group: '2组', members: 4 }))
    expect(both.map(({ code, params: { count } }) => [code, count])).toEqual([
      ['groups-differ', 2],
      ['members-differ', 2],
    ])
  })

  it('that changed once more are asked about anew', async () => {
    const { village, take } = await imported()
    const changed = list({ members: 4 })
    const choices = await answersByCode(store, village.scope, changed, { 'members-differ': 'as-workbook' })
    await changeHousehold(store, village.scope, '2001', { members: 9 })
    await importRecords(store, village.scope, { ...changed, choices })
    expect(await findHousehold(store, village.id, '2001')).toMatchObject({ members: 9 })
    await take(changed, { 'members-differ': 'as-workbook' })
    expect(await findHousehold(store, village.id, '2001')).toMatchObject({ members: 4 })
  })
})

it('households that the list leaves out are named, and stay', async () => {
  const { village, ask, take } = await imported()
  expect(await ask(list(null))).toMatchObject([
    { code: 'households-gone', choices: [], params: { count: 1, example: '2001 示范甲 1组' } },
  ])
  await take(list(null), {})
  expect(await findHousehold(store, village.id, '2001')).toMatchObject({ closedOn: null })
})

describe('rules that the workbook has otherwise', () => {
  const changed: OfficeRecords = { ...list({}), rules: [rule(8)] }
  const termsOf = async (village: TestVillage) =>
    (await listRules(store, village.id)).find(({ text }) => text === '示范细则')

  it('are said, and stay or become a new version', async () => {
    const { village, ask, take } = await imported()
    expect(await ask(changed)).toMatchObject([
      { code: 'rules-differ', preset: 'as-village', examples: [{ before: '+5', after: '+8' }] },
    ])
    await take(changed, {})
    expect(await termsOf(village)).toMatchObject({ version: 1 })
    await take(changed, { 'rules-differ': 'as-workbook' })
    expect(await termsOf(village)).toMatchObject({ version: 2, terms: { scale: fixed(8) } })
    expect(await ask(changed)).toEqual([])
  })

  it('keep what the workbook does not mention', async () => {
    const { village, ask, take } = await imported()
    const capped = { ...list({}), rules: [rule(5, { caps: [{ period: 'month', by: 'times', limit: 2 }] })] }
    await take(capped, { 'rules-differ': 'as-workbook' })
    expect((await termsOf(village))?.terms.caps).toHaveLength(1)
    expect(await ask(list({}))).toEqual([])
  })

  it('can be changed by administrators alone', async () => {
    const { village } = await imported()
    const clerk = await village.person('示范员', ['clerk'])
    const { questions } = await compareImport(store, clerk, { ...changed, choices: {} })
    expect(questions[0]?.choices.map(({ value }) => value)).toEqual(['as-village'])
  })
})
