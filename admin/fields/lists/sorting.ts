import { computed, type Ref, ref } from 'vue'

/** By which column a list is sorted, and which way; null for its own order. */
export interface Sorting {
  sort: string
  order: 'asc' | 'desc'
}

/**
 * What a click on a column's head makes of the sorting: the column's first order, then the other, then the list's own.
 *
 * @param first order after the first click
 */
export function sortedNext(
  now: Sorting | null,
  column: string,
  first: Sorting['order'] = 'asc',
): Sorting | null {
  if (now?.sort !== column) return { sort: column, order: first }
  if (now.order !== first) return null
  return { sort: column, order: first === 'asc' ? 'desc' : 'asc' }
}

type Key = string | number | null
const collator = new Intl.Collator('zh-CN', { numeric: true })

/**
 * Sorts a list that came whole.
 *
 * @param columns by name of a column: what its rows are compared by; rows without it come last
 */
export function useSorted<Item>(
  items: Readonly<Ref<readonly Item[] | null>>,
  columns: Readonly<Record<string, (item: Item) => Key>>,
) {
  const sorting = ref<Sorting | null>(null)
  const sorted = computed(() => {
    const keyOf = sorting.value && columns[sorting.value.sort]
    if (!items.value || !keyOf) return items.value
    const direction = sorting.value?.order === 'desc' ? -1 : 1
    return [...items.value].sort((a, b) => compare(keyOf(a), keyOf(b), direction))
  })
  return { sorting, sorted }
}

function compare(a: Key, b: Key, direction: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  if (typeof a === 'number' && typeof b === 'number') return direction * (a - b)
  return direction * collator.compare(String(a), String(b))
}
