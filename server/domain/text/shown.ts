/**
 * Odd text that earlier builds stored, on pages: texts of answers are shown with
 * escapes (`visibleText`), and texts sent back are unescaped, so that no escape is
 * stored.
 */
import { visibleText } from './characters.ts'

/** The escapes of `visibleText` in a text. */
const escapes = /\\u(?:[0-9a-f]{4}|\{[0-9a-f]{5,6}\})/g

/** The value with `visibleText` of every text in it. */
export function shown<Value>(value: Value): Value {
  return withTexts(value, visibleText) as Value
}

/** Shows values, and remembers which escapes it has shown. */
export class ShownTexts {
  readonly #escapes = new Set<string>()

  /** The value as `shown` gives it. */
  show<Value>(value: Value): Value {
    return withTexts(value, (text) => {
      const visible = visibleText(text)
      if (visible !== text) for (const [escape] of visible.matchAll(escapes)) this.#escapes.add(escape)
      return visible
    }) as Value
  }

  /** The value with the characters in place of escapes that were shown; others were typed by a person. */
  stored<Value>(value: Value): Value {
    if (this.#escapes.size === 0) return value
    return withTexts(value, (text) =>
      text.replace(escapes, (escape) => (this.#escapes.has(escape) ? characterOf(escape) : escape)),
    ) as Value
  }
}

function characterOf(escape: string): string {
  return String.fromCodePoint(parseInt(escape.replace(/[^0-9a-f]/g, ''), 16))
}

/** Plain data with each text mapped: a copy of what changed, the same values elsewhere. Files and such stay as they are. */
function withTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value)
  if (typeof value !== 'object' || value === null) return value
  const isList = Array.isArray(value)
  if (!isList && Object.getPrototypeOf(value) !== Object.prototype) return value
  const from = value as Record<string, unknown>
  let copy: Record<string, unknown> | null = null
  for (const key of Object.keys(from)) {
    const one = from[key]
    const mapped = withTexts(one, map)
    if (mapped === one) continue
    copy ??= (isList ? [...value] : { ...from }) as Record<string, unknown>
    copy[key] = mapped
  }
  return copy ?? value
}
