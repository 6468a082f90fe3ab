import type { Store } from '../../../db/store/store.ts'

/** Names of the tables of a database, with those of their columns. */
export async function tablesOf(store: Store): Promise<Map<string, string[]>> {
  const tables = await store.sql.introspection.getTables()
  return new Map(tables.map(({ name, columns }) => [name, columns.map((column) => column.name)]))
}
