/** The engine that a run of tests uses, and databases of their own on it. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { inject, onTestFinished } from 'vitest'
import { openPostgres } from '../../../db/store/postgres/open.ts'
import { openStore } from '../../../db/store/sqlite/open.ts'
import type { Database } from '../../../db/store/store.ts'
import { tamper } from './damage.ts'
import { prepareFile } from './preparedFile.ts'

/** URL of the server that was started for this run; undefined where the run is on SQLite. */
export function postgresServer(): string | undefined {
  // Benches, and servers that a test forks, use the same village outside of a test's own process.
  const isTest = '__vitest_worker__' in globalThis
  return isTest ? (inject('postgresServer') as string | undefined) : undefined
}

type WhenDone = (clean: () => void | Promise<void>) => void

/** A folder that is gone when the test, or outside of one the file, is done. */
export function temporaryFolder(whenDone: WhenDone = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), 'yiping-db-'))
  whenDone(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface TestDatabase {
  open(): Promise<Database>
  /** Runs statements past triggers and foreign keys, while nobody has it open. */
  tamper(...statements: string[]): Promise<void>
}

/**
 * A new database, gone when the test, or outside of one the file, is done.
 *
 * @param isEmpty without its tables
 */
export async function newDatabase(
  whenDone: WhenDone = onTestFinished,
  isEmpty = false,
): Promise<TestDatabase> {
  const server = postgresServer()
  if (server === undefined) {
    const folder = temporaryFolder(whenDone)
    if (!isEmpty) await prepareFile(folder)
    return { open: () => openStore(folder), tamper: async (...statements) => tamper(folder, ...statements) }
  }
  const url = await newPostgresDatabase(server, whenDone, isEmpty ? 'template0' : 'prepared')
  return {
    open: () => openPostgres(url, { connections: 5 }),
    tamper: (...statements) => command(url, 'SET session_replication_role = replica', ...statements),
  }
}

/** Makes a database of the server, with the tables or empty. @returns its URL */
export async function newPostgresDatabase(
  server: string,
  whenDone: WhenDone,
  template: 'prepared' | 'template0' = 'prepared',
): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await command(server, `CREATE DATABASE ${name} TEMPLATE ${template}`)
  whenDone(() => command(server, `DROP DATABASE ${name} WITH (FORCE)`))
  return new URL(`/${name}`, server).href
}

/** Runs statements as the owner of the server; each that changes rows must change some. */
async function command(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) {
      const { rowCount } = await client.query(statement)
      if (rowCount === 0) throw new Error(`nothing was changed by ${statement}`)
    }
  } finally {
    await client.end()
  }
}
