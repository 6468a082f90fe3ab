import { afterAll, expect, describe, it } from 'vitest'
import { type Verification, verifySteps, verifyVillage } from '../../../db/ledger/proof/verify.ts'
import { listVillages, mustFindVillage } from '../../../db/villages/findVillages.ts'
import { chainOrigin } from '../../../server/domain/points/canonicalPosting.ts'
import { newDatabase, type TestDatabase } from '../../support/db/engine.ts'
import { sentencesOf } from '../../support/db/faults.ts'
import { testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

/** The closed database of a ledger of five postings. */
async function ledgerOfFive(): Promise<TestDatabase> {
  const database = await newDatabase(afterAll)
  const open = await database.open()
  const village = await TestVillage.create(open, { slug: 'jinwei' })
  for (const door of ['1001', '1002', '1003', '1004']) await village.enter('duty', { door, note: '值守' })
  await village.reverse((await village.postings())[1] ?? { id: '' })
  open.close()
  return database
}

const untouched = await ledgerOfFive()

/** What verifying says of the ledger of five postings after somebody changed its closed database. */
async function verifiedAfter(
  ...statements: string[]
): Promise<Omit<Verification, 'faults'> & { faults: string[] }> {
  const database = await untouched.copy()
  if (statements.length > 0) await database.tamper(...statements)
  const after = await database.open()
  try {
    const verified = await verifyVillage(after, await mustFindVillage(after, 'jinwei'))
    return { ...verified, faults: sentencesOf(verified.faults) }
  } finally {
    after.close()
  }
}

describe('a ledger that nobody touched', () => {
  it('holds after the file was closed and opened', async () => {
    expect(await verifiedAfter()).toMatchObject({ village: 'jinwei', holds: true, seq: 5, faults: [] })
  })

  it('is witnessed by the hash of its last posting', async () => {
    const village = await TestVillage.create(store)
    const { hash } = await village.enter('duty')
    expect(await verifyVillage(store, await village.row())).toMatchObject({ seq: 1, head: hash })
  })

  it('holds while it is empty', async () => {
    const village = await TestVillage.create(store)
    expect(await verifyVillage(store, await village.row())).toMatchObject({
      holds: true,
      seq: 0,
      head: chainOrigin,
    })
  })
})

describe('verifying names the posting', () => {
  it.each([
    ['points', `points = 41`],
    ['words', `text = text || ' '`],
    ['note', `note = '值班'`],
    ['day', `occurred_on = '2026-06-14'`],
    ['time of recording', `recorded_at = '2026-06-15T04:00:00.001Z'`],
    ['recorder', `recorder = '别人'`],
    ['id', `id = 'x' || id`],
    ['household', `household_id = household_id + 1`],
  ])('whose %s was changed', async (_, set) => {
    const { holds, faults } = await verifiedAfter(`UPDATE postings SET ${set} WHERE seq = 3`)
    expect(holds).toBe(false)
    expect(faults[0]).toContain('posting 3 does not match its hash')
    expect(faults.filter((fault) => fault.includes('hash'))).toHaveLength(1)
  })

  it('whose content and hash were changed together: the chain breaks behind it', async () => {
    const forged = 'f'.repeat(64)
    const { faults } = await verifiedAfter(
      `UPDATE postings SET points = 41, hash = '${forged}' WHERE seq = 3`,
    )
    expect(faults.join('\n')).toContain('posting 4 does not match its hash')
  })

  it('that is missing in the middle', async () => {
    const { faults } = await verifiedAfter('DELETE FROM postings WHERE seq = 3')
    expect(faults[0]).toContain('posting 3 is missing')
  })

  it('that is missing at the end', async () => {
    const { faults } = await verifiedAfter('DELETE FROM postings WHERE seq = 5')
    expect(faults[0]).toContain('should end with posting 5, but ends with 4')
  })

  it('where the chain should end, when its head was changed', async () => {
    const { faults } = await verifiedAfter(`UPDATE chains SET head = '${'e'.repeat(64)}'`)
    expect(faults).toEqual([`the chain's head is not the hash of posting 5`])
  })
})

describe('verifying finds totals that no posting gives', () => {
  it.each([
    ['score', 'UPDATE standings SET score = score + 1 WHERE score = 40', 'standings'],
    ['earned', 'UPDATE standings SET earned = earned + 1 WHERE score = 40', 'standings'],
    ['deducted', 'UPDATE standings SET deducted = 1 WHERE score = 40', 'standings'],
    ['redeemed', 'UPDATE standings SET redeemed = 1 WHERE score = 40', 'standings'],
    [
      'score of a dimension',
      'UPDATE dimension_standings SET score = 41 WHERE score = 40',
      'dimension_standings',
    ],
    ['score of a month', 'UPDATE month_totals SET score = score + 1', 'month_totals'],
    ['lines of a month', 'UPDATE line_totals SET lines = 2 WHERE lines = 1', 'line_totals'],
    ['lines of a quarter of an hour', 'UPDATE entry_totals SET lines = 2', 'entry_totals'],
    ['time of the last line', `UPDATE balances SET last_at = '' WHERE balance = 40`, 'balances'],
    ['balance', 'UPDATE balances SET balance = 41 WHERE balance = 40', 'balances'],
    ['lost row', 'DELETE FROM balances WHERE balance = 40', 'balances'],
    [
      'row that was made up',
      `INSERT INTO month_totals SELECT village_id, season_id, '2026-01', dimension_id, 5 FROM month_totals`,
      'month_totals',
    ],
  ])('%s', async (_, statement, table) => {
    const { holds, faults } = await verifiedAfter(statement)
    expect(holds).toBe(false)
    expect(faults.every((fault) => fault.startsWith(`${table} `))).toBe(true)
  })
})

describe('verifying step by step', () => {
  it('takes in what is written meanwhile', async () => {
    const village = await TestVillage.create(store)
    const many = Array.from({ length: 2_000 }, () => village.request('duty'))
    await village.write(...many)
    const steps = verifySteps(store, await village.row())
    expect((await steps.next()).done).toBe(false)
    await village.enter('duty')
    let step = await steps.next()
    while (!step.done) step = await steps.next()
    expect(step.value).toMatchObject({ holds: true, seq: 2_001 })
  })

  it('speaks of one village only', async () => {
    const [village, other] = [await TestVillage.create(store), await TestVillage.create(store)]
    await other.enter('duty')
    expect(await verifyVillage(store, await village.row())).toMatchObject({ holds: true, seq: 0 })
    expect((await listVillages(store)).length).toBeGreaterThan(1)
  })
})
