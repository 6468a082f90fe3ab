import type { Router } from 'express'
import { listPostings, type PostingLine, postingLines } from '../../../db/ledger/postings.ts'
import { readClaim } from '../../../db/scores/claims.ts'
import { enterScores } from '../../../db/scores/enterScores.ts'
import { restorePoints } from '../../../db/scores/restorePoints.ts'
import { reversePosting } from '../../../db/scores/reversal.ts'
import { operations } from '../../contract/operations/operations.ts'
import type { Services } from '../../services.ts'
import { pageOf, positionOf } from '../page.ts'
import { route } from '../route.ts'

/** Entering scores, taking them back, and reading the ledger. */
export function postingRoutes(router: Router, services: Services): void {
  const { store, metrics } = services

  route(router, services, operations.createPostings, async ({ scope, body }) => {
    const requests = Array.isArray(body) ? body : [body]
    const {
      seqs,
      claims: waiting,
      fresh,
    } = await store.writeTogether(() => enterScores(store, scope, requests))
    if (fresh) metrics.postings.inc(seqs.length)
    const postings = postingLines(store, scope.village, seqs)
    const claims = waiting.map((id) => readClaim(store, scope, id))
    if (Array.isArray(body)) return { fresh, answer: { postings, claims } }
    // Accepted, and not yet a posting.
    if (claims[0]) return { status: fresh ? 202 : 200, answer: claims[0] }
    return { fresh, answer: only(postings) }
  })

  route(router, services, operations.reversePosting, ({ scope, params, body }) => {
    const { seqs, fresh } = reversePosting(store, scope, params.posting, body)
    return { fresh, answer: only(postingLines(store, scope.village, seqs)) }
  })

  route(router, services, operations.restorePosting, ({ scope, params, body }) => {
    const { seqs, fresh } = restorePoints(store, scope, params.posting, body)
    return { fresh, answer: only(postingLines(store, scope.village, seqs)) }
  })

  route(router, services, operations.listPostings, ({ village, query }) => {
    const { cursor, limit, ...filter } = query
    const lines = listPostings(store, village.id, filter, positionOf(cursor), limit + 1)
    return { answer: pageOf(lines, limit, ({ seq }) => seq) }
  })
}

function only(postings: PostingLine[]): PostingLine {
  const [posting] = postings
  if (!posting) throw new Error('a posting just written cannot be read')
  return posting
}
