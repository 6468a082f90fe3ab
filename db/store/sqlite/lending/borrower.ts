/** The other side of `lend`: one transaction by a connection of its own. */
import type { Change } from '../../changes.ts'
import type { Committed, Store, Turn } from '../../store.ts'
import { connectBeside } from '../connect.ts'
import { SqliteStore } from '../sqliteStore.ts'

/**
 * Runs a transaction on a database whose turn to write was lent to this thread.
 *
 * @param whenOpen resolves once the turn is lent; the connection is opened before, which takes a few ms
 * @returns what the work gives, and the changes that the lender must announce
 * @throws what the work throws; nothing is written then
 */
export async function writeBorrowed<Result>(
  file: string,
  turn: Turn,
  whenOpen: () => Promise<void>,
  work: (store: Store) => Promise<Result>,
): Promise<Committed<Result>> {
  const writer = connectBeside(file)
  const store = new SqliteStore({ writer, reader: writer, snapshots: writer }, file)
  try {
    const changes: Change[] = []
    store.onChange((change) => changes.push(change))
    await whenOpen()
    const result = await store.write(turn, work)
    return { result, changes }
  } finally {
    store.close()
  }
}
