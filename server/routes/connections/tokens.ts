import type { Router } from 'express'
import { enterBatch } from '../../../db/batches/enterBatch.ts'
import { listTokens, makeToken, revokeToken, type Token } from '../../../db/people/tokens.ts'
import { powersIn } from '../../../db/people/users.ts'
import { enterScores } from '../../../db/scores/enterScores.ts'
import { readTokenScore } from '../../../db/scores/tokenScores.ts'
import { inOrder } from '../../../db/store/inOrder.ts'
import type { TokenView } from '../../contract/connections/tokens.ts'
import { operations } from '../../contract/operations/operations.ts'
import type { Services } from '../../services.ts'
import { route } from '../route.ts'

/** Access tokens, and the scores that other programs enter by them. */
export function tokenRoutes(router: Router, services: Services): void {
  const { store, metrics } = services

  const isEverywhere = async (user: number) => (await powersIn(store, user, null)).has('administer')

  route(router, services, operations.listTokens, async ({ village, session }) => {
    const everywhere = await isEverywhere(session.user.id)
    const tokens = await listTokens(store, village.id, Date.now())
    return { answer: { items: tokens.map((token) => viewToken(token, everywhere)) } }
  })

  route(router, services, operations.createToken, async ({ scope, body, session, response }) => {
    const { token, secret } = await makeToken(store, scope, body)
    response.set('cache-control', 'no-store')
    const everywhere = await isEverywhere(session.user.id)
    return { status: 201, answer: { token: viewToken(token, everywhere), secret } }
  })

  route(router, services, operations.revokeToken, async ({ scope, params, session }) => {
    const token = await revokeToken(store, scope, params.id)
    return { answer: viewToken(token, await isEverywhere(session.user.id)) }
  })

  route(router, services, operations.createScores, async ({ scope, body }) => {
    const scores = Array.isArray(body) ? body : [body]
    const entered = Array.isArray(body)
      ? await enterBatch(store, scope, scores)
      : await enterScores(store, scope, scores)
    if (entered.fresh) metrics.postings.inc(entered.seqs.length)
    const items = await inOrder(scores, async ({ id }) => readTokenScore(store, scope, id))
    return { fresh: entered.fresh, answer: { items } }
  })

  route(router, services, operations.readScore, async ({ scope, params }) => ({
    answer: await readTokenScore(store, scope, params.score),
  }))
}

/** @param everywhere whether the reader administers all villages */
function viewToken({ village, maker: _maker, ...token }: Token, everywhere: boolean): TokenView {
  const isOfAll = village === null
  return { ...token, everywhere: isOfAll, mayRevoke: token.state === 'valid' && (everywhere || !isOfAll) }
}
