/** Wrong values in every field of every operation: a 4xx, and sentences that a person understands. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type z } from 'zod'
import { isFileKind, type Operation, operations } from '../../../server/contract/operations.ts'
import {
  type Answer,
  type Caller,
  makeVillage,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../server.ts'
import { pathOf } from '../operationPaths.ts'

let server: TestServer
let administrator: Caller

beforeAll(async () => {
  server = await startTestServer()
  makeVillage(server, 'one')
  administrator = await signedIn(server, 'admin', null)
})
afterAll(() => server.close())

const wrong: unknown[] = [
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
function filledWith(schema: z.core.$ZodType, value: unknown): unknown {
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

interface ProblemBody {
  code: string
  detail: string
  errors?: { field?: string; code: string; detail: string }[]
}

/** Everything that the answer says about wrong fields. */
function sentencesOf({ status, body }: Answer): string[] {
  const { code, detail, errors = [] } = body as ProblemBody
  expect(status).toBeLessThan(500)
  if (status < 400 || code !== 'malformed') return []
  expect(errors.length).toBeGreaterThan(0)
  return [detail, ...errors.map((one) => one.detail)]
}

/** What a client made up itself stands in quotation marks. */
const withoutQuotes = (text: string) => text.replace(/“[^”]*”/gu, '')

function expectPlain(chinese: string[], english: string[]): void {
  for (const sentence of chinese) expect(withoutQuotes(sentence)).not.toMatch(/[a-z<>=^$\\]/i)
  for (const sentence of english)
    expect(withoutQuotes(sentence)).not.toMatch(/[\p{Script=Han}<>=^$\\]|regex|pattern|undefined|expected/iu)
}

async function inBoth(method: string, path: string, body?: unknown): Promise<[string[], string[]]> {
  const ask = (language: string) => administrator.call(method, path, body, { 'accept-language': language })
  return [sentencesOf(await ask('zh-CN')), sentencesOf(await ask('en'))]
}

const all = Object.entries<Operation>(operations)
const isSafe = ([name]: [string, Operation]) => !['signOut', 'changePassword'].includes(name)

describe('wrong values in bodies are refused in plain words', () => {
  const withBody = all.filter(([, { body }]) => body !== undefined && !isFileKind(body)).filter(isSafe)

  it.each(withBody)('%s', async (_name, operation) => {
    const said: string[] = []
    for (const value of wrong) {
      const body = filledWith(operation.body as z.ZodType, value)
      const [chinese, english] = await inBoth(operation.method.toUpperCase(), pathOf(operation), body)
      expectPlain(chinese, english)
      said.push(...chinese)
    }
    expect(said.length).toBeGreaterThan(0)
  })
})

describe('wrong values in queries are refused in plain words', () => {
  const withQuery = all.filter(([, { query }]) => query !== undefined)

  it.each(withQuery)('%s', async (_name, operation) => {
    for (const name of Object.keys(operation.query?.shape ?? {}))
      for (const value of ['', 'x', '-1', '1.5', '1e400', 'x'.repeat(300), '\u202E', '%00', '2026-13-01'])
        for (const query of [
          [[name, value]],
          [
            [name, value],
            [name, value],
          ],
        ]) {
          const path = `${pathOf(operation)}?${new URLSearchParams(query as [string, string][]).toString()}`
          if (isFileKind(operation.body)) continue
          expectPlain(...(await inBoth(operation.method.toUpperCase(), path)))
        }
  })
})

describe('rubbish in an address is refused in plain words', () => {
  const rubbish = [
    'x',
    '-1',
    '1.5',
    '1e400',
    '9999999999999999999',
    '%00',
    '%E2%80%AE',
    'x'.repeat(300),
    "'--",
    '%F0%9F%98%80',
  ]
  const withParams = all.filter(([, { params }]) => params !== undefined)

  it.each(withParams)('%s', async (_name, operation) => {
    for (const name of Object.keys(operation.params?.shape ?? {}))
      for (const value of rubbish) {
        const path = pathOf(operation, { [name]: value })
        const isCalled = operation.method === 'get'
        expectPlain(...(await inBoth(operation.method.toUpperCase(), path, isCalled ? undefined : {})))
      }
  })

  it('an address that cannot be decoded', async () => {
    const { status, body } = await administrator.get('/api/villages/%E0%A4%A')
    expect(status).toBe(400)
    expect((body as ProblemBody).detail).toBe('网址有误，请检查后重新打开。')
  })
})
