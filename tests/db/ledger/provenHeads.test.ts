/** Verification of what came since the last proven head. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findProvenHead } from '../../../db/ledger/proof/provenHeads.ts'
import { verifySince, verifySteps, verifyVillage } from '../../../db/ledger/proof/verify.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { newDatabase, type TestDatabase } from '../../support/db/engine.ts'
import { sentencesOf } from '../../support/db/faults.ts'
import { testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

/** How many steps a verification since the last proven head takes, and what it finds. */
async function since(village: TestVillage) {
  const row = await village.row()
  const from = await findProvenHead(store, row.id)
  const shares: number[] = []
  const verification = await verifySince(store, row, (share) => shares.push(share))
  return { from, shares, verification }
}

async function long(): Promise<TestVillage> {
  const village = await TestVillage.create(store)
  await village.write(...Array.from({ length: 1_000 }, () => village.request('duty')))
  return village
}

describe('a ledger that was proven', () => {
  it('is read from there on, and its proven head moves', async () => {
    const village = await long()
    const first = await since(village)
    expect(first.from).toBeUndefined()
    expect(first.shares.length).toBeGreaterThan(1)
    await village.enter('duty')
    const second = await since(village)
    expect(second).toMatchObject({
      from: { seq: 1_000 },
      shares: [],
      verification: { holds: true, seq: 1_001 },
    })
    expect((await since(village)).verification).toMatchObject({ holds: true, seq: 1_001 })
  })

  it('may be reversed and restored afterwards', async () => {
    const village = await TestVillage.create(store)
    await village.enter('duty')
    await village.enter('litter')
    const [award, deduction] = await village.postings()
    expect((await since(village)).verification.holds).toBe(true)
    await village.reverse(award ?? { id: '' })
    await village.reverse(deduction ?? { id: '' })
    const { from, verification } = await since(village)
    expect(from).toMatchObject({ seq: 2 })
    expect(verification).toMatchObject({ holds: true, seq: 4 })
    const steps = verifySteps(store, await village.row(), from)
    expect((await steps.next()).value).toMatchObject({ holds: true, faults: [] })
  })
})

describe('a deduction that was proven with one of its restores', () => {
  it('may be restored further and taken back', async () => {
    const village = await TestVillage.create(store)
    const deduction = await village.enter('litter')
    const first = await village.restore(deduction, 5)
    expect((await since(village)).verification.holds).toBe(true)
    await village.restore(deduction, 1)
    await village.reverse(first)
    const { from } = await since(village)
    const steps = verifySteps(store, await village.row(), from)
    expect((await steps.next()).value).toMatchObject({ holds: true, faults: [] })
  })
})

describe('what does not hold', () => {
  let proven: TestDatabase
  beforeAll(async () => {
    proven = await newDatabase(afterAll)
    const open = await proven.open()
    const village = await TestVillage.create(open, { slug: 'jinwei' })
    for (let index = 0; index < 3; index += 1) await village.enter('duty')
    await verifyVillage(open, await village.row())
    for (let index = 0; index < 2; index += 1) await village.enter('duty')
    open.close()
  })

  async function foundAfter(...statements: string[]): Promise<string[]> {
    const database = await proven.copy()
    await database.tamper(...statements)
    const after = await database.open()
    try {
      return sentencesOf((await verifySince(after, await mustFindVillage(after, 'jinwei'))).faults)
    } finally {
      after.close()
    }
  }

  it.each([
    ['a posting since', `UPDATE postings SET points = 41 WHERE seq = 5`, 'posting 5 does not match its hash'],
    ['a missing end', 'DELETE FROM postings WHERE seq = 5', 'ends with 4'],
    ['an end before the proven head', 'DELETE FROM postings WHERE seq > 2', 'ends with 2'],
    ['a total of before', 'UPDATE balances SET balance = balance + 1', 'balances '],
    ['a total since', 'UPDATE month_totals SET score = score - 1', 'month_totals '],
    ['a row that was made up', `UPDATE line_totals SET text = 'other'`, 'line_totals '],
  ])('is named: %s', async (_, statement, sentence) => {
    expect((await foundAfter(statement)).join('\n')).toContain(sentence)
  })
})
