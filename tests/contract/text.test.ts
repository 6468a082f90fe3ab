import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { door, newDoor } from '../../server/contract/fields/door.ts'
import { manyLines, oneLine } from '../../server/contract/fields/text.ts'
import { liveHandshake, screenHello } from '../../server/contract/live/screenWords.ts'
import { isFileKind, type Operation, operations } from '../../server/contract/operations/operations.ts'
import { isStorable } from '../../server/domain/text/characters.ts'

interface Leaf {
  path: string
  schema: z.core.$ZodType
}

/** Every schema below this one that parses a string. */
function strings(schema: z.core.$ZodType, path: string): Leaf[] {
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape).flatMap(([key, inner]) => strings(inner, `${path}.${key}`))
    case 'array':
      return strings(def.element, `${path}[]`)
    case 'record':
      return [...strings(def.keyType, `${path} key`), ...strings(def.valueType, `${path} value`)]
    case 'union':
      return def.options.flatMap((inner, index) => strings(inner, `${path}|${index}`))
    case 'tuple':
      return def.items.flatMap((inner, index) => strings(inner, `${path}[${index}]`))
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'nonoptional':
    case 'catch':
      return strings(def.innerType, path)
    // What a pipe takes is decided by all of it.
    default:
      return [{ path, schema }]
  }
}

const texts = [
  '\ud800',
  'x\ud800y',
  '\udc00',
  'a\u0000b',
  '\u0000',
  ...['\ud800', '\u0000'].map((odd) => `12345678${odd}1234567890`),
]

/** The texts that the schema lets through with a lone surrogate or NUL in them. */
function taken({ schema }: Leaf): string[] {
  return texts.filter((text) => {
    const result = z.safeParse(schema, text)
    return result.success && typeof result.data === 'string' && !isStorable(result.data)
  })
}

const named: [string, Operation][] = Object.entries(operations)
const incoming = named.flatMap(([name, { params, query, body }]) => [
  ...(params ? strings(params, `${name} params`) : []),
  ...(query ? strings(query, `${name} query`) : []),
  ...(body && !isFileKind(body) ? strings(body, `${name} body`) : []),
])
const spoken = [...strings(liveHandshake, 'handshake'), ...strings(screenHello, 'hello')]

describe('the contract', () => {
  it('takes no text with a lone surrogate or NUL, in no operation and no socket event', () => {
    const leaves = [...incoming, ...spoken]
    expect(leaves.length).toBeGreaterThan(150)
    expect(leaves.filter((leaf) => taken(leaf).length > 0).map(({ path }) => path)).toEqual([])
  })
})

describe('a text of one line', () => {
  it('comes in trimmed and in NFC', () => {
    expect(oneLine(1, 10).parse(' e\u0301 ')).toBe('é')
  })

  it.each([
    ['刘\u200b建国', 'unseen-characters'],
    ['x\ud800y', 'not-well-formed'],
    ['a\nb', 'control-characters'],
  ])('says by a code why %j is refused', (text, code) => {
    expect(oneLine(1, 10).safeParse(text).error?.issues).toMatchObject([{ code: 'custom', message: code }])
  })
})

describe('a new door number', () => {
  it.each(['103\ufe0f', '103\u{e0101}', '103\ue000'])('is not %j, which prints as another', (text) => {
    expect(newDoor.safeParse(text).error?.issues).toMatchObject([{ message: 'unseen-characters' }])
    expect(door.safeParse(text).success).toBe(true)
  })
})

describe('a text of many lines', () => {
  it('has line feeds alone between them', () => {
    expect(manyLines(1, 10).parse('一\r\n二')).toBe('一\n二')
    expect(manyLines(1, 10).safeParse('一\t二').success).toBe(false)
  })
})
