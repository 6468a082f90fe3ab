/** What statements need to know of the tables. */
import type { ClientBase, Pool } from 'pg'

export interface Catalog {
  /** Tables whose id the database makes. */
  identityTables: ReadonlySet<string>
  /** The type of each column, by `table.column`. */
  types: ReadonlyMap<string, string>
}

/** Reads it from the database. */
export async function readCatalog(pool: Pool | ClientBase): Promise<Catalog> {
  const { rows } = await pool.query<Record<'table' | 'column' | 'type' | 'identity', string>>(
    `SELECT table_name AS "table", column_name AS "column", data_type AS type, is_identity AS identity
     FROM information_schema.columns WHERE table_schema = current_schema()`,
  )
  const identities = rows.filter(({ column, identity }) => column === 'id' && identity === 'YES')
  return {
    identityTables: new Set(identities.map(({ table }) => table)),
    types: new Map(rows.map(({ table, column, type }) => [`${table}.${column}`, type])),
  }
}
