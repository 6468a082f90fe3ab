/** Hands that reach past the program into a database file, as an intruder or a bad disk would. */
import { closeSync, openSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { databaseName } from '../../../db/store/sqlite/open.ts'

/** Runs SQL on a closed database with its triggers and foreign keys out of the way. */
export function tamper(folder: string, ...statements: string[]): void {
  const sqlite = new Database(join(folder, databaseName))
  sqlite.pragma('foreign_keys = OFF')
  sqlite.exec('DROP TRIGGER IF EXISTS postings_are_never_changed')
  sqlite.exec('DROP TRIGGER IF EXISTS postings_are_never_deleted')
  for (const statement of statements) {
    const { changes } = sqlite.prepare(statement).run()
    if (changes === 0) throw new Error(`nothing was changed by ${statement}`)
  }
  sqlite.close()
}

/** Overwrites 20,000 bytes in the middle of a file, or as many as lie there beside its first page. */
export function overwriteMiddle(file: string): void {
  const { size } = statSync(file)
  const length = Math.min(20_000, size / 2)
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.alloc(length, 0xa5), 0, length, Math.floor((size - length) / 2))
  closeSync(handle)
}

/** Overwrites the first page of a table in a database file, so that the others can still be read. */
export function overwriteTable(file: string, table: string): void {
  const sqlite = new Database(file, { readonly: true })
  const root = sqlite
    .prepare('SELECT rootpage FROM sqlite_master WHERE name = ?')
    .pluck()
    .get(table) as number
  const size = sqlite.pragma('page_size', { simple: true }) as number
  sqlite.close()
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.alloc(size, 0xa5), 0, size, (root - 1) * size)
  closeSync(handle)
}
