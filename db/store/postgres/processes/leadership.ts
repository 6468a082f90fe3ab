import pg from 'pg'
import { tryLock } from './locks.ts'

/** ms */
const patienceMs = 5_000

/** One of the processes leads: the one that holds a lock, which PostgreSQL takes back when it dies. */
export class Leadership {
  readonly #url: string
  /** Holds the lock, or asks for it each time: a new connection would cost both sides some ms of CPU. */
  #client: pg.Client | null = null
  #holds = false
  /** The last question: one after the other. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(url: string) {
    this.#url = url
  }

  /** Whether this process leads: as before, or from now on where nobody else does. */
  isOurs(): Promise<boolean> {
    const answer = this.#last.then(() => this.#ask())
    this.#last = answer.catch(() => {})
    return answer
  }

  close(): void {
    this.#client?.end().catch(() => {})
  }

  async #ask(): Promise<boolean> {
    const known = this.#client
    if (known)
      try {
        return await this.#askBy(known)
      } catch {
        this.#lose(known)
      }
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
    this.#client = client
    return this.#askBy(client)
  }

  async #askBy(client: pg.Client): Promise<boolean> {
    if (this.#holds) await client.query('SELECT 1')
    else this.#holds = await tryLock(client, 'leader')
    return this.#holds
  }

  #lose(client: pg.Client): void {
    if (this.#client === client) {
      this.#client = null
      this.#holds = false
    }
    client.end().catch(() => {})
  }
}
