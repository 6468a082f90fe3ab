/** Wrong values for every field of the contract, and what a sentence about them must not contain. */
import { expect } from 'vitest'
import type { z } from 'zod'

export const wrongValues: unknown[] = [
  undefined,
  '',
  'x',
  'x'.repeat(5_000),
  '\u202Ex\u0000',
  -1,
  0,
  1.5,
  1e20,
  true,
  null,
  [],
  ['x', -1, {}],
  {},
  { colour: 1 },
]

/** A body in the shape of the schema, with `value` in every field. */
export function filledWith(schema: z.core.$ZodType, value: unknown): unknown {
  const { def } = (schema as unknown as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(def.shape).map(([name, field]) => [name, filledWith(field, value)]),
      )
    case 'array':
      return [filledWith(def.element, value)]
    case 'union':
      return def.options.map((option) => filledWith(option, value)).at(-1)
    case 'pipe':
      return filledWith(def.in, value)
    case 'optional':
    case 'nullable':
    case 'default':
      return filledWith(def.innerType, value)
    default:
      return value
  }
}

/** What a client made up itself stands in quotation marks. */
const withoutQuotes = (text: string) => text.replace(/“[^”]*”/gu, '')

/** Chinese without a Latin letter, English without a Chinese one, neither with a word of the schema. */
export function expectPlain(language: string, sentence: string): void {
  const text = withoutQuotes(sentence)
  expect(text).not.toMatch(/[<>=^$\\{}]|regex|pattern|undefined|expected|null|string/iu)
  if (language === 'zh-CN') expect(text).not.toMatch(/[a-z]/iu)
  else expect(text).not.toMatch(/\p{Script=Han}/u)
}
