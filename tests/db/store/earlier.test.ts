import { copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { verifyVillage } from '../../../db/ledger/proof/verify.ts'
import { databaseName, openStore } from '../../../db/store/sqlite/open.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { overwriteMiddle } from '../../support/db/damage.ts'
import { writeEarlier } from '../../support/db/earlier.ts'
import { temporaryFolder } from '../../support/db/engine.ts'
import { TestVillage } from '../../support/db/village.ts'

/** A data folder as the first version left it. */
async function earlierFolder(): Promise<string> {
  const folder = temporaryFolder()
  const present = await openStore(join(folder, 'present'))
  await (await TestVillage.create(present, { slug: 'jinwei' })).enter('duty')
  present.close()
  mkdirSync(join(folder, 'data'))
  await writeEarlier(join(folder, 'present', databaseName), join(folder, 'data', databaseName))
  return join(folder, 'data')
}

it('a database of the first version is copied, gets digests of its rows, and holds', async () => {
  const folder = await earlierFolder()
  const store = await openStore(folder)
  onTestFinished(() => store.close())
  const { damage, changedRows, comparedRows } = await store.check()
  expect([damage, changedRows]).toEqual([[], []])
  expect(comparedRows).toBeGreaterThan(20)
  expect(await verifyVillage(store, await mustFindVillage(store, 'jinwei'))).toMatchObject({
    holds: true,
    seq: 1,
  })
  expect(readdirSync(folder).filter((name) => name.startsWith('before-migration-'))).toHaveLength(1)
})

it('a damaged one is refused before the migration, and stays as it is', async () => {
  const folder = await earlierFolder()
  overwriteMiddle(join(folder, databaseName))
  copyFileSync(join(folder, databaseName), join(folder, 'before'))
  await expect(openStore(folder)).rejects.toMatchObject({ reason: 'damaged' })
  const read = (file: string) => {
    const sqlite = new Database(join(folder, file), { readonly: true })
    onTestFinished(() => void sqlite.close())
    return sqlite.prepare('SELECT name FROM kysely_migration').pluck().all()
  }
  expect(read(databaseName)).toEqual(read('before'))
})

it("a cut between an earlier version's migration and its digests leaves no false alarm", async () => {
  const folder = await earlierFolder()
  ;(await openStore(folder)).close()
  const sqlite = new Database(join(folder, databaseName))
  sqlite.exec(`DELETE FROM row_digests WHERE table_name <> ''`)
  sqlite.exec(`UPDATE row_digests SET row_key = '014-soundness'`)
  sqlite.close()
  const store = await openStore(folder)
  onTestFinished(() => store.close())
  expect((await store.check()).changedRows).toEqual([])
})
