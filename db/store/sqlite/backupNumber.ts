/** Backups are ordered by a number in the file: clocks jump, and files get renamed. */
import Database from 'better-sqlite3'
import type { Store } from '../store.ts'

/** Number of the last backup of this database; in a backup, its own. */
export async function backupNumber(store: Store): Promise<number> {
  const row = await store.first(store.sql.selectFrom('installation').select('backup_number'))
  return row?.backup_number ?? 0
}

/**
 * Increments the number.
 *
 * @param above highest number of the folder's backups: a restored database may be behind them
 */
export async function nextBackupNumber(store: Store, above: number): Promise<number> {
  const number = Math.max(await backupNumber(store), above) + 1
  await store.write('installation', (store) =>
    store.update('installation', { only: 1 }, { backup_number: number }),
  )
  return number
}

/**
 * The number of a backup file, which is opened for reading only.
 *
 * @returns 0 for a backup of an earlier version, null when the file cannot be read
 */
export function numberOfBackup(file: string): number | null {
  let sqlite: Database.Database | undefined
  try {
    sqlite = new Database(file, { readonly: true })
    const column = sqlite
      .prepare(`SELECT 1 FROM pragma_table_info('installation') WHERE name = 'backup_number'`)
      .get()
    if (!column) return 0
    return sqlite.prepare('SELECT backup_number FROM installation').pluck().get() as number
  } catch {
    return null
  } finally {
    sqlite?.close()
  }
}
