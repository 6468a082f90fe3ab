import { CannotOpen } from '../../db/store/cannotOpen.ts'
import { isDiskFull } from '../../db/store/diskFaults.ts'
import { Unusable } from '../../db/store/sqlite/soundness/openCopy.ts'
import { Refused } from '../domain/answers/refused.ts'
import { Malformed } from '../words/fields/malformed.ts'
import { fileFault } from '../words/fileFault.ts'
import { type Language, sentence, workbookSentence } from '../words/index.ts'
import { Stopped, terminalSentence } from '../words/terminal.ts'
import { RefusedWorkbook } from '../workbook/reading/refusedWorkbook.ts'
import { Interrupted } from '../workers/interrupted.ts'

/** The sentence of an error for a terminal; the message of an error that nobody expected. */
export function errorSentence(language: Language, error: unknown): string {
  if (error instanceof Stopped || error instanceof Malformed) return error.sentence(language)
  if (error instanceof Refused) return sentence(language, error.code, error.params)
  if (error instanceof RefusedWorkbook)
    return workbookSentence(language, error.refusal.code, error.refusal.params)
  if (error instanceof Interrupted) return sentence(language, 'interrupted')
  if (isDiskFull(error)) return sentence(language, 'disk-full')
  if (error instanceof CannotOpen)
    return terminalSentence(language, `cannot-open-${error.reason}`, error.params)
  if (error instanceof Unusable)
    return terminalSentence(language, `unusable-${error.reason}`, { detail: error.detail })
  const fault = fileFault(error)
  if (fault) return fault.sentence(language)
  return error instanceof Error ? error.message : String(error)
}
