import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { databaseName, openStore } from '../../db/store/sqlite/open.ts'
import { restore } from '../../server/control/restoreBackup.ts'
import { BackupFolders, type BackupKind, keptBackups } from '../../server/upkeep/backupFolders.ts'
import { Backups } from '../../server/upkeep/backups.ts'
import { measureStorage } from '../../server/upkeep/storage.ts'
import { Workers } from '../../server/workers/workers.ts'
import { overwriteMiddle } from '../support/db/damage.ts'
import { writeEarlier } from '../support/db/earlier.ts'
import { temporaryFolder } from '../support/db/engine.ts'
import { TestVillage } from '../support/db/village.ts'

async function folderWithVillage() {
  const folder = temporaryFolder()
  const store = await openStore(folder)
  let isOpen = true
  const close = () => {
    if (isOpen) store.close()
    isOpen = false
  }
  onTestFinished(close)
  return { folder, store, close, village: await TestVillage.create(store) }
}

/** A backup's file with a number of its own, without the work of making one. */
function placeBackup(folder: string, source: string, kind: BackupKind | '', number: number | null): string {
  const place = join(folder, 'backups', kind)
  mkdirSync(place, { recursive: true })
  const name = `yiping-2026-06-01-0300${String(number ?? 0).padStart(2, '0')}${number === null ? '' : `-${number}`}.sqlite`
  copyFileSync(source, join(place, name))
  const sqlite = new Database(join(place, name))
  if (number !== null) sqlite.exec(`UPDATE installation SET backup_number = ${number}`)
  sqlite.close()
  return name
}

const names = (backups: { list(): { name: string }[] }) => backups.list().map(({ name }) => name)

describe('a backup', () => {
  it('carries its date in the name, is the owner’s alone, and restores to the same chain head', async () => {
    const { folder, store, close, village } = await folderWithVillage()
    const head = await store.first('SELECT head FROM chains WHERE village_id = ?', village.id)
    const backups = new Backups(store, folder, () => new Date(2026, 5, 15, 3).getTime())
    const { name, bytes } = await backups.make('nightly')
    expect(name).toBe('yiping-2026-06-15-030000-1.sqlite')
    const file = backups.fileOf(name)
    expect(statSync(file).size).toBe(bytes)
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0)
    expect(readdirSync(join(folder, 'backups', 'nightly'))).toEqual([name])
    close()
    const other = temporaryFolder()
    const [report] = await restore(file, join(other, 'data'))
    expect(report).toMatchObject({ holds: true, ...(head as object) })
  })

  it('that is asked for twice at once is made once', async () => {
    const { folder, store } = await folderWithVillage()
    const backups = new Backups(store, folder)
    const [one, other] = await Promise.all([backups.make('manual'), backups.make('manual')])
    expect(one).toEqual(other)
    expect(backups.list()).toHaveLength(1)
  })

  it('is never what was cut short, nor a file that somebody put there', async () => {
    const { folder, store } = await folderWithVillage()
    const backups = new Backups(store, folder)
    mkdirSync(backups.folder)
    for (const name of ['yiping-2026-06-15-030000.sqlite.part', 'notes.txt'])
      writeFileSync(join(backups.folder, name), 'x')
    expect(backups.list()).toEqual([])
    for (const name of ['notes.txt', '../yiping.sqlite', '..', ''])
      expect(() => backups.fileOf(name)).toThrow('unknown-backup')
    await backups.make('manual')
    expect(backups.list()).toHaveLength(1)
    expect(readdirSync(backups.folder).sort()).toEqual(['manual', 'notes.txt'])
  })
})

describe('data that does not hold', () => {
  it.each([
    ['a damaged page', 'backup-damaged'],
    ['a total', 'backup-ledger'],
    ['a row outside the ledger', 'backup-rows'],
  ])('gives no backup, and nothing is swept: %s', async (what, code) => {
    const { folder, store } = await folderWithVillage()
    const backups = new Backups(store, folder)
    const good = join(folder, 'good.sqlite')
    await backups.writeTo(good)
    for (let number = 1; number <= keptBackups; number += 1) placeBackup(folder, good, 'nightly', number)
    const before = names(backups)
    if (what === 'a total')
      await store.write('installation', async (store) => store.run('UPDATE chains SET seq = 7'))
    else if (what === 'a damaged page') {
      await store.all('PRAGMA wal_checkpoint(TRUNCATE)')
      overwriteMiddle(join(folder, databaseName))
    } else {
      await store.write('installation', async (store) =>
        store.run('DROP TRIGGER temp.digest_households_UPDATE'),
      )
      await store.write('installation', async (store) =>
        store.run(`UPDATE households SET head = 'x' WHERE id = 1`),
      )
    }
    await expect(backups.make('nightly')).rejects.toMatchObject({ code })
    const elsewhere = join(folder, 'elsewhere.sqlite')
    await expect(backups.writeTo(elsewhere)).rejects.toMatchObject({ code })
    expect(existsSync(elsewhere)).toBe(false)
    expect(names(backups)).toEqual(before)
    expect(readdirSync(folder)).not.toContain('elsewhere.sqlite.part')
  })
})

