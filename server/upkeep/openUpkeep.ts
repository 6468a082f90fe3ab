import type { Logger } from 'pino'
import { isSmall } from '../../db/store/sqlite/check.ts'
import type { Database } from '../../db/store/store.ts'
import type { Fault } from '../domain/answers/fault.ts'
import { faultSentence } from '../words/faults/faults.ts'
import { Backups } from './backups.ts'
import type { Readiness } from './readiness.ts'
import { Soundness } from './soundness.ts'
import { measureStorage } from './storage.ts'

/** Backups, and the soundness of the live data that their proofs report. */
export function openUpkeep(
  store: Database,
  dataDir: string,
  readiness: Readiness,
  log: Logger,
): { backups: Backups; soundness: Soundness } {
  const backups = new Backups(store, dataDir)
  const soundness = new Soundness()
  backups.onProof = async (proof) => {
    soundness.take(proof)
    if (proof.damage.length > 0) log.error({ faults: proof.damage.map(inEnglish) }, 'the database is damaged')
    else await readiness.take(proof.villages)
    if (proof.changedRows.length > 0)
      log.error(
        { faults: proof.changedRows.map(inEnglish) },
        'rows outside the ledger are not as they were written',
      )
    const failed = proof.villages.filter(({ holds }) => !holds).map(({ village }) => village)
    log.info({ verified: proof.villages.length, failed }, 'verified the ledgers')
  }
  return { backups, soundness }
}

/** Checks a database that was too large to be checked before it was opened, or lost its digests, on a copy. */
export function checkOpened(store: Database, dataDir: string, backups: Backups, log: Logger): void {
  if (store.hasDigests && isSmall(measureStorage(dataDir, store.file).databaseBytes)) return
  backups.check().catch((error: unknown) => log.error({ err: error }, 'the database could not be checked'))
}

const inEnglish = (found: Fault) => faultSentence('en', found)
