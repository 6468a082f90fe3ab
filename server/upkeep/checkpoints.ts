/** Checkpoints: a worker copies the log of the database whenever it has grown, so that no commit waits for it. */
import type { Logger } from 'pino'
import { isFatal } from '../../db/store/diskFaults.ts'
import type { Database } from '../../db/store/store.ts'
import type { Workers } from '../workers/workers.ts'

export interface LogBounds {
  /** The log is copied each time it has grown by so many pages of 4 KB. */
  growth: number
  /**
   * Beyond so many pages it is copied in the turn to write: as long as others write, some
   * pages are always new, and the log never restarts. While somebody reads it, it may
   * still grow.
   */
  most: number
}

/** Some 4 and 16 MB: a log that restarts early is written over, which a commit syncs in half the time of one that grows. */
const usualBounds: LogBounds = { growth: 1_000, most: 4_000 }
const pageBytes = 4_096

export function checkpointInWorkers(
  store: Database,
  workers: Workers,
  log: Logger,
  { growth, most }: LogBounds = usualBounds,
): void {
  store.leaveCheckpoints(growth, most * pageBytes, async () => {
    try {
      const { pages } = await workers.perform('copyLog', { inTurn: false })
      if (pages > most) await workers.perform('copyLog', { inTurn: true })
    } catch (error) {
      if (isFatal(error)) store.onFatal(error)
      else log.warn({ err: error }, "the database's log was not copied")
    }
  })
}
