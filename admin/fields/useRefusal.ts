/** What the server refused about a form: a sentence at each field that it has, another one below the form. */
import {
  computed,
  inject,
  type InjectionKey,
  nextTick,
  onScopeDispose,
  provide,
  shallowReactive,
  type WritableComputedRef,
} from 'vue'
import { type Failure } from '../shell/api/failure.ts'

interface Field {
  /** The field's input. */
  element: () => HTMLElement | null
}

interface Form {
  /** Sentences by field, as the contract names it. */
  faults: Map<string, string>
  fields: Map<string, Field>
}

const form: InjectionKey<Form> = Symbol('form')

/**
 * Makes the component a form: fields inside with a `field` show what was refused about
 * them, and the first one of these gets the focus.
 *
 * @returns `refusal`, the sentence for below the form, empty when the fields say all;
 *   set to '' it takes all sentences away. `refuse` shows a failure.
 */
export function useRefusal(): { refusal: WritableComputedRef<string>; refuse: (failure: Failure) => void } {
  const faults = shallowReactive(new Map<string, string>())
  const fields = new Map<string, Field>()
  const below = shallowReactive({ text: '' })
  provide(form, { faults, fields })
  return {
    refusal: computed({
      get: () => below.text,
      set: (text) => {
        below.text = text
        faults.clear()
      },
    }),
    refuse: ({ lines, message }) => {
      faults.clear()
      const placed = lines.filter(({ field = '', detail }) => {
        const name = nearest(field, fields)
        if (name !== '' && !faults.has(name)) faults.set(name, detail)
        return name !== ''
      })
      below.text = placed.length > 0 && placed.length === lines.length ? '' : message
      if (faults.size > 0) void nextTick(() => firstOf([...faults.keys()], fields)?.focus())
    },
  }
}

/** The field that a path is about: itself, or what it is a part of, such as `steps` for `steps.0`. */
function nearest(path: string, fields: ReadonlyMap<string, Field>): string {
  if (path === '' || fields.has(path)) return path
  return nearest(path.slice(0, Math.max(0, path.lastIndexOf('.'))), fields)
}

/** The first of these fields on the page. */
function firstOf(names: readonly string[], fields: ReadonlyMap<string, Field>): HTMLElement | undefined {
  const elements = names.flatMap((name) => fields.get(name)?.element() ?? [])
  const [first] = elements.sort((a, b) =>
    a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
  )
  return first
}

/**
 * Makes an input a field of the form around it.
 *
 * @param name as the contract has it, such as `password` or `agreement.how`; none where it is empty
 * @returns what was refused about it, and `forget` for when it is edited
 */
export function useFieldFault(name: string, element: () => HTMLElement | null) {
  const around = inject(form, null)
  if (name === '' || around === null) return { refused: computed(() => ''), forget: () => undefined }
  const { faults, fields } = around
  fields.set(name, { element })
  onScopeDispose(() => {
    if (fields.get(name)?.element === element) fields.delete(name)
  })
  return { refused: computed(() => faults.get(name) ?? ''), forget: () => void faults.delete(name) }
}
