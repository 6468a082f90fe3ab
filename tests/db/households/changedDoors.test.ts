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

const take = async (village: TestVillage, more: Partial<OfficeRecords> = {}) =>
  importRecords(store, village.scope, { ...records, ...more })
const move = async (village: TestVillage, door: string, to: string) =>
  moveHousehold(store, village.scope, door, { id: randomUUID(), door: to, group: '1组' })
const merge = async (village: TestVillage, door: string, into: string) =>
  mergeHousehold(store, village.scope, door, { id: randomUUID(), into })

async function imported(): Promise<TestVillage> {
  const village = await TestVillage.create(store)
  expect(await take(village)).toMatchObject({ newHouseholds: 2, postings: 3 })
  return village
}

const nothingNew = { newHouseholds: 0, newRules: 0, postings: 0, alreadyWritten: 3 }

describe('a workbook with the former door of a household', () => {
  it('writes nothing twice, and says which door it is now', async () => {
    const village = await imported()
    await move(village, '101', '201')
    expect(await foreseeImport(store, village.id, records)).toEqual({
      newHouseholds: 0,
      newRules: 0,
      changedDoors: [{ door: '101', now: '201', change: 'moved' }],
    })
    expect(await take(village)).toEqual(nothingNew)
    expect(await findHousehold(store, village.id, '101')).toBeUndefined()
    expect(await village.faults()).toEqual([])
  })

  it('adds what is new to the door of now', async () => {
    const village = await imported()
    await move(village, '101', '201')
    await move(village, '201', '301')
    const lines = [...records.lines, line('101', '2026-03-11')]
    expect(await take(village, { lines })).toMatchObject({ postings: 1, alreadyWritten: 3 })
    expect(await listPostings(store, village.id, { door: '301' }, null, 9)).toHaveLength(3)
  })

  it('knows the lines also by the new door', async () => {
    const village = await imported()
    await move(village, '101', '201')
    const renumbered = {
      households: [household('201', { head: '示范户甲' })],
      lines: [line('201'), line('201')],
    }
    expect(await take(village, renumbered)).toEqual({ ...nothingNew, alreadyWritten: 2 })
    const third = { ...renumbered, lines: [line('201'), line('201'), line('201')] }
    expect(await take(village, third)).toMatchObject({ postings: 1, alreadyWritten: 2 })
    expect(await take(village, { lines: [line('101'), line('101'), line('101')] })).toMatchObject({
      postings: 0,
    })
  })

  it('goes to the household that it was merged into, whose own lines stay its own', async () => {
    const village = await imported()
    await merge(village, '101', '102')
    expect((await foreseeImport(store, village.id, records)).changedDoors).toEqual([
      { door: '101', now: '102', change: 'merged' },
    ])
    const before = (await village.board()).seq
    expect(await take(village)).toEqual(nothingNew)
    const lines = [line('101', '2026-03-11'), line('102', '2026-03-11')]
    expect(await take(village, { lines })).toMatchObject({ postings: 2 })
    const written = await listPostings(store, village.id, { door: '102' }, null, 2)
    expect(written.map(({ seq }) => seq)).toEqual([before + 2, before + 1])
    expect(await village.faults()).toEqual([])
  })

  it('also after it was moved and then merged', async () => {
    const village = await imported()
    await move(village, '101', '201')
    await merge(village, '201', '102')
    expect((await foreseeImport(store, village.id, records)).changedDoors).toEqual([
      { door: '101', now: '102', change: 'merged' },
    ])
    expect(await take(village)).toEqual(nothingNew)
  })

  it('with another head is refused in a sentence, and nothing is written', async () => {
    const village = await imported()
    await move(village, '101', '201')
    const households = [household('101', { head: '示范户丙' })]
    const refusal = await refusalOf(async () => take(village, { households }))
    expect([refusal.code, refusal.params]).toEqual([
      'import-door-reassigned',
      { door: '101', now: '201', head: '示范户甲', listed: '示范户丙' },
    ])
    expect(await findHousehold(store, village.id, '101')).toBeUndefined()
  })

  it('with a former name of the head is the same household', async () => {
    const village = await imported()
    await move(village, '101', '201')
    await changeHousehold(store, village.scope, '201', { head: '示范户丙' })
    expect(await take(village)).toEqual(nothingNew)
  })

  it('stands for another household once one has the door', async () => {
    const village = await imported()
    await move(village, '101', '201')
    await store.write(village.id, async (store) =>
      insertHousehold(store, village.scope, randomUUID(), '101', household('101', { head: '示范户丙' })),
    )
    expect((await foreseeImport(store, village.id, records)).changedDoors).toEqual([])
    const lines = [line('101', '2026-03-12')]
    expect(await take(village, { households: [], lines })).toMatchObject({ postings: 1 })
    expect(await listPostings(store, village.id, { door: '101' }, null, 9)).toHaveLength(1)
  })

  /** 甲 moved from 101 to 201, and 乙 from 102 to 101. */
  async function movedUp(): Promise<TestVillage> {
    const village = await imported()
    await move(village, '101', '201')
    await move(village, '102', '101')
    return village
  }

  it('is refused where the door is another household’s now', async () => {
    const refusal = await refusalOf(async () => take(await movedUp()))
    expect([refusal.code, refusal.params]).toEqual([
      'import-door-taken',
      { door: '101', head: '示范户乙', former: '示范户甲', now: '201', listed: '示范户甲' },
    ])
  })

  it.each([[['101', '201']], [['201', '101']]])(
    'writes the same deed of both households once each, corrected and in the order %j',
    async (order) => {
      const village = await movedUp()
      const corrected = {
        households: [household('101', { head: '示范户乙' }), household('201', { head: '示范户甲' })],
        lines: order.map((door) => line(door, '2026-04-05')),
      }
      expect(await take(village, corrected)).toMatchObject({ postings: 2, alreadyWritten: 0 })
      for (const door of ['101', '201'])
        expect(await listPostings(store, village.id, { door, from: '2026-04-05' }, null, 9)).toHaveLength(1)
      expect(await take(village, corrected)).toMatchObject({ postings: 0, alreadyWritten: 2 })
      expect(await take(village, { ...corrected, lines: [...corrected.lines].reverse() })).toMatchObject({
        postings: 0,
      })
      expect(await village.faults()).toEqual([])
    },
  )

  it('asks whose a line is that stands for the earlier household, where no head is listed', async () => {
    const village = await movedUp()
    // 甲 has both, 乙 the first.
    const lines = [line('101'), line('101')]
    expect((await refusalOf(async () => take(village, { households: [], lines }))).code).toBe(
      'import-line-taken',
    )
    const households = [household('101', { head: '示范户乙' })]
    expect(await take(village, { households, lines })).toMatchObject({ postings: 1, alreadyWritten: 1 })
  })

  const add = async (village: TestVillage, door: string, head: string) =>
    store.write(village.id, async (store) =>
      insertHousehold(store, village.scope, randomUUID(), door, household(door, { head })),
    )
  const linesOf = async (village: TestVillage, door: string) =>
    (await listPostings(store, village.id, { door, from: '2026-04-05' }, null, 9)).length
  const april = (door: string) => line(door, '2026-04-05')

  it('has the same deed of two households once each, also after the second one moves on', async () => {
    const village = await TestVillage.create(store)
    const first = {
      households: [household('101', { head: '示范户甲' })],
      lines: [april('101'), april('101')],
    }
    expect(await take(village, first)).toMatchObject({ postings: 2 })
    await move(village, '101', '201')
    await add(village, '101', '示范户丙')
    const listing = (...listed: [door: string, head: string][]) => ({
      households: listed.map(([door, head]) => household(door, { head })),
      lines: listed.flatMap(([door]) => [april(door), april(door)]),
    })
    const second = listing(['201', '示范户甲'], ['101', '示范户丙'])
    expect(await take(village, second)).toMatchObject({ postings: 2, alreadyWritten: 2 })
    await move(village, '101', '301')
    expect(await take(village, listing(['301', '示范户丙'], ['201', '示范户甲']))).toMatchObject({
      postings: 0,
    })
    await move(village, '201', '101')
    expect(await take(village, listing(['101', '示范户甲'], ['301', '示范户丙']))).toMatchObject({
      postings: 0,
    })
    expect([await linesOf(village, '101'), await linesOf(village, '301')]).toEqual([2, 2])
  })

  it('is refused where the door has another household of the same name, until both are listed', async () => {
    const village = await imported()
    await move(village, '101', '201')
    await add(village, '101', '示范户甲')
    await changeHousehold(store, village.scope, '101', { head: '示范户丙' })
    expect((await refusalOf(async () => take(village))).code).toBe('import-door-taken')
    const households = [household('101', { head: '示范户丙' }), household('201', { head: '示范户甲' })]
    const lines = [line('201'), line('201'), line('102')]
    expect(await take(village, { households, lines })).toEqual(nothingNew)
  })

  it('has the deeds of two households that are one now, each once', async () => {
    const village = await TestVillage.create(store)
    await take(village, { households: [household('101', { head: '示范户甲' })], lines: [april('101')] })
    await move(village, '101', '201')
    await add(village, '101', '示范户丙')
    await merge(village, '101', '201')
    const lines = [april('201'), april('101')]
    expect(await take(village, { households: [], lines })).toMatchObject({ postings: 1, alreadyWritten: 1 })
    expect(await take(village, { households: [], lines })).toMatchObject({ postings: 0 })
    expect(await take(village, { households: [], lines: [...lines].reverse() })).toMatchObject({
      postings: 0,
    })
    expect(await village.faults()).toEqual([])
  })

  it.each(['101', '102'])(
    'asks whether a deed is that of the merged household, written under %s',
    async (door) => {
      const village = await TestVillage.create(store)
      const both = [household('101', { head: '示范户甲' }), household('102', { head: '示范户乙' })]
      await take(village, { households: both, lines: [april('101')] })
      if (door === '101') {
        await move(village, '101', '201')
        await merge(village, '201', '102')
        await move(village, '102', '101')
      } else await merge(village, '101', '102')
      const own = { households: [household(door, { head: '示范户乙' })], lines: [april(door)] }
      expect((await refusalOf(async () => take(village, own))).code).toBe('import-line-merged')
      const former = door === '101' ? '201' : '101'
      const clear = { ...own, lines: [april(former), april(door)] }
      expect(await take(village, clear)).toMatchObject({ postings: 1, alreadyWritten: 1 })
      expect(await take(village, own)).toMatchObject({ postings: 0, alreadyWritten: 1 })
    },
  )
})
