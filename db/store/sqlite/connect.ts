/** The connection to a database file: its pragmas, its lock, and its errors as sentences. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { CannotOpen } from '../cannotOpen.ts'
import { denied } from './denied.ts'
import { addDigestTriggers, registerRowDigest } from './soundness/rowDigests.ts'

/**
 * File that marks a used data folder: beside it, a missing database is an error.
 * It names the process that opened the database last.
 */
export const markerName = 'in-use'
/** How long to wait for another process that holds the file, ms. */
const busyMs = 500
/** 16 MB of pages for each connection. */
const cachePages = 'cache_size = -16384'
/** 64 MB: the changed pages of a long transaction are written once, when it commits. */
const longCachePages = 'cache_size = -65536'
/** What to do about a data folder that cannot be used. */
const advice =
  'DATA_DIR must be a folder with a short path on a disk, that this account can write, with room left.'
const unwritableCodes = /^SQLITE_(READONLY|CANTOPEN|IOERR|FULL)/
const damageCodes = /^SQLITE_(NOTADB|CORRUPT)/
/** SQLite messages for a schema that lacks what the program's statements use. */
const schemaLacks = /^(no such (table|column|index|function|collation)|unknown function|foreign key mismatch)/

/**
 * Opens the connection that writes.
 *
 * @throws CannotOpen with a plain sentence, also when an earlier version of the program has the file open
 */
export function connect(file: string): Database.Database {
  let sqlite: Database.Database | undefined
  try {
    sqlite = new Database(file, { timeout: busyMs })
    makeDurable(sqlite)
    sqlite.pragma(cachePages)
    // A write that changes nothing: a file that cannot be written fails at once.
    const version = Number(sqlite.pragma('user_version', { simple: true }))
    sqlite.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${version}; ROLLBACK`)
    registerRowDigest(sqlite)
    return sqlite
  } catch (error) {
    sqlite?.close()
    throw explained(error, file)
  }
}

/**
 * Opens a connection for one long transaction beside the one that writes, whose schema
 * is prepared. It takes no lock before that transaction.
 */
export function connectBeside(file: string): Database.Database {
  const sqlite = new Database(file, { timeout: busyMs, fileMustExist: true })
  try {
    makeDurable(sqlite)
    // A checkpoint would lengthen the turn.
    sqlite.pragma('wal_autocheckpoint = 0')
    sqlite.pragma(longCachePages)
    // The undo log of a statement with many rows stays out of temporary files.
    sqlite.pragma('temp_store = MEMORY')
    registerRowDigest(sqlite)
    addDigestTriggers(sqlite)
    return sqlite
  } catch (error) {
    sqlite.close()
    throw error
  }
}

/** What every connection that writes needs, asserted. */
function makeDurable(sqlite: Database.Database): void {
  sqlite.pragma('journal_mode = WAL')
  // A re-opened WAL database would fall back to NORMAL, which can lose the last commits.
  sqlite.pragma('synchronous = FULL')
  sqlite.pragma('foreign_keys = ON')
  // Without it, INSERT OR REPLACE deletes a posting past the trigger that forbids it.
  sqlite.pragma('recursive_triggers = ON')
  if (sqlite.pragma('synchronous', { simple: true }) !== 2) throw new Error('synchronous is not FULL')
}

/** Opens a connection that reads beside the one that writes. */
export function connectReader(file: string): Database.Database {
  const sqlite = new Database(file, { timeout: busyMs })
  sqlite.pragma('query_only = ON')
  sqlite.pragma(cachePages)
  registerRowDigest(sqlite)
  return sqlite
}

/** Maps an SQLite error to CannotOpen; errors without a sentence are returned unchanged. */
export function explained(error: unknown, file: string): Error {
  if (!(error instanceof Database.SqliteError)) return unwritable(error, dirname(file))
  const { code } = error
  const files = ['', '-wal', '-shm', '-journal'].map((suffix) => file + suffix)
  const refusal = denied(error, dirname(file), files)
  if (refusal) return refusal
  if (code.startsWith('SQLITE_BUSY'))
    return new CannotOpen(
      'busy',
      `The database ${file} is in use by another server (${holderOf(file)}). Stop that one first.`,
      file,
      holderOf(file),
    )
  if (damageCodes.test(code) || schemaLacks.test(error.message))
    return new CannotOpen(
      'damaged',
      `The database ${file} is damaged (${error.message}). Nothing was written.`,
      file,
      error.message,
    )
  if (unwritableCodes.test(code))
    return new CannotOpen(
      'unwritable',
      `The database ${file} cannot be written: ${error.message}. ${advice}`,
      file,
      error.message,
    )
  return error
}

/** Maps a file system error to CannotOpen; other errors are returned unchanged. */
export function unwritable(error: unknown, folder: string): Error {
  if (!(error instanceof Error)) return new Error(String(error))
  if ((error as NodeJS.ErrnoException).syscall === undefined) return error
  const refusal = denied(error, folder)
  if (refusal) return refusal
  return new CannotOpen(
    'unwritable',
    `The data folder ${folder} cannot be used (${error.message}). ${advice}`,
    folder,
    error.message,
  )
}

/** Whether the error means a damaged database. */
export function isDamage(error: unknown): error is Error {
  if (!(error instanceof Database.SqliteError)) return false
  return damageCodes.test(error.code) || (error.code === 'SQLITE_ERROR' && schemaLacks.test(error.message))
}

/** An error of the database or of its disk that another thread met, as that one caught it. */
export function storageError(code: string, message: string): Error {
  return code.startsWith('SQLITE_')
    ? new Database.SqliteError(message, code)
    : Object.assign(new Error(message), { code })
}

/** Whether the error means a read-only database. */
export function isReadOnly(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_READONLY')
}

function holderOf(file: string): string {
  try {
    return readFileSync(join(dirname(file), markerName), 'utf8')
  } catch {
    return 'unknown process'
  }
}
