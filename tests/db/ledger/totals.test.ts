import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findHousehold, scoreByDimension } from '../../../db/households/households.ts'
import { type Rebuild, rebuildSteps } from '../../../db/ledger/proof/rebuild.ts'
import { inOrder } from '../../../db/store/inOrder.ts'
import type { PostingRow } from '../../../db/store/schema.ts'
import { postgresServer } from '../../support/db/engine.ts'
import { sentencesOf } from '../../support/db/faults.ts'
import { testStore, TestVillage } from '../../support/db/village.ts'
import { append, doAll, writes } from '../../support/db/writes.ts'

const store = await testStore()
// PostgreSQL tells once, when it begins to listen, that everything may have changed.
if (postgresServer() !== undefined) await new Promise<void>((resolve) => store.onChange(() => resolve()))
const runs = { numRuns: 25 }
const keptTables = [
  'standings',
  'dimension_standings',
  'month_totals',
  'line_totals',
  'entry_totals',
  'balances',
]

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
async function allTotals(village: TestVillage): Promise<string[]> {
  return (
    await inOrder(keptTables, async (table) =>
      (await store.all(`SELECT '${table}' AS "table", * FROM ${table} WHERE village_id = ?`, village.id))
        .map((row) => JSON.stringify(row))
        .sort(),
    )
  ).flat()
}

/** Rebuilds in one go. */
async function rebuild(village: TestVillage): Promise<Rebuild> {
  const steps = rebuildSteps(store, await village.row())
  for (;;) {
    const step = await steps.next()
    if (step.done) return step.value
  }
}

/** Removes a village's rows from tables of totals. */
async function empty(village: TestVillage, ...tables: string[]): Promise<void> {
  for (const table of tables)
    await store.write(village.id, async (store) =>
      store.run(`DELETE FROM ${table} WHERE village_id = ?`, village.id),
    )
}

describe('after any writes', () => {
  it('the totals are what the postings add up to', async () => {
    await fc.assert(
      fc.asyncProperty(writes, async (list) => {
        const village = await TestVillage.create(store)
        await doAll(village, list)
        const postings = await village.postings()
        for (const door of ['1001', '1002', '1003', '1004'])
          expect(await findHousehold(store, village.id, door)).toMatchObject(
            addedUp(postings, await village.household(door)),
          )
      }),
      runs,
    )
  })

  it('the ledger holds', async () => {
    await fc.assert(
      fc.asyncProperty(writes, async (list) => {
        const village = await TestVillage.create(store)
        await doAll(village, list)
        expect(await village.faults()).toEqual([])
        expect((await village.postings()).map(({ seq }) => seq)).toEqual(
          (await village.postings()).map((_, index) => index + 1),
        )
      }),
      runs,
    )
  })

  it('rebuilt totals are the same, row by row', async () => {
    await fc.assert(
      fc.asyncProperty(writes, async (list) => {
        const village = await TestVillage.create(store)
        await doAll(village, list)
        const before = await allTotals(village)
        await empty(village, ...keptTables)
        await rebuild(village)
        expect(await allTotals(village)).toEqual(before)
      }),
      runs,
    )
  })
})

describe('rebuilding totals', () => {
  it.each(keptTables)('corrects wrong %s, and says so', async (table) => {
    const village = await TestVillage.create(store)
    await village.enter('duty')
    const before = await allTotals(village)
    await empty(village, table)
    expect(sentencesOf((await rebuild(village)).corrected)).toContainEqual(
      expect.stringMatching(`^${table} .+ but is missing$`),
    )
    expect(await allTotals(village)).toEqual(before)
    expect(await village.faults()).toEqual([])
  })

  it('leaves the other villages alone', async () => {
    const [village, other] = [await TestVillage.create(store), await TestVillage.create(store)]
    await other.enter('duty')
    const before = await allTotals(other)
    await village.enter('duty')
    await empty(village, 'balances')
    await rebuild(village)
    expect(await allTotals(other)).toEqual(before)
  })

  it.each([
    ['sends every screen a new board', ['balances']],
    ['writes nothing where they agree with the postings', []],
  ])('%s', async (_, tables) => {
    const village = await TestVillage.create(store)
    await village.enter('duty')
    await empty(village, ...tables)
    const heard: unknown[] = []
    const stop = store.onChange((change) => heard.push(change))
    await rebuild(village)
    stop()
    expect(heard).toEqual(tables.map(() => ({ type: 'village', village: village.id })))
  })

  it('writes nothing where the chain does not hold', async () => {
    const village = await TestVillage.create(store)
    await village.enter('duty')
    await store.write(village.id, async (store) =>
      store.run(`UPDATE chains SET head = 'x' WHERE village_id = ?`, village.id),
    )
    await empty(village, 'balances')
    const before = await allTotals(village)
    expect(await rebuild(village)).toMatchObject({ faults: [{ code: 'head-differs' }], corrected: [] })
    expect(await allTotals(village)).toEqual(before)
  })
})

describe('a household', () => {
  it('keeps its score when it redeems, and pays from its balance', async () => {
    const village = await TestVillage.create(store)
    await village.enter('yard', { points: 100 })
    await append(village, 'redeem', { door: '1001', day: '2026-06-15', points: -80 })
    expect(await findHousehold(store, village.id, '1001')).toMatchObject({
      score: 100,
      balance: 20,
      redeemed: 80,
    })
  })

  it('has its score by dimension, zero where there is none', async () => {
    const village = await TestVillage.create(store)
    await village.enter('meeting')
    await village.enter('litter')
    const points = (await scoreByDimension(store, village.id, await village.household('1001'))).map(
      (one) => one.points,
    )
    expect(points).toEqual([20, -20, 0, 0, 0])
  })
})
