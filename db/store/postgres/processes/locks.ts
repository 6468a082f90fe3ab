/** Advisory locks of the database: each is a number that nothing else uses. */
import pg, { type ClientBase } from 'pg'

const locks = {
  /** Of the process that leads. */
  leader: 7_394_510_221,
  /** Shared by all who use the database; alone by who replaces its data. */
  use: 7_394_510_222,
  /** Of the process that prepares the data when it starts. */
  start: 7_394_510_223,
}

/** Takes a lock for this connection, while it lasts. @returns false while another has it */
export async function tryLock(client: ClientBase, lock: keyof typeof locks): Promise<boolean> {
  const { rows } = await client.query<{ taken: number | boolean }>(
    'SELECT pg_try_advisory_lock($1) AS taken',
    [locks[lock]],
  )
  return Boolean(rows[0]?.taken)
}

/** Who has a lock: the machines from which they are connected, or sessions of this machine's own. */
export async function holdersOf(client: ClientBase, lock: keyof typeof locks): Promise<string> {
  const { rows } = await client.query<{ holder: string }>(
    `SELECT DISTINCT coalesce(host(a.client_addr), 'session ' || a.pid) AS holder
     FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid AND a.datname = current_database()
     WHERE l.locktype = 'advisory' AND l.granted AND (l.classid::bigint << 32 | l.objid::bigint) = $1`,
    [locks[lock]],
  )
  return rows.map(({ holder }) => holder).join(', ')
}

/** Shares a lock with others, for this connection, while it lasts; waits while another has it alone. */
export async function shareLock(client: ClientBase, lock: keyof typeof locks): Promise<void> {
  await client.query('SELECT pg_advisory_lock_shared($1)', [locks[lock]])
}

/** Waits for a lock, does the work, and gives it back. */
export async function withLock<Result>(
  client: ClientBase,
  lock: keyof typeof locks,
  work: () => Promise<Result>,
): Promise<Result> {
  await client.query('SELECT pg_advisory_lock($1)', [locks[lock]])
  try {
    return await work()
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [locks[lock]])
  }
}

/** Waits for a lock by its name, on a connection of its own, does the work, and gives it back. */
export async function withNamedLock<Result>(
  url: string,
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url, application_name: 'yiping lock', keepAlive: true })
  // Work whose lock is lost goes on: what it writes is checked once more by the transaction that writes.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [name])
    return await work()
  } finally {
    client.end().catch(() => {})
  }
}
