import { join } from 'node:path'
import Database from 'better-sqlite3'
import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { installSample } from '../../../db/sample/install.ts'
import { migrations } from '../../../db/store/migrations/index.ts'
import { connect } from '../../../db/store/sqlite/connect.ts'
import { executedMigrations } from '../../../db/store/sqlite/migrate.ts'
import { databaseName, openStore } from '../../../db/store/sqlite/open.ts'
import { checkDatabase, type DatabaseCheck } from '../../../db/store/sqlite/soundness/check.ts'
import { temporaryFolder } from '../../support/db/engine.ts'
import { sentencesOf } from '../../support/db/faults.ts'
import { TestVillage } from '../../support/db/village.ts'

/** A closed data folder with a village of five postings in it. */
async function usedFolder(): Promise<string> {
  const folder = temporaryFolder()
  const store = await openStore(folder)
  const village = await TestVillage.create(store, { slug: 'jinwei' })
  await village.enter('duty', { note: '值守' })
  store.close()
  return folder
}

function change(folder: string, ...statements: string[]): void {
  const sqlite = new Database(join(folder, databaseName))
  sqlite.pragma('foreign_keys = OFF')
  // Lets a statement change the schema's own table.
  sqlite.unsafeMode(true)
  for (const statement of statements) sqlite.exec(statement)
  sqlite.close()
}

async function check(folder: string): Promise<DatabaseCheck> {
  const sqlite = connect(join(folder, databaseName))
  try {
    return await checkDatabase(sqlite)
  } finally {
    sqlite.close()
  }
}

/** Adds a migration for the length of one test. */
function addMigration(statement: string): void {
  migrations['999-later'] = { up: async (db) => void (await sql.raw(statement).execute(db)) }
  onTestFinished(() => void delete migrations['999-later'])
}

describe('a row that was written by the program', () => {
  it('agrees with its digest, whatever is written, changed and removed', async () => {
    const folder = temporaryFolder()
    const store = await openStore(folder)
    await installSample(store, Date.UTC(2026, 5, 15, 4))
    const village = await TestVillage.create(store, { slug: 'jinwei' })
    await village.reverse(await village.enter('duty'))
    await store.write(village.id, async (store) => {
      await store.run(`UPDATE households SET head = '示范户' WHERE door = '1001'`)
      await store.run(`UPDATE villages SET id = id WHERE slug = 'jinwei'`)
      await store.run(`DELETE FROM audit WHERE id = 1`)
    })
    store.close()
    const { damage, changedRows, comparedRows } = await check(folder)
    expect([damage, changedRows]).toEqual([[], []])
    expect(comparedRows).toBeGreaterThan(300)
  })
})

describe('a row that something else changed', () => {
  it.each([
    ['a name', `UPDATE households SET head = head || 'x' WHERE door = '1002'`, 'households 2 is not as'],
    ['a rule', `UPDATE rule_versions SET text = 'x' WHERE id = 1`, 'rule_versions 1 is not as'],
    ['a setting', `UPDATE villages SET privacy = 'full'`, 'villages 1 is not as'],
    ['what stands before an empty text', `UPDATE audit SET action = 'x' WHERE subject = ''`, 'audit'],
    ['the audit', `UPDATE audit SET after = '{}' WHERE id = 1`, 'audit 1 is not as'],
    ['the name of a chain', `UPDATE chains SET name = 'x'`, 'chains 1 is not as'],
    ['a row that is gone', `DELETE FROM audit WHERE id = 1`, 'audit 1 is missing'],
    [
      'a row that was added',
      `INSERT INTO household_groups VALUES (77, 1, 'x')`,
      'household_groups 77 has no digest',
    ],
    [
      'the digest itself',
      `UPDATE row_digests SET digest = 1 WHERE table_name = 'dimensions'`,
      'dimensions 1',
    ],
    [
      'a malformed byte',
      `UPDATE households SET head = CAST(x'E58898FF' AS TEXT) WHERE id = 3`,
      'households 3',
    ],
  ])('is named: %s', async (_, statement, sentence) => {
    const folder = await usedFolder()
    change(folder, statement)
    const { damage, changedRows } = await check(folder)
    expect(damage).toEqual([])
    expect(sentencesOf(changedRows)[0]).toContain(sentence)
  })

  it('is still named after it was opened again, when its digest was removed', async () => {
    const folder = await usedFolder()
    change(folder, `DELETE FROM row_digests WHERE table_name = 'households' AND row_key = '2'`)
    ;(await openStore(folder)).close()
    expect(sentencesOf((await check(folder)).changedRows)).toEqual([
      'households 2 has no digest: another program wrote it, or removed the digest',
    ])
  })

  it.each(['after it was opened again', 'after a migration'])(
    'is still named when all digests were removed, %s, until it is accepted',
    async (when) => {
      const folder = await usedFolder()
      change(folder, 'DELETE FROM row_digests')
      if (when === 'after a migration') addMigration('CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT')
      const store = await openStore(folder)
      onTestFinished(() => store.close())
      await store.write('installation', async (store) =>
        store.run(`UPDATE households SET head = '示范户' WHERE id = 1`),
      )
      const { changedRows } = await store.check()
      expect(changedRows.length).toBeGreaterThan(10)
      expect(
        sentencesOf(changedRows).filter((said) => !/^the digests|has no digest|is not as it/.test(said)),
      ).toEqual([])
      await store.acceptRows()
      expect((await store.check()).changedRows).toEqual([])
    },
  )

  it('a migration whose digests cannot be taken is not done either', async () => {
    const folder = await usedFolder()
    const cut = `CREATE TRIGGER cut BEFORE INSERT ON row_digests BEGIN SELECT RAISE(ABORT, 'cut'); END`
    change(folder, cut)
    addMigration('CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT')
    await expect(openStore(folder)).rejects.toThrow('cut')
    change(folder, 'DROP TRIGGER cut')
    const sqlite = connect(join(folder, databaseName))
    onTestFinished(() => void sqlite.close())
    expect(executedMigrations(sqlite)).not.toContain('999-later')
  })

  it('is still named after a migration has rewritten the table, and after it was opened again', async () => {
    const folder = await usedFolder()
    change(folder, `UPDATE households SET head = 'x' WHERE id = 2`)
    addMigration('ALTER TABLE households ADD COLUMN later TEXT')
    for (let time = 0; time < 2; time += 1) (await openStore(folder)).close()
    expect(sentencesOf((await check(folder)).changedRows)).toEqual(['households 2 is not as it was written'])
  })
})

