/** Wrong values in every operation's parameters, query and body: a 4xx with plain sentences. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isFileKind, type Operation, operations } from '../../../server/contract/operations/operations.ts'
import { pathOf } from '../../support/api/operationPaths.ts'
import { type Caller, makeVillage, signedIn, startTestServer, type TestServer } from '../../support/server.ts'
import { expectPlain, filledWith } from './wrongValues.ts'

let server: TestServer
let administrator: Caller

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  administrator = await signedIn(server, 'admin', null)
})
afterAll(() => server.close())

interface ProblemBody {
  code: string
  detail: string
  errors?: { detail: string }[]
}

/** Calls with wrong values; the answer may be good where the value happens to be. */
async function expectRefusal(method: string, path: string, body?: unknown): Promise<number> {
  const answer = await administrator.call(method.toUpperCase(), path, body)
  expect([path, answer.status < 500]).toEqual([path, true])
  if (answer.status < 400) return answer.status
  const { code, detail, errors = [] } = answer.body as ProblemBody
  expect(detail).not.toBe('')
  if (code === 'malformed')
    for (const one of [detail, ...errors.map((one) => one.detail)]) expectPlain('zh-CN', one)
  return answer.status
}

const all = Object.entries<Operation>(operations).filter(([name]) => name !== 'signOut')

describe('wrong values in bodies are refused in plain words', () => {
  const withBody = all.filter(([name, { body }]) => body && !isFileKind(body) && name !== 'changePassword')

  it.each(withBody)('%s', async (_name, operation) => {
    const { body, method } = operation
    if (!body || isFileKind(body)) return
    for (const value of [{ colour: 1 }, ['x'], 1e20]) {
      const status = await expectRefusal(method, pathOf(operation), filledWith(body, value))
      expect(status).toBeGreaterThanOrEqual(400)
    }
  })
})

describe('wrong values in queries are refused in plain words', () => {
  const withQuery = all.filter(([, { query, body }]) => query !== undefined && !isFileKind(body))

  it.each(withQuery)('%s', async (_name, operation) => {
    const path = pathOf(operation)
    for (const name of Object.keys(operation.query?.shape ?? {}))
      for (const value of ['', 'x', '-1', '1e400', '\u202E'.repeat(300), '2026-13-01']) {
        const query = `${name}=${encodeURIComponent(value)}`
        await expectRefusal(operation.method, `${path}?${query}`)
        if (value === 'x') await expectRefusal(operation.method, `${path}?${query}&${query}`)
      }
  })
})

describe('rubbish in an address is refused in plain words', () => {
  const withParams = all.filter(([, { params }]) => params !== undefined)

  it.each(withParams)('%s', async (_name, operation) => {
    for (const name of Object.keys(operation.params?.shape ?? {}).filter((one) => one !== 'v'))
      for (const value of ['x', '-1', '1e400', '%00', '%E2%80%AE%F0%9F%98%80', "'--".repeat(100)]) {
        const isCalled = operation.method === 'get'
        await expectRefusal(operation.method, pathOf(operation, { [name]: value }), isCalled ? undefined : {})
      }
  })

  it.each(['x'.repeat(300), '%00', '-', '%F0%9F%98%80'])('a village %s', async (slug) => {
    expect(await expectRefusal('get', `/api/villages/${slug}/board`)).toBe(400)
  })

  it('an address that cannot be decoded', async () => {
    const { status, body } = await administrator.get('/api/villages/%E0%A4%A')
    expect([status, (body as ProblemBody).detail]).toEqual([400, '网址有误，请检查后重新打开。'])
  })
})
