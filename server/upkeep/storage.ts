/** Disk space of the data. */
import { statfsSync } from 'node:fs'
import type { Database } from '../../db/store/store.ts'

export interface Storage {
  /** Free for this server's user, bytes; null where the system does not say. */
  freeBytes: number | null
  /** The database with its log, bytes. */
  databaseBytes: number
  /** Too little for backups and growth. */
  isLow: boolean
}

/** Below this it is low in any case, bytes. */
const leastFree = 512 * 1024 * 1024
/** A copy for a migration, one for a backup, and room to grow. */
const databasesFree = 3

/**
 * Measures the data folder's disk.
 *
 * @param folder the data folder
 */
export async function measureStorage(folder: string, store: Pick<Database, 'bytes'>): Promise<Storage> {
  const databaseBytes = await store.bytes()
  const freeBytes = freeOf(folder)
  return {
    freeBytes,
    databaseBytes,
    isLow: freeBytes !== null && freeBytes < Math.max(leastFree, databasesFree * databaseBytes),
  }
}

function freeOf(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return null
  }
}
