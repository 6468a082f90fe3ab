import { createAdapter } from '@socket.io/postgres-adapter'
import type { Pool } from 'pg'

/** Names of its channels, and of its table for what is too long for a notice. */
const channelPrefix = 'yiping_live'
const tableName = 'live_attachments'
/** PostgreSQL takes notices of less than 8,000 bytes. */
const payloadThreshold = 7_000

/** What carries Socket.IO's words between processes. */
export type LiveAdapter = ReturnType<typeof createAdapter>

/** The adapter on a database's pool, of which it keeps one connection. */
export function liveAdapter(pool: Pool, onError: (error: Error) => void): LiveAdapter {
  return createAdapter(pool, { channelPrefix, tableName, payloadThreshold, errorHandler: onError })
}
