/** What errors of a PostgreSQL server mean. */
import { CannotOpen } from '../cannotOpen.ts'

/** Serialization failures and deadlocks: another try may succeed. */
const passing = ['40001', '40P01']
/** The schema changed since a statement was planned. */
const planChanged = 'cached plan must not change result type'
/** The server starts, stops, has no connection left, or is too slow; the connection broke. */
const unavailable =
  /^(08|57P0|57014|53300|25P0[34])|^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)/
const broken = /connection terminated|timeout exceeded when trying to connect|connection error/i
/** Wrong password, database or rights. */
const unsuitable = /^(28|3D|42501)/

/** Whether a transaction that failed so may be run again. */
export function isPassing(error: unknown): boolean {
  return passing.includes(codeOf(error)) || (error instanceof Error && error.message === planChanged)
}

/** Whether the server cannot be reached at present, or not in time. */
export function isUnavailable(error: unknown): boolean {
  return (
    unavailable.test(codeOf(error)) ||
    isPassing(error) ||
    (error instanceof Error && broken.test(error.message))
  )
}

/** Maps an error to CannotOpen; errors without a sentence are returned unchanged. */
export function explained(error: unknown, address: string): unknown {
  if (error instanceof CannotOpen || !(error instanceof Error)) return error
  const detail = error.message || codeOf(error)
  if (isUnavailable(error) || error instanceof AggregateError)
    return new CannotOpen(
      'unreachable',
      `The database ${address} cannot be reached: ${detail}.`,
      address,
      detail,
    )
  return unsuitable.test(codeOf(error)) ? unsuitableFor(address, detail) : error
}

/** The error of a database that cannot be used as it is. */
export function unsuitableFor(address: string, detail: string): CannotOpen {
  return new CannotOpen('unsuitable', `The database ${address} cannot be used: ${detail}.`, address, detail)
}

function codeOf(error: unknown): string {
  const { code } = error instanceof Error ? (error as NodeJS.ErrnoException) : {}
  return typeof code === 'string' ? code : ''
}
