import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { freePort, type ServerProcess, startProcess } from '../../support/process.ts'
import { administrator, Calls, signIn } from '../calls/calls.ts'
import type { Later } from '../calls/cleanUp.ts'
import { slugOf } from '../county/names.ts'
import { temporaryFolder } from './countyServer.ts'

const askEveryMs = 100

/** A process of the server at an address of its own: it can be stopped, and started again. */
export class Place {
  readonly url: string
  readonly #database: string
  readonly #start: () => Promise<ServerProcess>
  #server: ServerProcess | null = null
  /** UTC. */
  #startedAt = ''

  private constructor(port: number, folder: string, database: string) {
    this.url = `http://127.0.0.1:${port}`
    this.#database = database
    this.#start = () => startProcess(folder, port, { ...administrator, DATABASE_URL: database })
  }

  /** A place where no server runs yet. @param database address of a PostgreSQL database */
  static async make(database: string, later: Later): Promise<Place> {
    const place = new Place(await freePort(), temporaryFolder(later), database)
    later(() => place.stop())
    return place
  }

  get isRunning(): boolean {
    return this.#server !== null
  }

  get pid(): number {
    return this.#server?.child.pid ?? NaN
  }

  async start(): Promise<void> {
    if (this.#server) return
    this.#startedAt = new Date().toISOString()
    this.#server = await this.#start()
  }

  async stop(): Promise<void> {
    await this.#server?.stop()
    this.#server = null
  }

  /** Signs in as the administrator. */
  async signIn(later: Later): Promise<Calls> {
    const calls = await signIn(this)
    later(calls.close)
    return calls
  }

  /** Waits for the work of its start, and has it read every board: from now on it folds all postings into them. */
  async warmUp(cookie: string, villages: number): Promise<void> {
    await this.#verified(villages)
    const calls = new Calls(this.url, cookie)
    try {
      for (let village = 0; village < villages; village += 1)
        await calls.get(`/api/villages/${slugOf(village)}/board`)
    } finally {
      calls.close()
    }
  }

  /** Waits until every ledger was verified since the start; its metrics tell what another process verified as well. */
  async #verified(villages: number): Promise<void> {
    const client = new pg.Client({ connectionString: this.#database })
    await client.connect()
    const count = async () => {
      const { rows } = await client.query<{ verified: number }>(
        `SELECT count(*)::int AS verified FROM shared_values
         WHERE key LIKE 'found:ledger:%' AND value::json->>'at' > $1`,
        [this.#startedAt],
      )
      return rows[0]?.verified ?? 0
    }
    try {
      while ((await count()) < villages) await setTimeout(askEveryMs)
    } finally {
      await client.end()
    }
  }
}
