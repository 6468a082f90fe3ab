/** The engine that a run of tests uses, and databases of their own on it. */
import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
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
  /** Another with the same content, made while nobody has it open; gone when the test is done. */
  copy(): Promise<TestDatabase>
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
    return inFolder(folder)
  }
  return onServer(server, await newPostgresDatabase(server, whenDone, isEmpty ? 'template0' : 'prepared'))
}

function inFolder(folder: string): TestDatabase {
  return {
    open: () => openStore(folder),
    tamper: async (...statements) => tamper(folder, ...statements),
    copy: async () => {
      const other = temporaryFolder()
      cpSync(folder, other, { recursive: true })
      return inFolder(other)
    },
  }
}

function onServer(server: string, url: string): TestDatabase {
  return {
    open: () => openPostgres(url, { connections: 5 }),
    tamper: (...statements) => command(url, 'SET session_replication_role = replica', ...statements),
    copy: async () =>
      onServer(server, await newPostgresDatabase(server, onTestFinished, new URL(url).pathname.slice(1))),
  }
}

/** Makes a database of the server as a copy of another: `prepared` has the tables alone. @returns its URL */
export async function newPostgresDatabase(
  server: string,
  whenDone: WhenDone,
  template = 'prepared',
): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  // As files, which takes a fifth of the CPU of writing each page to the log.
  await command(server, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`)
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
