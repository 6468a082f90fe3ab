import { afterAll, beforeAll, expect, it } from 'vitest'
import { Caller, startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

it.each(['DELETE', 'PUT', 'OPTIONS', 'PATCH'])(
  'polling answers %s with 405 and a sentence, with or without a session',
  async (method) => {
    const caller = new Caller(server.url)
    const polling = '/socket.io/?EIO=4&transport=polling'
    const opened = (await caller.get(polling)).body as string
    const { sid } = JSON.parse(opened.slice(1)) as { sid: string }
    for (const path of [polling, `${polling}&sid=${sid}`]) {
      const { status, headers, body } = await caller.call(method, path)
      expect([status, headers.get('allow')]).toEqual([405, 'GET, POST'])
      expect(body).toMatchObject({ status, detail: expect.stringMatching(/。$/) as string })
    }
  },
)
