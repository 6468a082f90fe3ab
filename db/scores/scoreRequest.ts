/** What a client asks for when it enters a score, and what came of the same request before. */
import { normalizeDoor } from '../../server/domain/households/door.ts'
import { mustBeSameRequest } from '../store/requests/idempotency.ts'
import { type RequestDigest, requestDigest } from '../store/requests/requestDigest.ts'
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
  /** Whether the same deed a second time is refused; by default it is written. No part of the digest. */
  ifRepeated?: 'refuse' | 'write' | undefined
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
  const earlier = await store.first<{ seq: number | null; request: string }>(
    madeByRequest,
    village,
    id,
    village,
    id,
  )
  if (!earlier) return null
  mustBeSameRequest(earlier.request, digest)
  return earlier.seq ?? 'claimed'
}

/** A claim that was passed has a posting too, which comes first. */
const madeByRequest = `
  SELECT seq, request FROM postings WHERE village_id = ? AND id = ?
  UNION ALL SELECT NULL, request FROM claims WHERE village_id = ? AND request_id = ?`

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
