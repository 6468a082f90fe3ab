import { z } from 'zod'
import { batchKinds } from '../../domain/points/batch.ts'
import { localDate } from '../fields/localDate.ts'
import { pageOf } from '../fields/page.ts'
import { points } from '../fields/points.ts'

/** What was entered together, and what became of it. */
export const batchView = z.object({
  id: z.int(),
  kind: z.enum(batchKinds),
  /** UTC, ISO 8601. */
  madeAt: z.string(),
  madeBy: z.string(),
  /** How many scores were entered together. */
  lines: z.int(),
  /** Signed sum of those that are postings. */
  points,
  /** How many of the lines are postings; the others wait for a review or never counted. */
  postings: z.int(),
  /** How many of the postings were taken back. */
  reversed: z.int(),
  /** How many lines wait for a review. */
  waiting: z.int(),
  /** Text of the deed, where all lines have the same. */
  text: z.string().nullable(),
  /** Day of the deed, where all lines have the same. */
  occurredOn: localDate.nullable(),
  /** Of an import: the workbook's name, and how many of its lines stayed out. */
  filename: z.string().nullable(),
  problems: z.int().nullable(),
})
export type BatchView = z.infer<typeof batchView>

export const batchPage = pageOf(batchView)
