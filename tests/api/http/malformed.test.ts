/** Whatever is sent, the answer is a sentence, and never a failure of the server. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isFileKind, type Operation, operations } from '../../../server/contract/operations/operations.ts'
import { pathOf } from '../../support/api/operationPaths.ts'
import { type Caller, makeVillage, signedIn, startTestServer, type TestServer } from '../../support/server.ts'

let server: TestServer
let administrator: Caller

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  administrator = await signedIn(server, 'admin', null)
})
afterAll(() => server.close())

const withBody = Object.entries<Operation>(operations).filter(
  ([, { body, access }]) => body !== undefined && !isFileKind(body) && access !== 'session',
)

describe('every operation with a body', () => {
  it.each(withBody)('%s answers malformed bodies with 4xx and a sentence', async (_name, operation) => {
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
