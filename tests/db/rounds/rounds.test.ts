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
  it('needs a rule whose range holds its points', () => {
    const one = new InspectedVillage(store)
    const add = (rule: number, more: SheetItem[] = []) =>
      refusalOf(() =>
        createSheet(store, one.secretary, { id: randomUUID(), name: '表', rule, items: [...items, ...more] }),
      ).code
    expect(add(one.rules.duty)).toBe('sheet-rule-scale')
    expect(add(one.rules.litter)).toBe('sheet-rule-scale')
    const extra: SheetItem = { key: 'more', text: '更多', kind: 'points', points: 1, photo: false }
    expect(add(one.rules.yard, [extra])).toBe('sheet-rule-short')
    expect(
      refusalOf(() => changeSheet(store, one.secretary, one.sheet, { items: [...items, extra] })).code,
    ).toBe('sheet-rule-short')
    expect(listSheets(store, one.id)).toMatchObject([{ id: one.sheet, items }])
  })
})

describe('opening a round', () => {
  it('keeps a copy of the sheet, and is the same round when it is asked for again', () => {
    const one = new InspectedVillage(store)
    const asked = one.asked()
    const { round, fresh } = openRound(store, one.secretary, asked)
    expect(fresh).toBe(true)
    changeSheet(store, one.secretary, one.sheet, { items: items.slice(0, 1) })
    expect(openRound(store, one.secretary, asked)).toEqual({ round, fresh: false })
    expect(mustFindRound(store, one.id, round.id).items).toEqual(items)
    expect(refusalOf(() => openRound(store, one.secretary, { ...asked, name: '别的' })).code).toBe(
      'id-used-before',
    )
  })

  it('needs a sheet in use that is not in an open round of the month', () => {
    const one = new InspectedVillage(store)
    openRound(store, one.secretary, one.asked())
    expect(refusalOf(() => openRound(store, one.secretary, one.asked())).code).toBe('round-open')
    expect(openRound(store, one.secretary, one.asked({ month: '2026-05' })).fresh).toBe(true)
    changeSheet(store, one.secretary, one.sheet, { retired: true })
    const far = one.asked({ month: '2099-01' })
    changeSheet(store, one.secretary, one.sheet, { retired: false })
    expect(refusalOf(() => openRound(store, one.secretary, far)).code).toBe('round-month-ahead')
    changeSheet(store, one.secretary, one.sheet, { retired: true })
    const next = one.asked({ month: '2026-04' })
    expect(refusalOf(() => openRound(store, one.secretary, next)).code).toBe('sheet-retired')
    expect(refusalOf(() => openRound(store, one.inspector, next)).code).toBe('no-power')
  })

  it('needs a rule that still holds the sheet', () => {
    const one = new InspectedVillage(store)
    const { terms } = mustFindRule(store, one.id, one.rules.yard)
    changeRule(store, one.scope, one.rules.yard, {
      terms: { ...terms, scale: { type: 'range', min: 0, max: 50 } },
    })
    expect(refusalOf(() => openRound(store, one.secretary, one.asked())).code).toBe('sheet-rule-short')
  })

  it('sends inspectors out by their grids, and those without one into the whole village', () => {
    const one = new InspectedVillage(store, {
      households: [household('1001'), household('2001', { group: '2组' })],
    })
    store.write(() =>
      store.write((it) =>
        it.run(
          'INSERT INTO grids (village_id, user_id, group_id) VALUES (?, ?, ?)',
          one.id,
          one.second.user,
          one.group('2组'),
        ),
      ),
    )
    const { round } = openRound(store, one.secretary, one.asked())
    expect(assignmentsOf(store, one.id, round.id)).toEqual([
      { person: one.second.user, groups: [one.group('2组')] },
      { person: one.inspector.user, groups: [one.group('1组'), one.group('2组')] },
    ])
    const assignments = [{ person: one.inspector.user!, groups: [one.group('1组')] }]
    changeRound(store, one.secretary, round.id, { assignments })
    expect(assignmentsOf(store, one.id, round.id)).toEqual(assignments)
    const unknown = { assignments: [{ person: one.inspector.user!, groups: [0] }] }
    expect(refusalOf(() => changeRound(store, one.secretary, round.id, unknown)).code).toBe('unknown-group')
    expect(roundDoors(store, one.id, round).map(({ door, points }) => [door, points])).toEqual([
      ['1001', null],
      ['2001', null],
    ])
  })
})
