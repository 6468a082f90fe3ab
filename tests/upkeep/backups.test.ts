import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openStore } from '../../db/open.ts'
import { restore } from '../../server/restore.ts'
import { Backups, keptBackups } from '../../server/upkeep/backups.ts'
import { measureStorage } from '../../server/upkeep/storage.ts'
import { temporaryFolder, TestVillage } from '../db/village.ts'

async function folderWithVillage() {
  const folder = temporaryFolder()
  const store = await openStore(folder)
  let isOpen = true
  const close = () => {
    if (isOpen) store.close()
    isOpen = false
  }
  onTestFinished(close)
  return { folder, store, close, village: new TestVillage(store) }
}

describe('a backup', () => {
  it('carries its date in the name, is the owner’s alone, and restores to the same chain head', async () => {
    const { folder, store, close, village } = await folderWithVillage()
    const head = store.prepare('SELECT head FROM chains WHERE village_id = ?').get(village.id)
    const backups = new Backups(store, folder, () => new Date(2026, 5, 15, 3).getTime())
    const { name, bytes } = await backups.make()
    expect(name).toBe('yiping-2026-06-15-030000.sqlite')
    const file = backups.fileOf(name)
    expect(statSync(file).size).toBe(bytes)
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0)
    close()
    const other = temporaryFolder()
    const [report] = await restore(file, join(other, 'data'))
    expect(report).toMatchObject({ holds: true, ...(head as object) })
  })

  it('is kept among the last fourteen', async () => {
    const { folder, store } = await folderWithVillage()
    let at = new Date(2026, 5, 1, 3).getTime()
    const backups = new Backups(store, folder, () => at)
    for (let night = 0; night < keptBackups + 2; night += 1, at += 24 * 3_600_000) await backups.make()
    const names = backups.list().map(({ name }) => name)
    expect(names).toHaveLength(keptBackups)
    expect(names[0]).toBe('yiping-2026-06-16-030000.sqlite')
    expect(names[keptBackups - 1]).toBe('yiping-2026-06-03-030000.sqlite')
  })

  it('that is asked for twice at once is made once', async () => {
    const { folder, store } = await folderWithVillage()
    const backups = new Backups(store, folder)
    const [one, other] = await Promise.all([backups.make(), backups.make()])
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
    await backups.make()
    expect(backups.list()).toHaveLength(1)
  })
})

describe('the room on the disk', () => {
  it('is told with the size of the database', async () => {
    const { folder, store } = await folderWithVillage()
    const { freeBytes, databaseBytes } = measureStorage(folder, store.file)
    expect(databaseBytes).toBeGreaterThan(10_000)
    expect(freeBytes).toBeGreaterThan(0)
    expect(measureStorage(join(folder, 'gone'), store.file)).toMatchObject({ freeBytes: null, isLow: false })
  })
})
