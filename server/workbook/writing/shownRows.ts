/**
 * The rows on the caller's screen, in its order; all of them where the caller names none.
 *
 * @param idOf what the caller names a row by
 */
export function shownRows<Row>(
  rows: readonly Row[],
  { ids }: { ids?: string | undefined },
  idOf: (row: Row) => number,
): Row[] {
  if (ids === undefined) return [...rows]
  const byId = new Map(rows.map((row) => [idOf(row), row]))
  return ids.split(',').flatMap((id) => byId.get(Number(id)) ?? [])
}

/** By the id that most rows have. */
export const byId = ({ id }: { id: number }) => id
