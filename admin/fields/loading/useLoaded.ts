import { computed, ref, shallowRef, watch, type WatchSource } from 'vue'
import { asFailure, type Failure } from '../../shell/api/failure.ts'

/** Runs calls; answers of all but the latest are dropped. */
function useLatestCall() {
  const failure = shallowRef<Failure | null>(null)
  const isLoading = ref(false)
  let calls = 0

  async function run<Answer>(read: () => Promise<Answer>, take: (answer: Answer) => void): Promise<void> {
    const call = ++calls
    isLoading.value = true
    failure.value = null
    try {
      const answer = await read()
      if (call === calls) take(answer)
    } catch (error) {
      if (call === calls) failure.value = asFailure(error)
    }
    if (call === calls) isLoading.value = false
  }

  return { failure, isLoading, run }
}

/**
 * Reads from the server at once, and again when `source` changes.
 *
 * @returns `data`, null until it has arrived; the last answer stays when a later call fails
 */
export function useLoaded<Data>(read: () => Promise<Data>, source?: WatchSource | WatchSource[]) {
  const { failure, isLoading, run } = useLatestCall()
  const data = shallowRef<Data | null>(null)
  const load = () => run(read, (answer) => (data.value = answer))
  if (source) watch(source, load)
  void load()
  return { data, failure, isLoading, load }
}

/**
 * Reads a list that comes whole; otherwise as `useLoaded`.
 *
 * @returns `items`, null until they have arrived
 */
export function useItems<Item>(read: () => Promise<{ items: Item[] }>, source?: WatchSource | WatchSource[]) {
  const { data, ...rest } = useLoaded(read, source)
  return { items: computed(() => data.value?.items ?? null), ...rest }
}

/**
 * Reads a list page by page: the first page at once and when `source` changes.
 *
 * @param read one page, without a `cursor` the first; `shown` items are on the page now
 * @param append puts a page after those that are shown
 * @returns `items`, null until the first page has arrived; `more` appends the page after them, `next` is null after the last
 */
export function usePages<Item>(
  read: (page: { cursor?: string }, shown: number) => Promise<{ items: Item[]; next: string | null }>,
  source?: WatchSource | WatchSource[],
  append = (shown: readonly Item[], page: readonly Item[]): Item[] => [...shown, ...page],
) {
  const { failure, isLoading, run } = useLatestCall()
  const items = shallowRef<Item[] | null>(null)
  const next = shallowRef<string | null>(null)
  const load = () =>
    run(
      () => read({}, items.value?.length ?? 0),
      (page) => {
        items.value = page.items
        next.value = page.next
      },
    )
  const more = () =>
    run(
      () => read(next.value === null ? {} : { cursor: next.value }, items.value?.length ?? 0),
      (page) => {
        items.value = append(items.value ?? [], page.items)
        next.value = page.next
      },
    )
  if (source) watch(source, load)
  void load()
  return { items, next, failure, isLoading, load, more }
}
