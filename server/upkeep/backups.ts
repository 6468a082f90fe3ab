/** Backups in the data folder: made, listed, handed out, and the old ones swept. */
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Store } from '../../db/store.ts'
import { Refused } from '../domain/refused.ts'

/** So many backups are kept. */
export const keptBackups = 14

const folderName = 'backups'
const namePattern = /^yiping-\d{4}-\d{2}-\d{2}-\d{6}\.sqlite$/

export interface Backup {
  name: string
  /** UTC. */
  at: string
  bytes: number
}

export class Backups {
  readonly folder: string
  readonly #store: Store
  readonly #now: () => number
  #running: Promise<Backup> | null = null

  constructor(store: Store, dataDir: string, now: () => number = Date.now) {
    this.#store = store
    this.#now = now
    this.folder = join(dataDir, folderName)
  }

  /** All backups, the newest first. */
  list(): Backup[] {
    return names(this.folder)
      .filter((name) => namePattern.test(name))
      .sort()
      .reverse()
      .map((name) => {
        const { size, mtime } = statSync(join(this.folder, name))
        return { name, at: mtime.toISOString(), bytes: size }
      })
  }

  /**
   * Writes a consistent copy of the whole database while the server goes on, and
   * sweeps the oldest; whoever asks meanwhile gets the same one. A copy that was
   * cut short never bears a backup's name.
   */
  make(): Promise<Backup> {
    this.#running ??= this.#make().finally(() => (this.#running = null))
    return this.#running
  }

  async #make(): Promise<Backup> {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 })
    for (const name of names(this.folder))
      if (name.endsWith('.part')) rmSync(join(this.folder, name), { force: true })
    const file = join(this.folder, nameAt(new Date(this.#now())))
    try {
      await this.#store.copyTo(`${file}.part`)
    } catch (error) {
      rmSync(`${file}.part`, { force: true })
      throw error
    }
    chmodSync(`${file}.part`, 0o600)
    renameSync(`${file}.part`, file)
    for (const { name } of this.list().slice(keptBackups)) rmSync(join(this.folder, name), { force: true })
    const [newest] = this.list()
    if (!newest) throw new Error('the backup that was just written is gone')
    return newest
  }

  /**
   * The file of a backup.
   *
   * @throws Refused when there is none of this name
   */
  fileOf(name: string): string {
    if (!this.list().some((backup) => backup.name === name)) throw new Refused('not-found', 'unknown-backup')
    return join(this.folder, name)
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

/** The server's local time, as people look for it. */
function nameAt(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-')
  return `yiping-${day}-${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}.sqlite`
}
