import { setTimeout } from 'node:timers/promises'
import { freePort, type ServerProcess, startProcess } from '../../support/process.ts'
import { administrator, Calls, signIn } from '../calls/calls.ts'
import type { Later } from '../calls/cleanUp.ts'
import { countVerified } from '../calls/settle.ts'
import { slugOf } from '../county/names.ts'
import { temporaryFolder } from './countyServer.ts'

const askEveryMs = 100

/** A process of the server at an address of its own: it can be stopped, and started again. */
export class Place {
  readonly url: string
  readonly #start: () => Promise<ServerProcess>
  #server: ServerProcess | null = null

  private constructor(port: number, folder: string, database: string) {
    this.url = `http://127.0.0.1:${port}`
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
    this.#server ??= await this.#start()
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
    const calls = new Calls(this.url, cookie)
    try {
      while ((await countVerified(calls)) < villages) await setTimeout(askEveryMs)
      for (let village = 0; village < villages; village += 1)
        await calls.get(`/api/villages/${slugOf(village)}/board`)
    } finally {
      calls.close()
    }
  }
}
