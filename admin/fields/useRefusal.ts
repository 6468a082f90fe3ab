/** What the server refused about a form: a sentence at each field that it has, another one below the form. */
import {
  computed,
  inject,
  type InjectionKey,
  type MaybeRefOrGetter,
  nextTick,
  onScopeDispose,
  provide,
  ref,
  type Ref,
  toValue,
  type WritableComputedRef,
} from 'vue'
import { formatDoor } from '../../server/domain/text/format.ts'

interface Field {
  /** As the contract has it, such as `password`, `agreement.how` or `items.0.text`. */
  name: () => string
  /** What gets the focus. */
  element: () => HTMLElement | null
  /** One sentence a line, empty for none. */
  refused: Ref<string>
}

/** What a form was refused for, such as a `Failure`. */
interface Refusal {
  /** The whole in one sentence. */
  message: string
  /** Sentences by field, or by the door of a household; the path of a field, or none. */
  lines: readonly { field?: string | undefined; door?: string | undefined; detail: string }[]
}

const form: InjectionKey<Set<Field>> = Symbol('form')

/** Sentences shown at one field, and of households below the form. */
const mostSentences = 5

/**
 * Makes the component a form: fields inside with a `field` show what was refused about
 * them, and the first one of these gets the focus.
 *
 * @returns `refusal`, the sentence for below the form, empty when the fields say all;
 *   set to '' it clears all sentences. `refuse` shows a refusal; where each row of a
 *   list is a call of its own, `row` is the path of the row that was refused. `complain` shows
 *   what the form itself finds wrong with one field.
 */
export function useRefusal(): {
  refusal: WritableComputedRef<string>
  refuse: (refused: Refusal, row?: string) => void
  complain: (field: string, sentence: string) => void
} {
  const fields = new Set<Field>()
  const below = ref('')
  provide(form, fields)
  const refusal = computed({
    get: () => below.value,
    set: (text) => {
      below.value = text
      for (const field of fields) field.refused.value = ''
    },
  })
  const refuse = ({ lines, message }: Refusal, row = '') => {
    refusal.value = ''
    const told = lines.length > 0 ? lines : [{ detail: message }]
    const placed = new Map<Field, Set<string>>()
    let allTold = true
    for (const { field: path = '', detail } of told) {
      const field = nearest([row, path].filter((part) => part !== '').join('.'), fields)
      const sentences = field && (placed.get(field) ?? new Set())
      if (!sentences || sentences.size >= mostSentences) allTold = false
      else placed.set(field, sentences.add(detail))
    }
    for (const [field, sentences] of placed) field.refused.value = [...sentences].join('\n')
    const households = told.flatMap(({ field, door, detail }) =>
      field === undefined && door !== undefined ? `${formatDoor(door)} ${detail}` : [],
    )
    below.value = allTold ? '' : [message, ...households.slice(0, mostSentences)].join('\n')
    if (placed.size > 0) void nextTick(() => firstOf([...placed.keys()])?.focus())
  }
  return {
    refusal,
    refuse,
    complain: (field, sentence) => refuse({ message: sentence, lines: [{ field, detail: sentence }] }),
  }
}

/** The field that a path is about: itself, or what it is a part of, such as `steps` for `steps.0`. */
function nearest(path: string, fields: ReadonlySet<Field>): Field | undefined {
  if (path === '') return undefined
  const found = [...fields].find(({ name }) => name() === path)
  return found ?? nearest(path.slice(0, Math.max(0, path.lastIndexOf('.'))), fields)
}

/** The first of these fields on the page. */
function firstOf(fields: readonly Field[]): HTMLElement | undefined {
  const [first] = fields
    .flatMap(({ element }) => element() ?? [])
    .filter((element) => !element.matches(':disabled'))
    .sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))
  return first
}

/**
 * Makes an input a field of the form around it.
 *
 * @param name as the contract has it; none where it is empty. It may change: a row that is moved keeps its fault
 * @param element gets the focus
 * @returns what was refused about it, and `forget` for when it is edited
 */
export function useFieldFault(
  name: MaybeRefOrGetter<string | undefined>,
  element: MaybeRefOrGetter<HTMLElement | null>,
) {
  const refused = ref('')
  const fields = inject(form, null)
  const field: Field = { name: () => toValue(name) ?? '', element: () => toValue(element), refused }
  fields?.add(field)
  onScopeDispose(() => fields?.delete(field))
  return { refused: computed(() => refused.value), forget: () => void (refused.value = '') }
}
