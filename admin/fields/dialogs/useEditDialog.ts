import { ref, shallowRef } from 'vue'

/**
 * The dialog of a list page that adds an item or changes one.
 *
 * @param reload reads the list again
 * @returns `edited`, the item in the dialog, null for a new one; `done`, a sentence about what was saved last
 */
export function useEditDialog<Item>(reload: () => Promise<void>) {
  const edited = shallowRef<Item | null>(null)
  const dialogIsOpen = ref(false)
  const done = ref('')

  function edit(item: Item | null): void {
    edited.value = item
    dialogIsOpen.value = true
  }

  async function saved(sentence: string): Promise<void> {
    done.value = sentence
    await reload()
  }

  return { edited, dialogIsOpen, done, edit, saved }
}
