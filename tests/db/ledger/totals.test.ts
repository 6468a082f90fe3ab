import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findHousehold, scoreByDimension } from '../../../db/households/households.ts'
import { type Rebuild, rebuildSteps } from '../../../db/ledger/rebuild.ts'
import type { PostingRow } from '../../../db/store/schema.ts'
import { sentencesOf } from '../../support/db/faults.ts'
import { testStore, TestVillage } from '../../support/db/village.ts'
import { append, doAll, writes } from '../../support/db/writes.ts'

const store = await testStore()
const runs = { numRuns: 25 }
const keptTables = ['standings', 'dimension_standings', 'month_totals', 'line_totals', 'balances']

/** The totals of a household, added up from its postings by hand. */
function addedUp(postings: PostingRow[], household: number) {
  const kindOf = ({ kind, reverses }: PostingRow) =>
    kind === 'reversal' ? (postings.find(({ seq }) => seq === reverses)?.kind ?? kind) : kind
  const sum = (...kinds: PostingRow['kind'][]) =>
    postings
      .filter((posting) => posting.household_id === household && kinds.includes(kindOf(posting)))
      .reduce((total, { points }) => total + points, 0)
  const earned = sum('award', 'opening')
  const lost = sum('deduct', 'restore')
  const goods = sum('redeem', 'redeem-return')
  return {
    score: earned + lost,
    earned,
    deducted: 0 - lost,
    redeemed: 0 - goods,
    balance: earned + lost + goods + sum('carry'),
  }
}

/** Every row of every table of totals. */
function allTotals(village: TestVillage): string[] {
  return keptTables.flatMap((table) =>
    store
      .all(`SELECT '${table}' AS "table", * FROM ${table} WHERE village_id = ?`, village.id)
      .map((row) => JSON.stringify(row))
      .sort(),
  )
}

/** Rebuilds in one go. */
function rebuild(village: TestVillage): Rebuild {
  const steps = rebuildSteps(store, village.row)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Removes a village's rows from tables of totals. */
function empty(village: TestVillage, ...tables: string[]): void {
  for (const table of tables)
    store.write((store) => store.run(`DELETE FROM ${table} WHERE village_id = ?`, village.id))
}

describe('after any writes', () => {
  it('the totals are what the postings add up to', () => {
    fc.assert(
      fc.property(writes, (list) => {
        const village = new TestVillage(store)
        doAll(village, list)
        const postings = village.postings()
        for (const door of ['1001', '1002', '1003', '1004'])
          expect(findHousehold(store, village.id, door)).toMatchObject(
            addedUp(postings, village.household(door)),
          )
      }),
      runs,
    )
  })

  it('the ledger holds', () => {
    fc.assert(
      fc.property(writes, (list) => {
        const village = new TestVillage(store)
        doAll(village, list)
        expect(village.faults()).toEqual([])
        expect(village.postings().map(({ seq }) => seq)).toEqual(
          village.postings().map((_, index) => index + 1),
        )
      }),
      runs,
    )
  })

  it('rebuilt totals are the same, row by row', () => {
    fc.assert(
      fc.property(writes, (list) => {
        const village = new TestVillage(store)
        doAll(village, list)
        const before = allTotals(village)
        empty(village, ...keptTables)
        rebuild(village)
        expect(allTotals(village)).toEqual(before)
      }),
      runs,
    )
  })
})

describe('rebuilding totals', () => {
  it.each(keptTables)('corrects wrong %s, and says so', (table) => {
    const village = new TestVillage(store)
    village.enter('duty')
    const before = allTotals(village)
    empty(village, table)
    expect(sentencesOf(rebuild(village).corrected)).toContainEqual(
      expect.stringMatching(`^${table} .+ but is missing$`),
    )
    expect(allTotals(village)).toEqual(before)
    expect(village.faults()).toEqual([])
  })

  it('leaves the other villages alone', () => {
    const [village, other] = [new TestVillage(store), new TestVillage(store)]
    other.enter('duty')
    const before = allTotals(other)
    village.enter('duty')
    empty(village, 'balances')
    rebuild(village)
    expect(allTotals(other)).toEqual(before)
  })

  it.each([
    ['sends every screen a new board', ['balances']],
    ['writes nothing where they agree with the postings', []],
  ])('%s', (_, tables) => {
    const village = new TestVillage(store)
    village.enter('duty')
    empty(village, ...tables)
    const heard: unknown[] = []
    const stop = store.onChange((change) => heard.push(change))
    rebuild(village)
    stop()
    expect(heard).toEqual(tables.map(() => ({ type: 'village', village: village.id })))
  })

  it('writes nothing where the chain does not hold', () => {
    const village = new TestVillage(store)
    village.enter('duty')
    store.write((store) => store.run(`UPDATE chains SET head = 'x' WHERE village_id = ?`, village.id))
    empty(village, 'balances')
    const before = allTotals(village)
    expect(rebuild(village)).toMatchObject({ faults: [{ code: 'head-differs' }], corrected: [] })
    expect(allTotals(village)).toEqual(before)
  })
})

describe('a household', () => {
  it('keeps its score when it redeems, and pays from its balance', () => {
    const village = new TestVillage(store)
    village.enter('yard', { points: 100 })
    append(village, 'redeem', { door: '1001', day: '2026-06-15', points: -80 })
    expect(findHousehold(store, village.id, '1001')).toMatchObject({ score: 100, balance: 20, redeemed: 80 })
  })

  it('has its score by dimension, zero where there is none', () => {
    const village = new TestVillage(store)
    village.enter('meeting')
    village.enter('litter')
    const points = scoreByDimension(store, village.id, village.household('1001')).map((one) => one.points)
    expect(points).toEqual([20, -20, 0, 0, 0])
  })
})
