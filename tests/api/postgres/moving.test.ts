/** From SQLite to PostgreSQL and back: the same ledgers, people, ids. */
import { randomUUID } from 'node:crypto'
import { copyFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findToken, makeToken } from '../../../db/people/tokens.ts'
import { createUser } from '../../../db/people/users.ts'
import { installSample } from '../../../db/sample/install.ts'
import { openPostgres } from '../../../db/store/postgres/open.ts'
import { openStore } from '../../../db/store/sqlite/open.ts'
import type { Database, Store } from '../../../db/store/store.ts'
import { today } from '../../../db/villages/today.ts'
import { restore } from '../../../server/control/restoreBackup.ts'
import { addDays } from '../../../server/domain/calendar/calendar.ts'
import { newPostgresDatabase, postgresServer, temporaryFolder } from '../../support/db/engine.ts'
import { TestVillage } from '../../support/db/village.ts'

let village: TestVillage
let backup: string
/** Of an access token that is valid in the backup. */
let secret: string
let databaseUrl: string
let folder: string

beforeAll(async () => {
  const office = await openStore(temporaryFolder(afterAll))
  await installSample(office, Date.UTC(2026, 3, 1, 10))
  village = await TestVillage.create(office, { slug: 'moved' })
  await village.reverse(await village.enter('duty', { occurredOn: '2026-01-01' }))
  await createUser(office, null, {
    username: 'secretary',
    displayName: '示范',
    passwordHash: 'hash',
    roles: [{ role: 'admin', village: village.id }],
  })
  const expiresOn = addDays(await today(office, village.id), 30)
  const asked = { name: '示范平台', scopes: ['board' as const], expiresOn, everywhere: false }
  secret = (await makeToken(office, village.scope, asked)).secret
  folder = temporaryFolder(afterAll)
  backup = join(folder, 'backup.sqlite')
  await office.copyTo(backup)
  office.close()
  databaseUrl = await newPostgresDatabase(postgresServer() ?? '', afterAll)
})

const heads = (of: Store) => of.all('SELECT village_id, seq, head FROM chains ORDER BY village_id')
const people = (of: Store) => of.all('SELECT * FROM users ORDER BY id')

async function using<Result>(store: Database, work: (store: Database) => Promise<Result>): Promise<Result> {
  try {
    return await work(store)
  } finally {
    store.close()
  }
}

describe('a backup of SQLite', () => {
  it('is restored into PostgreSQL, with the same heads and people, no valid token, and goes on there', async () => {
    const reports = await restore(backup, join(folder, 'one'), { databaseUrl })
    expect(reports.map(({ holds }) => holds)).toEqual([true, true])
    await restore(backup, join(folder, 'sqlite'))
    const before = await using(await openStore(join(folder, 'sqlite')), async (store) => [
      await heads(store),
      await people(store),
    ])
    await using(await openPostgres(databaseUrl), async (store) => {
      expect([await heads(store), await people(store)]).toEqual(before)
      expect(await findToken(store, secret, Date.now())).toMatchObject({ state: 'revoked', revokedBy: null })
      const moved = new TestVillage(store, 'moved')
      Object.assign(moved, { id: village.id, scope: village.scope, rules: village.rules })
      expect(await moved.enter('duty', { id: randomUUID(), occurredOn: '2026-01-02' })).toMatchObject({
        seq: 3,
      })
      expect(await moved.faults()).toEqual([])
      const removal = store.write(moved.id, (store) => store.run('DELETE FROM postings'))
      await expect(removal).rejects.toThrow('never deleted')
      const stray = store.write(moved.id, (store) =>
        store.run('UPDATE households SET group_id = 987654 WHERE village_id = ?', moved.id),
      )
      await expect(stray).rejects.toThrow(/foreign key/i)
    })
  })

  it('comes back from there into SQLite, with what was written meanwhile', async () => {
    const again = join(folder, 'again.sqlite')
    const there = await using(await openPostgres(databaseUrl), async (store) => {
      await store.copyTo(again)
      return heads(store)
    })
    await restore(again, join(folder, 'back'))
    await using(await openStore(join(folder, 'back')), async (store) =>
      expect(await heads(store)).toEqual(there),
    )
  })
})

describe('a restore into PostgreSQL', () => {
  it('names the row that PostgreSQL cannot hold, and changes nothing', async () => {
    const odd = join(folder, 'odd.sqlite')
    copyFileSync(backup, odd)
    const sqlite = new Sqlite(odd)
    sqlite.exec(`UPDATE villages SET slogan = 'a' || char(0) || 'b' WHERE slug = 'moved'`)
    sqlite.close()
    const before = await using(await openPostgres(databaseUrl), heads)
    const restored = restore(odd, join(folder, 'one'), { databaseUrl, acceptRows: true })
    await expect(restored).rejects.toThrow(/NUL in villages/)
    expect(await using(await openPostgres(databaseUrl), heads)).toEqual(before)
  })

  it('keeps the data that it replaces in a file', async () => {
    const data = join(folder, 'kept')
    await restore(backup, data, { databaseUrl })
    expect(readdirSync(data).filter((name) => name.startsWith('before-restore-'))).toHaveLength(1)
  })

  it('is refused while a server uses the database, and changes nothing', async () => {
    await using(await openPostgres(databaseUrl), async (store) => {
      const before = await heads(store)
      const heard = new Promise<void>((resolve) => void store.onChange(() => resolve()))
      await heard
      await expect(restore(backup, join(folder, 'other'), { databaseUrl })).rejects.toMatchObject({
        reason: 'busy',
      })
      expect(await heads(store)).toEqual(before)
    })
  })
})
