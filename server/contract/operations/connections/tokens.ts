/** Access tokens, and what other programs do with them. */
import { z } from 'zod'
import {
  madeToken,
  newToken,
  newTokenScores,
  tokenScore,
  tokenScoreList,
  tokenView,
} from '../../connections/tokens.ts'
import { clientId } from '../../fields/ids.ts'
import { type Operation, village } from '../operation.ts'

export const tokensOperations = {
  listTokens: {
    method: 'get',
    path: '/api/villages/:v/tokens',
    summary: 'Access tokens of the village and of all villages, expired and revoked ones too',
    access: 'administer',
    params: z.object(village),
    answer: z.object({ items: z.array(tokenView) }),
  },
  createToken: {
    method: 'post',
    path: '/api/villages/:v/tokens',
    summary: 'Make an access token; the answer alone has its secret',
    access: 'administer',
    params: z.object(village),
    body: newToken,
    answer: madeToken,
  },
  revokeToken: {
    method: 'delete',
    path: '/api/villages/:v/tokens/:id',
    summary: 'Revoke an access token for good',
    access: 'administer',
    params: z.object({ ...village, id: z.coerce.number().int() }),
    answer: tokenView,
  },
  createScores: {
    method: 'post',
    path: '/api/villages/:v/scores',
    summary:
      'Enter one score, or up to 500 together, under the name of the token: all or none; the same id again is the same score',
    access: 'token',
    tokens: ['claims', 'scores'],
    params: z.object(village),
    body: newTokenScores,
    answer: tokenScoreList,
  },
  readScore: {
    method: 'get',
    path: '/api/villages/:v/scores/:score',
    summary: 'What came of a score that this token entered',
    access: 'token',
    tokens: ['claims', 'scores'],
    params: z.object({ ...village, score: clientId }),
    answer: tokenScore,
  },
} as const satisfies Record<string, Operation>
