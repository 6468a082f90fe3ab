import pg from 'pg'
import { tryLock } from './locks.ts'

/** ms */
const patienceMs = 5_000

/** One of the processes leads: the one that holds a lock, which PostgreSQL takes back when it dies. */
export class Leadership {
  readonly #url: string
  /** Holds the lock, while it is connected. */
  #client: pg.Client | null = null

  constructor(url: string) {
    this.#url = url
  }

  /** Whether this process leads: as before, or from now on where nobody else does. */
  async isOurs(): Promise<boolean> {
    if (this.#client && (await this.#isConnected(this.#client))) return true
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'yiping leader',
      keepAlive: true,
      connectionTimeoutMillis: patienceMs,
      query_timeout: patienceMs,
    })
    client.on('error', () => this.#lose(client))
    client.on('end', () => this.#lose(client))
    await client.connect()
    if (await tryLock(client, 'leader')) this.#client = client
    else await client.end()
    return this.#client === client
  }

  close(): void {
    this.#client?.end().catch(() => {})
  }

  async #isConnected(client: pg.Client): Promise<boolean> {
    try {
      await client.query('SELECT 1')
      return true
    } catch {
      this.#lose(client)
      return false
    }
  }

  #lose(client: pg.Client): void {
    if (this.#client === client) this.#client = null
    client.end().catch(() => {})
  }
}
