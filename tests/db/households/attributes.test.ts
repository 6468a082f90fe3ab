/** Attributes of households: set on one household, listed by an office, shown to the public with consent. */
import { beforeEach, expect, it } from 'vitest'
import {
  attributeNames,
  changeAttribute,
  createAttribute,
  listAttributes,
} from '../../../db/households/attributes/attributes.ts'
import { setHouseholdAttributes } from '../../../db/households/attributes/givenAttributes.ts'
import { changeHousehold } from '../../../db/households/changeHouseholds.ts'
import { importRecords } from '../../../db/scores/imports.ts'
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

it('come with an office’s list, new ones not public, and are added to what households have', async () => {
  await set([party], today)
  const listed = [
    household('1001', { attributes: ['低保户'] }),
    household('1002', { attributes: ['党员户', '低保户'] }),
    household('2999', { attributes: ['党员户'] }),
  ]
  for (let again = 0; again < 2; again += 1)
    await importRecords(store, village.scope, { households: listed, rules: [], lines: [] })
  expect(await has('1001')).toEqual(['党员户', '低保户'])
  expect(await has('1002')).toEqual(['党员户', '低保户'])
  expect(await has('2999')).toEqual(['党员户'])
  const [, welfare] = await listAttributes(store, village.id)
  expect(welfare).toMatchObject({ name: '低保户', isPublic: false })
  expect(await shown()).toEqual([['1001', ['党员户']]])
})
