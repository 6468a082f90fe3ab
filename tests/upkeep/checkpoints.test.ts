/** The log of a database whose checkpoints are made in workers. */
import { statSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import BetterSqlite from 'better-sqlite3'
import { expect, it, onTestFinished, vi } from 'vitest'
import { openStore } from '../../db/store/sqlite/open.ts'
import type { Database } from '../../db/store/store.ts'
import { createLog } from '../../server/log.ts'
import { checkpointInWorkers } from '../../server/upkeep/checkpoints.ts'
import { Workers } from '../../server/workers/workers.ts'
import { temporaryFolder } from '../support/db/engine.ts'
import { TestVillage } from '../support/db/village.ts'

const pageBytes = 4_096
const bounds = { growth: 100, most: 1_000 }
/** Far below what the tests write; a thread may take its time on a busy machine. */
const boundBytes = 20_000_000

async function opened(checkpoints: boolean): Promise<{ store: Database; village: TestVillage }> {
  const store = await openStore(temporaryFolder())
  const workers = new Workers(store)
  if (checkpoints) {
    checkpointInWorkers(store, workers, createLog('silent'), bounds)
    // Its thread is there from now on.
    await workers.perform('copyLog', { inTurn: false })
  }
  onTestFinished(async () => {
    await workers.close()
    store.close()
  })
  return { store, village: await TestVillage.create(store) }
}

const logBytes = ({ file }: Database) => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0

let made = 0

/** Writes without a pause, some 16 pages each. @returns the largest size of the log */
async function writeConstantly(store: Database, village: number, times: number): Promise<number> {
  let most = 0
  for (let time = 0; time < times; time += 1) {
    made += 1
    const row = { village_id: village, id: `${made}`, digest: 'x'.repeat(60_000), made: 0 }
    await store.write(village, (store) => store.insert('requests', row))
    most = Math.max(most, logBytes(store))
  }
  return most
}

it('is not copied by those who write', async () => {
  const { store, village } = await opened(false)
  store.leaveCheckpoints(1_000_000, -1, async () => {})
  const before = statSync(store.file).size
  await writeConstantly(store, village.id, 120)
  expect(logBytes(store)).toBeGreaterThan(1_800 * pageBytes)
  expect(statSync(store.file).size).toBe(before)
})

it('stays within its bounds while others write without a pause', async () => {
  const { store, village } = await opened(true)
  // Some 60 MB.
  const most = await writeConstantly(store, village.id, 1_000)
  expect(most).toBeGreaterThan(bounds.growth * pageBytes)
  expect(most).toBeLessThan(boundBytes)
})

it('grows while somebody reads one moment, and shrinks afterwards', async () => {
  const { store, village } = await opened(true)
  await writeConstantly(store, village.id, 10)
  const reader = new BetterSqlite(store.file, { readonly: true })
  reader.exec('BEGIN')
  const count = () => reader.prepare('SELECT count(*) FROM requests').pluck().get()
  const seen = count()
  expect(await writeConstantly(store, village.id, 500)).toBeGreaterThan(boundBytes)
  expect(count()).toBe(seen)
  reader.exec('COMMIT')
  reader.close()
  await vi.waitFor(async () => {
    await writeConstantly(store, village.id, 10)
    expect(logBytes(store)).toBeLessThan(boundBytes)
    await setTimeout(10)
  }, 10_000)
  expect(await writeConstantly(store, village.id, 500)).toBeLessThan(boundBytes)
})

it('is copied by the writes of a command that has no server', async () => {
  const { store, village } = await opened(false)
  expect(await writeConstantly(store, village.id, 500)).toBeLessThan(2_000 * pageBytes)
})
