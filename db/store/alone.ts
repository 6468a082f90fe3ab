/** Holds transactions to their own statements. */
import { AsyncLocalStorage } from 'node:async_hooks'

/** Set while tests watch: it slows every promise down. */
let writing: AsyncLocalStorage<true> | null = null

/**
 * From here on, any use of the database itself inside a write throws.
 *
 * @internal for tests
 */
export function watchWrites(): void {
  writing ??= new AsyncLocalStorage()
}

/** @throws Error when called inside a write, whose handle should have been used; only while tests watch */
export function refuseInsideWrite(): void {
  if (writing?.getStore()) throw new Error('inside a write only its handle may be used')
}

/** Runs the work of a write so that `refuseInsideWrite` knows it. */
export function asWrite<Result>(work: () => Promise<Result>): Promise<Result> {
  return writing ? writing.run(true, work) : work()
}

/**
 * Awaits work that awaits nothing but statements, which are done within the same
 * turn of the event loop.
 *
 * @throws Error when that turn ends before the work does: it waits for something else
 */
export async function withinTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  let alarm: NodeJS.Immediate | undefined
  const tooLate = new Promise<never>((_, reject) => {
    alarm = setImmediate(() =>
      reject(new Error('a transaction may wait for its own statements and nothing else')),
    )
  })
  try {
    return await Promise.race([work(), tooLate])
  } finally {
    clearImmediate(alarm)
  }
}
