/** A household gets another door or group; what it was and what it agreed to stays known. */
import { randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { changeHousehold } from '../../../db/households/changeHouseholds.ts'
import { householdHistory } from '../../../db/households/householdHistory.ts'
import { findHousehold } from '../../../db/households/households.ts'
import { moveHousehold } from '../../../db/households/moveHousehold.ts'
import { listPostings } from '../../../db/ledger/postings.ts'
import { migrations } from '../../../db/store/migrations/index.ts'
import { refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

const move = async (
  village: TestVillage,
  door: string,
  to: string,
  group = '1组',
  id: string = randomUUID(),
) => moveHousehold(store, village.scope, door, { id, door: to, group })
const history = async (village: TestVillage, door: string) =>
  (await householdHistory(store, village.id, await village.household(door))).map(({ kind, details }) => [
    kind,
    details,
  ])

describe('a household that moves', () => {
  it('keeps its id, its account and its postings, and gives the old door free', async () => {
    const village = await TestVillage.create(store)
    await village.enter('duty')
    const id = await village.household('1001')
    expect(await move(village, '1001', '2001号', '2组')).toMatchObject({
      id,
      door: '2001',
      group: '2组',
      score: 40,
    })
    expect(await findHousehold(store, village.id, '1001')).toBeUndefined()
    expect(await listPostings(store, village.id, { door: '2001' }, null, 5)).toHaveLength(1)
    expect((await village.board()).households.map(({ door }) => door)).toContain('2001')
    expect((await village.board()).recent[0]?.household?.door).toBe('2001')
    expect(await village.faults()).toEqual([])
  })

  it('is refused a door that is taken or empty', async () => {
    const village = await TestVillage.create(store)
    expect((await refusalOf(async () => move(village, '1001', '1002'))).code).toBe('door-taken')
    expect((await refusalOf(async () => move(village, '1001', '号'))).code).toBe('door-empty')
  })

  it('moves once when the same request comes twice, also by the old door', async () => {
    const village = await TestVillage.create(store)
    const id = randomUUID()
    await move(village, '1001', '2001', '1组', id)
    expect((await move(village, '1001', '2001', '1组', id)).door).toBe('2001')
    expect((await refusalOf(async () => move(village, '1001', '2002', '1组', id))).code).toBe(
      'id-used-before',
    )
    expect((await history(village, '2001')).filter(([kind]) => kind === 'moved')).toHaveLength(1)
  })

  it('has a history that stays true: created, moved, and moved again', async () => {
    const village = await TestVillage.create(store)
    await move(village, '1001', '2001')
    await move(village, '2001', '3001', '2组')
    expect(await history(village, '3001')).toEqual([
      ['moved', { fromDoor: '2001', fromGroup: '1组', toDoor: '3001', toGroup: '2组' }],
      ['moved', { fromDoor: '1001', fromGroup: '1组', toDoor: '2001', toGroup: '1组' }],
      ['created', {}],
    ])
  })
})

describe('the history of a household', () => {
  it('tells of another head, another group, of opting out and of consent, with when and how', async () => {
    const village = await TestVillage.create(store)
    const change = async (what: Parameters<typeof changeHousehold>[3]) =>
      changeHousehold(store, village.scope, '1001', what)
    await change({ head: '刘示范' })
    await change({ group: '2组' })
    await change({ consented: true, agreement: { on: '2026-06-01', how: '书面同意书' } })
    await change({ consented: true, note: '无变化' })
    await change({ consented: false, optedOut: true })
    expect((await history(village, '1001')).reverse().slice(1)).toEqual([
      ['renamed', { from: '刘建国', to: '刘示范' }],
      ['moved', { fromDoor: '1001', fromGroup: '1组', toDoor: '1001', toGroup: '2组' }],
      ['consented', { on: '2026-06-01', how: '书面同意书' }],
      ['opted-out', {}],
      ['consent-withdrawn', {}],
    ])
  })
})

describe('a database from before', () => {
  it('gets tokens for all doors, and the history that the record of changes knows', async () => {
    const { Kysely, SqliteDialect } = await import('kysely')
    const sqlite = new Database(':memory:')
    onTestFinished(() => void sqlite.close())
    const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqlite }) })
    for (const name of ['001-ledger', '002-screens']) await migrations[name]?.up(db)
    sqlite.exec(`
      INSERT INTO villages (id, slug, name, timezone, created_at) VALUES (1, 'one', '示范', 'Asia/Shanghai', '');
      INSERT INTO household_groups (id, village_id, name) VALUES (1, 1, '1组');
      INSERT INTO households (id, village_id, group_id, request_id, door, head, initials, created_at)
        VALUES (1, 1, 1, 'a', '1001', '新', 'x', '2026-01-01'), (2, 1, 1, 'b', '1002', '乙', 'y', '2026-01-01');
      INSERT INTO audit (village_id, action, subject, before, after, recorded_at) VALUES
        (1, 'household.changed', '1001', '{"head":"旧","consented":false,"optedOut":false}',
         '{"head":"新","consented":true,"optedOut":false}', '2026-02-01')`)
    await migrations['004-households']?.up(db)
    const tokens = sqlite.prepare('SELECT door_token FROM households').pluck().all() as string[]
    expect(new Set(tokens).size).toBe(2)
    for (const token of tokens) expect(token).toMatch(/^[\w-]{22}$/)
    expect(sqlite.prepare('SELECT kind FROM household_history WHERE household_id = 1').pluck().all()).toEqual(
      ['created', 'renamed', 'consented'],
    )
  })
})
