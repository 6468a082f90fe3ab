import type { Store } from '../../../db/store/store.ts'

/** Tables of PostgreSQL alone; no backup has them. */
export const sharedTables = [
  'live_attachments',
  'counted_tries',
  'change_counts',
  'import_previews',
  'shared_values',
  'expected_schema',
]

/** Names of the tables of a database, with those of their columns. */
export async function tablesOf(store: Store): Promise<Map<string, string[]>> {
  const tables = await store.sql.introspection.getTables()
  return new Map(tables.map(({ name, columns }) => [name, columns.map((column) => column.name)]))
}
