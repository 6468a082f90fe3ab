/** What the server does for its data each night: verify every ledger, sweep photos, then write a backup. */
import { sweepPhotos } from '../../db/photoTimes.ts'
import { listVillages } from '../../db/villages.ts'
import { type Parts } from '../parts.ts'

/** Local time of the server; nobody enters points then. */
export const nightlyHour = 3

/**
 * Verifies, sweeps and backs up; whatever fails is in the log, and nothing stops
 * the server. A ledger that does not hold is backed up too: it is evidence.
 *
 * @param now ms since 1970
 */
export async function keepUp(
  { store, readiness, backups, log }: Pick<Parts, 'store' | 'readiness' | 'backups' | 'log'>,
  now = Date.now(),
): Promise<void> {
  try {
    await readiness.verifyAll()
    const failed = readiness.failed.map(({ village }) => village)
    log.info({ verified: readiness.results.size, failed }, 'verified the ledgers')
  } catch (error) {
    log.error({ err: error }, 'the ledgers could not be verified')
  }
  for (const village of listVillages(store))
    try {
      const swept = sweepPhotos(store, village, now)
      if (swept.over + swept.unnamed > 0) log.info({ village: village.slug, ...swept }, 'swept photos')
    } catch (error) {
      log.error({ err: error, village: village.slug }, 'photos could not be swept')
    }
  try {
    const { name, bytes } = await backups.make()
    log.info({ backup: name, bytes }, 'wrote a backup')
  } catch (error) {
    log.error({ err: error }, 'the backup could not be written')
  }
}