describe('a schema', () => {
  it.each([
    ['DROP TRIGGER postings_are_never_changed', 'trigger postings_are_never_changed is missing'],
    ['DROP INDEX postings_by_day', 'index postings_by_day is missing'],
    [
      `CREATE TRIGGER own AFTER INSERT ON postings BEGIN DELETE FROM audit; END`,
      'trigger own that is not of this program',
    ],
    [
      `PRAGMA writable_schema = ON;
       UPDATE sqlite_master SET sql = replace(sql, 'integer', 'inueger') WHERE name = 'kysely_migration_lock'`,
      'kysely_migration_lock',
    ],
  ])('that lacks or has too much is damage: %s', async (statement, sentence) => {
    const folder = await usedFolder()
    change(folder, statement)
    expect(sentencesOf((await check(folder)).damage)[0]).toContain(sentence)
  })

  it('may have a table of another tool', async () => {
    const folder = await usedFolder()
    change(folder, 'CREATE TABLE _other_tool (seq INTEGER)', 'INSERT INTO _other_tool VALUES (1)')
    expect(await check(folder)).toMatchObject({ damage: [], changedRows: [] })
  })
})

describe('a database of an earlier build', () => {
  /** The digests as it took them: an empty text leaves out what stands before it. */
  function takeEarlierDigests(folder: string): void {
    const sqlite = connect(join(folder, databaseName))
    const digest = `earlier_row_digest(id, village_id, user_id, CAST(action AS BLOB), CAST(subject AS BLOB),
      CAST(before AS BLOB), CAST(after AS BLOB), CAST(recorded_at AS BLOB))`
    sqlite.exec(`UPDATE row_digests SET digest = (SELECT ${digest} FROM audit WHERE id = row_key)
      WHERE table_name = 'audit'`)
    sqlite.close()
  }

  it('is as it was written, and covered whole after its upgrade', async () => {
    const folder = await usedFolder()
    takeEarlierDigests(folder)
    expect((await check(folder)).changedRows).toEqual([])
    addMigration('CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT')
    ;(await openStore(folder)).close()
    expect((await check(folder)).changedRows).toEqual([])
    change(folder, `UPDATE audit SET action = 'x' WHERE id = 1 AND subject = ''`)
    change(folder, `UPDATE audit SET action = 'x' WHERE id = 2 AND subject = ''`)
    expect(sentencesOf((await check(folder)).changedRows)).not.toEqual([])
  })
})

it('a schema that names a function that there is not is damage', async () => {
  const folder = await usedFolder()
  change(
    folder,
    'PRAGMA writable_schema = ON',
    `UPDATE sqlite_schema SET sql = replace(sql, 'json_valid(terms)', 'jcon_valid(terms)') WHERE name = 'rule_versions'`,
  )
  await expect(openStore(folder)).rejects.toThrow(/damaged \(unknown function/)
})
