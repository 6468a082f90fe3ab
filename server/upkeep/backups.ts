/** Backups: copied while the server runs, and proven in another process before they get their name. */
import { chmodSync, closeSync, existsSync, openSync, rmSync, statSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { putInPlaceUnblocked } from '../../db/store/files/durable.ts'
import { makeTemporaryFolder } from '../../db/store/files/temporary.ts'
import { nextBackupNumber } from '../../db/store/sqlite/backupNumber.ts'
import { isDamage } from '../../db/store/sqlite/connect.ts'
import { Unusable } from '../../db/store/sqlite/soundness/openCopy.ts'
import type { Database } from '../../db/store/store.ts'
import { reported } from '../domain/answers/fault.ts'
import { Refused } from '../domain/answers/refused.ts'
import { onFile } from '../words/fileFault.ts'
import { Stopped } from '../words/terminal.ts'
import { type Backup, BackupFolders, type BackupKind } from './backupFolders.ts'
import { damagedProof, type Proof, unproven } from './prove.ts'
import { proveInChild } from './proveInChild.ts'

export class Backups {
  /** Called with every proof of the live data. */
  onProof: (proof: Proof) => Promise<void> = async () => {}
  /** Copies the database; by default in this thread. */
  copy: (file: string, signal: AbortSignal) => Promise<void>
  readonly #store: Database
  readonly #dataDir: string
  readonly #now: () => number
  readonly #folders: BackupFolders
  readonly #running = new Map<BackupKind, Promise<Backup>>()
  readonly #stop = new AbortController()
  /** One copy at a time. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(store: Database, dataDir: string, now: () => number = Date.now) {
    this.#store = store
    this.copy = (file, signal) => store.copyTo(file, signal)
    this.#dataDir = dataDir
    this.#now = now
    this.#folders = new BackupFolders(dataDir)
  }

  get folder(): string {
    return this.#folders.folder
  }

  /** All backups, the newest first. */
  list(): Backup[] {
    return this.#folders.list().map(({ name, kind, at, bytes }) => ({ name, kind, at, bytes }))
  }

  /**
   * Writes a backup into the data folder and sweeps the oldest of its kind.
   * Concurrent calls for one kind share a backup.
   *
   * @throws Refused when the data does not hold; no backup is written or swept then
   */
  make(kind: BackupKind): Promise<Backup> {
    const running = this.#running.get(kind)
    if (running) return running
    const made = this.#queue(() => this.#make(kind)).finally(() => this.#running.delete(kind))
    this.#running.set(kind, made)
    return made
  }

  /**
   * Writes a backup to any other file.
   *
   * @throws Refused when the data does not hold; Stopped when the file exists or cannot be written
   */
  writeTo(file: string): Promise<void> {
    return this.#queue(async () => {
      if (existsSync(file)) throw new Stopped('file-exists', { file })
      const number = await this.#nextNumber()
      await onFile(file, () => this.#write(file, number))
    })
  }

  /**
   * The file of a backup.
   *
   * @throws Refused when there is none of this name
   */
  fileOf(name: string): string {
    const found = this.#folders.list().find((backup) => backup.name === name)
    if (!found) throw new Refused('not-found', 'unknown-backup')
    return found.file
  }

  /** Aborts running backups; unfinished files never have a backup's name. */
  async close(): Promise<void> {
    this.#stop.abort()
    await this.#last
  }

  async #make(kind: BackupKind): Promise<Backup> {
    const folder = this.#folders.makeReady(kind)
    const number = await this.#nextNumber()
    const name = nameAt(new Date(this.#now()), number)
    const file = join(folder, name)
    await this.#write(file, number)
    await this.#folders.sweep(kind, (earlier) => this.#isSound(earlier))
    const { size, mtime } = statSync(file)
    return { name, kind, at: mtime.toISOString(), bytes: size }
  }

  #nextNumber(): Promise<number> {
    const numbers = this.#folders.list().map(({ number }) => number ?? 0)
    return nextBackupNumber(this.#store, Math.max(0, ...numbers))
  }

  async #write(file: string, number: number): Promise<void> {
    const part = `${file}.part`
    // SQLite does not say why it cannot make a file; Node does.
    closeSync(openSync(part, 'w'))
    try {
      const proof = await this.#copyAndProve(part)
      const why = unproven(proof)
      if (why) throw new Refused('conflict', `backup-${why.reason}`, { fault: why.fault })
      if (proof.number !== number) throw new Error(`the backup ${basename(file)} has another number`)
      await putInPlaceUnblocked(part, file)
    } finally {
      for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(part + suffix, { force: true })
    }
  }

  async #copyAndProve(copy: string): Promise<Proof> {
    const proof = await this.#found(copy)
    await this.onProof(proof)
    return proof
  }

  /** Pages that are too damaged to be copied or recognised are damage of the live data. */
  async #found(copy: string): Promise<Proof> {
    try {
      await this.copy(copy, this.#stop.signal)
      chmodSync(copy, 0o600)
      return await proveInChild(copy, this.#stop.signal)
    } catch (error) {
      if (error instanceof Unusable || isDamage(error)) return damagedProof(reported(error.message))
      throw error
    }
  }

  /** Whether a backup of an earlier version holds, tried on a copy. */
  #isSound(file: string): Promise<boolean> {
    return this.#aside(async (copy) => {
      await copyFile(file, copy)
      try {
        return unproven(await proveInChild(copy, this.#stop.signal)) === null
      } catch (error) {
        if (error instanceof Unusable) return false
        throw error
      }
    })
  }

  async #aside<Result>(work: (copy: string) => Promise<Result>): Promise<Result> {
    const folder = makeTemporaryFolder(this.#dataDir)
    try {
      return await work(join(folder, 'copy.sqlite'))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }

  #queue<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work)
    this.#last = result.catch(() => {})
    return result
  }
}

/** Local time for people, and the backup's unique number. */
function nameAt(at: Date, number: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-')
  return `yiping-${day}-${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}-${number}.sqlite`
}
