/** Results and errors as they are sent between threads, which keep an error's message alone. */
import { isDiskFull, isFatal } from '../../db/store/diskFaults.ts'
import { isUnavailable } from '../../db/store/postgres/faults.ts'
import { isDamage, storageError } from '../../db/store/sqlite/connect.ts'
import { Refused } from '../domain/answers/refused.ts'

export type Outcome<Result> =
  | { result: Result }
  | { refused: Pick<Refused, 'kind' | 'code' | 'params' | 'lines'> }
  | { failed: string; message: string }

/** Awaits work; errors that the caller tells from others become part of what it gives. */
export async function outcomeOf<Result>(work: () => Promise<Result>): Promise<Outcome<Result>> {
  try {
    return { result: await work() }
  } catch (error) {
    if (error instanceof Refused) {
      const { kind, code, params, lines } = error
      return { refused: { kind, code, params, lines } }
    }
    if (isDiskFull(error) || isDamage(error) || isFatal(error) || isUnavailable(error)) {
      const { code = '', message } = error as NodeJS.ErrnoException
      return { failed: code, message }
    }
    throw error
  }
}

/**
 * The result.
 *
 * @throws what the work threw: Refused, or an error of a full or failing disk, or of a damaged database or one that does not answer
 */
export function resultOf<Result>(outcome: Outcome<Result>): Result {
  if ('result' in outcome) return outcome.result
  if ('refused' in outcome) {
    const { kind, code, params, lines } = outcome.refused
    throw new Refused(kind, code, params, lines)
  }
  throw storageError(outcome.failed, outcome.message)
}
