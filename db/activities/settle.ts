/** Turns an activity into scores: each household that signed in gets the rule's points, once. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { recordText } from '../../server/domain/text/recordText.ts'
import { recordChange } from '../audit/audit.ts'
import { ownHousehold } from '../households/ownHouseholds.ts'
import { contentId } from '../ledger/contentId.ts'
import { makeBatch } from '../scores/makeBatch.ts'
import type { ScoreRequest } from '../scores/scoreRequest.ts'
import { type Author, ScoreWriter } from '../scores/scoreWriter.ts'
import { once } from '../store/requests/idempotency.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { bumpRevision } from '../villages/revision.ts'
import { today } from '../villages/today.ts'
import { type Activity, mustFindActivity, refuseSettled } from './activities.ts'
import { type Attendant, attendance } from './attendance.ts'

export interface ActivityForeseen {
  /** How many signed in so far, households and people; sent with the settlement, so that none slips in unseen. */
  people: number
  /** Households that get points, and how many of them wait for a review first. */
  scored: { attendant: Attendant; points: number; waits: boolean }[]
  /** Households that the rules refuse, with the reason. */
  refused: { attendant: Attendant; refused: Refused }[]
  /** Why nothing can be written now; null when it can. */
  hindrance: Refused | null
}

/** Preview of a settlement; writes nothing. @throws Refused when it was settled before */
export async function foreseeSettlement(store: Store, scope: Scope, id: number): Promise<ActivityForeseen> {
  requirePower(scope, 'enter')
  const activity = await mustFindActivity(store, scope.village, id)
  refuseSettled(activity)
  const foreseen: ActivityForeseen = { people: activity.people, scored: [], refused: [], hindrance: null }
  try {
    await refuseEarly(store, scope.village, activity)
    const writer = await ScoreWriter.open(store, scope)
    for (const { attendant, request, author } of await scoresOf(store, scope, activity)) {
      const weighed = await attempt(() => writer.weigh(request, author))
      if (weighed instanceof Refused) foreseen.refused.push({ attendant, refused: weighed })
      else foreseen.scored.push({ attendant, points: weighed.score.points, waits: weighed.reviewers > 0 })
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { ...foreseen, hindrance: error }
  }
  return foreseen
}

async function attempt<Outcome>(work: () => Promise<Outcome>): Promise<Outcome | Refused> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refused) return error
    throw error
  }
}

/** People may still come: on the day, until the sign-in was closed. */
async function refuseEarly(store: Store, village: number, activity: Activity): Promise<void> {
  const { name, heldOn, people, state } = activity
  if (heldOn > (await today(store, village)))
    throw new Refused('conflict', 'activity-not-yet', { activity: name, date: heldOn })
  if (people === 0) throw new Refused('conflict', 'activity-nobody', { activity: name })
  if (state === 'open') throw new Refused('conflict', 'activity-still-open', { activity: name })
}

interface ActivityScore {
  attendant: Attendant
  request: ScoreRequest
  author: Author
}

async function scoresOf(store: Store, scope: Scope, activity: Activity): Promise<ActivityScore[]> {
  const own = await ownHousehold(store, scope.village, scope.user)
  const came = (await attendance(store, scope.village, activity)).filter(({ signIns }) => signIns.length > 0)
  return came.map((attendant) => ({
    attendant,
    request: {
      // Taken back and settled again, it writes new scores.
      id: contentId(`activity\n${activity.id}\n${activity.batch ?? ''}\n${attendant.household}`),
      door: attendant.door,
      rule: activity.rule,
      points: activity.points ?? undefined,
      units: activity.counts === 'person' ? attendant.signIns.length : (activity.units ?? undefined),
      occurredOn: activity.heldOn,
      note: activity.name,
    },
    author:
      attendant.household === own
        ? // Nobody scores the own household: somebody else passes it.
          {
            source: 'staff',
            user: null,
            name: recordText('household', { door: attendant.door }),
            reviewers: 1,
          }
        : { source: 'staff', user: scope.user, name: scope.name, reviewers: 0 },
  }))
}

export interface Settlement {
  /** UUID made by the client before sending. */
  id: string
  /** Number of sign-ins in the preview; undefined without a preview. */
  people?: number | undefined
}

/**
 * Turns the sign-ins into scores in one transaction and makes a batch of them, which can be taken back as a whole;
 * what the rules refuse is stored with its reason, and the others go on. Those who did not come get nothing.
 *
 * @throws Refused when it was settled before, is open still, or more signed in since the preview
 */
export async function settleActivity(
  store: Store,
  scope: Scope,
  id: number,
  settlement: Settlement,
): Promise<{ activity: Activity; fresh: boolean }> {
  requirePower(scope, 'enter')
  return store.write(scope.village, async (store) => {
    const request = { id: settlement.id, activity: id }
    const { fresh } = await once(store, scope.village, 'activity-settlement', request, async () => {
      const activity = await mustFindActivity(store, scope.village, id)
      refuseSettled(activity)
      await refuseEarly(store, scope.village, activity)
      const { people } = settlement
      if (people !== undefined && people !== activity.people)
        throw new Refused('conflict', 'activity-moved', { shown: people, now: activity.people })
      await settle(store, scope, activity)
      return id
    })
    return { activity: await mustFindActivity(store, scope.village, id), fresh }
  })
}

async function settle(store: Store, scope: Scope, activity: Activity): Promise<void> {
  const { village } = scope
  const writer = await ScoreWriter.open(store, scope)
  const written: string[] = []
  await store.run(
    'DELETE FROM activity_results WHERE village_id = ? AND activity_id = ?',
    village,
    activity.id,
  )
  let refusedCount = 0
  for (const { attendant, request, author } of await scoresOf(store, scope, activity)) {
    const entered = await attempt(() => writer.enter(request, author))
    const refused = entered instanceof Refused ? entered : null
    if (refused) refusedCount += 1
    else written.push(request.id)
    await store.insert('activity_results', {
      village_id: village,
      activity_id: activity.id,
      household_id: attendant.household,
      people: attendant.signIns.length,
      score_id: refused ? null : request.id,
      refusal: refused && JSON.stringify({ code: refused.code, params: refused.params }),
    })
  }
  if (written.length === 0) throw new Refused('conflict', 'activity-all-refused', { activity: activity.name })
  await writer.finish()
  const batch = await makeBatch(store, scope, 'activity', written)
  await store.update(
    'activities',
    { village_id: village, id: activity.id },
    { batch_id: batch, settled_at: new Date().toISOString(), settled_by: scope.user },
  )
  const counts = { scored: written.length, refused: refusedCount }
  await recordChange(store, scope, 'activity.settled', activity.name, null, counts)
  await bumpRevision(store, village)
}
