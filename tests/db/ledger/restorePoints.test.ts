import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { findHousehold } from '../../../db/households/households.ts'
import { listPostings } from '../../../db/ledger/postings.ts'
import { verifyVillage } from '../../../db/ledger/proof/verify.ts'
import { restorePoints } from '../../../db/scores/restorePoints.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { newDatabase } from '../../support/db/engine.ts'
import { sentencesOf } from '../../support/db/faults.ts'
import { refusalOf, testStore, TestVillage, today } from '../../support/db/village.ts'

const store = await testStore()

describe('a restore', () => {
  it('gives points of a deduction back and names it', async () => {
    const village = await TestVillage.create(store)
    const deduction = await village.enter('litter', { occurredOn: '2026-05-20' })
    expect(await village.restore(deduction, 15, '已清理')).toMatchObject({
      kind: 'restore',
      restores: deduction.seq,
      points: 15,
      occurred_on: today,
      text: deduction.text,
      note: '已清理',
      dimension_id: deduction.dimension_id,
      reverses: null,
    })
    expect(await findHousehold(store, village.id, '1001')).toMatchObject({
      score: -5,
      deducted: 5,
      balance: -5,
    })
    expect(await village.faults()).toEqual([])
  })

  it('is seen beside the deduction, until it is reversed', async () => {
    const village = await TestVillage.create(store)
    const deduction = await village.enter('litter')
    await village.restore(deduction, 5)
    const second = await village.restore(deduction, 10)
    const restored = async () =>
      (await listPostings(store, village.id, { kind: 'deduct' }, null, 10))[0]?.restored
    expect(await restored()).toBe(15)
    await village.reverse(second)
    expect(await restored()).toBe(5)
  })

  it('with the same id gives the first result, and is refused with other content', async () => {
    const village = await TestVillage.create(store)
    const { id } = await village.enter('litter')
    const request = { id: randomUUID(), points: 20, reason: '已整改' }
    expect(await restorePoints(store, village.scope, id, request)).toEqual({ seqs: [2], fresh: true })
    expect(await restorePoints(store, village.scope, id, request)).toEqual({ seqs: [2], fresh: false })
    const other = async () => restorePoints(store, village.scope, id, { ...request, points: 5 })
    expect((await refusalOf(other)).code).toBe('id-used-before')
    expect(await village.postings()).toHaveLength(2)
  })
})

describe('a restore is refused', () => {
  it('for more than is left, in sum', async () => {
    const village = await TestVillage.create(store)
    const deduction = await village.enter('litter')
    await village.restore(deduction, 12)
    expect(await refusalOf(async () => village.restore(deduction, 9))).toMatchObject({
      code: 'restore-too-much',
      params: { left: 8 },
    })
    await village.restore(deduction, 8)
    expect((await refusalOf(async () => village.restore(deduction, 1))).code).toBe('restored-before')
  })

  it('of what is no deduction, of a reversed one, and of one that is not there', async () => {
    const village = await TestVillage.create(store)
    expect((await refusalOf(async () => village.restore(await village.enter('duty'), 5))).code).toBe(
      'restore-needs-deduction',
    )
    const deduction = await village.enter('litter')
    await village.reverse(deduction)
    expect((await refusalOf(async () => village.restore(deduction, 5))).code).toBe('reversed-before')
    expect((await refusalOf(async () => village.restore({ id: 'nothing' }, 5))).code).toBe('unknown-posting')
  })

  it("of another village's deduction", async () => {
    const deduction = await (await TestVillage.create(store)).enter('litter')
    expect((await refusalOf(async () => (await TestVillage.create(store)).restore(deduction, 5))).code).toBe(
      'unknown-posting',
    )
  })
})

describe('a deduction with a restore', () => {
  it('is reversed only after the restore was', async () => {
    const village = await TestVillage.create(store)
    const deduction = await village.enter('litter')
    const restore = await village.restore(deduction, 5)
    expect(await refusalOf(async () => village.reverse(deduction))).toMatchObject({
      code: 'deduction-restored',
      params: { seq: deduction.seq, by: restore.seq },
    })
    await village.reverse(restore)
    await village.reverse(deduction)
    expect(await findHousehold(store, village.id, '1001')).toMatchObject({
      score: 0,
      deducted: 0,
      balance: 0,
    })
    expect(await village.faults()).toEqual([])
  })
})

describe('the database itself', () => {
  const insert = async (village: TestVillage, change: string) =>
    store.write(village.id, async (store) => {
      const columns = Object.keys(await store.one<object>('SELECT * FROM postings LIMIT 1'))
      const changes = new Map(change.split('; ').map((one) => one.split(' = ') as [string, string]))
      const values = columns.map((column) => changes.get(column) ?? column)
      return store.run(
        `INSERT INTO postings (${columns.join()}) SELECT ${values.join()} FROM postings WHERE village_id = ? AND seq = 1`,
        village.id,
      )
    })

  it.each([
    ['a restore that names nothing', `seq = 3; id = 'x'; kind = 'restore'; points = 5`, /check/i],
    [
      'an award that names a deduction',
      `seq = 3; id = 'x'; kind = 'award'; points = 5; restores = 1`,
      /check/i,
    ],
    ['a restore that takes', `seq = 3; id = 'x'; kind = 'restore'; points = -5; restores = 1`, /check/i],
    [
      'a restore of an award',
      `seq = 3; id = 'x'; kind = 'restore'; points = 5; restores = 2`,
      /foreign key/i,
    ],
  ])('refuses %s', async (_, change, words) => {
    const village = await TestVillage.create(store)
    await village.enter('litter')
    await village.enter('duty')
    await expect(async () => insert(village, change)).rejects.toThrow(words)
    expect(await village.postings()).toHaveLength(2)
  })
})

describe('verify', () => {
  it.each([
    ['another deduction named', `UPDATE postings SET restores = 1 WHERE restores = 2`, 'match its hash'],
    ['a deduction made smaller', `UPDATE postings SET points = -1 WHERE seq = 2`, 'more than posting 2'],
  ])('finds %s', async (_, statement, words) => {
    const database = await newDatabase()
    const written = await database.open()
    const village = await TestVillage.create(written, { slug: 'jinwei' })
    await village.enter('litter')
    await village.restore(await village.enter('litter'), 15)
    written.close()
    await database.tamper(statement)
    const opened = await database.open()
    const { faults } = await verifyVillage(opened, await mustFindVillage(opened, 'jinwei'))
    opened.close()
    expect(sentencesOf(faults).join('\n')).toContain(words)
  })
})
