/** What PostgreSQL says otherwise than the portable statements of the rooms. */

/** Where a statement's parameter comes from: a position among the values, or a name in one of them. */
interface Source {
  key: number | string
  /** The parameter says whether the value is null: a bare `? IS NULL` has no type. */
  isNullTest: boolean
}

export interface Translated {
  text: string
  /** For $1, $2 … */
  sources: readonly Source[]
}

/** Quoted text, comments, and parameters with the test for null that may follow. */
const tokens = /'(?:[^']|'')*'|"[^"]*"|--[^\n]*|(\?|@[A-Za-z_]\w*)(\s+IS\s+(?:NOT\s+)?NULL\b)?/gi

/** The bytes of a text. */
const bytesOf = /CAST\((\w+) AS BLOB\)/g

/** The statement as PostgreSQL takes it, with `$1` in place of `?` and `@name`. */
export function translate(text: string): Translated {
  const sources: Source[] = []
  let positions = 0
  const numberOf = (key: Source['key'], isNullTest: boolean) => {
    const known = sources.findIndex((source) => source.key === key && source.isNullTest === isNullTest)
    return known >= 0 ? known + 1 : sources.push({ key, isNullTest })
  }
  const translated = text
    .replace(bytesOf, `convert_to($1, 'UTF8')`)
    .replace(tokens, (whole, parameter?: string, test?: string) => {
      if (parameter === undefined) return whole
      const key = parameter === '?' ? positions++ : parameter.slice(1)
      if (test === undefined) return `$${numberOf(key, false)}`
      return `${/NOT/i.test(test) ? 'NOT ' : ''}$${numberOf(key, true)}::boolean`
    })
  return { text: translated, sources }
}

/**
 * The values in the order of the statement's parameters.
 *
 * @throws Error when a value is missing
 */
export function arrange(sources: readonly Source[], values: readonly unknown[]): unknown[] {
  const positional = values.filter((value) => !isNamed(value))
  const named = Object.assign({}, ...values.filter(isNamed)) as Record<string, unknown>
  return sources.map(({ key, isNullTest }) => {
    const isGiven = typeof key === 'number' ? key < positional.length : key in named
    if (!isGiven) throw new Error(`the statement's parameter ${key} has no value`)
    const value = typeof key === 'number' ? positional[key] : named[key]
    return isNullTest ? value === null || value === undefined : value
  })
}

function isNamed(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
