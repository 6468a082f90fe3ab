/** What a household says it put right, and what the staff find. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { opposite } from '../../server/domain/points/posting.ts'
import { recordText } from '../../server/domain/text/recordText.ts'
import { recordChange } from '../audit/audit.ts'
import { refuseOwnHousehold } from '../households/ownHouseholds.ts'
import { attachPhotos } from '../photos/photos.ts'
import { restoredOf } from '../scores/restoredPoints.ts'
import { restorePoints } from '../scores/restorePoints.ts'
import { madeBefore, once } from '../store/requests/idempotency.ts'
import { requestDigest } from '../store/requests/requestDigest.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { bumpRevision } from '../villages/revision.ts'
import { today } from '../villages/today.ts'
import { type Mending, mustFindMending } from './mendings.ts'

/** What a household sends once it has put something right. */
export interface MendingReport {
  /** UUID made by the client before sending. */
  id: string
  text: string
  /** Ids of photos that were sent before: what it looks like now. */
  photos: readonly string[]
}

/**
 * Takes a household's report; another one stands in its place until somebody looked.
 *
 * @throws Refused for a deduction that is not its own or cannot be put right, one that was passed, and without a photo
 */
export async function reportMending(
  store: Store,
  { village, household }: { village: number; household: number },
  seq: number,
  { id, text, photos }: MendingReport,
): Promise<void> {
  await store.write(village, async (store) => {
    const digest = requestDigest(['mending', seq, text, photos])
    if (await madeBefore(store, village, 'mendings', id, digest)) return
    const mending = await mustFindMending(store, village, seq)
    if (mending.household !== household) throw new Refused('not-found', 'unknown-mending', { seq })
    refusePassed(mending)
    if (photos.length === 0) throw new Refused('unprocessable', 'mending-photo')
    await attachPhotos(store, village, household, id, photos)
    const sent = {
      state: 'sent' as const,
      ...{ request_id: id, request: digest.stored, text: text || null },
      sent_at: new Date().toISOString(),
    }
    await put(store, village, mending, sent)
    store.announce({ type: 'waiting', village })
  })
}

function refusePassed({ state, seq }: Mending): void {
  if (state === 'passed') throw new Refused('conflict', 'mending-passed', { seq })
}

type Change = Omit<Parameters<typeof insertable>[0], 'village_id' | 'seq'>

function insertable(row: {
  village_id: number
  seq: number
  state: 'sent' | 'returned' | 'passed'
  request_id?: string | null
  request?: string | null
  text?: string | null
  sent_at?: string | null
  decision_id?: string | null
  decided_at?: string | null
  decided_by?: number | null
  decider?: string | null
  reason?: string | null
  mended_on?: string | null
  restore_id?: string | null
}) {
  const none = { request_id: null, request: null, text: null, sent_at: null }
  const undecided = { decision_id: null, decided_at: null, decided_by: null, decider: null, reason: null }
  return { ...none, ...undecided, mended_on: null, restore_id: null, ...row }
}

/** Inserts the row of a deduction, or changes it. */
async function put(store: Store, village: number, { seq, state }: Mending, change: Change): Promise<void> {
  if (state === 'open') await store.insert('mendings', insertable({ village_id: village, seq, ...change }))
  else await store.update('mendings', { village_id: village, seq }, change)
}

export interface MendingDecision {
  /** UUID made by the client before sending. */
  id: string
  isPassed: boolean
  /** Why it is returned; what was seen where it is passed. */
  reason: string
  /** Ids of photos that the staff took. */
  photos: readonly string[]
}

/**
 * Passes what was put right, which gives the rule's share of the deduction back, linked to it; or returns it with
 * a reason. Staff may pass what they saw themselves, without a report of the household.
 *
 * @throws Refused for the own household, when it was passed before, and as `restorePoints`
 */
export async function decideMending(
  store: Store,
  scope: Scope,
  seq: number,
  decision: MendingDecision,
): Promise<{ mending: Mending; fresh: boolean }> {
  if (!scope.powers.has('enter')) requirePower(scope, 'inspect')
  return store.write(scope.village, async (store) => {
    const asked = { ...decision, seq }
    const { fresh } = await once(store, scope.village, 'mending-decision', asked, async () => {
      const mending = await mustFindMending(store, scope.village, seq)
      await refuseOwnHousehold(store, scope, mending.household)
      refusePassed(mending)
      await decide(store, scope, mending, decision)
      return seq
    })
    return { mending: await mustFindMending(store, scope.village, seq), fresh }
  })
}

async function decide(
  store: Store,
  scope: Scope,
  mending: Mending,
  { id, isPassed, reason, photos }: MendingDecision,
): Promise<void> {
  const { village } = scope
  const decided = {
    ...{ decision_id: id, decided_at: new Date().toISOString() },
    ...{ decided_by: scope.user, decider: scope.name },
  }
  await attachPhotos(store, village, mending.household, id, photos)
  if (isPassed) {
    const restored = await restore(store, scope, mending, { id, reason, photos })
    const mendedOn = await today(store, village)
    const passed = { ...decided, reason: null, mended_on: mendedOn, restore_id: restored ? id : null }
    await put(store, village, mending, { state: 'passed', ...passed })
    // The wall says how many were put right.
    await bumpRevision(store, village)
  } else {
    if (reason === '') throw new Refused('unprocessable', 'mending-reason')
    await put(store, village, mending, { state: 'returned', ...decided, reason })
    const { seq, report } = mending
    const returned = { ...decided, reason, request_id: report?.id ?? null, text: report?.text ?? null }
    await store.insert('mending_returns', { village_id: village, seq, ...returned })
  }
  const action = isPassed ? 'mending.passed' : 'mending.returned'
  await recordChange(store, scope, action, mending.text, null, { door: mending.door, reason })
  store.announce({ type: 'waiting', village })
}

/** @returns whether anything was left to give back */
async function restore(
  store: Store,
  scope: Scope,
  { seq, posting, points, givesBack }: Mending,
  { id, reason, photos }: Omit<MendingDecision, 'isPassed'>,
): Promise<boolean> {
  const before = await restoredOf(store, { village_id: scope.village, seq })
  const left = Math.min(givesBack, opposite(points) - before.points)
  if (left <= 0) return false
  // Inspectors pass what was put right, and nothing else gives them the power to enter.
  const powers = new Set([...scope.powers, 'enter' as const])
  const because = reason === '' ? recordText('mended') : reason
  await restorePoints(store, { ...scope, powers }, posting, { id, points: left, reason: because, photos })
  return true
}
