/** Nightly work: give base points, sweep photos, then write a backup, which proves all data. */
import type { Logger } from 'pino'
import { sweepPhotos } from '../../db/photos/photoTimes.ts'
import { giveBasePoints } from '../../db/scores/giveBasePoints.ts'
import { activeSeason } from '../../db/seasons/seasons.ts'
import { ownerScope } from '../../db/store/scope.ts'
import type { Database, Store } from '../../db/store/store.ts'
import { listVillages } from '../../db/villages/findVillages.ts'
import { Refused } from '../domain/answers/refused.ts'
import type { Backups } from './backups.ts'
import { lastAt } from './nightly.ts'
import type { Readiness } from './readiness.ts'
import type { NightFailure, Soundness } from './soundness.ts'

/** Local time of the server; nobody enters points then. */
export const nightlyHour = 3

/** Which night's work is done, among what processes share: when it was due, UTC. */
const nightDone = 'night'
/** The work of a night that nobody did is made up for this long, ms, and looked for this often. */
const lateMs = 4 * 3_600_000
const lookEveryMs = 5 * 60_000

interface NightServices {
  store: Store
  readiness: Readiness
  backups: Backups
  soundness: Soundness
  log: Logger
}

/**
 * Gives base points, sweeps photos and writes a backup. Failures are logged and shown on the work page
 * and in the metrics. Data that does not hold gives no backup; earlier ones stay.
 *
 * @param now ms since 1970
 */
export async function maintain(services: NightServices, now = Date.now()): Promise<void> {
  await giveAll(services)
  const photos = await sweepAll(services, now)
  const backup = await backUp(services)
  await services.soundness.endNight(backup ?? photos)
}

/** Does it where no other process of the server does or has done it this night. */
export async function maintainAlone(
  services: NightServices & { store: Database },
  now = Date.now(),
): Promise<void> {
  const { store, log } = services
  try {
    if (!(await store.cluster.leads())) return
    const values = store.cluster.values()
    const night = new Date(lastAt(nightlyHour, now)).toISOString()
    if ((await values?.get(nightDone)) === night) return
    await maintain(services, now)
    await values?.put(nightDone, night)
  } catch (error) {
    log.error({ err: error }, 'the nightly work could not be begun')
  }
}

/**
 * Looks again and again whether the night's work is done, where the process that did it may have died.
 *
 * @returns stops it
 */
export function makeUpNights(services: NightServices & { store: Database }): () => void {
  const timer = setInterval(() => {
    const now = Date.now()
    if (now - lastAt(nightlyHour, now) < lateMs) void maintainAlone(services, now)
  }, lookEveryMs).unref()
  return () => clearInterval(timer)
}

/** Deductions give what is due themselves: nothing is lost where this fails. */
async function giveAll({ store, log }: NightServices): Promise<void> {
  for (const village of await listVillages(store))
    try {
      if (!(await activeSeason(store, village.id))) continue
      const households = await giveBasePoints(store, ownerScope(village.id))
      if (households > 0) log.info({ village: village.slug, households }, 'gave base points')
    } catch (error) {
      log.error({ err: error, village: village.slug }, 'base points could not be given')
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
