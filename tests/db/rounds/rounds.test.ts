/** Check sheets, and rounds while they are open. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { changeSheet, createSheet, listSheets } from '../../../db/rounds/checkSheets.ts'
import { assignmentsOf } from '../../../db/rounds/roundAssignments.ts'
import { roundDoors } from '../../../db/rounds/roundProgress.ts'
import { changeRound, mustFindRound, openRound } from '../../../db/rounds/rounds.ts'
import { changeRule, mustFindRule } from '../../../db/villages/rulebook.ts'
import type { SheetItem } from '../../../server/domain/rules/checkSheet.ts'
import { InspectedVillage, items } from '../../support/db/inspectedVillage.ts'
import { household, refusalOf, testStore } from '../../support/db/village.ts'

const store = await testStore()

describe('a check sheet', () => {
  it('needs a rule whose range holds its points', async () => {
    const one = await InspectedVillage.create(store)
    const add = async (rule: number, more: SheetItem[] = []) =>
      (
        await refusalOf(async () =>
          createSheet(store, one.secretary, {
            id: randomUUID(),
            name: '表',
            rule,
            items: [...items, ...more],
          }),
        )
      ).code
    expect(await add(one.rules.duty)).toBe('sheet-rule-scale')
    expect(await add(one.rules.litter)).toBe('sheet-rule-scale')
    const extra: SheetItem = { key: 'more', text: '更多', kind: 'points', points: 1, photo: false }
    expect(await add(one.rules.yard, [extra])).toBe('sheet-rule-short')
    expect(
      (
        await refusalOf(async () =>
          changeSheet(store, one.secretary, one.sheet, { items: [...items, extra] }),
        )
      ).code,
    ).toBe('sheet-rule-short')
    expect(await listSheets(store, one.id)).toMatchObject([{ id: one.sheet, items }])
  })
})

describe('opening a round', () => {
  it('keeps a copy of the sheet, and is the same round when it is asked for again', async () => {
    const one = await InspectedVillage.create(store)
    const asked = one.asked()
    const { round, fresh } = await openRound(store, one.secretary, asked)
    expect(fresh).toBe(true)
    await changeSheet(store, one.secretary, one.sheet, { items: items.slice(0, 1) })
    expect(await openRound(store, one.secretary, asked)).toEqual({ round, fresh: false })
    expect((await mustFindRound(store, one.id, round.id)).items).toEqual(items)
    expect(
      (await refusalOf(async () => openRound(store, one.secretary, { ...asked, name: '别的' }))).code,
    ).toBe('id-used-before')
  })

  it('needs a sheet in use that is not in an open round of the month', async () => {
    const one = await InspectedVillage.create(store)
    await openRound(store, one.secretary, one.asked())
    expect((await refusalOf(async () => openRound(store, one.secretary, one.asked()))).code).toBe(
      'round-open',
    )
    expect((await openRound(store, one.secretary, one.asked({ month: '2026-05' }))).fresh).toBe(true)
    await changeSheet(store, one.secretary, one.sheet, { retired: true })
    const far = one.asked({ month: '2099-01' })
    await changeSheet(store, one.secretary, one.sheet, { retired: false })
    expect((await refusalOf(async () => openRound(store, one.secretary, far))).code).toBe('round-month-ahead')
    await changeSheet(store, one.secretary, one.sheet, { retired: true })
    const next = one.asked({ month: '2026-04' })
    expect((await refusalOf(async () => openRound(store, one.secretary, next))).code).toBe('sheet-retired')
    expect((await refusalOf(async () => openRound(store, one.inspector, next))).code).toBe('no-power')
  })

  it('needs a rule that still holds the sheet', async () => {
    const one = await InspectedVillage.create(store)
    const { terms } = await mustFindRule(store, one.id, one.rules.yard)
    await changeRule(store, one.scope, one.rules.yard, {
      terms: { ...terms, scale: { type: 'range', min: 0, max: 50 } },
    })
    expect((await refusalOf(async () => openRound(store, one.secretary, one.asked()))).code).toBe(
      'sheet-rule-short',
    )
  })

  it('sends inspectors out by their grids, and those without one into the whole village', async () => {
    const one = await InspectedVillage.create(store, {
      households: [household('1001'), household('2001', { group: '2组' })],
    })
    const group_id = await one.group('2组')
    await store.write('installation', (store) =>
      store.insert('grids', { village_id: one.id, user_id: one.second.user, group_id }),
    )
    const { round } = await openRound(store, one.secretary, one.asked())
    expect(await assignmentsOf(store, one.id, round.id)).toEqual([
      { person: one.second.user, groups: [await one.group('2组')] },
      { person: one.inspector.user, groups: [await one.group('1组'), await one.group('2组')] },
    ])
    const assignments = [{ person: one.inspector.user!, groups: [await one.group('1组')] }]
    await changeRound(store, one.secretary, round.id, { assignments })
    expect(await assignmentsOf(store, one.id, round.id)).toEqual(assignments)
    const unknown = { assignments: [{ person: one.inspector.user!, groups: [0] }] }
    expect((await refusalOf(async () => changeRound(store, one.secretary, round.id, unknown))).code).toBe(
      'unknown-group',
    )
    expect((await roundDoors(store, one.id, round)).map(({ door, points }) => [door, points])).toEqual([
      ['1001', null],
      ['2001', null],
    ])
  })
})
