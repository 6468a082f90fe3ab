/** A backup of a PostgreSQL database is a database of SQLite with the same rows. */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { verifyVillage } from '../../../../db/ledger/proof/verify.ts'
import { installSample } from '../../../../db/sample/install.ts'
import { inOrder } from '../../../../db/store/inOrder.ts'
import { databaseName, openStore } from '../../../../db/store/sqlite/open.ts'
import type { Store } from '../../../../db/store/store.ts'
import { temporaryFolder } from '../../../support/db/engine.ts'
import { sharedTables, tablesOf } from '../../../support/db/tables.ts'
import { now, testStore } from '../../../support/db/village.ts'

const store = await testStore()

/** All rows of all tables that both engines have, each as JSON. */
async function rowsOf(of: Store): Promise<[table: string, rows: string[]][]> {
  const tables = [...(await tablesOf(store))]
    .filter(([name]) => !sharedTables.includes(name))
    .sort(([one], [other]) => (one < other ? -1 : 1))
  return inOrder(tables, async ([table, columns]) => {
    const names = [...columns].sort().map((name) => `"${name}"`)
    const rows = await of.all(`SELECT ${names.join(', ')} FROM ${table}`)
    return [table, rows.map((row) => JSON.stringify(row)).sort()]
  })
}

it('has every row of every table, and the same heads', async () => {
  const village = await installSample(store, now)
  const folder = temporaryFolder()
  await store.copyTo(join(folder, databaseName))
  const copy = await openStore(folder)
  try {
    expect(await rowsOf(copy)).toEqual(await rowsOf(store))
    const [one, other] = await Promise.all([copy, store].map((of) => verifyVillage(of, village)))
    expect(one).toMatchObject({ holds: true, head: other?.head })
    expect(await copy.check()).toMatchObject({ damage: [], changedRows: [] })
  } finally {
    copy.close()
  }
})

it('ends when it is told to', async () => {
  const stopped = store.copyTo(join(temporaryFolder(), databaseName), AbortSignal.abort())
  await expect(stopped).rejects.toThrow('aborted')
})
