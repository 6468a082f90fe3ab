/** Locks the database of a data folder while a backup replaces it. */
import { copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type Database from 'better-sqlite3'
import { CannotOpen } from '../cannotOpen.ts'
import { putInPlace, syncFolder } from '../files/durable.ts'
import { claimFolderOf } from './claim.ts'
import { connect } from './connect.ts'

export class HeldData {
  readonly #file: string
  #sqlite: Database.Database | null
  #giveBack: (() => void) | null

  /**
   * Takes the claim on the data folder, and opens its database unless it is missing or damaged.
   *
   * @throws CannotOpen `busy` when another process holds it
   */
  constructor(file: string) {
    this.#file = file
    this.#giveBack = claimFolderOf(file)
    try {
      this.#sqlite = open(file)
    } catch (error) {
      this.#giveBack()
      throw error
    }
  }

  /**
   * Replaces the database by a finished file, atomically. The old database is kept
   * under the other name.
   *
   * @throws CannotOpen `busy` when a process has opened it meanwhile
   */
  replaceBy(finished: string, keptAs: string): void {
    this.#sqlite ??= open(this.#file)
    this.#foldLog()
    if (existsSync(this.#file)) keepBoth(this.#file, keptAs)
    // Only where the log could not be folded: the new database must not find it.
    if (existsSync(`${this.#file}-wal`)) renameSync(`${this.#file}-wal`, `${keptAs}-wal`)
    rmSync(`${this.#file}-shm`, { force: true })
    syncFolder(dirname(this.#file))
    // Windows replaces no file that is open.
    if (process.platform === 'win32') this.#closeFile()
    putInPlace(finished, this.#file)
  }

  release(): void {
    this.#closeFile()
    this.#giveBack?.()
    this.#giveBack = null
  }

  #closeFile(): void {
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

function open(file: string): Database.Database | null {
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
