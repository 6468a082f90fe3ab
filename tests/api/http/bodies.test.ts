/** Bodies on their way in: nobody's half-sent ones stop those of others, and slow ones end. */
import { randomUUID } from 'node:crypto'
import { type ClientRequest, createServer, request } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import express from 'express'
import sharp from 'sharp'
import { afterEach, beforeAll, afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { type BodyLimits, strangersBody, takeBody } from '../../../server/http/body.ts'
import { limitConnections } from '../../../server/http/connections.ts'
import { answerProblems } from '../../../server/http/problem.ts'
import { trustProxies } from '../../../server/http/trustedProxies.ts'
import { createLog } from '../../../server/log.ts'
import { type Caller, makeVillage, signedIn, startTestServer, type TestServer } from '../../support/server.ts'

const megabyte = 1024 * 1024
const halves: ClientRequest[] = []

/** Sends headers and a first piece of a body, and then nothing more; resolves when they have left. */
function sendHalf(url: string, headers: Record<string, string | number>): Promise<ClientRequest> {
  const half = request(url, { method: 'POST', agent: false, headers })
  half.on('error', () => {})
  halves.push(half)
  return new Promise((resolve) => half.write('x'.repeat(100), () => resolve(half)))
}
afterEach(() => {
  for (const half of halves.splice(0)) half.destroy()
})

describe('half-sent bodies of one session', () => {
  let server: TestServer
  let slow: Caller
  let other: Caller
  beforeAll(async () => {
    server = await startTestServer()
    await makeVillage(server, 'one')
    slow = await signedIn(server, 'clerk', 'one')
    other = await signedIn(server, 'clerk', 'one')
  })
  afterAll(() => server.close())

  const photoPath = () => `/api/villages/one/photos/${randomUUID()}?door=1001`

  it('stop no other session’s photo, were they twelve', async () => {
    const headers = {
      cookie: slow.cookie ?? '',
      'content-type': 'image/jpeg',
      'content-length': 8 * megabyte,
    }
    for (let half = 0; half < 12; half += 1) await sendHalf(server.url + photoPath(), headers)
    await slow.get('/api/session')
    const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#888' } })
      .jpeg()
      .toBuffer()
    const sent = await other.call('POST', photoPath(), photo, { 'content-type': 'image/jpeg' })
    expect(sent.status).toBe(201)
  })

  it('stop no other session’s workbook', async () => {
    const path = '/api/villages/one/imports?filename=x.xlsx'
    const headers = { cookie: slow.cookie ?? '', 'content-length': 32 * megabyte }
    for (let half = 0; half < 6; half += 1) await sendHalf(server.url + path, headers)
    await slow.get('/api/session')
    expect((await other.call('POST', path, Buffer.from('no workbook'))).status).toBe(202)
  })

  it('stop no other session’s scores', async () => {
    const path = '/api/villages/one/postings'
    const headers = {
      cookie: slow.cookie ?? '',
      'content-type': 'application/json',
      'content-length': megabyte,
    }
    for (let half = 0; half < 80; half += 1) await sendHalf(server.url + path, headers)
    await slow.get('/api/session')
    const lines = Array.from({ length: 300 }, () => ({ id: randomUUID(), door: '1001', rule: 1 }))
    expect((await other.post(path, lines)).status).toBe(400)
  })

  it('are read from nobody who may not send them', async () => {
    const half = await sendHalf(server.url + photoPath(), { 'content-length': 8 * megabyte })
    const status = await new Promise((resolve) => half.on('response', (answer) => resolve(answer.statusCode)))
    expect(status).toBe(401)
  })
})

describe('a body', () => {
  /** A server that takes bodies within these limits; its address. */
  async function serving(limits: Partial<BodyLimits>): Promise<string> {
    const app = express()
    const caller = () => ({ person: 'one', address: 'here' })
    app.post('/', takeBody({ ...strangersBody, ...limits }, caller), (_request, response) => {
      response.json('taken')
    })
    app.use(answerProblems(createLog('silent')))
    const server = createServer(app)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  }

  it.each([
    ['has not come whole by its deadline', { deadlineMs: 50 }],
    ['is slower than the least speed', { windowMs: 50, leastBytesPerSecond: 10_000 }],
  ])('that %s is refused, and its connection closed', async (_, limits) => {
    const headers = { 'content-type': 'application/json', 'content-length': 10_000 }
    const half = await sendHalf(await serving(limits), headers)
    const answered = new Promise<{ status: number; text: string }>((resolve) => {
      half.on('response', (answer) => {
        let text = ''
        answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
      })
    })
    const closed = new Promise((resolve) => half.socket?.once('close', resolve))
    const { status, text } = await answered
    expect([status, JSON.parse(text)]).toMatchObject([503, { code: 'body-too-slow' }])
    await closed
  })

  it('that comes at once is taken', async () => {
    const url = await serving({ deadlineMs: 60_000 })
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    expect(await answer.json()).toBe('taken')
  })

  it('of a stranger is small: a long one is refused before it is read', async () => {
    const server = await startTestServer()
    onTestFinished(() => server.close())
    const body = JSON.stringify({ username: 'x'.repeat(100_000), password: 'x' })
    const headers = { 'content-type': 'application/json' }
    expect((await fetch(`${server.url}/api/session`, { method: 'POST', headers, body })).status).toBe(413)
  })
})

/** This machine's own address in its network; undefined where it has none. */
const lan = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address

describe('connections', () => {
  it.skipIf(lan === undefined)('of one address leave room for others', async () => {
    const server = createServer((_request, response) => response.end('ok'))
    limitConnections(server, trustProxies([]), { all: 50, ofOneAddress: 2 })
    await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    const { port } = server.address() as AddressInfo
    const held: Socket[] = []
    for (let number = 0; number < 2; number += 1) {
      const seen = new Promise((resolve) => server.once('connection', resolve))
      held.push(connect(port, lan))
      await seen
    }
    await expect(fetch(`http://${lan}:${port}/`)).rejects.toThrow()
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200)
    // A closed connection counts no more.
    held[0]?.destroy()
    await new Promise<void>((resolve) => {
      const again = () =>
        void fetch(`http://${lan}:${port}/`).then(
          () => resolve(),
          () => setImmediate(again),
        )
      again()
    })
  })

  it('of a proxy on this machine are not counted as one address', async () => {
    const server = createServer((_request, response) => response.end('ok'))
    limitConnections(server, trustProxies([]), { all: 50, ofOneAddress: 1 })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    await Promise.all(Array.from({ length: 3 }, () => sendHalf(url, {})))
    expect((await fetch(url)).status).toBe(200)
  })
})
