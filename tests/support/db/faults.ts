import type { Fault } from '../../../server/domain/answers/fault.ts'
import { faultSentence } from '../../../server/words/verification/verification.ts'

/** The English sentences of what verification found. */
export function sentencesOf(faults: readonly Fault[]): string[] {
  return faults.map((fault) => faultSentence('en', fault))
}
