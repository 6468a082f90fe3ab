/** Scores that wait for review. */
import { z } from 'zod'
import { clientId } from '../../fields/ids.ts'
import { claimPage, claimPass, claimQuery, claimsPassed, claimStop, claimView } from '../../scores/claims.ts'
import { type Operation, village } from '../operation.ts'

export const claimsOperations = {
  listClaims: {
    method: 'get',
    path: '/api/villages/:v/claims',
    summary: 'Claims by state, rule, group or author, as the caller may review them',
    access: 'read',
    params: z.object(village),
    query: claimQuery,
    answer: claimPage,
  },
  passClaims: {
    method: 'post',
    path: '/api/villages/:v/claims/pass',
    summary: 'Pass up to 500 claims with one key; those that cannot pass are named and still wait',
    access: 'review',
    params: z.object(village),
    body: claimPass,
    answer: claimsPassed,
  },
  stopClaim: {
    method: 'post',
    path: '/api/villages/:v/claims/:claim/stop',
    summary: 'Stop a claim, with a reason that its author reads',
    access: 'review',
    params: z.object({ ...village, claim: clientId }),
    body: claimStop,
    answer: claimView,
  },
  withdrawClaim: {
    method: 'delete',
    path: '/api/villages/:v/claims/:claim',
    summary: 'Take the own claim back while it waits',
    access: ['enter', 'inspect'],
    params: z.object({ ...village, claim: clientId }),
    answer: claimView,
  },
} as const satisfies Record<string, Operation>
