/** Nightly work: sweep photos, then write a backup, which proves all data. */
import type { Logger } from 'pino'
import { sweepPhotos } from '../../db/photos/photoTimes.ts'
import type { Database, Store } from '../../db/store/store.ts'
import { listVillages } from '../../db/villages/villages.ts'
import { Refused } from '../domain/answers/refused.ts'
import type { Backups } from './backups.ts'
import type { Readiness } from './readiness.ts'
import type { NightFailure, Soundness } from './soundness.ts'

/** Local time of the server; nobody enters points then. */
export const nightlyHour = 3

interface NightServices {
  store: Store
  readiness: Readiness
  backups: Backups
  soundness: Soundness
  log: Logger
}

/**
 * Sweeps photos and writes a backup. Failures are logged and shown on the work page
 * and in the metrics. Data that does not hold gives no backup; earlier ones stay.
 *
 * @param now ms since 1970
 */
export async function maintain(services: NightServices, now = Date.now()): Promise<void> {
  const photos = await sweepAll(services, now)
  const backup = await backUp(services)
  services.soundness.endNight(backup ?? photos)
}

/** Does it where no other process of the server does. */
export async function maintainAlone(services: NightServices & { store: Database }): Promise<void> {
  try {
    if (await services.store.cluster.leads()) await maintain(services)
  } catch (error) {
    services.log.error({ err: error }, 'the nightly work could not be begun')
  }
}

async function sweepAll({ store, log }: NightServices, now: number): Promise<NightFailure | null> {
  let failure: NightFailure | null = null
  for (const village of await listVillages(store))
    try {
      const swept = await sweepPhotos(store, village, now)
      if (swept.over + swept.unnamed > 0) log.info({ village: village.slug, ...swept }, 'swept photos')
    } catch (error) {
      log.error({ err: error, village: village.slug }, 'photos could not be swept')
      failure = 'photos'
    }
  return failure
}

async function backUp({ backups, readiness, log }: NightServices): Promise<NightFailure | null> {
  try {
    const { name, bytes } = await backups.make('nightly')
    log.info({ backup: name, bytes }, 'wrote a backup')
    return null
  } catch (error) {
    log.error({ err: error }, 'the backup could not be written')
    const found = failures.find((failure) => error instanceof Refused && error.code === `backup-${failure}`)
    if (found) return found
    // Without a copy, the ledgers alone can be verified.
    await readiness.verifyAll()
    return 'unwritten'
  }
}

const failures = ['damaged', 'rows', 'ledger'] as const
