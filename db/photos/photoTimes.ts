/** Retention of photos: expired ones lose their bytes, unattached ones are deleted. */
import { portraitSubject } from '../../server/domain/rules/photos.ts'
import { recordChange } from '../audit/audit.ts'
import type { VillageRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { photoSettings } from './photos.ts'

/** Photos that are not attached within this time are deleted, ms: a phone may be offline for a day. */
const unnamedFor = 48 * 3_600_000

export interface SweptPhotos {
  /** Expired ones whose bytes were deleted; the ledger still counts them. */
  over: number
  /** Unattached ones that were deleted. */
  unnamed: number
}

/**
 * Deletes expired and unattached photos, and records it. The ledger is not changed.
 *
 * @param now ms since 1970
 */
export async function sweepPhotos(
  store: Store,
  { id: village, slug }: Pick<VillageRow, 'id' | 'slug'>,
  now: number,
): Promise<SweptPhotos> {
  return store.write(village, async (store) => {
    const unnamed = (
      await store.run(
        'DELETE FROM photos WHERE village_id = ? AND subject IS NULL AND created_at < ?',
        village,
        new Date(now - unnamedFor).toISOString(),
      )
    ).changes
    const { months } = await photoSettings(store, village)
    const over = months === null ? 0 : await empty(store, village, monthsBefore(now, months))
    if (over + unnamed > 0)
      await recordChange(store, { user: null, village }, 'photos.swept', slug, null, {
        tooOld: over,
        unnamed,
      })
    return { over, unnamed }
  })
}

/** The photos of households for the desk stay as long as the village wants them there. */
async function empty(store: Store, village: number, before: string): Promise<number> {
  return (
    await store.run(
      `UPDATE photos SET bytes = NULL, size = 0
       WHERE village_id = ? AND created_at < ? AND size > 0 AND (subject IS NULL OR subject <> ?)`,
      village,
      before,
      portraitSubject,
    )
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
