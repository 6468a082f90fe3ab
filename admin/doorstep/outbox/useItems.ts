import { computed, shallowRef } from 'vue'
import type { DoorstepStore } from './doorstepStore.ts'
import type { Item } from './item.ts'

/**
 * The items on this phone.
 *
 * @param isOwn whether the worker made it, in the village at hand
 */
export function useItems(store: DoorstepStore, isOwn: (item: Item) => boolean) {
  const items = shallowRef<readonly Item[]>([])
  const own = computed(() => items.value.filter(isOwn))
  return {
    items,
    own,
    waiting: computed(() => own.value.filter(({ state }) => state === 'waiting')),
    refused: computed(() => own.value.filter(({ state }) => state === 'refused')),
    /** What others did with this phone and nobody has sent yet. */
    othersWaiting: computed(() => items.value.filter((item) => item.state === 'waiting' && !isOwn(item))),
    reread: async () => {
      items.value = await store.items()
    },
  }
}
