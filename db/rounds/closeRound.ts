/** Closes a round: each visited door becomes a score, or has a stored reason why not. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { cutText } from '../../server/domain/text/characters.ts'
import { recordText } from '../../server/domain/text/recordText.ts'
import { recordChange } from '../audit/audit.ts'
import { ownHousehold } from '../households/ownHouseholds.ts'
import { contentId } from '../ledger/contentId.ts'
import type { ScoreRequest } from '../scores/scoreRequest.ts'
import { type Author, ScoreWriter } from '../scores/scoreWriter.ts'
import { inOrder } from '../store/inOrder.ts'
import { mustBeSame } from '../store/requests/idempotency.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { bumpRevision } from '../villages/revision.ts'
import { refuseUnfitRule } from './checkSheets.ts'
import { type RoundDoor, roundDoors, visitsByHousehold } from './roundProgress.ts'
import { mustFindRound, type Round } from './rounds.ts'

/** UTF-16 units of a posting's note. */
const longestNote = 200

/** A door that was visited, and the score that it asks for; none for 0 points. */
interface VisitedDoor {
  door: RoundDoor
  score: { request: ScoreRequest; author: Author } | null
  /** Name of an inspector whose own household it is by now; null where it is none's. */
  own: string | null
}

export interface RoundForeseen {
  round: Round
  /** Visits so far, those that were looked at again too. */
  visits: number
  /** Doors that get points, and how many of them wait for a review. */
  scored: { door: RoundDoor; waits: boolean }[]
  /** Doors that the rules refuse, with the reason. */
  refused: { door: RoundDoor; refused: Refused }[]
  /** Doors with 0 points: nothing is written for them. */
  nothing: RoundDoor[]
  /** Doors where nobody was; they get nothing either. */
  left: RoundDoor[]
  /** Why the round cannot be closed now; null when it can. */
  hindrance: Refused | null
}

/**
 * Preview of closing a round; writes nothing.
 *
 * @throws Refused when there is no such round, or it is closed
 */
export async function foreseeRoundClosing(store: Store, scope: Scope, id: number): Promise<RoundForeseen> {
  requirePower(scope, 'administer')
  const round = await mustFindRound(store, scope.village, id)
  if (round.state === 'closed') throw new Refused('conflict', 'round-closed', { round: round.name })
  const doors = await roundDoors(store, scope.village, round)
  const foreseen: RoundForeseen = {
    round,
    visits: await countVisits(store, scope.village, id),
    scored: [],
    refused: [],
    nothing: [],
    left: doors.filter(({ points }) => points === null),
    hindrance: null,
  }
  let writer: ScoreWriter
  try {
    writer = await writerFor(store, scope, round)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { ...foreseen, hindrance: error }
  }
  for (const visited of await visitedDoors(store, scope, round, doors)) {
    const { door } = visited
    const weighed = await tryScore(
      visited,
      async (request, author) => (await writer.weigh(request, author)).reviewers,
    )
    if (weighed instanceof Refused) foreseen.refused.push({ door, refused: weighed })
    else if (weighed === null) foreseen.nothing.push(door)
    else foreseen.scored.push({ door, waits: weighed > 0 })
  }
  return foreseen
}

/** Runs the work for the door's score; returns its outcome, the refusal, or null for 0 points. */
async function tryScore<Outcome>(
  { score, own }: VisitedDoor,
  work: (request: ScoreRequest, author: Author) => Promise<Outcome>,
): Promise<Outcome | Refused | null> {
  if (!score) return null
  if (own !== null) return new Refused('forbidden', 'inspectors-household', { name: own })
  try {
    return await work(score.request, score.author)
  } catch (error) {
    if (error instanceof Refused) return error
    throw error
  }
}

/** @throws Refused when no door could be scored: the season or the rule stands in the way of all */
async function writerFor(store: Store, scope: Scope, round: Round): Promise<ScoreWriter> {
  await refuseUnfitRule(store, scope.village, round.rule, round.items)
  return ScoreWriter.open(store, scope)
}

async function countVisits(store: Store, village: number, round: number): Promise<number> {
  const { visits } = await store.one<{ visits: number }>(
    'SELECT count(*) AS visits FROM visits WHERE village_id = ? AND round_id = ?',
    village,
    round,
  )
  return visits
}

