/** Disk space of the data. */
import { statfsSync, statSync } from 'node:fs'

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
 * @param file the database
 */
export function measureStorage(folder: string, file: string): Storage {
  const databaseBytes = [file, `${file}-wal`].reduce((sum, one) => sum + bytesOf(one), 0)
  const freeBytes = freeOf(folder)
  return {
    freeBytes,
    databaseBytes,
    isLow: freeBytes !== null && freeBytes < Math.max(leastFree, databasesFree * databaseBytes),
  }
}

function bytesOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

function freeOf(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return null
  }
}
