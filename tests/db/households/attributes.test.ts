/** Attributes of households: set on one household, listed by an office, shown to the public with consent. */
import { beforeEach, describe, expect, it } from 'vitest'
import {
  attributeNames,
  changeAttribute,
  createAttribute,
  listAttributes,
} from '../../../db/households/attributes/attributes.ts'
import { setHouseholdAttributes } from '../../../db/households/attributes/givenAttributes.ts'
import { changeHousehold } from '../../../db/households/changeHouseholds.ts'
import { compareImport } from '../../../db/scores/importing/compareImport.ts'
import { importRecords } from '../../../db/scores/imports.ts'
import type { OfficeRecords } from '../../../db/scores/officeRecords.ts'
import { answersByCode } from '../../support/db/answersByCode.ts'
import { household, refusalOf, testStore, TestVillage, today } from '../../support/db/village.ts'

const store = await testStore()
let village: TestVillage
let party: number
beforeEach(async () => {
  village = await TestVillage.create(store)
  party = (await createAttribute(store, village.scope, { name: '党员户', isPublic: true })).id
})

const set = (attributes: number[], on?: string) =>
  setHouseholdAttributes(store, village.scope, '1001', {
    attributes,
    ...(on && { agreement: { on, how: '电话' } }),
  })
const shown = async () =>
  (await village.board()).households.flatMap(({ door, attributes }) =>
    attributes ? [[door, attributes]] : [],
  )
const has = async (door: string) => attributeNames(store, village.id, await village.household(door))

it('are set on a household, others keep theirs, and what it agreed to stays', async () => {
  const { id: army } = await createAttribute(store, village.scope, { name: '军属户', isPublic: false })
  await changeAttribute(store, village.scope, party, { doors: ['1001', '1002'] })
  expect(await set([party, army], today)).toEqual(['党员户', '军属户'])
  expect(await set([army])).toEqual(['军属户'])
  expect(await has('1002')).toEqual(['党员户'])
  expect((await refusalOf(() => set([987_654]))).code).toBe('unknown-attribute')
})

it('are public where the village shows them and the household agreed, and never of one that opted out', async () => {
  await set([party])
  expect(await shown()).toEqual([])
  await set([party], today)
  expect(await shown()).toEqual([['1001', ['党员户']]])
  await changeHousehold(store, village.scope, '1001', { optedOut: true })
  expect(await shown()).toEqual([])
  await changeHousehold(store, village.scope, '1001', { optedOut: false })
  await changeAttribute(store, village.scope, party, { isPublic: false })
  expect(await shown()).toEqual([])
})

describe('an office’s list', () => {
  const listed = [
    household('1001', { attributes: ['低保户'] }),
    household('1002', { attributes: ['党员户', '低保户'] }),
    household('2999', { head: '示范新', attributes: ['党员户'] }),
  ]
  const records: OfficeRecords = { households: listed, rules: [], lines: [] }
  const ask = async (scope = village.scope) =>
    (await compareImport(store, scope, { ...records, choices: {} })).questions
  const take = async (answer: string) => {
    const choices = await answersByCode(store, village.scope, records, { 'attributes-differ': answer })
    return importRecords(store, village.scope, { ...records, choices })
  }

  it('gives new households theirs, and asks about those of known ones', async () => {
    await set([party], today)
    expect((await ask()).find(({ code }) => code === 'attributes-differ')).toMatchObject({
      preset: 'as-village',
      params: { count: 2 },
      examples: [
        { door: '1001', before: '党员户', after: '党员户 低保户' },
        { door: '1002', before: '', after: '党员户 低保户' },
      ],
    })
    await take('as-village')
    expect(await has('2999')).toEqual(['党员户'])
    expect([await has('1001'), await has('1002')]).toEqual([['党员户'], []])
  })

  it('adds to what known households have where somebody says so; new ones are not public', async () => {
    await set([party], today)
    expect(await take('as-workbook')).toMatchObject({ changed: 2 })
    expect(await has('1001')).toEqual(['党员户', '低保户'])
    expect(await has('1002')).toEqual(['党员户', '低保户'])
    expect((await ask()).map(({ code }) => code)).not.toContain('attributes-differ')
    const welfare = (await listAttributes(store, village.id)).find(({ name }) => name === '低保户')
    expect(welfare).toMatchObject({ isPublic: false })
    expect(await shown()).toEqual([['1001', ['党员户']]])
  })

  it('gives none where the importer may not give attributes', async () => {
    const clerk = await village.person('示范录入员', ['clerk'])
    expect((await ask(clerk)).find(({ code }) => code === 'attributes-differ')).toMatchObject({
      choices: [{ value: 'as-village' }],
    })
  })
})
