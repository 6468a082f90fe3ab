import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { findHousehold } from '../../../db/households/households.ts'
import { listPostings } from '../../../db/ledger/postings.ts'
import { verifyVillage } from '../../../db/ledger/verify.ts'
import { restorePoints } from '../../../db/scores/restorePoints.ts'
import { openStore } from '../../../db/store/sqlite/open.ts'
import { mustFindVillage } from '../../../db/villages/villages.ts'
import { tamper } from '../../support/db/damage.ts'
import { sentencesOf } from '../../support/db/faults.ts'
import { refusalOf, temporaryFolder, testStore, TestVillage, today } from '../../support/db/village.ts'

const store = await testStore()

describe('a restore', () => {
  it('gives points of a deduction back and names it', () => {
    const village = new TestVillage(store)
    const deduction = village.enter('litter', { occurredOn: '2026-05-20' })
    expect(village.restore(deduction, 15, '已清理')).toMatchObject({
      kind: 'restore',
      restores: deduction.seq,
      points: 15,
      occurred_on: today,
      text: deduction.text,
      note: '已清理',
      dimension_id: deduction.dimension_id,
      reverses: null,
    })
    expect(findHousehold(store, village.id, '1001')).toMatchObject({ score: -5, deducted: 5, balance: -5 })
    expect(village.faults()).toEqual([])
  })

  it('is seen beside the deduction, until it is reversed', () => {
    const village = new TestVillage(store)
    const deduction = village.enter('litter')
    village.restore(deduction, 5)
    const second = village.restore(deduction, 10)
    const restored = () => listPostings(store, village.id, { kind: 'deduct' }, null, 10)[0]?.restored
    expect(restored()).toBe(15)
    village.reverse(second)
    expect(restored()).toBe(5)
  })

  it('with the same id gives the first result, and is refused with other content', () => {
    const village = new TestVillage(store)
    const { id } = village.enter('litter')
    const request = { id: randomUUID(), points: 20, reason: '已整改' }
    expect(restorePoints(store, village.scope, id, request)).toEqual({ seqs: [2], fresh: true })
    expect(restorePoints(store, village.scope, id, request)).toEqual({ seqs: [2], fresh: false })
    const other = () => restorePoints(store, village.scope, id, { ...request, points: 5 })
    expect(refusalOf(other).code).toBe('id-used-before')
    expect(village.postings()).toHaveLength(2)
  })
})

describe('a restore is refused', () => {
  it('for more than is left, in sum', () => {
    const village = new TestVillage(store)
    const deduction = village.enter('litter')
    village.restore(deduction, 12)
    expect(refusalOf(() => village.restore(deduction, 9))).toMatchObject({
      code: 'restore-too-much',
      params: { left: 8 },
    })
    village.restore(deduction, 8)
    expect(refusalOf(() => village.restore(deduction, 1)).code).toBe('restored-before')
  })

  it('of what is no deduction, of a reversed one, and of one that is not there', () => {
    const village = new TestVillage(store)
    expect(refusalOf(() => village.restore(village.enter('duty'), 5)).code).toBe('restore-needs-deduction')
    const deduction = village.enter('litter')
    village.reverse(deduction)
    expect(refusalOf(() => village.restore(deduction, 5)).code).toBe('reversed-before')
    expect(refusalOf(() => village.restore({ id: 'nothing' }, 5)).code).toBe('unknown-posting')
  })

  it("of another village's deduction", () => {
    const deduction = new TestVillage(store).enter('litter')
    expect(refusalOf(() => new TestVillage(store).restore(deduction, 5)).code).toBe('unknown-posting')
  })
})

describe('a deduction with a restore', () => {
  it('is reversed only after the restore was', () => {
    const village = new TestVillage(store)
    const deduction = village.enter('litter')
    const restore = village.restore(deduction, 5)
    expect(refusalOf(() => village.reverse(deduction))).toMatchObject({
      code: 'deduction-restored',
      params: { seq: deduction.seq, by: restore.seq },
    })
    village.reverse(restore)
    village.reverse(deduction)
    expect(findHousehold(store, village.id, '1001')).toMatchObject({ score: 0, deducted: 0, balance: 0 })
    expect(village.faults()).toEqual([])
  })
})

describe('the database itself', () => {
  const insert = (village: TestVillage, change: string) =>
    store.write(() => {
      const columns = Object.keys(village.postings()[0] ?? {})
      const changes = new Map(change.split('; ').map((one) => one.split(' = ') as [string, string]))
      const values = columns.map((column) => changes.get(column) ?? column)
      return store.write((it) =>
        it.run(
          `INSERT INTO postings (${columns.join()}) SELECT ${values.join()} FROM postings WHERE village_id = ? AND seq = 1`,
          village.id,
        ),
      )
    })

  it.each([
    ['a restore that names nothing', `seq = 3; id = 'x'; kind = 'restore'; points = 5`, 'CHECK'],
    [
      'an award that names a deduction',
      `seq = 3; id = 'x'; kind = 'award'; points = 5; restores = 1`,
      'CHECK',
    ],
    ['a restore that takes', `seq = 3; id = 'x'; kind = 'restore'; points = -5; restores = 1`, 'CHECK'],
    ['a restore of an award', `seq = 3; id = 'x'; kind = 'restore'; points = 5; restores = 2`, 'FOREIGN KEY'],
  ])('refuses %s', (_, change, words) => {
    const village = new TestVillage(store)
    village.enter('litter')
    village.enter('duty')
    expect(() => insert(village, change)).toThrow(words)
    expect(village.postings()).toHaveLength(2)
  })
})

describe('verify', () => {
  it.each([
    ['another deduction named', `UPDATE postings SET restores = 1 WHERE restores = 2`, 'match its hash'],
    ['a deduction made smaller', `UPDATE postings SET points = -1 WHERE seq = 2`, 'more than posting 2'],
  ])('finds %s', async (_, statement, words) => {
    const folder = temporaryFolder()
    const written = await openStore(folder)
    const village = new TestVillage(written, { slug: 'jinwei' })
    village.enter('litter')
    village.restore(village.enter('litter'), 15)
    written.close()
    tamper(folder, statement)
    const opened = await openStore(folder)
    const { faults } = verifyVillage(opened, mustFindVillage(opened, 'jinwei'))
    opened.close()
    expect(sentencesOf(faults).join('\n')).toContain(words)
  })
})
