import { z } from 'zod'
import { points } from '../fields/points.ts'

/** Why a row of the workbook cannot come in as it stands. */
export const importProblem = z.object({
  sheet: z.string(),
  /** Row as the spreadsheet numbers it, from 1. */
  row: z.int(),
  /** Such as `C275`; null when the whole row is meant. */
  cell: z.string().nullable(),
  /** Stable code: `unknown-household`, `bad-date`, … */
  problem: z.string(),
  /** What stands there, as text. */
  value: z.string(),
  /** A sentence in the caller's language. */
  detail: z.string(),
})
export type ImportProblem = z.infer<typeof importProblem>

/** What an import would write, or wrote. Nothing is written before it is confirmed. */
export const importView = z.object({
  id: z.string(),
  state: z.enum(['reading', 'preview', 'posting', 'done', 'failed']),
  filename: z.string(),
  /** For `failed`: why, as a sentence. */
  failure: z.string().nullable(),
  households: z.int(),
  newHouseholds: z.int(),
  duplicateDoors: z.array(z.string()),
  rowsWithoutDoor: z.int(),
  rules: z.int(),
  newRules: z.int(),
  ledgerRows: z.int(),
  importableRows: z.int(),
  totalPoints: points,
  problems: z.array(importProblem),
  /** Doors that have changed since the workbook was written, a sentence each. */
  changedDoors: z.array(z.object({ door: z.string(), now: z.string(), detail: z.string() })),
  /** Rows over a cap: they come in as they stand, the office decided them. */
  cautions: z.int(),
  /** Postings already in this village's ledger before the import. */
  existingPostings: z.int(),
  /** For `done`: lines that an earlier import had written, left as they were. */
  alreadyWritten: z.int(),
})
export type ImportView = z.infer<typeof importView>

export const importConfirm = z.object({
  /** Write the good rows and leave the problem rows out. */
  skipProblems: z.boolean(),
})
