/** kill -9 while a workbook is written by a worker of the server, then the same command again: each line once. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import BetterSqlite from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { verifyVillage } from '../../../db/ledger/proof/verify.ts'
import { databaseName, openStore } from '../../../db/store/sqlite/open.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { makeOfficeBook } from '../../bench/stalls/officeBook.ts'
import { freePort, startProcess } from '../../support/process.ts'
import { makeVillage, startTestServer, year } from '../../support/server.ts'
import { yiping } from '../../support/yiping.ts'

const size = { households: 200, lines: 12_000 }
/** When the server dies after the worker began to write, ms; null: after it has answered. */
const moments = [0, 80, null]

it('counts each line once, wherever the server was killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'yiping-killed-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const book = join(folder, 'office.xlsx')
  writeFileSync(book, await makeOfficeBook(size))
  const before = join(folder, 'before')
  const server = await startTestServer({ dataDir: before })
  await makeVillage(server, 'one', 3)
  await server.stop()
  const port = await freePort()
  const words = ['import', book, '--village', 'one', '--name', '示范一村', '--year', String(year)]

  /** Kills the server while it imports, and imports again. @returns how many lines there were between, and after */
  async function killedAt(
    moment: number | null,
    name: string,
  ): Promise<{ during: number; after: unknown[] }> {
    const dataDir = join(folder, name)
    cpSync(before, dataDir, { recursive: true })
    const doomed = await startProcess(dataDir, port)
    const command = yiping(words, { DATA_DIR: dataDir })
    if (moment === null) expect((await command).code).toBe(0)
    else {
      await untilWriting(join(dataDir, databaseName))
      await setTimeout(moment)
    }
    await doomed.kill()
    await command
    const during = (await outcome(dataDir)).length
    const again = await startProcess(dataDir, port)
    expect((await yiping(words, { DATA_DIR: dataDir })).code).toBe(0)
    await again.stop()
    return { during, after: await outcome(dataDir) }
  }

  const ends: { during: number; after: unknown[] }[] = []
  for (const moment of moments) ends.push(await killedAt(moment, `killed-${moment}`))
  // On a busy machine the write may be over before the signal comes: then nothing was tried yet.
  for (let tries = 0; tries < 5 && ends.every(({ during }) => during > 0); tries += 1)
    ends.unshift(await killedAt(0, `killed-again-${tries}`))
  for (const { during, after } of ends) {
    // All or nothing.
    expect([0, size.lines]).toContain(during)
    expect(after).toHaveLength(size.lines)
    expect(after).toEqual(ends.at(-1)?.after)
  }
  expect(ends.map(({ during }) => during)).toContain(0)
})

/** Waits until a connection of the server holds the lock of those that write for longer than a moment. */
async function untilWriting(file: string): Promise<void> {
  const sqlite = new BetterSqlite(file, { timeout: 0 })
  try {
    for (let held = 0; held < 3; held = isFree(sqlite) ? 0 : held + 1) await setTimeout(2)
  } finally {
    sqlite.close()
  }
}

function isFree(sqlite: BetterSqlite.Database): boolean {
  try {
    sqlite.exec('BEGIN IMMEDIATE; ROLLBACK')
    return true
  } catch (error) {
    if ((error as { code?: string }).code === 'SQLITE_BUSY') return false
    throw error
  }
}

/** The ledger at the end, which must hold. */
async function outcome(dataDir: string): Promise<unknown[]> {
  const store = await openStore(dataDir)
  try {
    expect((await verifyVillage(store, await mustFindVillage(store, 'one'))).faults).toEqual([])
    return await store.all(
      'SELECT seq, id, household_id, text, points, occurred_on FROM postings ORDER BY seq',
    )
  } finally {
    store.close()
  }
}
