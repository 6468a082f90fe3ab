import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { databaseName } from '../../db/store/sqlite/open.ts'
import type { WorkView } from '../../server/contract/scores/work.ts'
import { maintain } from '../../server/upkeep/nightlyMaintenance.ts'
import { overwriteMiddle, overwriteTable } from '../support/db/damage.ts'
import { Caller, makeUser, makeVillage, password, signedIn, startTestServer } from '../support/server.ts'

/** Damages the file under a running server, which has its pages in memory. */
async function damagedServer(overwrite = overwriteMiddle) {
  const server = await startTestServer()
  onTestFinished(() => server.close().catch(() => {}))
  await makeVillage(server, 'one')
  const admin = await signedIn(server, 'admin', null)
  expect((await admin.post('/api/backups', {})).status).toBe(201)
  await server.services.store.all('PRAGMA wal_checkpoint(TRUNCATE)')
  overwrite(join(server.dataDir, databaseName))
  return { server, admin }
}

it('damage under a running server is refused by a backup, and told by readiness, metrics and the work page', async () => {
  // Of all that is read on the way, nothing lies in it.
  const { server, admin } = await damagedServer((file) => overwriteTable(file, 'check_sheets'))
  const { status, body } = await admin.post('/api/backups', {})
  expect([status, body]).toEqual([409, expect.objectContaining({ code: 'backup-damaged' })])
  expect(server.services.backups.list()).toHaveLength(1)
  const ready = await new Caller(server.url).get('/readyz')
  expect(ready.status).toBe(503)
  expect(ready.body).toMatch(/^the database is damaged: \d+ faults, see yiping verify/)
  expect((await admin.get('/metrics')).body).toMatch(/^yiping_database_sound 0$/m)
  const work = (await admin.get('/api/villages/one/work')).body as WorkView
  expect(work.database?.faults.length).toBeGreaterThan(0)
}, 60_000)

it('a start checks a database whose digests were removed, and the work page says so', async () => {
  const first = await startTestServer()
  onTestFinished(() => first.close())
  await makeVillage(first, 'one')
  const username = await makeUser(first, 'admin', null)
  await first.stop()
  const sqlite = new Database(join(first.dataDir, databaseName))
  sqlite.exec('DELETE FROM row_digests')
  sqlite.close()
  const server = await startTestServer({ dataDir: first.dataDir })
  onTestFinished(() => server.close())
  const admin = new Caller(server.url)
  await admin.post('/api/session', { username, password })
  await expect
    .poll(async () => ((await admin.get('/api/villages/one/work')).body as WorkView).database?.faults, {
      timeout: 30_000,
    })
    .toContain('各行的校验值已被删除')
}, 60_000)

it('what can no longer be read is answered with a sentence, and is no internal error', async () => {
  const { server, admin } = await damagedServer()
  server.services.store.pragma('cache_size = 0')
  const paths = ['work', 'verify', 'households', 'rules', 'postings', 'board', 'screens', 'audit', 'goods']
  const answers = await Promise.all(paths.map((path) => admin.get(`/api/villages/one/${path}`)))
  expect(answers.map(({ status }) => status)).not.toContain(500)
}, 60_000)

it('a night that fails is told, and the last good backup stays', async () => {
  const { server, admin } = await damagedServer()
  await maintain(server.services)
  expect(server.services.backups.list()).toHaveLength(1)
  expect(server.services.soundness.night?.failure).toBe('damaged')
  expect((await admin.get('/readyz')).body).toMatch(/the nightly run of .+ failed: damaged/)
  expect((await admin.get('/metrics')).body).toMatch(/^yiping_night_failed 1$/m)
}, 60_000)

it('a sound server says since when the whole is proven, after a restart too', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'yiping-sound-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const server = await startTestServer({ dataDir })
  await makeVillage(server, 'one')
  await maintain(server.services)
  const { status, body } = await new Caller(server.url).get('/readyz')
  expect(status).toBe(200)
  expect(body).toMatch(/^ready\nthe whole was last proven at 20/)
  await server.stop()

  const again = await startTestServer({ dataDir })
  onTestFinished(() => again.close())
  expect((await new Caller(again.url).get('/readyz')).body).toBe(body)
}, 60_000)
