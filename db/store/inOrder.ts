/**
 * Does the work for each item, one after the other: the statements of a
 * transaction keep their order.
 *
 * @returns the results, in the order of the items
 */
export async function inOrder<Item, Result>(
  items: Iterable<Item>,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  let index = 0
  for (const item of items) results.push(await work(item, index++))
  return results
}
