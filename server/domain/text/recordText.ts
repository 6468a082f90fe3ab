/** Texts in the villages' language for every reader: they are stored in records, or stand on a door. */
import texts from './records.zh-CN.json' with { type: 'json' }

/** The text of a key with `{names}` replaced. */
export function recordText(key: keyof typeof texts, params: Readonly<Record<string, string>> = {}): string {
  return fillIn(texts[key], params)
}

/** Replaces each `{name}` by its value; a name without a value stays. */
export function fillIn(text: string, params: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))
}
