/** A column that SQLite's planner does not search by, where a partial index on another finds far less; as it is to PostgreSQL. */
export function unindexed(column: string): string {
  return `+${column}`
}
