import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import Database from 'better-sqlite3'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { openSession } from '../../db/people/sessions.ts'
import { findToken, makeToken, revokeToken } from '../../db/people/tokens.ts'
import { createUser } from '../../db/people/users.ts'
import { reserveName } from '../../db/store/files/reserve.ts'
import { ownerScope } from '../../db/store/scope.ts'
import { claimName } from '../../db/store/sqlite/claim.ts'
import { databaseName, openStore } from '../../db/store/sqlite/open.ts'
import type { Database as OpenDatabase } from '../../db/store/store.ts'
import { listVillages } from '../../db/villages/findVillages.ts'
import { today } from '../../db/villages/today.ts'
import { programFile } from '../../server/builtFiles.ts'
import { restore } from '../../server/control/restoreBackup.ts'
import { startSentence } from '../../server/control/startSentence.ts'
import { addDays } from '../../server/domain/calendar/calendar.ts'
import { Backups } from '../../server/upkeep/backups.ts'
import { overwriteMiddle } from '../support/db/damage.ts'
import { writeEarlier } from '../support/db/earlier.ts'
import { temporaryFolder } from '../support/db/engine.ts'
import { valueOf } from '../support/db/values.ts'
import { TestVillage } from '../support/db/village.ts'

let folder: string
/** A sound backup with a village of one posting. */
let backup: string
/** The data folder: the same village, and one more posting. */
let data: string

beforeEach(async () => {
  folder = temporaryFolder()
  data = join(folder, 'data')
  backup = join(folder, 'backup.sqlite')
  const store = await openStore(data)
  const village = await TestVillage.create(store, { slug: 'jinwei' })
  await village.enter('duty')
  await new Backups(store, data).writeTo(backup)
  await village.enter('duty')
  store.close()
})

/** Changes the backup as somebody else would. */
function alter(...statements: string[]): void {
  const sqlite = new Database(backup)
  sqlite.pragma('foreign_keys = OFF')
  for (const statement of statements) sqlite.exec(statement)
  sqlite.close()
}

async function read<Value>(work: (store: OpenDatabase) => Value | Promise<Value>): Promise<Value> {
  const store = await openStore(data)
  try {
    return await work(store)
  } finally {
    store.close()
  }
}

/** Another name of the live database. */
function linked(link: (file: string, name: string) => void): string {
  link(join(data, databaseName), join(folder, 'linked.sqlite'))
  return join(folder, 'linked.sqlite')
}

const length = () => read(async (store) => valueOf(store, 'SELECT seq FROM chains'))

describe('restore refuses, with a sentence, and leaves the live data alone', () => {
  it.each<[string, () => void, RegExp]>([
    ['an empty file', () => writeFileSync(backup, ''), /is empty/],
    ['something else', () => writeFileSync(backup, 'no database at all '.repeat(500)), /no backup of this/],
    ['a foreign database', () => alter('DROP TABLE kysely_migration'), /no backup of this program/],
    [
      'a newer one',
      () => alter(`INSERT INTO kysely_migration VALUES ('999-from-the-future', '2030-01-01')`),
      /newer version/,
    ],
    ['a damaged one', () => overwriteMiddle(backup), /is damaged/],
    [
      'one without its triggers',
      () => alter('DROP TRIGGER postings_are_never_changed'),
      /trigger .+ is missing/,
    ],
    ['a broken chain', () => alter(`UPDATE chains SET head = '${'e'.repeat(64)}'`), /ledger does not hold/],
    [
      'a changed row',
      () => alter(`UPDATE households SET head = 'x' WHERE id = 2`),
      /households 2 .+--accept-rows/,
    ],
  ])('%s', async (_, spoil, words) => {
    spoil()
    const before = readFileSync(join(data, databaseName))
    const error = await restore(backup, data).catch((reason: unknown) => reason as Error)
    expect(String(error)).toMatch(words)
    expect(String(error)).toContain(`The data in ${data} was left alone.`)
    expect(readFileSync(join(data, databaseName)).equals(before)).toBe(true)
    expect(readdirSync(data).sort()).toEqual([claimName, 'in-use', reserveName, databaseName])
    expect(readdirSync(folder).sort()).toEqual(['backup.sqlite', 'data'])
  })

  it('one without a village, unless it is allowed', async () => {
    const store = await openStore(join(folder, 'none'))
    await new Backups(store, join(folder, 'none')).writeTo(join(folder, 'none.sqlite'))
    store.close()
    await expect(restore(join(folder, 'none.sqlite'), data)).rejects.toThrow(/no village.+--allow-empty/)
    expect(await length()).toBe(2)
    await restore(join(folder, 'none.sqlite'), data, { allowEmpty: true })
    expect(await read(async (one) => listVillages(one))).toEqual([])
  })

  it.each<[string, () => string]>([
    ['itself', () => join(data, databaseName)],
    ['a relative path', () => relative(process.cwd(), join(data, databaseName))],
    ['a symbolic link', () => linked(symlinkSync)],
    ['a hard link', () => linked(linkSync)],
  ])('the live database itself: %s', async (_, path) => {
    await expect(restore(path(), data)).rejects.toThrow(/is the database in use itself.*Name a backup/)
    expect(readdirSync(data).sort()).toEqual([claimName, 'in-use', reserveName, databaseName])
  })

  it('a temporary copy, which it would remove', async () => {
    mkdirSync(join(data, 'temporary'))
    const copy = join(data, 'temporary', 'copy.sqlite')
    copyFileSync(backup, copy)
    await expect(restore(copy, data)).rejects.toThrow(/is a temporary copy.*Name a backup/)
    expect(existsSync(copy)).toBe(true)
  })

  it('while another process holds the data', async () => {
    const store = await openStore(data)
    onTestFinished(() => store.close())
    await expect(restore(backup, data)).rejects.toThrow(/in use by another server/)
    expect(readdirSync(data)).not.toContain('temporary')
  })
})

