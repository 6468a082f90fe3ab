/** The work page: what waits, what was done today, and how the server is. */
import { z } from 'zod'
import { localDate } from '../fields/localDate.ts'
import { points } from '../fields/points.ts'
import { asTyped } from '../fields/text.ts'

export const verificationView = z.object({
  /** UTC. */
  at: z.string(),
  holds: z.boolean(),
  seq: z.int(),
  /** What does not hold, one sentence each. */
  faults: z.array(z.string()),
})

export const backupView = z.object({
  name: z.string(),
  kind: z.enum(['nightly', 'manual']),
  /** UTC. */
  at: z.string(),
  bytes: z.number(),
})
export type BackupView = z.infer<typeof backupView>

export const workView = z.object({
  /** Today, where the village is. */
  date: localDate,
  /** `name` is a key of the panel's words, `page` the panel's page where it is done. */
  waiting: z.array(z.object({ name: z.string(), page: z.string(), count: z.int() })),
  today: z.object({
    lines: z.int(),
    points,
    households: z.int(),
    deductions: z.int(),
    reversals: z.int(),
  }),
  /** Who entered what today, most lines first. */
  staff: z.array(z.object({ name: z.string(), lines: z.int(), points, lastAt: z.string() })),
  /** Null before the first since the start. */
  verification: verificationView.nullable(),
  /** How far a verification is, 0 to 1; null when none runs. */
  verifying: z.number().nullable(),
  /** The newest in the data folder. */
  backup: backupView.omit({ name: true, kind: true }).nullable(),
  /** The last full check of the database beside its ledgers; null before the first since the start. */
  database: z.object({ at: z.string(), faults: z.array(z.string()) }).nullable(),
  /** How the last nightly run ended; null before the first since the start. */
  night: z
    .object({
      at: z.string(),
      failure: z.enum(['damaged', 'rows', 'ledger', 'unwritten', 'photos']).nullable(),
    })
    .nullable(),
  storage: z.object({
    freeBytes: z.number().nullable(),
    databaseBytes: z.number(),
    isLow: z.boolean(),
  }),
  /** What the village's photos take, bytes. */
  photoBytes: z.number(),
})
export type WorkView = z.infer<typeof workView>

const monthSum = { lines: z.int(), points }

/** How a village's month goes. */
export const workFigures = z.object({
  /** Of the deeds of this month, up to today. */
  month: z.object({ ...monthSum, households: z.int() }),
  /** Of as many days of the month before. */
  before: z.object(monthSum),
  /** Open households of the village. */
  households: z.int(),
  /** Those that had no line for so many days, and the first of them by door. */
  quiet: z.object({
    count: z.int(),
    days: z.int(),
    first: z.array(z.object({ door: z.string(), head: z.string() })),
  }),
  /** Names of the dimensions, in the village's order. */
  dimensions: z.array(z.string()),
  /** The last days, oldest first: change of the score by dimension. */
  days: z.array(z.object({ date: localDate, points: z.array(points) })),
})
export type WorkFigures = z.infer<typeof workFigures>

export const backupName = asTyped(0, 64)
