import { type Router } from 'express'
import { listClaims, readClaim } from '../../db/claims.ts'
import { passClaims, stopClaim, withdrawClaim } from '../../db/review.ts'
import { operations } from '../contract/operations.ts'
import { route } from '../http/route.ts'
import { type Parts } from '../parts.ts'
import { sentence } from '../words/index.ts'

/** The review queue (一键评议). */
export function claimRoutes(router: Router, parts: Parts): void {
  const { store, metrics } = parts

  route(router, parts, operations.listClaims, ({ scope, query }) => {
    const { cursor, limit, whose, ...filter } = query
    const start = Number(cursor ?? 0) || 0
    const { lines, total } = listClaims(store, scope, { ...filter, own: whose === 'own' }, start, limit)
    return {
      answer: { items: lines, total, next: start + limit < total ? String(start + limit) : null },
    }
  })

  route(router, parts, operations.passClaims, ({ scope, body, language }) => {
    const { passed, refused } = passClaims(store, scope, body.id, body.claims)
    metrics.postings.inc(passed.filter(({ outcome }) => outcome === 'posted').length)
    return {
      answer: {
        passed,
        refused: refused.map(({ door, code, params }) => ({
          door,
          code,
          detail: sentence(language, code, params),
        })),
      },
    }
  })

  route(router, parts, operations.stopClaim, ({ scope, params, body }) => {
    stopClaim(store, scope, params.claim, body)
    return { answer: readClaim(store, scope, params.claim) }
  })

  route(router, parts, operations.withdrawClaim, ({ scope, params }) => {
    withdrawClaim(store, scope, params.claim)
    return { answer: readClaim(store, scope, params.claim) }
  })
}
