import type { Router } from 'express'
import { enterBatch } from '../../../db/batches/enterBatch.ts'
import { listPostings, type PostingLine, postingLines } from '../../../db/ledger/postings.ts'
import { readClaim } from '../../../db/scores/claims.ts'
import { enterScores } from '../../../db/scores/enterScores.ts'
import { restorePoints } from '../../../db/scores/restorePoints.ts'
import { reversePosting } from '../../../db/scores/reversal.ts'
import { inOrder } from '../../../db/store/inOrder.ts'
import { operations } from '../../contract/operations/operations.ts'
import type { Services } from '../../services.ts'
import { pageOf, positionOf } from '../page.ts'
import { route } from '../route.ts'

/** Entering scores, taking them back, and reading the ledger. */
export function postingRoutes(router: Router, services: Services): void {
  const { store, metrics } = services

  route(router, services, operations.createPostings, async ({ scope, body }) => {
    const entered = Array.isArray(body)
      ? await enterBatch(store, scope, body)
      : { ...(await enterScores(store, scope, [body])), batch: null }
    const { seqs, claims: waiting, fresh, batch } = entered
    if (fresh) metrics.postings.inc(seqs.length)
    const postings = await postingLines(store, scope.village, seqs)
    const claims = await inOrder(waiting, async (id) => readClaim(store, scope, id))
    if (Array.isArray(body)) return { fresh, answer: { postings, claims, batch } }
    // Accepted, and not yet a posting.
    if (claims[0]) return { status: fresh ? 202 : 200, answer: claims[0] }
    return { fresh, answer: only(postings) }
  })

  route(router, services, operations.reversePosting, async ({ scope, params, body }) => {
    const { seqs, fresh } = await reversePosting(store, scope, params.posting, body)
    return { fresh, answer: only(await postingLines(store, scope.village, seqs)) }
  })

  route(router, services, operations.restorePosting, async ({ scope, params, body }) => {
    const { seqs, fresh } = await restorePoints(store, scope, params.posting, body)
    return { fresh, answer: only(await postingLines(store, scope.village, seqs)) }
  })

  route(router, services, operations.listPostings, async ({ village, query }) => {
    const { cursor, limit, ...filter } = query
    const lines = await listPostings(store, village.id, filter, positionOf(cursor), limit + 1)
    return { answer: pageOf(lines, limit, ({ seq }) => seq) }
  })
}

function only(postings: PostingLine[]): PostingLine {
  const [posting] = postings
  if (!posting) throw new Error('a posting just written cannot be read')
  return posting
}
