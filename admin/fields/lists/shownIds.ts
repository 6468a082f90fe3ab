/**
 * Ids of the rows on the screen, in their order, for the address of their workbook.
 *
 * @returns undefined, which stands for all rows, while they are being loaded
 */
export function shownIds(items: readonly { id: number }[] | null | undefined): string | undefined {
  if (!items) return undefined
  // No row has the id 0.
  return items.length === 0 ? '0' : items.map(({ id }) => id).join(',')
}
