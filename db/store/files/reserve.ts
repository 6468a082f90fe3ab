/**
 * Room kept in a data folder: SQLite needs some for a file of its own when it opens
 * a database, also on a disk that is full, where a server should still show its boards.
 */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDiskFull } from '../diskFaults.ts'

export const reserveName = 'reserve'
/** Twice what SQLite takes: its file grows by 32 KB. */
const reservedBytes = 64 * 1024

/** Gives the reserved room of a data folder back, for a database that is opened next. */
export function releaseReserve(folder: string): void {
  rmSync(join(folder, reserveName), { force: true })
}

/** Reserves the room again; a full disk has none. */
export function keepReserve(folder: string): void {
  try {
    writeFileSync(join(folder, reserveName), Buffer.alloc(reservedBytes))
  } catch (error) {
    if (!isDiskFull(error)) throw error
    releaseReserve(folder)
  }
}
