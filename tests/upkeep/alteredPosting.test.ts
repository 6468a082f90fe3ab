/** A ledger that an earlier build broke by half a character, under a real server, in a backup and restored. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { postingHash } from '../../db/ledger/chain.ts'
import { databaseName, openStore } from '../../db/store/sqlite/open.ts'
import { restore } from '../../server/control/restoreBackup.ts'
import { chainOrigin } from '../../server/domain/points/canonicalPosting.ts'
import { valueOf } from '../support/db/values.ts'
import { TestVillage } from '../support/db/village.ts'
import { Caller, startTestServer } from '../support/server.ts'

/** A data folder whose second posting was hashed with a lone surrogate and stored with U+FFFD. */
async function alteredFolder(root: string): Promise<string> {
  const folder = join(root, 'data')
  const store = await openStore(folder)
  const village = await TestVillage.create(store, { slug: 'jinwei' })
  for (const door of ['1001', '1002', '1003']) await village.enter('duty', { door, note: '值守' })
  const postings = await village.postings()
  const chain = await valueOf<string>(store, 'SELECT name FROM chains')
  store.close()
  const sqlite = new Database(join(folder, databaseName))
  const { sql } = sqlite
    .prepare(`SELECT sql FROM sqlite_schema WHERE name = 'postings_are_never_changed'`)
    .get() as { sql: string }
  sqlite.exec('DROP TRIGGER postings_are_never_changed')
  let head = chainOrigin
  for (const posting of postings) {
    const isSecond = posting.seq === 2
    head = postingHash(chain, head, isSecond ? { ...posting, note: 'x\ud800y' } : posting)
    const note = isSecond ? 'x\ufffdy' : posting.note
    sqlite.prepare('UPDATE postings SET note = ?, hash = ? WHERE seq = ?').run(note, head, posting.seq)
  }
  sqlite.prepare('UPDATE chains SET head = ?').run(head)
  sqlite.exec(sql)
  sqlite.close()
  return folder
}

it('is ready, is backed up, and comes back from that backup with the same head', async () => {
  const root = mkdtempSync(join(tmpdir(), 'yiping-altered-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const server = await startTestServer({ dataDir: await alteredFolder(root) })
  const backup = join(root, 'copy.sqlite')
  const ready = async (url: string) => (await new Caller(url).get('/readyz')).status
  await expect.poll(() => ready(server.url), { timeout: 20_000 }).toBe(200)
  await server.services.backups.writeTo(backup)
  const { villages } = await server.services.prove(null)
  expect(villages).toMatchObject([{ village: 'jinwei', holds: true, seq: 3, altered: [2] }])
  await server.stop()

  const empty = join(root, 'restored')
  expect(await restore(backup, empty)).toMatchObject([
    { village: 'jinwei', seq: 3, head: villages[0]?.head, altered: [2] },
  ])
  const again = await startTestServer({ dataDir: empty })
  await expect.poll(() => ready(again.url), { timeout: 20_000 }).toBe(200)
  await again.stop()
})
