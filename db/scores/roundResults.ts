import type { Params } from '../../server/domain/answers/fault.ts'
/** Results of closed rounds, by household. */
import { isReversed } from '../ledger/postingSql.ts'
import type { Store } from '../store/store.ts'

/**
 * `posted` counts; `waiting`, `stopped`, `withdrawn` as its claim; `reversed` was taken
 * back later; `refused` by a rule when the round was closed; `nothing` for 0 points.
 */
export type ResultState = 'posted' | 'waiting' | 'stopped' | 'withdrawn' | 'reversed' | 'refused' | 'nothing'

export interface RoundResult {
  points: number
  stars: number
  state: ResultState
  /** Why no score came of it; by its code the words are found. */
  refusal: { code: string; params: Params } | null
}

/** Results of a closed round by household. */
export async function roundResults(
  store: Store,
  village: number,
  round: number,
): Promise<Map<number, RoundResult>> {
  const rows = await store.all<Omit<RoundResult, 'refusal'> & { household: number; refusal: string | null }>(
    `SELECT r.household_id AS household, r.points, r.stars, r.refusal,
         CASE WHEN r.refusal IS NOT NULL THEN 'refused'
              WHEN r.score_id IS NULL THEN 'nothing'
              WHEN p.seq IS NULL THEN coalesce(c.state, 'withdrawn')
              WHEN ${isReversed}
                THEN 'reversed'
              ELSE 'posted' END AS state
       FROM round_results r
       LEFT JOIN postings p ON p.village_id = r.village_id AND p.id = r.score_id
       LEFT JOIN claims c ON c.village_id = r.village_id AND c.request_id = r.score_id
       WHERE r.village_id = ? AND r.round_id = ?`,
    village,
    round,
  )
  return new Map(
    rows.map(({ household, refusal, ...result }) => [
      household,
      { ...result, refusal: refusal === null ? null : storedRefusal(refusal) },
    ]),
  )
}

/** Caps that refused in earlier builds name no earlier lines. */
function storedRefusal(text: string): RoundResult['refusal'] {
  const { code, params } = JSON.parse(text) as NonNullable<RoundResult['refusal']>
  return { code, params: { earlier: '', ...params } }
}

/** Announces changed results of rounds where any of these postings is one; call it inside `write`. */
export async function announceResults(
  store: Store,
  village: number,
  postings: readonly string[],
): Promise<void> {
  const find = 'SELECT 1 FROM round_results WHERE village_id = ? AND score_id = ?'
  for (const id of postings)
    if (await store.first(find, village, id)) {
      store.announce({ type: 'round', village })
      return
    }
}

/**
 * Whether the person inspected the household in the round that a score came of;
 * a look taken back counts too.
 *
 * @param score id of the claim or posting
 */
export async function hasInspected(
  store: Store,
  village: number,
  user: number,
  score: string,
): Promise<boolean> {
  const visit = await store.first(
    `SELECT 1 FROM round_results r JOIN visits v ON v.village_id = r.village_id
         AND v.round_id = r.round_id AND v.household_id = r.household_id
       WHERE r.village_id = ? AND r.score_id = ? AND v.user_id = ?`,
    village,
    score,
    user,
  )
  return visit !== undefined
}
