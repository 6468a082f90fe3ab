/** What a client asks for when it enters a score, and what came of the same request before. */
import { normalizeDoor } from '../../server/domain/households/door.ts'
import { madeBefore } from '../store/idempotency.ts'
import { type RequestDigest, requestDigest } from '../store/requestDigest.ts'
import type { Store } from '../store/store.ts'

/** One score to write, as the client asked for it. */
export interface ScoreRequest {
  /** UUID made by the client before sending. */
  id: string
  door: string
  /** Id of the rule. */
  rule: number
  /** Magnitude, for ranges. */
  points?: number | undefined
  units?: number | undefined
  /** Local date, YYYY-MM-DD. */
  occurredOn: string
  note?: string | undefined
  /** Ids of photos that are its evidence, sent before. */
  photos?: readonly string[] | undefined
}

/** Seq of the score's posting, or `claimed` while it waits for a review. */
export type ScoreOutcome = number | 'claimed'

/**
 * What the same request wrote before; null when it is new.
 *
 * @throws Refused when the id was used for other content
 */
export async function scoreBefore(
  store: Store,
  village: number,
  id: string,
  digest: RequestDigest,
): Promise<ScoreOutcome | null> {
  const posting = await madeBefore(store, village, 'postings', id, digest)
  if (posting) return posting.seq
  return (await madeBefore(store, village, 'claims', id, digest)) ? 'claimed' : null
}

export function scoreDigest({
  door,
  rule,
  points,
  units,
  occurredOn,
  note,
  photos,
}: ScoreRequest): RequestDigest {
  return requestDigest([
    'score',
    normalizeDoor(door),
    rule,
    points ?? null,
    units ?? null,
    occurredOn,
    note || null,
    // Scores from before there were photos keep their digest.
    ...(photos?.length ? [photos] : []),
  ])
}
