/** What each role sees of everything private: every call that reads, and the panel's socket, against the table. */
import { randomUUID } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { privateMarks } from '../../../server/contract/fields/privateTo.ts'
import { type Operation, operations } from '../../../server/contract/operations/operations.ts'
import { type Role, roles } from '../../../server/domain/people/powers.ts'
import { type PrivateField, privateFields } from '../../../server/domain/people/privateFields.ts'
import {
  type MarkedVillage,
  markers,
  markVillage,
  readingAddresses,
  textOf,
} from '../../support/api/markedVillage.ts'
import { type Caller, day, ruleId, signedIn, startTestServer, type TestServer } from '../../support/server.ts'

const fields = Object.keys(privateFields) as PrivateField[]
let server: TestServer
let marked: MarkedVillage

beforeAll(async () => {
  server = await startTestServer()
  marked = await markVillage(server)
}, 60_000)
afterAll(() => server.close())

function mayRead(role: Role, field: PrivateField): boolean {
  const seenBy: readonly Role[] = privateFields[field]
  return role === 'admin' || seenBy.includes(role)
}

/** Which private fields a text has something of. */
const fieldsIn = (text: string) =>
  fields.filter((field) => markers[field].some((mark) => text.includes(mark)))

/** Every private field among the answers of an operation, by its path. */
function pathsOf(schema: unknown, path = ''): [string, PrivateField][] {
  if (!(schema instanceof z.ZodType)) return []
  const mark = privateMarks.get(schema)
  if (mark) return [[path, mark.field]]
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([name, field]) => pathsOf(field, `${path}.${name}`))
  if (schema instanceof z.ZodArray) return pathsOf(schema.element, `${path}[]`)
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional)
    return pathsOf(schema.unwrap(), path)
  return []
}

describe('the table of private fields', () => {
  it('is used whole: the contract has each field somewhere', () => {
    const used = new Set(
      Object.values<Operation>(operations).flatMap(({ answer }) => pathsOf(answer).map(([, field]) => field)),
    )
    expect([...used].sort()).toEqual([...fields].sort())
  })

  it('has no field that an operation without a role answers', () => {
    for (const [name, { access, answer }] of Object.entries<Operation>(operations))
      if (['public', 'session', 'open', 'token'].includes(String(access)))
        expect([name, pathsOf(answer)]).toEqual([name, []])
  })
})

describe.each(roles)('a %s', (role) => {
  let caller: Caller
  beforeAll(async () => {
    caller = await signedIn(server, role, 'one')
  })

  it('reads the fields of the table, and no others, whatever they call', async () => {
    const seen = new Set<PrivateField>()
    for (const [name, address] of readingAddresses(marked.known)) {
      const { status, text } = await textOf(caller, address)
      expect(status, name).toBeLessThan(500)
      // A photo is bytes; its own address has its id.
      if (name === 'readPhoto' && status === 200) seen.add('photos')
      for (const field of fieldsIn(text)) {
        expect(`${name}: ${field} ${mayRead(role, field)}`).toBe(`${name}: ${field} true`)
        seen.add(field)
      }
    }
    expect([...seen].sort()).toEqual(fields.filter((field) => mayRead(role, field)).sort())
  })

  it('gets every field that it does not see, empty: answers keep their shape', async () => {
    for (const [name, address] of readingAddresses(marked.known)) {
      const { answer }: Operation = operations[name as keyof typeof operations]
      if (!(answer instanceof z.ZodType) || pathsOf(answer).length === 0) continue
      const { status, body } = await caller.get(address)
      if (status === 200) expect([name, answer.safeParse(body).error]).toEqual([name, undefined])
    }
  })

  it('is told the same by the panel’s socket', async () => {
    const socket: Socket = io(`${server.url}/staff`, {
      extraHeaders: { cookie: caller.cookie ?? '' },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    })
    onTestFinished(() => void socket.disconnect())
    expect(await socket.emitWithAck('follow', 'one')).toBe(true)
    const heard: string[] = []
    const told = new Promise<void>((resolve) => {
      const names = new Set<string>()
      socket.onAny((event: string, ...values: unknown[]) => {
        heard.push(JSON.stringify(values))
        if (names.add(event).has('postings') && names.has('screens')) resolve()
      })
    })
    const rule = await ruleId(marked.clerk, 'one', '应急值守')
    const posting = { id: randomUUID(), door: '1005', rule, occurredOn: day, note: 'MARK-posting-note' }
    expect((await marked.clerk.post('/api/villages/one/postings', posting)).status).toBe(201)
    const screen = { village: 1, key: 'hall', isPreview: false, connectedAt: 0, address: '203.0.113.77' }
    await server.services.screens.add({ ...screen, device: null, send: () => {} })
    await told
    const both: PrivateField[] = ['posting-note', 'address']
    expect(fieldsIn(heard.join('')).sort()).toEqual(both.filter((field) => mayRead(role, field)).sort())
  })
})
