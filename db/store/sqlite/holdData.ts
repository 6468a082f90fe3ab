/** Locks the database of a data folder while a backup replaces it. */
import { copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type Database from 'better-sqlite3'
import { putInPlace, syncFolder } from '../files/durable.ts'
import { CannotOpen } from './cannotOpen.ts'
import { connect } from './connect.ts'

export class HeldData {
  readonly #file: string
  #sqlite: Database.Database | null

  /**
   * Locks the database; a missing or damaged one cannot be locked.
   *
   * @throws CannotOpen `busy` when another process holds it
   */
  constructor(file: string) {
    this.#file = file
    this.#sqlite = lock(file)
  }

  /**
   * Replaces the database by a finished file, atomically. The old database is kept
   * under the other name.
   *
   * @throws CannotOpen `busy` when a process has opened it meanwhile
   */
  replaceBy(finished: string, keptAs: string): void {
    this.#sqlite ??= lock(this.#file)
    this.#foldLog()
    if (existsSync(this.#file)) keepBoth(this.#file, keptAs)
    // Only where the log could not be folded: the new database must not find it.
    if (existsSync(`${this.#file}-wal`)) renameSync(`${this.#file}-wal`, `${keptAs}-wal`)
    rmSync(`${this.#file}-shm`, { force: true })
    syncFolder(dirname(this.#file))
    // Windows replaces no file that is open.
    if (process.platform === 'win32') this.release()
    putInPlace(finished, this.#file)
  }

  release(): void {
    this.#sqlite?.close()
    this.#sqlite = null
  }

  #foldLog(): void {
    try {
      this.#sqlite?.pragma('journal_mode = DELETE')
    } catch {
      // A damaged database keeps its log, which is renamed with it.
    }
  }
}

function lock(file: string): Database.Database | null {
  if (!existsSync(file)) return null
  try {
    return connect(file)
  } catch (error) {
    if (error instanceof CannotOpen && error.reason !== 'damaged') throw error
    return null
  }
}

function keepBoth(file: string, other: string): void {
  try {
    linkSync(file, other)
  } catch {
    // Some file systems have no links.
    copyFileSync(file, other)
  }
}
