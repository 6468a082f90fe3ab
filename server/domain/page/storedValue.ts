/** Text in the browser's storage. Storage may be forbidden or full: then nothing is found and nothing is stored. */

/** `localStorage`, or `sessionStorage` with `session`. Reading either property throws where storage is forbidden. */
interface Place {
  session?: boolean
}

const storageOf = ({ session = false }: Place): Storage => (session ? sessionStorage : localStorage)

/** The text stored under a name; null when there is none, or when storage is forbidden. */
export function readStored(name: string, place: Place = {}): string | null {
  try {
    return storageOf(place).getItem(name)
  } catch {
    return null
  }
}

/** The JSON stored under a name; null also when it does not parse. */
export function readStoredJson(name: string, place: Place = {}): unknown {
  try {
    return JSON.parse(readStored(name, place) ?? 'null')
  } catch {
    return null
  }
}

/**
 * Stores a text; null removes it.
 *
 * @returns whether it is stored
 */
export function writeStored(name: string, text: string | null, place: Place = {}): boolean {
  try {
    if (text === null) storageOf(place).removeItem(name)
    else storageOf(place).setItem(name, text)
    return true
  } catch {
    return false
  }
}

/** The names in `localStorage` that begin with a prefix. */
export function storedNames(prefix: string): string[] {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(prefix))
  } catch {
    return []
  }
}
