import { setTimeout } from 'node:timers/promises'
import BetterSqlite from 'better-sqlite3'

/** How often the file is tried, ms. */
const everyMs = 5

/** Waits, without holding the event loop, until no other connection is writing. */
export async function untilFree(sqlite: BetterSqlite.Database): Promise<void> {
  const timeout = Number(sqlite.pragma('busy_timeout', { simple: true }))
  while (sqlite.open && !isFree(sqlite, timeout)) await setTimeout(everyMs)
}

function isFree(sqlite: BetterSqlite.Database, timeout: number): boolean {
  sqlite.pragma('busy_timeout = 0')
  try {
    sqlite.exec('BEGIN IMMEDIATE; ROLLBACK')
    return true
  } catch (error) {
    if (error instanceof BetterSqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return false
    throw error
  } finally {
    sqlite.pragma(`busy_timeout = ${timeout}`)
  }
}
