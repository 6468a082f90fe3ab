/** A workbook that was written before a door changed. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { changeHousehold, insertHousehold } from '../../../db/households/changeHouseholds.ts'
import { findHousehold } from '../../../db/households/households.ts'
import { moveHousehold } from '../../../db/households/moveHousehold.ts'
import { listPostings } from '../../../db/ledger/postings.ts'
import { foreseeImport, importRecords } from '../../../db/scores/imports.ts'
import type { OfficeRecords } from '../../../db/scores/officeRecords.ts'
import { mergeHousehold } from '../../../db/transfers/transfers.ts'
import { ruleTexts } from '../../support/db/rules.ts'
import { household, refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

const line = (door: string, occurredOn = '2026-03-10') => ({
  door,
  rule: ruleTexts.duty,
  points: 40,
  occurredOn,
  clerk: null,
  note: null,
})

/** Doors 101 and 102, with two equal lines for 101 and one for 102. */
const records: OfficeRecords = {
  households: [household('101', { head: '示范户甲' }), household('102', { head: '示范户乙' })],
  rules: [],
  lines: [line('101'), line('101'), line('102')],
}

const take = (village: TestVillage, more: Partial<OfficeRecords> = {}) =>
  importRecords(store, village.scope, { ...records, ...more })
const move = (village: TestVillage, door: string, to: string) =>
  moveHousehold(store, village.scope, door, { id: randomUUID(), door: to, group: '1组' })
const merge = (village: TestVillage, door: string, into: string) =>
  mergeHousehold(store, village.scope, door, { id: randomUUID(), into })

function imported(): TestVillage {
  const village = new TestVillage(store)
  expect(take(village)).toMatchObject({ newHouseholds: 2, postings: 3 })
  return village
}

const nothingNew = { newHouseholds: 0, newRules: 0, postings: 0, alreadyWritten: 3 }

