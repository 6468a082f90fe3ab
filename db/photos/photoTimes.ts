/** How long photos are kept: those whose time is over are emptied, those that nothing names are removed. */
import { recordChange } from '../audit/audit.ts'
import type { VillageRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { photoSettings } from './photos.ts'

/** A photo that nothing named within this time is not evidence of anything, ms: a phone may be offline for a day. */
const unnamedFor = 48 * 3_600_000

/** What was done to a village's photos. */
export interface SweptPhotos {
  /** Emptied: older than the village keeps them. The ledger still says that there was a photo. */
  over: number
  /** Removed: nothing named them. */
  unnamed: number
}

/**
 * Frees the room of photos whose time is over, and writes that down. The ledger
 * stays as it is.
 *
 * @param now ms since 1970
 */
export function sweepPhotos(
  store: Store,
  { id: village, slug }: Pick<VillageRow, 'id' | 'slug'>,
  now: number,
): SweptPhotos {
  return store.write(() => {
    const unnamed = store.run(
      'DELETE FROM photos WHERE village_id = ? AND subject IS NULL AND created_at < ?',
      village,
      new Date(now - unnamedFor).toISOString(),
    ).changes
    const { months } = photoSettings(store, village)
    const over = months === null ? 0 : empty(store, village, monthsBefore(now, months))
    if (over + unnamed > 0)
      recordChange(store, { user: null, village }, 'photos.swept', slug, null, { tooOld: over, unnamed })
    return { over, unnamed }
  })
}

function empty(store: Store, village: number, before: string): number {
  return store.run(
    'UPDATE photos SET bytes = NULL, size = 0 WHERE village_id = ? AND created_at < ? AND size > 0',
    village,
    before,
  ).changes
}

function monthsBefore(now: number, months: number): string {
  const moment = new Date(now)
  const day = moment.getUTCDate()
  moment.setUTCMonth(moment.getUTCMonth() - months)
  // Back to the last day of a month that is shorter.
  if (moment.getUTCDate() !== day) moment.setUTCDate(0)
  return moment.toISOString()
}
