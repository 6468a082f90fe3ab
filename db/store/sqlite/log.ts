/** The write-ahead log: how far it has grown, and copying it into the database (a checkpoint). */
import type BetterSqlite from 'better-sqlite3'

export interface LogState {
  /** Pages that the log has; the next write restarts it where all are copied and nobody reads them. */
  pages: number
  /** How many of them are copied into the database. */
  copied: number
}

/** What `wal_checkpoint` gives: pages in the log, -1 where there is none. */
interface Checkpoint {
  log: number
  checkpointed: number
}

/** Copies what readers have left behind; waits for nobody. Reads and syncs the file. */
export function copyLog(sqlite: BetterSqlite.Database): LogState {
  return stateOf(sqlite.prepare('PRAGMA wal_checkpoint(PASSIVE)'))
}

function stateOf(checkpoint: BetterSqlite.Statement): LogState {
  const { log, checkpointed } = checkpoint.get() as Checkpoint
  return { pages: Math.max(0, log), copied: Math.max(0, checkpointed) }
}

/** Tells when the log has grown by so many pages since it was copied last. */
export class LogWatch {
  readonly #sqlite: BetterSqlite.Database
  /** How the log stands; copies nothing, takes some µs. */
  readonly #look: BetterSqlite.Statement
  readonly #growth: number
  readonly #copy: () => Promise<void>
  #isCopying = false
  /** Pages of the log when it was copied last. */
  #copiedAt = 0

  /** @param copy called when the log has grown by so many pages; again only once it has settled, and it never rejects */
  constructor(sqlite: BetterSqlite.Database, growth: number, copy: () => Promise<void>) {
    this.#sqlite = sqlite
    this.#look = sqlite.prepare('PRAGMA wal_checkpoint(NOOP)')
    this.#growth = growth
    this.#copy = copy
  }

  /** Call it after each commit. */
  look(): void {
    if (this.#isCopying) return
    const { pages } = stateOf(this.#look)
    // Restarted since.
    if (pages < this.#copiedAt) this.#copiedAt = 0
    if (pages - this.#copiedAt < this.#growth) return
    this.#isCopying = true
    void this.#copy().then(() => {
      this.#isCopying = false
      if (this.#sqlite.open) this.#copiedAt = stateOf(this.#look).pages
    })
  }
}
