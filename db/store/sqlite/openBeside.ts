import type { Database } from '../store.ts'
import { connectReader } from './connect.ts'
import { SqliteStore } from './sqliteStore.ts'

/**
 * Opens a database that another thread of this process has open, for reading alone.
 *
 * @throws CannotOpen or what SQLite throws
 */
export function openBeside(file: string): Database {
  const connection = connectReader(file)
  return new SqliteStore({ writer: connection, reader: connection, snapshots: connection }, file)
}
