import { z } from 'zod'
import { points, pointUnit } from '../fields/points.ts'
import { asTyped } from '../fields/text.ts'

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

const counted = { lines: z.int(), points }

/** What was made of a sheet of the workbook; hidden ones too. */
export const importSheet = z.object({
  name: z.string(),
  kind: z.enum(['households', 'rules', 'ledger', 'other']),
  hidden: z.boolean(),
  /** For a sheet that was not read: why, as a sentence. */
  fate: z.string().nullable(),
  households: z.int(),
  rules: z.int(),
  /** Lines of the ledger that can be posted. */
  ...counted,
  problems: z.int(),
  /** Lines that are not read because other sheets have them. */
  repeated: z.int(),
  /** Filled columns that are not read: what stands over each, or where it is. */
  unread: z.array(z.string()),
  /** By month, `2026-03`; empty for lines without a day. */
  months: z.array(z.object({ month: z.string(), ...counted })),
  /** The header and the first lines, as text; null where it has no header. */
  table: z
    .object({
      row: z.int(),
      columns: z.array(
        z.object({
          /** Under which an answer says what the column is: a field, or `none`. */
          id: z.string(),
          letter: z.string(),
          label: z.string(),
          field: z.string().nullable(),
        }),
      ),
      lines: z.array(z.array(z.string())),
    })
    .nullable(),
})
export type ImportSheet = z.infer<typeof importSheet>

/** What the workbook leaves open. */
export const importQuestion = z.object({
  id: z.string(),
  /** Stable code: `points-column`, `hidden-sheet`, … */
  code: z.string(),
  sheet: z.string(),
  row: z.int().nullable(),
  /** A sentence in the caller's language. */
  text: z.string(),
  choices: z.array(z.object({ value: z.string(), label: z.string() })),
  /** What holds as long as nobody chooses; null where nothing can be written before. */
  preset: z.string().nullable(),
  /** How many lines it is about; 0 where it is about none. */
  count: z.int(),
  /** The first of them. */
  examples: z.array(
    z.object({
      sheet: z.string(),
      row: z.int().nullable(),
      door: z.string(),
      head: z.string(),
      /** Day and item, or what differs. */
      what: z.string(),
      /** As the village has it. */
      before: z.string(),
      /** As the workbook has it. */
      after: z.string(),
    }),
  ),
  /** Whether the choice holds for later workbooks with the same header. */
  lasting: z.boolean(),
  answer: z.string().nullable(),
})
export type ImportQuestion = z.infer<typeof importQuestion>

/** What an import would write, or wrote. Nothing is written before it is confirmed. */
export const importView = z.object({
  id: z.string(),
  state: z.enum(['reading', 'preview', 'posting', 'done', 'failed']),
  filename: z.string(),
  /** For `failed`: why, as a sentence. */
  failure: z.string().nullable(),
  sheets: z.array(importSheet),
  questions: z.array(importQuestion),
  /** What a column can be, in the caller's language, `none` first. */
  fields: z.array(z.object({ value: z.string(), label: z.string() })),
  /** Words about rules that set nothing, by the row of the rule. */
  notUnderstood: z.array(z.object({ sheet: z.string(), row: z.int(), rule: z.string(), words: z.string() })),
  households: z.int(),
  newHouseholds: z.int(),
  /** The first of them that come to a village with households: door and head. */
  newDoors: z.array(z.string()),
  duplicateDoors: z.array(z.string()),
  rowsWithoutDoor: z.int(),
  /** Lines of the list that bring no household and are no problem lines, a sentence each. */
  leftHouseholds: z.array(z.object({ sheet: z.string(), row: z.int(), detail: z.string() })),
  rules: z.int(),
  newRules: z.int(),
  ledgerRows: z.int(),
  importableRows: z.int(),
  totalPoints: points,
  /** In which the workbook's points are counted: what the village has, or will have. */
  unit: pointUnit,
  problems: z.array(importProblem),
  /** How the lines stand to the ledger. */
  ledger: z.object({
    /** Lines that an earlier import wrote. */
    written: z.int(),
    fresh: z.int(),
    /** Lines that differ from an earlier posting by points, day or item alone. */
    differing: z.int(),
    /** The first hundred of them. */
    corrected: z.array(
      z.object({
        sheet: z.string(),
        row: z.int(),
        door: z.string(),
        rule: z.string(),
        before: z.string(),
        after: z.string(),
      }),
    ),
    /** Earlier postings that the workbook does not have. */
    gone: z.int(),
  }),
  /** Doors that have changed since the workbook was written, a sentence each. */
  changedDoors: z.array(z.object({ door: z.string(), now: z.string(), detail: z.string() })),
  /** Cells that a person should look at: what they say comes in as it stands, or is left out alone. */
  cautions: z.int(),
  /** The same, a sentence for each kind. */
  cautionNotes: z.array(z.string()),
  /** Postings already in this village's ledger before the import. */
  existingPostings: z.int(),
  /** For `done`: postings that were written. */
  postings: z.int(),
  /** For `done`: lines that an earlier import had written, left as they were. */
  alreadyWritten: z.int(),
  /** For `done`: earlier postings that were reversed. */
  reversed: z.int(),
  /** For `done`: lines that stayed out with their doors, as somebody chose. */
  leftOut: z.int(),
  /** For `done`: households and rules that were changed, as somebody chose. */
  changed: z.int(),
})
export type ImportView = z.infer<typeof importView>

export const importConfirm = z.object({
  /** Write the good rows and leave the problem rows out. */
  skipProblems: z.boolean(),
})

/** Choices by the id of their question, or of the column that they name. */
export const importAnswers = z.object({
  answers: z
    .record(asTyped(1, 300), asTyped(1, 100))
    .refine((answers) => Object.keys(answers).length <= 200, { error: 'too-many-answers' }),
})
