import type { Router } from 'express'
import { type ClaimLine, listClaims, readClaim } from '../../../db/scores/claims.ts'
import { passClaims, stopClaim, withdrawClaim } from '../../../db/scores/review.ts'
import { operations } from '../../contract/operations/operations.ts'
import type { Services } from '../../services.ts'
import { sentence } from '../../words/index.ts'
import { type Column, mostRows, villageList } from '../../workbook/writing/table.ts'
import type { HeavyTable } from '../heavy.ts'
import { nextOffset, positionOf } from '../page.ts'
import { route } from '../route.ts'

/** The review queue, as a workbook. */
export const claimAnswers: HeavyTable = {
  exportClaims: async ({ scope, village, query }, { store }) => {
    const { cursor: _cursor, limit: _limit, whose, ...filter } = query
    const { lines } = await listClaims(store, scope, { ...filter, own: whose === 'own' }, 0, mostRows)
    return villageList(village, 'claims', columns, lines)
  },
}

/** The review queue (一键评议). */
export function claimRoutes(router: Router, services: Services): void {
  const { store, metrics } = services

  route(router, services, operations.listClaims, async ({ scope, query }) => {
    const { cursor, limit, whose, ...filter } = query
    const start = positionOf(cursor) ?? 0
    const { lines, total } = await listClaims(store, scope, { ...filter, own: whose === 'own' }, start, limit)
    return { answer: { items: lines, total, next: nextOffset(start, limit, total) } }
  })

  route(router, services, operations.passClaims, async ({ scope, body, language, unit }) => {
    const { passed, refused } = await passClaims(store, scope, body.id, body.claims)
    metrics.postings.inc(passed.filter(({ outcome }) => outcome === 'posted').length)
    return {
      answer: {
        passed,
        refused: refused.map(({ door, code, params }) => ({
          door,
          code,
          detail: sentence(language, code, params, unit),
        })),
      },
    }
  })

  route(router, services, operations.stopClaim, async ({ scope, params, body }) => {
    await stopClaim(store, scope, params.claim, body)
    return { answer: await readClaim(store, scope, params.claim) }
  })

  route(router, services, operations.withdrawClaim, async ({ scope, params }) => {
    await withdrawClaim(store, scope, params.claim)
    return { answer: await readClaim(store, scope, params.claim) }
  })
}

const columns: Column<ClaimLine>[] = [
  { title: 'column-occurred-on', as: 'day', width: 12, cell: ({ occurredOn }) => occurredOn },
  { title: 'column-group', width: 10, cell: ({ group }) => group },
  { title: 'column-door', width: 10, cell: ({ door }) => door },
  { title: 'column-head', width: 12, cell: ({ head }) => head },
  { title: 'column-dimension', width: 12, cell: ({ dimension }) => dimension },
  { title: 'column-text', width: 24, cell: ({ text }) => text },
  { title: 'column-points', width: 8, points: true, cell: ({ points }) => points },
  { title: 'column-units', width: 8, cell: ({ units }) => units },
  { title: 'column-note', width: 24, field: 'claim-note', cell: ({ note }) => note },
  {
    title: 'column-photos',
    width: 8,
    field: 'photos',
    cell: ({ photos, photosOver }) => photos.length + photosOver,
  },
  { title: 'column-source', width: 12, cell: ({ source }, say) => say(`claim-from-${source}`) },
  { title: 'column-recorded-by', width: 12, cell: ({ claimedBy }) => claimedBy },
  { title: 'column-recorded-at', as: 'moment', width: 18, cell: ({ claimedAt }) => claimedAt },
  { title: 'column-state', width: 10, cell: ({ state }, say) => say(`claim-${state}`) },
  { title: 'column-reason', width: 24, field: 'claim-note', cell: ({ reason }) => reason },
  { title: 'column-reviewers', width: 10, cell: ({ reviewers }) => reviewers },
  {
    title: 'column-reviewed-by',
    width: 16,
    cell: ({ reviewedBy }, say) => reviewedBy.join(say('cell-comma')),
  },
  { title: 'column-decided-at', as: 'moment', width: 18, cell: ({ decidedAt }) => decidedAt },
  { title: 'column-seq', width: 8, cell: ({ seq }) => seq },
]