describe('backups that are kept', () => {
  it('are the last fourteen of each kind by the number in the file, whatever the clock says', async () => {
    const { folder, store } = await folderWithVillage()
    const good = join(folder, 'good.sqlite')
    let clock = new Date(2030, 0, 1).getTime()
    const backups = new Backups(store, folder, () => clock)
    await backups.writeTo(good)
    for (let number = 2; number <= keptBackups + 1; number += 1) placeBackup(folder, good, 'nightly', number)
    const manual = placeBackup(folder, good, 'manual', 1)
    clock = new Date(2001, 0, 1).getTime()
    const { name } = await backups.make('nightly')
    utimesSync(backups.fileOf(name), 0, 0)
    expect(name).toBe(`yiping-2001-01-01-000000-${keptBackups + 2}.sqlite`)
    const kept = names(new BackupFolders(folder))
    expect(kept).toHaveLength(keptBackups + 1)
    expect(kept[0]).toBe(name)
    expect(kept.at(-1)).toBe(manual)
    expect(kept).not.toContain('yiping-2026-06-01-030002-2.sqlite')
  })

  it('are numbered above the folder after a restore has set the database back', async () => {
    const { folder, store } = await folderWithVillage()
    const backups = new Backups(store, folder)
    const { name } = await backups.make('manual')
    placeBackup(folder, backups.fileOf(name), 'nightly', 40)
    expect((await backups.make('manual')).name).toMatch(/-41\.sqlite$/)
  })

  it('of earlier versions are the oldest of the nightly ones, and the last two that hold stay', async () => {
    const { folder, store } = await folderWithVillage()
    const good = join(folder, 'good.sqlite')
    const backups = new Backups(store, folder)
    await backups.writeTo(good)
    const old = join(folder, 'old.sqlite')
    await writeEarlier(good, old)
    const earlier = ['01', '02', '03', '04', '05'].map((day) => `yiping-2026-05-${day}-030000.sqlite`)
    mkdirSync(backups.folder, { recursive: true })
    for (const name of earlier) copyFileSync(old, join(backups.folder, name))
    overwriteMiddle(join(backups.folder, earlier[3] ?? ''))
    for (let number = 10; number < 10 + keptBackups; number += 1) placeBackup(folder, good, 'nightly', number)
    await backups.make('nightly')
    const left = readdirSync(backups.folder).filter((name) => name.endsWith('.sqlite'))
    expect(left.sort()).toEqual([earlier[2], earlier[3], earlier[4]])
    expect(names(backups).slice(-3)).toEqual([earlier[4], earlier[3], earlier[2]])
  })
})

describe('the room on the disk', () => {
  it('is told with the size of the database', async () => {
    const { folder, store } = await folderWithVillage()
    const { freeBytes, databaseBytes } = await measureStorage(folder, store)
    expect(databaseBytes).toBeGreaterThan(10_000)
    expect(freeBytes).toBeGreaterThan(0)
    expect(await measureStorage(join(folder, 'gone'), store)).toMatchObject({ freeBytes: null, isLow: false })
  })
})

describe('a copy of the database', () => {
  it('is of one moment, and ends, however much is written meanwhile', async () => {
    const { folder, store, village } = await folderWithVillage()
    const add = (id: string, made: number) =>
      store.write(village.id, (store) =>
        store.insert('requests', { village_id: village.id, id, digest: 'x'.repeat(4_000), made }),
      )
    for (let row = 0; row < 800; row += 1) await add(`before ${row}`, row)
    const workers = new Workers(store)
    onTestFinished(() => workers.close())
    const copy = join(folder, 'copy.sqlite')
    let isCopied = false
    const copied = workers.perform('copyDatabase', { file: copy }).then(() => (isCopied = true))
    let rows = 0
    for (; !isCopied; rows += 1) await add(`meanwhile ${rows}`, rows)
    await copied
    const sqlite = new Database(copy, { readonly: true })
    onTestFinished(() => void sqlite.close())
    const found = sqlite
      .prepare(`SELECT id FROM requests WHERE id LIKE 'meanwhile%' ORDER BY made`)
      .pluck()
      .all()
    expect(rows).toBeGreaterThan(0)
    expect(sqlite.prepare(`SELECT count(*) FROM requests WHERE id LIKE 'before%'`).pluck().get()).toBe(800)
    expect(found).toEqual(Array.from(found, (_, index) => `meanwhile ${index}`))
    expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok')
  })

  it('is given up when it is to stop, and its thread goes on to the next job', async () => {
    const { folder, store } = await folderWithVillage()
    const workers = new Workers(store)
    onTestFinished(() => workers.close())
    const stop = new AbortController()
    const copying = workers.perform(
      'copyDatabase',
      { file: join(folder, 'a.sqlite') },
      { signal: stop.signal },
    )
    stop.abort(new Error('the server stops'))
    await expect(copying).rejects.toThrow('the server stops')
    expect((await workers.perform('check', null)).damage).toEqual([])
  })
})
