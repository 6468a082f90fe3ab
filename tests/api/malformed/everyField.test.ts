/**
 * Every operation with every kind of wrong value in each of its fields, one at a time: the refusal stands at that
 * field, with its name and the rule that it breaks, in plain words of the caller's language.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Problem } from '../../../server/contract/fields/problem.ts'
import { refuseUnknownFields } from '../../../server/contract/fields/strictBody.ts'
import { isFileKind, type Operation, operations } from '../../../server/contract/operations/operations.ts'
import type { CardView } from '../../../server/contract/residents/cards.ts'
import { fieldName } from '../../../server/words/fields/fields.ts'
import type { Language } from '../../../server/words/index.ts'
import { KnownValues } from '../../faults/fuzz/knownValues.ts'
import { fittingValue, type JsonSchema } from '../../faults/fuzz/schemaValues.ts'
import { Random } from '../../faults/random.ts'
import { pathOf } from '../../support/api/operationPaths.ts'
import { program } from '../../support/api/tokens.ts'
import { Caller, makeVillage, signedIn, startTestServer, type TestServer } from '../../support/server.ts'
import { expectPlain, wrongValues } from './wrongValues.ts'

let server: TestServer
let administrator: Caller
let resident: Caller
/** A program that enters scores. */
let other: Caller
let token = ''

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  administrator = await signedIn(server, 'admin', null)
  const made = await administrator.post('/api/villages/one/cards', { id: randomUUID(), doors: ['1001'] })
  const [card] = (made.body as { items: CardView[] }).items
  token = card?.token ?? ''
  other = await program(administrator, ['scores'])
  resident = new Caller(server.url)
  await resident.post(`/api/doors/${token}/session`, { card: card?.card })
})
afterAll(() => server.close())

/** Bodies that fit the schema, with as many of its fields as random choices give. */
function fittingBodies(schema: z.ZodType): unknown[] {
  const described = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  const known = new KnownValues()
  known.add('code', '123456')
  known.add('door', '1001')
  const bodies: unknown[] = []
  for (let seed = 1; seed <= 400 && bodies.length < 6; seed += 1) {
    const body = fittingValue(described, '', new Random(seed), known)
    if (schema.safeParse(body).success) bodies.push(body)
  }
  return bodies
}

type Path = readonly (string | number)[]

/** The path of every value inside. */
function pathsIn(value: unknown, path: Path = []): Path[] {
  const inside = Array.isArray(value)
    ? value.flatMap((item: unknown, index) => pathsIn(item, [...path, index]))
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, field]) => pathsIn(field, [...path, name]))
      : []
  return path.length === 0 ? inside : [path, ...inside]
}

function withValue(body: unknown, [first, ...rest]: Path, value: unknown): unknown {
  if (first === undefined) return value
  if (Array.isArray(body))
    return body.map((item: unknown, index) => (index === first ? withValue(item, rest, value) : item))
  const fields = body as Record<string, unknown>
  return { ...fields, [first]: withValue(fields[first], rest, value) }
}

/** Wrong values of all kinds in all fields of the bodies, each field once. */
function wrongBodies(schema: z.ZodType): { path: Path; body: unknown; isLeftOut: boolean }[] {
  const strict = refuseUnknownFields(schema)
  const seen = new Set<string>()
  return fittingBodies(schema).flatMap((body) =>
    pathsIn(body).flatMap((path) => {
      const field = path.filter((part) => typeof part === 'string').join('.')
      if (seen.has(field)) return []
      seen.add(field)
      return wrongValues
        .map((value) => ({ path, body: withValue(body, path, value), isLeftOut: value === undefined }))
        .filter((wrong) => !strict.safeParse(JSON.parse(JSON.stringify(wrong.body))).success)
    }),
  )
}

/** Whether the fault stands at the field, in it, or at what it is a part of. */
function isAt(field: string, path: Path): boolean {
  const own = path.join('.')
  return field === own || field.startsWith(`${own}.`) || own.startsWith(`${field}.`) || field === ''
}

/** The names that a sentence about the field, or about what it is a part of, may have. */
function namesOf(language: Language, operation: string, field: string): string[] {
  const parts = field.split('.').filter((part) => !/^\d+$/.test(part))
  return parts.flatMap((_, index) => fieldName(language, parts.slice(0, index + 1), operation) ?? [])
}

const withBody = Object.entries<Operation>(operations).filter(([, { body }]) => body && !isFileKind(body))
let sent = 0

describe('each field of', () => {
  it.each(withBody)('%s', { timeout: 60_000 }, async (name, operation) => {
    const { body: schema, method, access } = operation
    if (!schema || isFileKind(schema)) return
    const caller = access === 'resident' ? resident : access === 'token' ? other : administrator
    const address = pathOf(operation, { token })
    const cases = wrongBodies(schema)
    expect(cases.length).toBeGreaterThan(0)
    for (const [index, { path, body, isLeftOut }] of cases.entries()) {
      const language: Language = index % 2 === 0 ? 'zh-CN' : 'en'
      const answer = await caller.call(method.toUpperCase(), address, body, { 'accept-language': language })
      sent += 1
      const { code, detail, errors = [] } = answer.body as Problem
      expect([path, answer.status, code]).toEqual([path, 400, 'malformed'])
      expectPlain(language, detail)
      // Without a field, a body of several shapes may be meant as another one.
      const isPlaced = errors.some(({ field = '' }) => isAt(field, path)) || (isLeftOut && errors.length > 0)
      expect([path, isPlaced]).toEqual([path, true])
      for (const { field = '', detail: said } of errors) {
        expectPlain(language, said)
        const names = namesOf(language, name, field)
        // What the contract does not know is named as it was sent.
        const own = `“${field.split('.').at(-1)}”`
        const isNamed = names.length === 0 || [...names, own].some((one) => said.includes(one))
        expect([field, said, isNamed]).toEqual([field, said, true])
      }
    }
  })

  it('all of them was tried', () => {
    expect(sent).toBeGreaterThan(1_000)
  })
})
