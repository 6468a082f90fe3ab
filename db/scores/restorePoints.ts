/** Giving points of a deduction back (恢复) once the household has put things right. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { opposite } from '../../server/domain/points/posting.ts'
import { refuseOwnHousehold } from '../households/ownHouseholds.ts'
import { Appender } from '../ledger/appender.ts'
import { mustFindPosting, reversedBy } from '../ledger/findPosting.ts'
import { attachPhotos } from '../photos/photos.ts'
import { mustFindSeason } from '../seasons/seasons.ts'
import { madeBefore } from '../store/requests/idempotency.ts'
import { requestDigest } from '../store/requests/requestDigest.ts'
import type { PostingRow } from '../store/schema.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { today } from '../villages/today.ts'
import type { Written } from './enterScores.ts'
import { restoredOf } from './restoredPoints.ts'

/** Points to give back, and why. */
export interface RestoreRequest {
  /** UUID made by the client before sending. */
  id: string
  points: number
  reason: string
  /** Ids of photos of what was put right, sent before. */
  photos?: readonly string[] | undefined
}

/**
 * Gives points of a deduction back. They count in the deduction's own season,
 * on the day they are given back or on that season's last day.
 *
 * @param posting id of the deduction
 * @throws Refused when there is no such posting, when it took no points away or
 *   was reversed, and for more points than are left to give back
 */
export async function restorePoints(
  store: Store,
  scope: Scope,
  posting: string,
  request: RestoreRequest,
): Promise<Written> {
  requirePower(scope, 'enter')
  const { id, points, reason, photos = [] } = request
  return store.write(scope.village, async (store) => {
    const digest = requestDigest(['restore', posting, points, reason, ...(photos.length > 0 ? [photos] : [])])
    const earlier = await madeBefore(store, scope.village, 'postings', id, digest)
    if (earlier) return { seqs: [earlier.seq], fresh: false }
    const deduction = await mustFindDeduction(store, scope, posting)
    const left = opposite(deduction.points) - (await restoredOf(store, deduction)).points
    if (left === 0) throw new Refused('conflict', 'restored-before', { seq: deduction.seq })
    if (points > left) throw new Refused('unprocessable', 'restore-too-much', { left })
    await attachPhotos(store, scope.village, deduction.household_id, id, photos)
    const appender = await Appender.open(store, scope.village)
    const { row } = await appender.append({
      id,
      kind: 'restore',
      household_id: deduction.household_id,
      season_id: deduction.season_id,
      rule_version_id: deduction.rule_version_id,
      dimension_id: deduction.dimension_id,
      points,
      text: deduction.text,
      occurred_on: await restoreDay(store, deduction),
      recorded_at: new Date().toISOString(),
      recorded_by: scope.user,
      recorder: scope.name,
      note: reason,
      restores: deduction.seq,
      request: digest.stored,
    })
    await appender.finish()
    return { seqs: [row.seq], fresh: true }
  })
}

async function mustFindDeduction(store: Store, scope: Scope, posting: string): Promise<PostingRow> {
  const deduction = await mustFindPosting(store, scope.village, posting)
  await refuseOwnHousehold(store, scope, deduction.household_id)
  const { kind, seq } = deduction
  if (kind !== 'deduct') throw new Refused('unprocessable', 'restore-needs-deduction', { seq })
  const reversal = await reversedBy(store, scope.village, seq)
  if (reversal !== null) throw new Refused('conflict', 'reversed-before', { seq, by: reversal })
  return deduction
}

async function restoreDay(store: Store, { village_id, season_id, occurred_on }: PostingRow): Promise<string> {
  const { ends_on } = await mustFindSeason(store, village_id, season_id)
  const now = await today(store, village_id)
  const day = now < ends_on ? now : ends_on
  // Nothing is put right before it was done.
  return day < occurred_on ? occurred_on : day
}
