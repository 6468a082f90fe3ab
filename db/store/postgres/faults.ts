/** What errors of a PostgreSQL server mean. */

/** Serialization failures, deadlocks, and plans of a schema that changed: another try may succeed. */
const passing = ['40001', '40P01']
const planChanged = 'cached plan must not change result type'
/** Whether a transaction that failed so may be run again. */
export function isPassing(error: unknown): boolean {
  return passing.includes(codeOf(error)) || (error instanceof Error && error.message === planChanged)
}

function codeOf(error: unknown): string {
  const { code } = error instanceof Error ? (error as NodeJS.ErrnoException) : {}
  return typeof code === 'string' ? code : ''
}
