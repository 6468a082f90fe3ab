import { it } from 'vitest'
import { postgresServer } from './engine.ts'

/** A test of what SQLite alone has: its files, its statements; skipped on another engine. */
export const itOnSqlite = it.skipIf(postgresServer() !== undefined)
