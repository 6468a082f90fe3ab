/** Opens and checks a copy of an untrusted database file. */
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import type BetterSqlite from 'better-sqlite3'
import type { Fault } from '../../../../server/domain/answers/fault.ts'
import { CannotOpen } from '../../cannotOpen.ts'
import type { Database } from '../../store.ts'
import { connect, connectReader, isDamage } from '../connect.ts'
import { executedMigrations, isOutdated, migrate, refuseNewer } from '../migrate.ts'
import { SqliteStore } from '../sqliteStore.ts'
import { checkDatabase, type DatabaseCheck, integrityFaults } from './check.ts'

/** Why a file cannot be used; the message is a sentence. */
export class Unusable extends Error {
  readonly reason: 'empty' | 'foreign' | 'newer' | 'damaged'

  /** What was found; the message where nothing more is known. */
  readonly detail: string | Fault

  constructor(reason: Unusable['reason'], message: string, detail: string | Fault = message) {
    super(message)
    this.name = 'Unusable'
    this.reason = reason
    this.detail = detail
  }
}

const magic = 'SQLite format 3\0'

/**
 * Opens a private copy, checks it and applies pending migrations. The file is
 * changed: never pass an original. Once the store is closed, the copy is a
 * single file without a log.
 *
 * @throws Unusable when it is empty, foreign, newer or damaged
 */
export async function openCopy(file: string): Promise<{ store: Database; check: DatabaseCheck }> {
  refuseForeign(file)
  let sqlite: BetterSqlite.Database | undefined
  try {
    sqlite = connect(file)
    const done = executedMigrations(sqlite)
    if (done === null) throw foreign()
    refuseNewer(done, file)
    // Checked before the migration, which would rewrite damaged rows.
    if (isOutdated(done)) refuseDamage(integrityFaults(sqlite))
    await migrate(sqlite)
    const check = await checkDatabase(sqlite)
    refuseDamage(check.damage)
    const connections = { writer: sqlite, reader: connectReader(file), snapshots: connectReader(file) }
    const closing = (writer: BetterSqlite.Database) => writer.pragma('journal_mode = DELETE')
    return { store: new SqliteStore(connections, file, { closing }), check }
  } catch (error) {
    sqlite?.close()
    throw asUnusable(error)
  }
}

function refuseForeign(file: string): void {
  if (statSync(file).size === 0) throw new Unusable('empty', 'The file is empty.')
  const start = Buffer.alloc(magic.length)
  const handle = openSync(file, 'r')
  try {
    readSync(handle, start)
  } finally {
    closeSync(handle)
  }
  if (start.toString('latin1') !== magic) throw foreign()
}

function foreign(): Unusable {
  return new Unusable('foreign', 'The file is no backup of this program.')
}

function refuseDamage([first]: readonly Fault[]): void {
  if (first) throw new Unusable('damaged', 'The file is damaged.', first)
}

function asUnusable(error: unknown): unknown {
  if (isDamage(error)) return new Unusable('damaged', `The file is damaged: ${error.message}.`, error.message)
  if (!(error instanceof CannotOpen)) return error
  if (error.reason === 'newer')
    return new Unusable('newer', 'The file was written by a newer version of the program.')
  if (error.reason === 'damaged') return new Unusable('damaged', 'The file is damaged.', error.params.detail)
  return error
}
