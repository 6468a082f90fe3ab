/** What was entered together. */
import { z } from 'zod'
import { batchKinds } from '../../../domain/points/batch.ts'
import { cursorQuery } from '../../fields/page.ts'
import { batchPage, batchView } from '../../scores/batches.ts'
import { newReversal } from '../../scores/postings.ts'
import { type Operation, village } from '../operation.ts'

const batch = z.object({ ...village, batch: z.coerce.number().int() })

export const batchesOperations = {
  listBatches: {
    method: 'get',
    path: '/api/villages/:v/batches',
    summary: 'What was entered together, newest first',
    access: 'read',
    params: z.object(village),
    query: z.object({ ...cursorQuery, kind: z.enum(batchKinds).optional() }),
    answer: batchPage,
  },
  readBatch: {
    method: 'get',
    path: '/api/villages/:v/batches/:batch',
    summary: 'What was entered together in one batch, and what became of it',
    access: 'read',
    params: batch,
    answer: batchView,
  },
  reverseBatch: {
    method: 'post',
    path: '/api/villages/:v/batches/:batch/reversal',
    summary:
      'Take a batch back, with one reason: its postings are reversed and its waiting claims withdrawn, all or none',
    access: 'enter',
    params: batch,
    body: newReversal,
    answer: batchView,
  },
} as const satisfies Record<string, Operation>
