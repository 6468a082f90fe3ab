import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isFileKind, type Operation, operations } from '../../server/contract/operations.ts'
import {
  type Caller,
  Caller as Stranger,
  makeVillage,
  signedIn,
  startTestServer,
  type TestServer,
} from '../server.ts'

let server: TestServer
let clerk: Caller
let viewer: Caller
let elsewhere: Caller

beforeAll(async () => {
  server = await startTestServer()
  makeVillage(server, 'one')
  makeVillage(server, 'two')
  clerk = await signedIn(server, 'clerk', 'one')
  viewer = await signedIn(server, 'viewer', 'one')
  elsewhere = await signedIn(server, 'admin', 'two')
})
afterAll(() => server.close())

const all = Object.entries<Operation>(operations)
const samples: Record<string, string> = {
  v: 'one',
  door: '1001',
  rule: '1',
  posting: '00000000-0000-4000-8000-000000000000',
  import: '00000000-0000-4000-8000-000000000000',
  claim: '00000000-0000-4000-8000-000000000000',
  objection: '00000000-0000-4000-8000-000000000000',
  publication: '1',
  person: '1',
  screen: '1',
  notice: '1',
  picture: 'none',
}
const pathOf = ({ path }: Operation) => path.replace(/:(\w+)/g, (_, name: string) => samples[name] ?? name)
const status = async (caller: Caller, operation: Operation) =>
  (await caller.call(operation.method.toUpperCase(), pathOf(operation), bodyOf(operation))).status
const bodyOf = ({ body }: Operation) =>
  body === undefined ? undefined : isFileKind(body) ? Buffer.from('x') : {}

describe('every operation that is not public', () => {
  const guarded = all.filter(([, { access }]) => access !== 'public')

  it.each(guarded)('%s answers 401 without a session', async (_name, operation) => {
    expect(await status(new Stranger(server.url), operation)).toBe(401)
  })
})

describe('every operation of a village', () => {
  const ofVillage = all.filter(
    ([, { access, path }]) => !['public', 'session'].includes(access) && path.includes(':v'),
  )

  it.each(ofVillage)('%s answers 403 to staff of another village', async (_name, operation) => {
    expect(await status(elsewhere, operation)).toBe(403)
  })

  it.each(ofVillage.filter(([, { access }]) => access !== 'read'))(
    '%s answers 403 to a viewer',
    async (_name, operation) => {
      expect(await status(viewer, operation)).toBe(403)
    },
  )

  it.each(ofVillage.filter(([, { access }]) => access === 'administer'))(
    '%s answers 403 to a clerk',
    async (_name, operation) => {
      expect(await status(clerk, operation)).toBe(403)
    },
  )
})

describe('every operation with a body', () => {
  const withBody = all.filter(
    ([, { body, access }]) => body !== undefined && !isFileKind(body) && access !== 'session',
  )

  it.each(withBody)('%s answers malformed bodies with 4xx and a sentence', async (_name, operation) => {
    const administrator = await signedIn(server, 'admin', null)
    for (const body of [{}, [], null, 'text', { id: {} }, [[[]]]]) {
      const answer = await administrator.call(operation.method.toUpperCase(), pathOf(operation), body)
      // An empty change is a good one.
      if (answer.status < 300 && operation.method === 'patch') continue
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.status).toBeLessThan(500)
      expect((answer.body as { detail: string }).detail).not.toBe('')
    }
  })
})
