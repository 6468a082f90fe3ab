import { inject, type InjectionKey, isRef, nextTick, provide, readonly, type Ref, ref, watch } from 'vue'
import { storedDraft, type StoredDraft } from './storedDraft.ts'

/** What a dialog keeps of what is typed in it, for `FormDialog`. */
export interface DialogDraft {
  /** Whether the fields hold what was typed when the dialog was closed before. */
  isRestored: Readonly<Ref<boolean>>
  /** Call it when the dialog has opened and its fields are filled. */
  begin: (title: string) => void
  end: () => void
  /** Forgets what is kept: it was sent. */
  finish: () => void
  /** Forgets what is kept, and gives the fields back what they opened with. */
  revert: () => void
}

/** Never kept. */
const secret = /password/i

const dialogDraft: InjectionKey<DialogDraft> = Symbol('dialogDraft')

/**
 * Keeps what is typed in the dialog that this component is, until it is sent or given up: closed by Esc or by a
 * click beside it, after a reload or an ended session, it opens again as it was left.
 *
 * @param fields refs and reactive objects of JSON values that the person edits; passwords are left out
 * @param about what tells this dialog from others with its title, such as the id of what it is about
 */
export function useDialogDraft(
  fields: Readonly<Record<string, object>>,
  about: () => string | number | null | undefined = () => '',
): void {
  const isRestored = ref(false)
  let stored: StoredDraft | null = null
  let initial = new Map<string, string>()
  let stop = (): void => undefined

  function changed(): Record<string, unknown> {
    const differing = [...entriesOf(fields)].filter(([name, { get }]) => {
      const before = initial.get(name)
      return before !== undefined && JSON.stringify(get() ?? null) !== before
    })
    return Object.fromEntries(differing.map(([name, { get }]) => [name, get()]))
  }

  function fill(values: Readonly<Record<string, unknown>>): void {
    const entries = entriesOf(fields)
    for (const [name, value] of Object.entries(values)) entries.get(name)?.set(value)
  }

  function begin(title: string): void {
    end()
    stored = storedDraft(`dialog.${location.pathname}.${title}.${about() ?? ''}`)
    initial = new Map([...entriesOf(fields)].map(([name, { get }]) => [name, JSON.stringify(get() ?? null)]))
    const kept = stored.read()
    if (typeof kept === 'object' && kept !== null) {
      const values = { ...kept }
      fill(values)
      isRestored.value = Object.keys(changed()).length > 0
      // Some fields follow others: what was typed in them comes last.
      void nextTick(() => fill(values))
    }
    stop = watch(changed, (now) => {
      if (Object.keys(now).length > 0) stored?.put(now)
      else stored?.clear()
    })
  }

  function end(): void {
    stop()
    isRestored.value = false
  }

  function finish(): void {
    end()
    stored?.clear()
  }

  function revert(): void {
    fill(Object.fromEntries([...initial].map(([name, value]) => [name, JSON.parse(value) as unknown])))
    stored?.clear()
    isRestored.value = false
  }

  provide(dialogDraft, { isRestored: readonly(isRestored), begin, end, finish, revert })
}

/** The draft of the dialog around, where it keeps one. */
export function useDraftAround(): DialogDraft | null {
  return inject(dialogDraft, null)
}

interface Entry {
  get: () => unknown
  set: (value: unknown) => void
}

/** Single values by name; those of an object by the names of both. */
function entriesOf(fields: Readonly<Record<string, object>>): Map<string, Entry> {
  const entries = new Map<string, Entry>()
  for (const [name, field] of Object.entries(fields)) {
    const value: unknown = isRef(field) ? field.value : field
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      for (const key of Object.keys(value)) entries.set(`${name}.${key}`, propertyOf(value, key))
    else if (isRef(field)) entries.set(name, { get: () => field.value, set: (next) => (field.value = next) })
  }
  for (const name of entries.keys()) if (secret.test(name)) entries.delete(name)
  return entries
}

function propertyOf(object: object, key: string): Entry {
  return {
    get: () => Reflect.get(object, key) as unknown,
    set: (next) => void Reflect.set(object, key, next),
  }
}
