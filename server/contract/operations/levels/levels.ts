/** Levels of households, and certificates. */
import { z } from 'zod'
import {
  certificateView,
  evaluationPreview,
  evaluationQuery,
  evaluationView,
  evaluationWithLines,
  newEvaluation,
} from '../../levels/levels.ts'
import { type Operation, village } from '../operation.ts'

export const levelsOperations = {
  previewEvaluation: {
    method: 'get',
    path: '/api/villages/:v/levels/preview',
    summary: 'Which level each household would get for the period around a day',
    access: 'read',
    params: z.object(village),
    query: evaluationQuery,
    answer: evaluationPreview,
  },
  listEvaluations: {
    method: 'get',
    path: '/api/villages/:v/levels',
    summary: 'All evaluations of levels, the newest first',
    access: 'read',
    params: z.object(village),
    answer: z.object({ items: z.array(evaluationView) }),
  },
  evaluate: {
    method: 'post',
    path: '/api/villages/:v/levels',
    summary: 'Award the levels of a period that is over; earlier evaluations of it stay as they are',
    access: 'administer',
    params: z.object(village),
    body: newEvaluation,
    answer: evaluationWithLines,
  },
  readEvaluation: {
    method: 'get',
    path: '/api/villages/:v/levels/:evaluation',
    summary: 'An evaluation with its households, to print certificates',
    access: 'read',
    params: z.object({ ...village, evaluation: z.coerce.number().int() }),
    answer: evaluationWithLines,
  },
  checkCertificate: {
    method: 'get',
    path: '/api/certificates/:certificate',
    summary: 'Check a certificate: its content, signature, and whether it still counts',
    access: 'public',
    params: z.object({ certificate: z.string().regex(/^[\w-]{1,64}$/, 'not-a-certificate') }),
    answer: certificateView,
  },
} as const satisfies Record<string, Operation>
