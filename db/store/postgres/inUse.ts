/** The lock that every server holds shared, and who replaces the data alone. */
import type { ClientBase } from 'pg'

/** Of the advisory lock: any number that nothing else in the database uses. */
const lockKey = 7_394_510_222

/** Says for this connection that the database is in use; waits while the data is replaced. */
export async function noteUse(client: ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_lock_shared($1)', [lockKey])
}

/** Keeps everybody else from using the database, while this connection lasts. @returns false while it is in use */
export async function takeAlone(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ taken: number | boolean }>(
    'SELECT pg_try_advisory_lock($1) AS taken',
    [lockKey],
  )
  return Boolean(rows[0]?.taken)
}