describe('restore', () => {
  it('keeps what was there under another name', async () => {
    const [village] = await restore(backup, data)
    expect(village).toMatchObject({ village: 'jinwei', seq: 1, holds: true })
    expect(await length()).toBe(1)
    const kept = readdirSync(data).find((name) => name.startsWith('before-restore-')) ?? ''
    await restore(join(data, kept), data)
    expect(await length()).toBe(2)
  })

  it('ends all sessions and revokes all tokens, whether they were revoked since the backup or not', async () => {
    await restore(backup, data)
    const secrets = await read(async (store) => {
      const scope = ownerScope(await valueOf(store, 'SELECT id FROM villages'))
      const expiresOn = addDays(await today(store, scope.village), 30)
      const user = await createUser(store, null, {
        ...{ username: 'secretary', displayName: '示范', passwordHash: 'hash' },
        roles: [{ role: 'admin', village: null }],
      })
      await openSession(store, user.id, Date.now())
      const made = []
      for (const name of ['平台甲', '平台乙'])
        made.push(await makeToken(store, scope, { name, scopes: ['board'], expiresOn, everywhere: false }))
      await new Backups(store, data).writeTo(join(folder, 'later.sqlite'))
      await revokeToken(store, { ...scope, user: user.id }, made[0]?.token.id ?? 0)
      return made.map(({ secret }) => secret)
    })
    await restore(join(folder, 'later.sqlite'), data)
    await read(async (store) => {
      for (const secret of secrets)
        expect(await findToken(store, secret, Date.now())).toMatchObject({
          state: 'revoked',
          revokedBy: null,
        })
      expect(await valueOf(store, 'SELECT count(*) FROM sessions')).toBe(0)
    })
  })

  it('takes rows that are not as they were written when it is told to, once', async () => {
    alter(`UPDATE households SET head = 'x' WHERE id = 2`)
    await restore(backup, data, { acceptRows: true })
    expect(await read((store) => store.check())).toMatchObject({ damage: [], changedRows: [] })
  })

  it('brings a backup of an earlier version to the present schema, with all ids, and leaves the file as it was', async () => {
    const earlier = join(folder, 'earlier.sqlite')
    await writeEarlier(backup, earlier)
    const before = readFileSync(earlier)
    const sqlite = new Database(backup, { readonly: true })
    const ids = sqlite.prepare('SELECT id, door FROM households').all()
    sqlite.close()
    await restore(earlier, data)
    expect(readFileSync(earlier).equals(before)).toBe(true)
    expect(await read(async (store) => store.all('SELECT id, door FROM households'))).toEqual(ids)
    expect(readdirSync(data).some((name) => name.startsWith('before-migration'))).toBe(false)
    expect(await read((store) => store.check())).toMatchObject({ damage: [], changedRows: [] })
  })

  it('takes the log along that lies beside a copy made by hand', async () => {
    const source = new Database(backup)
    source.pragma('journal_mode = WAL')
    source.exec(`UPDATE installation SET backup_number = 77`)
    for (const suffix of ['', '-wal']) copyFileSync(backup + suffix, join(folder, `byhand.sqlite${suffix}`))
    source.close()
    await restore(join(folder, 'byhand.sqlite'), data, { acceptRows: true })
    expect(await read(async (store) => valueOf(store, 'SELECT backup_number FROM installation'))).toBe(77)
  })

  it('replaces a damaged database, whose own sentence named the last good backup', async () => {
    const store = await openStore(data)
    const { name } = await new Backups(store, data).make('nightly')
    store.close()
    overwriteMiddle(join(data, databaseName))
    const error = await openStore(data).catch((reason: unknown) => reason)
    const sentence = startSentence('en', error, { DATA_DIR: data })
    expect(sentence).toMatch(/is damaged .+ The last good backup is of .+: npx yiping restore ".+"/)
    const file = /restore "(.+)"/.exec(sentence)?.[1] ?? ''
    expect(file.endsWith(name)).toBe(true)
    await restore(file, data)
    expect(await length()).toBe(2)
  })
})

describe('a restore that is cut by kill -9', () => {
  it('leaves the old data or the new, at every step, and no copy that the next start does not remove', async () => {
    const outcomes: unknown[] = []
    for (let step = 1; ; step += 1) {
      const { signal, status, stderr } = spawnSync(
        process.execPath,
        ['tests/upkeep/cutRestore.cjs', String(step), programFile('cli'), 'restore', backup],
        { encoding: 'utf8', env: { ...process.env, DATA_DIR: data } },
      )
      expect(signal ?? status, stderr).toBeOneOf(['SIGKILL', 0])
      expect(readdirSync(folder).sort()).toEqual(['backup.sqlite', 'data'])
      outcomes.push(await length())
      expect(existsSync(join(data, 'temporary'))).toBe(false)
      if (signal === null) break
    }
    expect(outcomes.length).toBeGreaterThan(10)
    expect(new Set(outcomes)).toEqual(new Set([1, 2]))
    expect(outcomes).toEqual([...outcomes].sort((a, b) => Number(b) - Number(a)))
  }, 120_000)
})
