import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Kysely, type Migration, sql, SqliteDialect } from 'kysely'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { verifyVillage } from '../../../db/ledger/proof/verify.ts'
import { migrations } from '../../../db/store/migrations/index.ts'
import { databaseName, openStore } from '../../../db/store/sqlite/open.ts'
import type { Store } from '../../../db/store/store.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { temporaryFolder } from '../../support/db/engine.ts'
import { valueOf, valuesOf } from '../../support/db/values.ts'
import { TestVillage } from '../../support/db/village.ts'

const later = '999-later'

/** A folder of the version before, with a posting in it. */
async function oldFolder(): Promise<string> {
  const folder = temporaryFolder()
  const store = await openStore(folder)
  await (await TestVillage.create(store, { slug: 'jinwei' })).enter('duty', { occurredOn: '2026-01-01' })
  store.close()
  return folder
}

/** Ships one more migration, for the length of the test. */
function ship(up: Migration['up']): void {
  migrations[later] = { up }
  onTestFinished(() => {
    delete migrations[later]
  })
}

async function opened(folder: string): Promise<Store> {
  const store = await openStore(folder)
  onTestFinished(() => store.close())
  return store
}

const tables = `SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`

function copiesIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.startsWith('before-migration-'))
}

const addTable: Migration['up'] = async (db) => {
  await sql`CREATE TABLE later (word TEXT NOT NULL) STRICT`.execute(db)
  await sql`ALTER TABLE villages ADD COLUMN later TEXT`.execute(db)
}

describe('a migration', () => {
  it('changes the schema and leaves the ledger as it was', async () => {
    const folder = await oldFolder()
    ship(addTable)
    const store = await opened(folder)
    expect(await valueOf(store, 'SELECT count(*) FROM later')).toBe(0)
    expect(await verifyVillage(store, await mustFindVillage(store, 'jinwei'))).toMatchObject({
      holds: true,
      seq: 1,
    })
  })

  it('is preceded by a copy of the data as they were', async () => {
    const folder = await oldFolder()
    ship(addTable)
    await opened(folder)
    const [copy] = copiesIn(folder)
    const before = new Database(join(folder, copy ?? ''), { readonly: true })
    onTestFinished(() => void before.close())
    expect(before.prepare('SELECT points FROM postings').pluck().all()).toEqual([40])
    expect(before.prepare(tables).pluck().all()).not.toContain('later')
  })

  it('that begins twice in one millisecond makes two copies', async () => {
    const folder = await oldFolder()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 2) })
    onTestFinished(() => void vi.useRealTimers())
    ship(async () => Promise.reject(new Error('not yet')))
    await expect(openStore(folder)).rejects.toThrow()
    ship(addTable)
    await opened(folder)
    expect(copiesIn(folder)).toHaveLength(2)
  })

  it('makes no copy where there was nothing, nor when all is up to date', async () => {
    const folder = await oldFolder()
    await opened(folder)
    expect(copiesIn(folder)).toEqual([])
  })
})

describe('the migration that brings totals of lines', () => {
  it('counts the ledger that is there', async () => {
    const folder = temporaryFolder()
    const store = await openStore(folder)
    const village = await TestVillage.create(store, { slug: 'jinwei' })
    await village.reverse(await village.enter('duty'))
    await village.enter('litter')
    store.close()
    const sqlite = new Database(join(folder, databaseName))
    sqlite.exec('DROP TABLE line_totals')
    await migrations['011-report']?.up(new Kysely({ dialect: new SqliteDialect({ database: sqlite }) }))
    sqlite.close()
    const after = await opened(folder)
    expect(await verifyVillage(after, await mustFindVillage(after, 'jinwei'))).toMatchObject({
      holds: true,
      seq: 3,
    })
  })
})

describe('the migration that brings totals of what was entered', () => {
  it('counts the ledger that is there', async () => {
    const folder = temporaryFolder()
    const store = await openStore(folder)
    const village = await TestVillage.create(store, { slug: 'jinwei' })
    await village.reverse(await village.enter('duty'))
    await village.enter('litter')
    store.close()
    const sqlite = new Database(join(folder, databaseName))
    sqlite.exec(`
      DROP TABLE entry_totals;
      DROP INDEX postings_taking_by_time;
      ALTER TABLE balances DROP COLUMN last_at`)
    await migrations['019-entry-totals']?.up(new Kysely({ dialect: new SqliteDialect({ database: sqlite }) }))
    sqlite.close()
    const after = await opened(folder)
    expect(await verifyVillage(after, await mustFindVillage(after, 'jinwei'))).toMatchObject({
      holds: true,
      seq: 3,
    })
  })
})

describe('a migration that fails halfway', () => {
  async function fails(folder: string): Promise<void> {
    ship(async (db) => {
      await addTable(db)
      throw new Error('power cut')
    })
    await expect(openStore(folder)).rejects.toThrow('power cut')
  }

  it('leaves the old schema, whole', async () => {
    const folder = await oldFolder()
    const before = schemaOf(folder)
    await fails(folder)
    expect(schemaOf(folder)).toEqual(before)
  })

  it('gives the file free, and can be done again', async () => {
    const folder = await oldFolder()
    await fails(folder)
    ship(addTable)
    const store = await opened(folder)
    expect(await valuesOf(store, tables)).toContain('later')
  })

  it('leaves the program of before working', async () => {
    const folder = await oldFolder()
    await fails(folder)
    delete migrations[later]
    const store = await opened(folder)
    expect(await verifyVillage(store, await mustFindVillage(store, 'jinwei'))).toMatchObject({
      holds: true,
      seq: 1,
    })
  })

  it('leaves nothing of a first schema either', async () => {
    const folder = temporaryFolder()
    await fails(folder)
    const sqlite = new Database(join(folder, databaseName), { readonly: true })
    onTestFinished(() => void sqlite.close())
    expect(sqlite.prepare(tables).pluck().all()).not.toContain('villages')
  })
})

function schemaOf(folder: string): unknown[] {
  const sqlite = new Database(join(folder, databaseName), { readonly: true })
  try {
    return sqlite.prepare('SELECT type, name, sql FROM sqlite_master ORDER BY name').all()
  } finally {
    sqlite.close()
  }
}
