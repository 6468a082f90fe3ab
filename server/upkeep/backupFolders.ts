/**
 * Location and retention of backups. `backups/nightly` and `backups/manual` hold
 * verified backups of this version; `backups` itself holds unverified ones of earlier
 * versions.
 */
import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../../db/store/files/makeFolder.ts'
import { numberOfBackup } from '../../db/store/sqlite/backupNumber.ts'

/** Backups kept of each kind. */
export const keptBackups = 14
/** Sound backups of earlier versions that are never swept. */
export const keptEarlier = 2

export type BackupKind = 'nightly' | 'manual'

export interface Backup {
  name: string
  kind: BackupKind
  /** UTC. */
  at: string
  bytes: number
}

/** A backup and where it lies. */
export interface StoredBackup extends Backup {
  file: string
  /** Counted in the file: 0 for those of earlier versions, null for one that cannot be read. */
  number: number | null
}

const kinds = ['nightly', 'manual'] as const
const namePattern = /^yiping-\d{4}-\d{2}-\d{2}-\d{6}(-\d+)?\.sqlite$/

export class BackupFolders {
  readonly folder: string
  /** By the file and what would change with its content. */
  readonly #numbers = new Map<string, number | null>()

  constructor(dataDir: string) {
    this.folder = join(dataDir, 'backups')
  }

  /** All backups, the newest first; those of earlier versions last, by their names. */
  list(): StoredBackup[] {
    const found = [...kinds.flatMap((kind) => this.#in(kind, kind)), ...this.#in('nightly', '')]
    return found.sort((a, b) => (b.number ?? -1) - (a.number ?? -1) || (a.name < b.name ? 1 : -1))
  }

  /** The folder of a kind, without unfinished files. */
  makeReady(kind: BackupKind): string {
    const folder = join(this.folder, kind)
    makeFolder(folder)
    for (const parent of [folder, this.folder])
      for (const name of names(parent))
        if (/\.part(-\w+)?$/.test(name)) rmSync(join(parent, name), { force: true })
    return folder
  }

  /**
   * Removes the oldest of a kind beyond those that are kept. One of an earlier
   * version goes only when two sound ones that are newer stay.
   *
   * @param isSound proves a backup of an earlier version
   */
  async sweep(kind: BackupKind, isSound: (file: string) => Promise<boolean>): Promise<void> {
    const readable = this.list().filter((backup) => backup.kind === kind && backup.number !== null)
    const own = readable.filter(({ number }) => number !== 0)
    for (const { file } of own.slice(keptBackups)) rmSync(file, { force: true })
    const over = new Set(readable.slice(keptBackups))
    let sound = 0
    for (const backup of readable.filter(({ number }) => number === 0)) {
      if (sound >= keptEarlier && over.has(backup)) rmSync(backup.file, { force: true })
      else if (over.size > 0 && (await isSound(backup.file))) sound += 1
    }
  }

  #in(kind: BackupKind, folder: string): StoredBackup[] {
    return names(join(this.folder, folder))
      .filter((name) => namePattern.test(name))
      .map((name) => {
        const file = join(this.folder, folder, name)
        const { size, mtime } = statSync(file)
        return { name, kind, file, at: mtime.toISOString(), bytes: size, number: this.#numberOf(file) }
      })
  }

  #numberOf(file: string): number | null {
    const { size, mtimeMs, ino } = statSync(file)
    const key = [file, size, mtimeMs, ino].join('/')
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const number = numberOfBackup(file)
    // An unreadable file may be readable later.
    if (number !== null) this.#numbers.set(key, number)
    return number
  }
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    // There is no folder before the first backup.
    return []
  }
}
