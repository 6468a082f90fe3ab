import { computed, type Ref, ref } from 'vue'

/** As it is compared: width and case do not matter. */
const plain = (text: string) => text.normalize('NFKC').toLowerCase()

/**
 * Searches a list that came whole by whatever a person types: every word of it stands somewhere in the item.
 *
 * @param textsOf what an item can be found by; null for what it does not have
 */
export function useTextSearch<Item>(
  items: Readonly<Ref<readonly Item[] | null>>,
  textsOf: (item: Item) => readonly (string | null)[],
) {
  const text = ref('')
  const found = computed(() => {
    const words = plain(text.value)
      .split(/\s+/u)
      .filter((word) => word !== '')
    if (words.length === 0) return items.value
    const has = (item: Item) => {
      const all = plain(textsOf(item).join('\n'))
      return words.every((word) => all.includes(word))
    }
    return items.value?.filter(has) ?? null
  })
  return { text, found }
}
