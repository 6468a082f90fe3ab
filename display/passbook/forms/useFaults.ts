/** What is wrong with a form: a sentence at each field that it is about, another one below the form. */
import { nextTick, onMounted, ref, useTemplateRef, watch } from 'vue'
import { asFailure, type DoorFailure } from '../doorApi.ts'

/** Sentences by field, as the contract names it. */
export type Faults<Name extends string> = Partial<Record<Name, string>>

/**
 * The faults of the form with `ref="form"`; its fields carry their names as `name`. A form that takes the place of
 * the button that opens it gets the focus, and gives it back.
 *
 * @param names the fields
 * @returns `show` shows faults and tells whether there are any; it focuses the first wrong field. `forget` is
 *   for the form's input events. `submit` runs a call unless one is running, and shows what was refused.
 */
export function useFaults<Name extends string>(names: readonly Name[]) {
  const form = useTemplateRef<HTMLFormElement>('form')
  const faults = ref<Faults<string>>({})
  const refusal = ref('')
  const isSending = ref(false)

  onMounted(() => {
    let around = form.value?.parentElement
    const follow = (now: HTMLFormElement | null) => {
      if (now) {
        around = now.parentElement
        now.querySelector<HTMLElement>('input, select, textarea')?.focus()
      } else if (document.activeElement === document.body) around?.querySelector('button')?.focus()
    }
    watch(form, follow, { flush: 'post' })
  })

  function show(found: Faults<Name>, below = ''): boolean {
    faults.value = { ...found }
    refusal.value = below
    void nextTick(() => form.value?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
    return below !== '' || Object.values(faults.value).some((says) => says !== '')
  }

  function refuse({ lines, message }: DoorFailure): void {
    const placed = lines.flatMap(({ field, detail }) => {
      const name = names.find((one) => one === field)
      return name === undefined ? [] : [{ [name]: detail }]
    })
    const saysAll = placed.length > 0 && placed.length === lines.length
    show(Object.assign({}, ...placed) as Faults<Name>, saysAll ? '' : message)
  }

  function forget({ target }: Event): void {
    if (target instanceof HTMLElement)
      faults.value = { ...faults.value, [target.getAttribute('name') ?? '']: '' }
  }

  async function submit(work: () => Promise<void>): Promise<void> {
    if (isSending.value) return
    isSending.value = true
    try {
      await work()
    } catch (error) {
      refuse(asFailure(error))
    } finally {
      isSending.value = false
    }
  }

  return { faults, refusal, isSending, show, forget, submit }
}
