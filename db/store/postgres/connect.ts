/** The connections to a PostgreSQL server. */
import pg from 'pg'

/** How PostgreSQL's values become those that SQLite gives: numbers, and 0 and 1 for truth. */
const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, Number],
  [pg.types.builtins.NUMERIC, Number],
  [pg.types.builtins.BOOL, (text) => (text === 't' ? 1 : 0)],
])

/** Connections of one process where the environment says nothing. */
const usualConnections = 10
/** ms */
const timeouts = {
  connectionTimeoutMillis: 10_000,
  idleTimeoutMillis: 60_000,
  statement_timeout: 60_000,
  idle_in_transaction_session_timeout: 30_000,
}

export interface ConnectOptions {
  /** Most connections of this process. */
  connections?: number
  /** Without limits of time, for work that nobody waits for. */
  isPatient?: boolean
  /** Called once the store is closed. */
  closed?: () => void
  /** Hears of connections that broke while they were idle. */
  onBroken?: (error: Error) => void
}

/** A URL without its user, password and options. */
export function addressOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `postgres://${host}${pathname}`
}

/**
 * Opens a pool of connections, each made when it is needed.
 *
 * @param url postgres://user:password@host:port/database, with `?sslmode=verify-full` for TLS
 */
export function connectPool(
  url: string,
  { connections, onBroken, isPatient = false }: ConnectOptions = {},
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections ?? usualConnections,
    keepAlive: true,
    application_name: 'yiping',
    ...timeouts,
    ...(isPatient ? { statement_timeout: 0, idle_in_transaction_session_timeout: 0 } : {}),
    types: {
      getTypeParser: (oid: number, format?: string) =>
        (format === 'binary' ? undefined : parsers.get(oid)) ?? pg.types.getTypeParser(oid, format as 'text'),
    },
  })
  pool.on('error', (error) => onBroken?.(error))
  // Of one in use: its statements fail by themselves.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}
