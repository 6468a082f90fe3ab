/** How answers leave, and what the log keeps of a request. */
import { randomUUID } from 'node:crypto'
import { request as ask, type IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  type Caller,
  day,
  makeVillage,
  recordedLog,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

const { log, lines } = recordedLog()
let server: TestServer
let clerk: Caller

beforeAll(async () => {
  server = await startTestServer({ log })
  await makeVillage(server, 'one', 60)
  clerk = await signedIn(server, 'clerk', 'one')
})
afterAll(() => server.close())

interface Answer {
  headers: IncomingMessage['headers']
  bytes: Buffer
}

/** With the headers as they came: `fetch` unpacks an answer. */
function call(method: string, path: string, body: unknown = null): Promise<Answer> {
  const headers = {
    'accept-encoding': 'gzip',
    'content-type': 'application/json',
    cookie: clerk.cookie ?? '',
  }
  return new Promise((resolve, reject) => {
    const sent = ask(`${server.url}${path}`, { method, headers }, (response) => {
      buffer(response).then((bytes) => resolve({ headers: response.headers, bytes }), reject)
    })
    sent.on('error', reject).end(body === null ? undefined : JSON.stringify(body))
  })
}

async function scores(count: number): Promise<object[]> {
  const rule = await ruleId(clerk, 'one', '应急值守')
  return Array.from({ length: count }, (_, index) => ({
    ...{ id: randomUUID(), door: String(1001 + index), rule, occurredOn: day },
  }))
}

const postings = '/api/villages/one/postings'

it('sends one line as it is, and many lines compressed', async () => {
  const [one] = await scores(1)
  const short = await call('POST', postings, one)
  expect(short.headers).toMatchObject({ 'content-length': String(short.bytes.length) })
  expect(short.headers).not.toHaveProperty('content-encoding')
  expect(short.headers).not.toHaveProperty('etag')
  expect(JSON.parse(short.bytes.toString())).toMatchObject({ door: '1001', seq: 1 })
  const long = await call('POST', postings, await scores(50))
  expect(long.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' })
  const answer = JSON.parse(gunzipSync(long.bytes).toString()) as { postings: unknown[] }
  expect(answer.postings).toHaveLength(50)
})

it('compresses what is read, with a validator', async () => {
  const { headers, bytes } = await call('GET', postings)
  expect(headers).toMatchObject({ 'content-encoding': 'gzip', etag: expect.stringMatching(/^W\//) as string })
  expect(JSON.parse(gunzipSync(bytes).toString())).toHaveProperty('items')
})

it('logs a request by its operation and the id that its answer carries', async () => {
  const { headers } = await call('GET', `${postings}?door=1001`)
  const id = String(headers['x-request-id'])
  await expect.poll(() => lines.some((line) => line.includes(id))).toBe(true)
  const line = lines.find((one) => one.includes(id)) ?? ''
  expect(JSON.parse(line)).toMatchObject({
    ...{ level: 30, msg: 'request', operation: 'get /api/villages/:v/postings' },
    ...{ req: { id, method: 'GET' }, res: { status: 200 }, responseTime: expect.any(Number) as number },
  })
  expect(line).not.toMatch(/1001|one|127\.0\.0\.1|cookie/)
})

it('says of a request that its caller gave up', async () => {
  const before = lines.length
  await new Promise<void>((resolve) => {
    const sent = ask(`${server.url}${postings}`, { method: 'POST', headers: { cookie: clerk.cookie ?? '' } })
    sent.setHeader('content-type', 'application/json')
    sent.setHeader('content-length', 100)
    sent.on('error', () => resolve())
    sent.flushHeaders()
    sent.write('{', () => setImmediate(() => sent.destroy(new Error('gave up'))))
  })
  await expect
    .poll(() => lines.slice(before).some((line) => line.includes('"msg":"request aborted"')))
    .toBe(true)
})
