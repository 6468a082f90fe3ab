/** The order for an operation that a worker answers, and its answer ready to be sent. */
import type { VillageRow } from '../../db/store/schema.ts'
import type { Scope } from '../../db/store/scope.ts'
import type { PrivateField } from '../domain/people/privateFields.ts'
import type { Language } from '../words/index.ts'

export interface AnswerOrder {
  /** Name of the operation. */
  operation: string
  /** What the caller asks, parsed, on whose behalf, and in which village. */
  call: { params: unknown; query: unknown; scope: Scope | null; village: VillageRow | null; user: number }
  language: Language
  /** Private fields that the caller does not see. */
  hidden: ReadonlySet<PrivateField>
}

/** A JSON text, or a workbook. */
export type HeavyAnswer = { json: string } | { filename: string; bytes: Uint8Array }
