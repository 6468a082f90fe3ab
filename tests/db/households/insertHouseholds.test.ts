/** Households that a workbook lists, inserted at once. */
import { describe, expect, it } from 'vitest'
import { findHousehold } from '../../../db/households/households.ts'
import { importRecords } from '../../../db/scores/imports.ts'
import type { OfficeHousehold } from '../../../db/scores/officeRecords.ts'
import { household, refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

const take = (village: TestVillage, ...households: OfficeHousehold[]) =>
  importRecords(store, village.scope, { households, rules: [], lines: [] })

const doorsOf = async ({ id }: TestVillage) =>
  (await store.all<{ door: string }>('SELECT door FROM households WHERE village_id = ? ORDER BY id', id)).map(
    ({ door }) => door,
  )

describe('households that a workbook lists', () => {
  it('stand in its order, each with its particulars, a plate of its own and a first line of history', async () => {
    const village = await TestVillage.create(store)
    const listed = [
      household('2002', { head: '示范户甲', group: '7组', members: 4, phone: '021555', note: '东头' }),
      household('2001', { head: '示范户乙', group: '8组', members: null }),
      household('2003', { head: '示范户丙', group: '7组' }),
    ]
    expect(await take(village, ...listed)).toMatchObject({ newHouseholds: 3 })
    expect((await doorsOf(village)).slice(-3)).toEqual(['2002', '2001', '2003'])
    expect(await findHousehold(store, village.id, '2002')).toMatchObject({
      head: '示范户甲',
      group: '7组',
      members: 4,
      phone: '021555',
      note: '东头',
      closedOn: null,
    })
    const rows = await store.all(
      `SELECT h.door, h.initials, t.kind, t.details, t.recorder FROM households h
       JOIN household_history t ON t.household_id = h.id
       WHERE h.village_id = ? AND h.door = ANY(?) ORDER BY h.door`,
      village.id,
      ['2001', '2002', '2003'],
    )
    expect(rows).toEqual(
      ['sfhy', 'sfhj', 'sfhb'].map((initials, index) => ({
        door: `${2001 + index}`,
        initials,
        kind: 'created',
        details: '{}',
        recorder: '录入员',
      })),
    )
    const { tokens } = await store.one<{ tokens: number }>(
      'SELECT count(DISTINCT door_token) AS tokens FROM households WHERE village_id = ?',
      village.id,
    )
    expect(tokens).toBe((await doorsOf(village)).length)
    expect((await store.check()).changedRows).toEqual([])
  })

  it.each([
    ['of which two look alike', ['A1', 'А1'], 'door-alike'],
    ['of which one is a household of the village, in full width', ['2001', '１００１'], 'door-taken'],
    ['of which one has no door', ['2001', ''], 'door-empty'],
  ])('%s are refused as a whole', async (_, doors, code) => {
    const village = await TestVillage.create(store)
    const before = await doorsOf(village)
    const refusal = await refusalOf(() => take(village, ...doors.map((door) => household(door))))
    expect(refusal.code).toBe(code)
    expect(await doorsOf(village)).toEqual(before)
  })
})
