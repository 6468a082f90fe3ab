import type { Pool } from 'pg'
import type { Cluster } from '../../cluster.ts'
import { type CountedTries, countedTries } from './countedTries.ts'
import { Leadership } from './leadership.ts'
import { type LiveAdapter, liveAdapter } from './liveAdapter.ts'
import { withLock } from './locks.ts'
import { SharedImports } from './sharedImports.ts'
import { SharedValues } from './sharedValues.ts'

/** Processes that share a PostgreSQL database. */
export class PostgresCluster implements Cluster {
  readonly #pool: Pool
  readonly #leadership: Leadership
  readonly imports: SharedImports

  constructor(pool: Pool, url: string) {
    this.#pool = pool
    this.#leadership = new Leadership(url)
    this.imports = new SharedImports(pool, url)
  }

  async oneByOne<Result>(work: () => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect()
    try {
      return await withLock(client, 'start', work)
    } finally {
      client.release()
    }
  }

  leads(): Promise<boolean> {
    return this.#leadership.isOurs()
  }

  countedTries(name: string, most: number, seconds: number): CountedTries {
    return countedTries(this.#pool, name, most, seconds)
  }

  values(): SharedValues {
    return new SharedValues(this.#pool)
  }

  liveAdapter(onError: (error: Error) => void): LiveAdapter {
    return liveAdapter(this.#pool, onError)
  }

  close(): void {
    this.#leadership.close()
  }
}
