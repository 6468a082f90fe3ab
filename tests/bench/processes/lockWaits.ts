/** Looks at what the connections of a PostgreSQL database wait for. */
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'

const everyMs = 5

const waits = `SELECT coalesce(wait_event, '') AS lock, query FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = 'yiping' AND wait_event_type = 'Lock'`

export interface LockWaits {
  looks: number
  /** Looks that found somebody waiting for a lock. */
  withWaits: number
  /** What was waited for, each once: the lock, and the statement. */
  found: string[]
}

/** Looks while the work runs. @returns what was seen, with the result of the work */
export async function watchLocks<Result>(
  url: string,
  work: () => Promise<Result>,
): Promise<{ locks: LockWaits; result: Result }> {
  const watcher = new pg.Client({ connectionString: url, application_name: 'locks' })
  await watcher.connect()
  const found = new Set<string>()
  let [looks, withWaits, isOver] = [0, 0, false]
  const watching = (async () => {
    while (!isOver) {
      const { rows } = await watcher.query<{ lock: string; query: string }>(waits)
      looks += 1
      if (rows.length > 0) withWaits += 1
      for (const { lock, query } of rows) found.add(`${lock}: ${query}`)
      await setTimeout(everyMs)
    }
  })()
  try {
    const result = await work()
    isOver = true
    await watching
    return { locks: { looks, withWaits, found: [...found] }, result }
  } finally {
    isOver = true
    await watching.catch(() => {})
    await watcher.end()
  }
}
