/** Starts a real PostgreSQL for a run of tests, with a database that those of the tests are copied from. */
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { connectPool } from '../../../db/store/postgres/connect.ts'
import { migrate } from '../../../db/store/postgres/migrate.ts'
import { startEmbedded } from './embeddedServer.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the server's own database. */
    postgresServer: string
  }
}

export default async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const { url, remove } = await startEmbedded()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('CREATE DATABASE prepared')
  await client.end()
  const pool = connectPool(new URL('/prepared', url).href)
  await migrate(pool, url)
  await pool.end()
  project.provide('postgresServer', url)
  return remove
}
