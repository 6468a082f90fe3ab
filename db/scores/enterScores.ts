/** Entering scores: how staff write to the ledger. */
import { Refused, refuseLines } from '../../server/domain/answers/refused.ts'
import type { Power } from '../../server/domain/people/powers.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import type { ScoreRequest } from './scoreRequest.ts'
import { ScoreWriter } from './scoreWriter.ts'

export interface Written {
  /** Seqs of the postings, in the order of the requests. */
  seqs: number[]
  /** False when all of them had been written before. */
  fresh: boolean
}

export interface Entered extends Written {
  /** Ids of the claims, in the order of the requests: scores that wait for a review. */
  claims: string[]
}

/**
 * Writes scores in one transaction: all, or none. What must be reviewed first
 * becomes a claim. A request whose id was written before returns its first outcome.
 *
 * @param power by which the person writes: in the office, or at a door
 * @throws Refused `lines-refused` with a reason for every line that cannot be
 *   written; for a single request, that reason itself
 */
export async function enterScores(
  store: Store,
  scope: Scope,
  requests: ScoreRequest[],
  power: Extract<Power, 'enter' | 'inspect'> = 'enter',
): Promise<Entered> {
  requirePower(scope, power)
  return store.write(scope.village, async (store) => {
    const writer = await ScoreWriter.open(store, scope)
    const seqs: number[] = []
    const claims: string[] = []
    const refusals: Refused[] = []
    for (const [index, request] of requests.entries()) {
      try {
        const entered = await writer.enter(request)
        if (entered === 'claimed') claims.push(request.id)
        else seqs.push(entered)
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        refusals.push(error.ofLine(index, request.door))
      }
    }
    refuseLines('lines-refused', refusals, requests.length)
    return { seqs, claims, fresh: (await writer.finish()) > 0 }
  })
}
