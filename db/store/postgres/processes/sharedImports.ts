import type { Pool } from 'pg'
import { withNamedLock } from './locks.ts'

/** What one process read of a workbook, for whichever is asked next. */
export interface ImportParts {
  /** JSON. */
  state: string
  /** The file; undefined leaves it as it is. */
  workbook?: Uint8Array | undefined
  /** Its lines, packed; undefined leaves them as they are, null removes them. */
  office?: Uint8Array | null | undefined
}

/** How long an import is kept, s: from now, and from when it was asked for last. */
export interface Life {
  seconds: number
  /** 0: asking for it does not keep it. */
  renewedFor: number
}

/** Previews of imports, which any process can answer and confirm. */
export class SharedImports {
  readonly #pool: Pool
  readonly #url: string

  constructor(pool: Pool, url: string) {
    this.#pool = pool
    this.#url = url
  }

  async put(
    village: number,
    id: string,
    { state, workbook, office }: ImportParts,
    { seconds, renewedFor }: Life,
  ): Promise<void> {
    await this.#pool.query(
      `INSERT INTO import_previews AS p (id, village_id, state, workbook, office, expires_at, renewed_for)
       VALUES ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(secs => $6), $7)
       ON CONFLICT (id) DO UPDATE SET
         state = excluded.state, expires_at = excluded.expires_at, renewed_for = excluded.renewed_for,
         workbook = coalesce(excluded.workbook, p.workbook),
         office = CASE WHEN $8 THEN p.office ELSE excluded.office END`,
      [id, village, state, workbook ?? null, office ?? null, seconds, renewedFor, office === undefined],
    )
  }

  /** The state of an import; null where the village has none. */
  async state(village: number, id: string): Promise<string | null> {
    const { rows } = await this.#pool.query<{ state: string }>(
      `UPDATE import_previews SET expires_at = greatest(expires_at, clock_timestamp() + make_interval(secs => renewed_for))
       WHERE id = $1 AND village_id = $2 AND expires_at > clock_timestamp() RETURNING state`,
      [id, village],
    )
    return rows[0]?.state ?? null
  }

  workbook(id: string): Promise<Uint8Array | null> {
    return this.#part('workbook', id)
  }

  office(id: string): Promise<Uint8Array | null> {
    return this.#part('office', id)
  }

  /** Removes what is over, and the oldest where there are more than so many of the village, or of all. */
  async sweep(village: number, mostOfVillage: number, mostOfAll: number): Promise<void> {
    await this.#pool.query(
      `DELETE FROM import_previews WHERE expires_at <= clock_timestamp()
         OR id IN (SELECT id FROM import_previews WHERE village_id = $1 ORDER BY made_at DESC OFFSET $2)
         OR id IN (SELECT id FROM import_previews ORDER BY made_at DESC OFFSET $3)`,
      [village, mostOfVillage, mostOfAll],
    )
  }

  /** Does the work while no process works so on this import. */
  alone<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
    return withNamedLock(this.#url, `import ${id}`, work)
  }

  async #part(part: 'workbook' | 'office', id: string): Promise<Uint8Array | null> {
    const { rows } = await this.#pool.query<Record<string, Uint8Array | null>>(
      `SELECT ${part} AS part FROM import_previews WHERE id = $1`,
      [id],
    )
    return rows[0]?.part ?? null
  }
}
