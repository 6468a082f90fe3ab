/** Scores that other programs entered by their tokens, and what came of them. */
import { Refused } from '../../server/domain/answers/refused.ts'
import type { Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'

/** `waiting` for a review; `stopped` or `withdrawn` instead of counting; `reversed` after it counted. */
export const scoreStates = ['waiting', 'posted', 'reversed', 'stopped', 'withdrawn'] as const
export type ScoreState = (typeof scoreStates)[number]

export interface TokenScore {
  /** The id that the program made. */
  id: string
  state: ScoreState
  /** Number of its posting; null while there is none. */
  seq: number | null
  /** Signed. */
  points: number
}

/** Keeps which token enters a score; call it in the transaction that writes the score. */
export async function noteTokenScore(store: Store, { village, token }: Scope, score: string): Promise<void> {
  if (token) await store.insert('token_scores', { village_id: village, score_id: score, token_id: token.id })
}

/** Id of the person who made the token by which a score was entered; null where none did. */
export async function tokenMaker(store: Store, village: number, score: string): Promise<number | null> {
  const row = await store.first<{ maker: number | null }>(
    `SELECT t.created_by AS maker FROM token_scores s JOIN api_tokens t ON t.id = s.token_id
     WHERE s.village_id = ? AND s.score_id = ?`,
    village,
    score,
  )
  return row?.maker ?? null
}

/**
 * What came of a score that the calling token entered.
 *
 * @throws Refused for any other score
 */
export async function readTokenScore(store: Store, scope: Scope, id: string): Promise<TokenScore> {
  const row = await store.first<{
    claim: ScoreState | 'passed' | null
    claimed: number | null
    seq: number | null
    posted: number | null
    reversed: number | null
  }>(
    `SELECT c.state AS claim, c.points AS claimed, p.seq, p.points AS posted, r.seq AS reversed
     FROM token_scores s
     LEFT JOIN claims c ON c.village_id = s.village_id AND c.request_id = s.score_id
     LEFT JOIN postings p ON p.village_id = s.village_id AND p.id = s.score_id
     LEFT JOIN postings r ON r.village_id = p.village_id AND r.reverses = p.seq
     WHERE s.village_id = ? AND s.score_id = ? AND s.token_id = ?`,
    scope.village,
    id,
    scope.token?.id ?? 0,
  )
  if (!row) throw new Refused('not-found', 'unknown-score')
  const { seq, claim, reversed } = row
  const decided = claim === null || claim === 'passed' ? 'waiting' : claim
  const state = reversed !== null ? 'reversed' : seq !== null ? 'posted' : decided
  return { id, state, seq, points: row.posted ?? row.claimed ?? 0 }
}
