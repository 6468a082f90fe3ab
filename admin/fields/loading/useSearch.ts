import { useDebounceFn } from '@vueuse/core'
import { computed, ref, watch } from 'vue'

/** Delay between typing and searching, ms. */
const restMs = 250

/** What a list is searched by: `text` as it is typed, `q` once the typing rests or `settle` is called. */
export function useSearch() {
  const text = ref('')
  const q = ref('')
  const isTyping = computed(() => text.value.trim() !== q.value)

  function settle(): void {
    q.value = text.value.trim()
  }

  watch(text, useDebounceFn(settle, restMs))
  return { text, q, isTyping, settle }
}
