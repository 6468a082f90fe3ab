/** Requests that the HTTP parser refuses before any route sees them. */
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../../support/server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const host = 'Host: 127.0.0.1\r\n'

/** Sends bytes, ends its half of the connection and reads to the end. */
function exchange(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let came = ''
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    socket.on('data', (chunk: Buffer) => (came += chunk.toString()))
    socket.once('error', reject)
    socket.once('end', () => resolve(came))
    socket.end(bytes)
  })
}

describe('a request that the parser refuses', () => {
  it.each([
    ['a line that is no request', 'nonsense\r\n\r\n', 400],
    ['a header without a colon', `GET / HTTP/1.1\r\n${host}nonsense\r\n\r\n`, 400],
    ['two lengths', `POST / HTTP/1.1\r\n${host}Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}`, 400],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['headers without end', `GET / HTTP/1.1\r\n${host}X: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ])('%s is answered with a problem document', async (_name, bytes, status) => {
    const [head = '', body = ''] = (await exchange(bytes)).split('\r\n\r\n')
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(head).toMatch(/content-type: application\/problem\+json/i)
    expect(JSON.parse(body)).toMatchObject({ status, detail: expect.stringMatching(/。$/) as string })
  })

  it('leaves an answer alone that is already under way', async () => {
    const came = await exchange(`GET /api/docs HTTP/1.1\r\n${host}\r\nnonsense\r\n\r\n`)
    expect(came.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400'])
  })
})

it('answers a request with an unknown Expect as any other', async () => {
  const came = await exchange(`GET /healthz HTTP/1.1\r\n${host}Expect: nonsense\r\nConnection: close\r\n\r\n`)
  expect(came).toMatch(/^HTTP\/1\.1 200 [^]*ok/)
})

it.each(['h2c', 'nonsense', ''])(
  'answers a request that asks to upgrade to "%s" as any other',
  async (to) => {
    const headers = { Connection: 'Upgrade', Upgrade: to, 'Content-Type': 'application/json' }
    const sent = request(`${server.url}/api/session`, { method: 'POST', headers, agent: false })
    sent.end(JSON.stringify({ username: 'nobody', password: 'nothing' }))
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]
    answer.resume()
    expect(answer.statusCode).toBe(401)
  },
)