async function visitedDoors(
  store: Store,
  scope: Scope,
  round: Round,
  doors: readonly RoundDoor[],
): Promise<VisitedDoor[]> {
  const visits = await visitsByHousehold(store, scope.village, round.id)
  return (
    await inOrder(doors, async (door) => {
      const looks = visits.get(door.household) ?? []
      const [first] = looks
      if (!first || door.points === null) return []
      if (door.points === 0) return { door, score: null, own: null }
      const households = await inOrder(looks, ({ user }) => ownHousehold(store, scope.village, user))
      const own = looks[households.indexOf(door.household)]
      return {
        door,
        own: own?.inspector ?? null,
        score: {
          request: {
            id: contentId(`round\n${round.id}\n${door.household}`),
            door: door.door,
            rule: round.rule,
            points: door.points,
            occurredOn: door.visitedOn ?? first.visitedOn,
            note: noteOf(door),
          },
          author: {
            source: 'round' as const,
            user: first.user,
            name: door.inspectors.join(recordText('comma')),
            reviewers: round.outcome === 'claims' ? (1 as const) : (0 as const),
          },
        },
      }
    })
  ).flat()
}

/** What reviewers read: what was found amiss, and what the inspectors wrote. */
function noteOf({ amiss, notes }: RoundDoor): string | undefined {
  const text = [...amiss, ...notes].join(recordText('semicolon'))
  if (text === '') return undefined
  return text.length > longestNote ? `${cutText(text, longestNote - 1)}…` : text
}

export interface RoundClosing {
  /** UUID made by the client before sending. */
  id: string
  /** Number of visits in the preview; undefined without a preview. */
  visits?: number | undefined
}

/** `closed` by this request, now or before; `closed-before` by another one. */
export type RoundClosed = { round: Round; outcome: 'fresh' | 'again' | 'closed-before' }

/**
 * Closes a round in one transaction. Each visited door becomes one claim or posting
 * under the rule, by the inspectors' names and on the day of the last visit; what the
 * rules refuse is kept with its reason, and the others go on. Doors where nobody was
 * get nothing.
 *
 * @throws Refused when visits came after the preview, and when season or rule stand in the way of all
 */
export async function closeRound(
  store: Store,
  scope: Scope,
  id: number,
  { id: request, visits }: RoundClosing,
): Promise<RoundClosed> {
  requirePower(scope, 'administer')
  return store.write(scope.village, async (store) => {
    const round = await mustFindRound(store, scope.village, id)
    const earlier = await closedBy(store, scope.village, request)
    mustBeSame(earlier === null || earlier === id)
    if (round.state === 'closed') return { round, outcome: earlier === id ? 'again' : 'closed-before' }
    const now = await countVisits(store, scope.village, id)
    if (visits !== undefined && visits !== now)
      throw new Refused('conflict', 'round-moved', { shown: visits, now })
    const results = await enterResults(store, scope, round)
    await store.update(
      'rounds',
      { village_id: scope.village, id },
      {
        state: 'closed',
        closed_at: new Date().toISOString(),
        closed_by: scope.user,
        close_id: request,
      },
    )
    await recordChange(store, scope, 'round.closed', round.name, null, results)
    await bumpRevision(store, scope.village)
    return { round: await mustFindRound(store, scope.village, id), outcome: 'fresh' }
  })
}

/** Id of the round that this request closed. */
async function closedBy(store: Store, village: number, request: string): Promise<number | null> {
  const row = await store.first<{ id: number }>(
    'SELECT id FROM rounds WHERE village_id = ? AND close_id = ?',
    village,
    request,
  )
  return row?.id ?? null
}

/** Writes the score of each visited door; returns counts for the record of changes. */
async function enterResults(store: Store, scope: Scope, round: Round): Promise<Record<string, number>> {
  const writer = await writerFor(store, scope, round)
  const doors = await roundDoors(store, scope.village, round)
  const counts = {
    scored: 0,
    refused: 0,
    nothing: 0,
    unvisited: doors.filter(({ points }) => points === null).length,
  }
  for (const visited of await visitedDoors(store, scope, round, doors)) {
    const { door, score } = visited
    const entered = await tryScore(visited, async (request, author) => writer.enter(request, author))
    const refused = entered instanceof Refused ? entered : null
    counts[refused ? 'refused' : score ? 'scored' : 'nothing'] += 1
    await store.insert('round_results', {
      village_id: scope.village,
      round_id: round.id,
      household_id: door.household,
      points: door.points ?? 0,
      stars: door.stars,
      score_id: score && !refused ? score.request.id : null,
      refusal: refused && JSON.stringify({ code: refused.code, params: refused.params }),
    })
  }
  await writer.finish()
  return counts
}
