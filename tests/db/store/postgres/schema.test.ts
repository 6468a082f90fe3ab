/** The schema on PostgreSQL is that of SQLite. */
import type { TableMetadata } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openStore } from '../../../../db/store/sqlite/open.ts'
import type { Store } from '../../../../db/store/store.ts'
import { newDatabase, temporaryFolder } from '../../../support/db/engine.ts'
import { sharedTables } from '../../../support/db/tables.ts'
import { testStore, TestVillage } from '../../../support/db/village.ts'

const store = await testStore()

/** Digests of rows are SQLite's, as PostgreSQL has checksums of its pages. */
const ofOneEngine = ['row_digests', ...sharedTables]

const typeNames: Record<string, string> = {
  int8: 'INTEGER',
  text: 'TEXT',
  float8: 'REAL',
  bytea: 'BLOB',
}

/** What each column of each table is, as one line. */
async function columnsOf(store: Store): Promise<string[]> {
  const tables = await store.sql.introspection.getTables()
  return tables
    .filter(({ name }) => !ofOneEngine.includes(name))
    .flatMap(linesOf)
    .sort()
}

function linesOf({ name, columns }: TableMetadata): string[] {
  return columns.map((column) => {
    const type = typeNames[column.dataType] ?? column.dataType
    // SQLite does not say that a primary key is not null.
    const isKey = column.name === 'id' || column.isAutoIncrementing
    return `${name}.${column.name} ${type}${column.isNullable && !isKey ? '' : ' NOT NULL'}`
  })
}

describe('the schema', () => {
  it('has the tables and columns of SQLite', async () => {
    const sqlite = await openStore(temporaryFolder())
    const expected = await columnsOf(sqlite)
    sqlite.close()
    expect(await columnsOf(store)).toEqual(expected)
  })

  it('is made by one of several processes that start together', async () => {
    const database = await newDatabase(onTestFinished, true)
    const stores = await Promise.all([database.open(), database.open(), database.open()])
    const counts = await Promise.all(
      stores.map((store) => store.one<{ rows: number }>('SELECT count(*) AS rows FROM installation')),
    )
    for (const store of stores) store.close()
    expect(counts).toEqual([{ rows: 1 }, { rows: 1 }, { rows: 1 }])
  })

  it('of a later version is refused', async () => {
    const database = await newDatabase()
    ;(await database.open()).close()
    await database.tamper(`INSERT INTO kysely_migration VALUES ('999-later', '')`)
    await expect(database.open()).rejects.toMatchObject({ reason: 'newer' })
  })

  it('keeps postings also from TRUNCATE', async () => {
    const village = await TestVillage.create(store)
    const posting = await village.enter('duty')
    await expect(store.write(village.id, (store) => store.run('TRUNCATE postings CASCADE'))).rejects.toThrow(
      'never deleted',
    )
    expect(await village.postings()).toEqual([posting])
  })

  it('orders text by its code points, whatever the language of the database', async () => {
    const { rows } = await store.one<{ rows: number }>(
      `SELECT count(*) AS rows FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name NOT LIKE 'kysely%'
         AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'`,
    )
    expect(rows).toBe(0)
  })
})