describe('a workbook with the former door of a household', () => {
  it('writes nothing twice, and says which door it is now', () => {
    const village = imported()
    move(village, '101', '201')
    expect(foreseeImport(store, village.id, records)).toEqual({
      newHouseholds: 0,
      newRules: 0,
      changedDoors: [{ door: '101', now: '201', change: 'moved' }],
    })
    expect(take(village)).toEqual(nothingNew)
    expect(findHousehold(store, village.id, '101')).toBeUndefined()
    expect(village.faults()).toEqual([])
  })

  it('adds what is new to the door of now', () => {
    const village = imported()
    move(village, '101', '201')
    move(village, '201', '301')
    const lines = [...records.lines, line('101', '2026-03-11')]
    expect(take(village, { lines })).toMatchObject({ postings: 1, alreadyWritten: 3 })
    expect(listPostings(store, village.id, { door: '301' }, null, 9)).toHaveLength(3)
  })

  it('knows the lines also by the new door', () => {
    const village = imported()
    move(village, '101', '201')
    const renumbered = {
      households: [household('201', { head: '示范户甲' })],
      lines: [line('201'), line('201')],
    }
    expect(take(village, renumbered)).toEqual({ ...nothingNew, alreadyWritten: 2 })
    const third = { ...renumbered, lines: [line('201'), line('201'), line('201')] }
    expect(take(village, third)).toMatchObject({ postings: 1, alreadyWritten: 2 })
    expect(take(village, { lines: [line('101'), line('101'), line('101')] })).toMatchObject({ postings: 0 })
  })

  it('goes to the household that it was merged into, whose own lines stay its own', () => {
    const village = imported()
    merge(village, '101', '102')
    expect(foreseeImport(store, village.id, records).changedDoors).toEqual([
      { door: '101', now: '102', change: 'merged' },
    ])
    const before = village.board().seq
    expect(take(village)).toEqual(nothingNew)
    const lines = [line('101', '2026-03-11'), line('102', '2026-03-11')]
    expect(take(village, { lines })).toMatchObject({ postings: 2 })
    const written = listPostings(store, village.id, { door: '102' }, null, 2)
    expect(written.map(({ seq }) => seq)).toEqual([before + 2, before + 1])
    expect(village.faults()).toEqual([])
  })

  it('also after it was moved and then merged', () => {
    const village = imported()
    move(village, '101', '201')
    merge(village, '201', '102')
    expect(foreseeImport(store, village.id, records).changedDoors).toEqual([
      { door: '101', now: '102', change: 'merged' },
    ])
    expect(take(village)).toEqual(nothingNew)
  })

  it('with another head is refused in a sentence, and nothing is written', () => {
    const village = imported()
    move(village, '101', '201')
    const households = [household('101', { head: '示范户丙' })]
    const refusal = refusalOf(() => take(village, { households }))
    expect([refusal.code, refusal.params]).toEqual([
      'import-door-reassigned',
      { door: '101', now: '201', head: '示范户甲', listed: '示范户丙' },
    ])
    expect(findHousehold(store, village.id, '101')).toBeUndefined()
  })

  it('with a former name of the head is the same household', () => {
    const village = imported()
    move(village, '101', '201')
    changeHousehold(store, village.scope, '201', { head: '示范户丙' })
    expect(take(village)).toEqual(nothingNew)
  })

  it('stands for another household once one has the door', () => {
    const village = imported()
    move(village, '101', '201')
    store.write(() =>
      insertHousehold(store, village.scope, randomUUID(), '101', household('101', { head: '示范户丙' })),
    )
    expect(foreseeImport(store, village.id, records).changedDoors).toEqual([])
    const lines = [line('101', '2026-03-12')]
    expect(take(village, { households: [], lines })).toMatchObject({ postings: 1 })
    expect(listPostings(store, village.id, { door: '101' }, null, 9)).toHaveLength(1)
  })

  /** 甲 moved from 101 to 201, and 乙 from 102 to 101. */
  function movedUp(): TestVillage {
    const village = imported()
    move(village, '101', '201')
    move(village, '102', '101')
    return village
  }

  it('is refused where the door is another household’s now', () => {
    const refusal = refusalOf(() => take(movedUp()))
    expect([refusal.code, refusal.params]).toEqual([
      'import-door-taken',
      { door: '101', head: '示范户乙', former: '示范户甲', now: '201', listed: '示范户甲' },
    ])
  })

  it.each([[['101', '201']], [['201', '101']]])(
    'writes the same deed of both households once each, corrected and in the order %j',
    (order) => {
      const village = movedUp()
      const corrected = {
        households: [household('101', { head: '示范户乙' }), household('201', { head: '示范户甲' })],
        lines: order.map((door) => line(door, '2026-04-05')),
      }
      expect(take(village, corrected)).toMatchObject({ postings: 2, alreadyWritten: 0 })
      for (const door of ['101', '201'])
        expect(listPostings(store, village.id, { door, from: '2026-04-05' }, null, 9)).toHaveLength(1)
      expect(take(village, corrected)).toMatchObject({ postings: 0, alreadyWritten: 2 })
      expect(take(village, { ...corrected, lines: [...corrected.lines].reverse() })).toMatchObject({
        postings: 0,
      })
      expect(village.faults()).toEqual([])
    },
  )

  it('asks whose a line is that stands for the earlier household, where no head is listed', () => {
    const village = movedUp()
    // 甲 has both, 乙 the first.
    const lines = [line('101'), line('101')]
    expect(refusalOf(() => take(village, { households: [], lines })).code).toBe('import-line-taken')
    const households = [household('101', { head: '示范户乙' })]
    expect(take(village, { households, lines })).toMatchObject({ postings: 1, alreadyWritten: 1 })
  })

  const add = (village: TestVillage, door: string, head: string) =>
    store.write(() => insertHousehold(store, village.scope, randomUUID(), door, household(door, { head })))
  const linesOf = (village: TestVillage, door: string) =>
    listPostings(store, village.id, { door, from: '2026-04-05' }, null, 9).length
  const april = (door: string) => line(door, '2026-04-05')

  it('has the same deed of two households once each, also after the second one moves on', () => {
    const village = new TestVillage(store)
    const first = {
      households: [household('101', { head: '示范户甲' })],
      lines: [april('101'), april('101')],
    }
    expect(take(village, first)).toMatchObject({ postings: 2 })
    move(village, '101', '201')
    add(village, '101', '示范户丙')
    const listing = (...listed: [door: string, head: string][]) => ({
      households: listed.map(([door, head]) => household(door, { head })),
      lines: listed.flatMap(([door]) => [april(door), april(door)]),
    })
    const second = listing(['201', '示范户甲'], ['101', '示范户丙'])
    expect(take(village, second)).toMatchObject({ postings: 2, alreadyWritten: 2 })
    move(village, '101', '301')
    expect(take(village, listing(['301', '示范户丙'], ['201', '示范户甲']))).toMatchObject({ postings: 0 })
    move(village, '201', '101')
    expect(take(village, listing(['101', '示范户甲'], ['301', '示范户丙']))).toMatchObject({ postings: 0 })
    expect([linesOf(village, '101'), linesOf(village, '301')]).toEqual([2, 2])
  })

  it('is refused where the door has another household of the same name, until both are listed', () => {
    const village = imported()
    move(village, '101', '201')
    add(village, '101', '示范户甲')
    changeHousehold(store, village.scope, '101', { head: '示范户丙' })
    expect(refusalOf(() => take(village)).code).toBe('import-door-taken')
    const households = [household('101', { head: '示范户丙' }), household('201', { head: '示范户甲' })]
    const lines = [line('201'), line('201'), line('102')]
    expect(take(village, { households, lines })).toEqual(nothingNew)
  })

  it('has the deeds of two households that are one now, each once', () => {
    const village = new TestVillage(store)
    take(village, { households: [household('101', { head: '示范户甲' })], lines: [april('101')] })
    move(village, '101', '201')
    add(village, '101', '示范户丙')
    merge(village, '101', '201')
    const lines = [april('201'), april('101')]
    expect(take(village, { households: [], lines })).toMatchObject({ postings: 1, alreadyWritten: 1 })
    expect(take(village, { households: [], lines })).toMatchObject({ postings: 0 })
    expect(take(village, { households: [], lines: [...lines].reverse() })).toMatchObject({ postings: 0 })
    expect(village.faults()).toEqual([])
  })

  it.each(['101', '102'])('asks whether a deed is that of the merged household, written under %s', (door) => {
    const village = new TestVillage(store)
    const both = [household('101', { head: '示范户甲' }), household('102', { head: '示范户乙' })]
    take(village, { households: both, lines: [april('101')] })
    if (door === '101') {
      move(village, '101', '201')
      merge(village, '201', '102')
      move(village, '102', '101')
    } else merge(village, '101', '102')
    const own = { households: [household(door, { head: '示范户乙' })], lines: [april(door)] }
    expect(refusalOf(() => take(village, own)).code).toBe('import-line-merged')
    const former = door === '101' ? '201' : '101'
    const clear = { ...own, lines: [april(former), april(door)] }
    expect(take(village, clear)).toMatchObject({ postings: 1, alreadyWritten: 1 })
    expect(take(village, own)).toMatchObject({ postings: 0, alreadyWritten: 1 })
  })
})
