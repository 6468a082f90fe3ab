/** What the server does for its data each night: verify every ledger, then write a backup. */
import { type Parts } from '../parts.ts'

/** Local time of the server; nobody enters points then. */
export const nightlyHour = 3

/**
 * Verifies and backs up; whatever fails is in the log, and nothing stops the
 * server. A ledger that does not hold is backed up too: it is evidence.
 */
export async function keepUp({
  readiness,
  backups,
  log,
}: Pick<Parts, 'readiness' | 'backups' | 'log'>): Promise<void> {
  try {
    await readiness.verifyAll()
    const failed = readiness.failed.map(({ village }) => village)
    log.info({ verified: readiness.results.size, failed }, 'verified the ledgers')
  } catch (error) {
    log.error({ err: error }, 'the ledgers could not be verified')
  }
  try {
    const { name, bytes } = await backups.make()
    log.info({ backup: name, bytes }, 'wrote a backup')
  } catch (error) {
    log.error({ err: error }, 'the backup could not be written')
  }
}
