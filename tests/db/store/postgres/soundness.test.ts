/** What a check of a PostgreSQL database finds. */
import { writeFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { installSample } from '../../../../db/sample/install.ts'
import { openPostgres } from '../../../../db/store/postgres/open.ts'
import type { DatabaseCheck } from '../../../../db/store/sqlite/soundness/check.ts'
import { startEmbedded } from '../../../support/db/embeddedServer.ts'
import { newDatabase } from '../../../support/db/engine.ts'
import { sentencesOf } from '../../../support/db/faults.ts'
import { now, TestVillage } from '../../../support/db/village.ts'

/** The check of a village of one posting after these statements. */
async function checkAfter(...statements: string[]): Promise<DatabaseCheck> {
  const { open, tamper } = await newDatabase()
  const store = await open()
  onTestFinished(() => store.close())
  await (await TestVillage.create(store)).enter('duty')
  await tamper(...statements)
  return store.check()
}

it('finds nothing in a village as the program writes it', async () => {
  const store = await (await newDatabase()).open()
  onTestFinished(() => store.close())
  await installSample(store, now)
  const { damage, changedRows, readRows } = await store.check()
  expect([damage, changedRows]).toEqual([[], []])
  expect(readRows).toBeGreaterThan(300)
})

describe('a schema', () => {
  it.each([
    [
      'DROP TRIGGER postings_are_never_changed ON postings',
      'trigger postings.postings_are_never_changed is missing',
    ],
    [
      'ALTER TABLE postings DISABLE TRIGGER postings_are_never_deleted',
      'trigger postings.postings_are_never_deleted is changed',
    ],
    ['ALTER TABLE postings DISABLE TRIGGER ALL', 'is changed'],
    ['DROP INDEX postings_by_day', 'index postings_by_day is missing'],
    ['ALTER TABLE households ALTER COLUMN door DROP NOT NULL', 'column households.door is changed'],
    [
      'ALTER TABLE villages DROP CONSTRAINT villages_privacy_check',
      'villages.villages_privacy_check is missing',
    ],
    ['ALTER TABLE audit ADD COLUMN later text', 'column audit.later that is not of this program'],
    [
      'CREATE RULE own AS ON UPDATE TO villages DO INSTEAD NOTHING',
      'rule villages.own that is not of this program',
    ],
    [
      `CREATE TRIGGER own AFTER INSERT ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change('no')`,
      'trigger audit.own that is not of this program',
    ],
    [
      `CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$`,
      'function refuse_change() is changed',
    ],
  ])('that lacks or has too much is damage: %s', async (statement, sentence) => {
    expect(sentencesOf((await checkAfter(statement)).damage)[0]).toContain(sentence)
  })

  it('may have tables, views and indexes of another tool', async () => {
    const { damage } = await checkAfter(
      'CREATE TABLE other_tool (seq bigint)',
      'CREATE VIEW other_view AS SELECT seq FROM postings',
      'CREATE INDEX other_index ON audit (action)',
    )
    expect(damage).toEqual([])
  })

  it('is written down again where another version of PostgreSQL wrote its definitions', async () => {
    const { open, tamper } = await newDatabase()
    await tamper(
      `UPDATE expected_schema SET definition = 'of another version' WHERE part IN ('', 'index postings_by_day')`,
    )
    const stores = await Promise.all([open(), open()])
    onTestFinished(() => stores.forEach((store) => store.close()))
    expect((await stores[0]!.check()).damage).toEqual([])
    await tamper('DROP INDEX postings_by_day')
    expect((await stores[1]!.check()).damage).toHaveLength(1)
  })
})

describe('a row', () => {
  it('that names one that is gone is damage', async () => {
    const { damage } = await checkAfter('DELETE FROM dimensions')
    expect(sentencesOf(damage)[0]).toMatch(/ names a row of dimensions that is not there$/)
  })

  it('that a disk lost or changed is damage', async () => {
    const server = await startEmbedded({ isDurable: true })
    onTestFinished(server.remove)
    const written = await openPostgres(server.url)
    await installSample(written, now)
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    const { rows } = await client.query<{ file: string }>(
      `SELECT current_setting('data_directory') || '/' || pg_relation_filepath('audit') AS file`,
    )
    await client.end()
    written.close()
    await server.stop()
    const file = join(rows[0]?.file ?? '')
    const bytes = readFileSync(file)
    // A row's text, and nothing else of its page.
    bytes.writeUInt8(bytes.readUInt8(8_100) ^ 1, 8_100)
    writeFileSync(file, bytes)
    await server.start()
    const store = await openPostgres(server.url)
    onTestFinished(() => store.close())
    expect(sentencesOf((await store.check()).damage)[0]).toMatch(/^audit: invalid page in block 0/)
  })
})
