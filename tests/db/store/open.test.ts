import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { CannotOpen } from '../../../db/store/cannotOpen.ts'
import { databaseName, openStore } from '../../../db/store/sqlite/open.ts'
import type { Database as OpenDatabase } from '../../../db/store/store.ts'
import { listVillages } from '../../../db/villages/findVillages.ts'
import { temporaryFolder } from '../../support/db/engine.ts'
import { valueOf } from '../../support/db/values.ts'
import { TestVillage } from '../../support/db/village.ts'

async function opened(folder: string): Promise<OpenDatabase> {
  const store = await openStore(folder)
  onTestFinished(() => store.close())
  return store
}

/** A data folder that was used, with one posting of the village jinwei, and closed. */
async function usedFolder(): Promise<{ folder: string; file: string }> {
  const folder = temporaryFolder()
  const store = await openStore(folder)
  await (await TestVillage.create(store, { slug: 'jinwei' })).enter('duty', { occurredOn: '2026-01-01' })
  store.close()
  return { folder, file: join(folder, databaseName) }
}

async function whyNot(folder: string): Promise<CannotOpen> {
  const error: unknown = await openStore(folder).then(
    (store) => store.close(),
    (reason: unknown) => reason,
  )
  if (error instanceof CannotOpen) return error
  throw new Error('the store was opened', { cause: error })
}

describe('a data folder that lost its database and its marker', () => {
  it.each(['backups/nightly/1.sqlite', 'before-migration-2026.sqlite'])(
    'is not taken for a new one beside %s',
    async (copy) => {
      const { folder, file } = await usedFolder()
      const kept = join(folder, copy)
      mkdirSync(dirname(kept), { recursive: true })
      copyFileSync(file, kept)
      truncateSync(file)
      unlinkSync(join(folder, 'in-use'))
      expect((await whyNot(folder)).reason).toBe('missing')
      expect(statSync(file).size).toBe(0)
    },
  )
})

describe('opening a data folder', () => {
  it('makes it on first use, without any village', async () => {
    const store = await opened(join(temporaryFolder(), 'new', 'data'))
    expect(await listVillages(store)).toEqual([])
  })

  it('finds again what was written', async () => {
    const { folder } = await usedFolder()
    const store = await opened(folder)
    expect((await listVillages(store)).map(({ slug }) => slug)).toEqual(['jinwei'])
    expect(await store.all('SELECT seq, points FROM postings')).toEqual([{ seq: 1, points: 40 }])
  })

  it('keeps the name of the installation, by which screens know it', async () => {
    const { folder } = await usedFolder()
    const epochs: unknown[] = []
    for (let time = 0; time < 2; time += 1) {
      const store = await openStore(folder)
      epochs.push(await valueOf(store, 'SELECT epoch FROM installation'))
      store.close()
    }
    expect(epochs[0]).toBe(epochs[1])
  })

  it.each([
    ['synchronous', 2],
    ['foreign_keys', 1],
    ['recursive_triggers', 1],
    ['journal_mode', 'wal'],
  ])('sets %s to %s on a file that is opened again', async (pragma, value) => {
    const { folder } = await usedFolder()
    expect((await opened(folder)).pragma(pragma)).toBe(value)
  })
})

describe('a second server on the same data', () => {
  it('is refused with the file and who holds it', async () => {
    const { folder, file } = await usedFolder()
    await opened(folder)
    const { reason, message } = await whyNot(folder)
    expect(reason).toBe('busy')
    expect(message).toContain(file)
    expect(message).toContain(`process ${process.pid}`)
  })

  it('is refused while an earlier version holds the file, and refuses one', async () => {
    const { folder, file } = await usedFolder()
    const earlier = new Database(file, { timeout: 0 })
    earlier.pragma('locking_mode = EXCLUSIVE')
    earlier.exec('BEGIN IMMEDIATE; COMMIT')
    expect((await whyNot(folder)).reason).toBe('busy')
    earlier.close()
    await opened(folder)
    const later = new Database(file, { timeout: 0 })
    later.pragma('locking_mode = EXCLUSIVE')
    expect(() => later.exec('BEGIN IMMEDIATE; COMMIT')).toThrow('locked')
    later.close()
  })

  it('waits for the file less than two seconds', async () => {
    const store = await opened(temporaryFolder())
    expect(store.pragma('busy_timeout')).toBeLessThan(2_000)
  })

  it('does not disturb the first one', async () => {
    const { folder } = await usedFolder()
    const store = await opened(folder)
    await whyNot(folder)
    expect((await (await TestVillage.create(store)).enter('duty', { occurredOn: '2026-01-01' })).seq).toBe(1)
  })

  it('may open once the first one has closed', async () => {
    const { folder } = await usedFolder()
    ;(await openStore(folder)).close()
    expect(await listVillages(await opened(folder))).toHaveLength(1)
  })
})

describe('a folder that was used before', () => {
  it('is refused when its database is missing, and no new one is made', async () => {
    const { folder, file } = await usedFolder()
    unlinkSync(file)
    const { reason, message } = await whyNot(folder)
    expect(reason).toBe('missing')
    expect(message).toContain(folder)
    expect(readdirSync(folder)).not.toContain(databaseName)
  })

  it('is refused when its database is empty, and it stays empty', async () => {
    const { folder, file } = await usedFolder()
    truncateSync(file)
    expect((await whyNot(folder)).reason).toBe('missing')
    expect(statSync(file).size).toBe(0)
  })

  it('is refused when its database is something else', async () => {
    const { folder, file } = await usedFolder()
    writeFileSync(file, 'not a database at all '.repeat(500))
    const { reason, message } = await whyNot(folder)
    expect(reason).toBe('damaged')
    expect(message).toContain(file)
  })

  it('is refused when half of its database is gone', async () => {
    const { folder, file } = await usedFolder()
    truncateSync(file, 4096 * 3)
    expect((await whyNot(folder)).reason).toBe('damaged')
  })

  it('is refused when a newer version of the program wrote it', async () => {
    const { folder, file } = await usedFolder()
    const sqlite = new Database(file)
    sqlite.prepare(`INSERT INTO kysely_migration VALUES ('999-from-the-future', '2030-01-01')`).run()
    sqlite.close()
    const { reason, message } = await whyNot(folder)
    expect(reason).toBe('newer')
    expect(message).toContain('999-from-the-future')
  })
})

it('a folder that cannot be made is refused with its name', async () => {
  const blocked = join(temporaryFolder(), 'file')
  writeFileSync(blocked, '')
  const { reason, message } = await whyNot(join(blocked, 'data'))
  expect(reason).toBe('unwritable')
  expect(message).toContain(blocked)
})
