import type { Pool } from 'pg'

/** Small values by which processes agree. */
export class SharedValues {
  readonly #pool: Pool
  /** Changes up to here have been given, as PostgreSQL writes it. */
  #seen = '-infinity'

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async get(key: string): Promise<string | null> {
    const { rows } = await this.#pool.query<{ value: string }>(
      'SELECT value FROM shared_values WHERE key = $1',
      [key],
    )
    return rows[0]?.value ?? null
  }

  async put(key: string, value: string): Promise<void> {
    await this.#pool.query(
      `INSERT INTO shared_values (key, value) VALUES ($1, $2)
       ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = clock_timestamp()`,
      [key, value],
    )
  }

  async remove(key: string): Promise<void> {
    await this.#pool.query('DELETE FROM shared_values WHERE key = $1', [key])
  }

  /** The values under these first letters that changed since it was called last, the oldest first; some twice. */
  async changed(prefix: string): Promise<[key: string, value: string][]> {
    // A second back: times of statements that commit in another order.
    const { rows } = await this.#pool.query<{ key: string; value: string; at: string }>(
      `SELECT key, value, (changed_at - interval '1 second')::text AS at FROM shared_values
       WHERE starts_with(key, $1) AND changed_at > $2::timestamptz ORDER BY changed_at`,
      [prefix, this.#seen],
    )
    this.#seen = rows.at(-1)?.at ?? this.#seen
    return rows.map(({ key, value }) => [key, value])
  }
}
