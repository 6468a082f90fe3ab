/** What SQLite says otherwise than the portable statements of the rooms. */

/** A set: `= ANY(?)` with an array, which has no type of its own here and is bound as JSON. */
const set = /= ANY\(([?@]\w*)\)/g

/** The statement as SQLite takes it. */
export function dialectOf(text: string): string {
  return text.replace(set, 'IN (SELECT value FROM json_each($1))')
}

/** The values as SQLite takes them; names stay. */
export function bound(values: readonly unknown[]): readonly unknown[] {
  return values.some(holdsSet) ? values.map(withoutSets) : values
}

const isNamed = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

function holdsSet(value: unknown): boolean {
  return Array.isArray(value) || (isNamed(value) && Object.values(value).some(Array.isArray))
}

function withoutSets(value: unknown): unknown {
  if (Array.isArray(value)) return JSON.stringify(value)
  if (!isNamed(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutSets(one)]))
}
