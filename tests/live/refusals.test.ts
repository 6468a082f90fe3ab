/** What a client is told when it may not connect, and that each of its requests is answered. */
import { io, type Socket } from 'socket.io-client'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeVillage, signedIn, startTestServer, type TestServer } from '../support/server.ts'

async function start(options: Parameters<typeof startTestServer>[0] = {}): Promise<TestServer> {
  const server = await startTestServer(options)
  onTestFinished(() => server.close())
  await makeVillage(server, 'one')
  return server
}

function connect(
  server: TestServer,
  namespace: string,
  auth: object,
  extraHeaders: Record<string, string> = {},
): Socket {
  const socket = io(`${server.url}/${namespace}`, {
    auth,
    extraHeaders,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  })
  onTestFinished(() => void socket.disconnect())
  return socket
}

type Refusal = Error & { data?: { code: string } }

const refusalOf = (socket: Socket) =>
  new Promise<Refusal>((resolve) => socket.once('connect_error', resolve as (error: Error) => void))

describe('a handshake that is refused says why', () => {
  it.each([
    ['a name that is too long', { village: 'one', screen: 'x'.repeat(33) }, /屏编号.*32/],
    ['a name that is no text', { village: 'one', screen: 7 }, /屏编号/],
    ['no village', {}, /村居/],
    ['a number that is none', { village: 'one', seq: 'x' }, /^流水序号必须是数字。$/],
    ['a text that is none', { village: 'one', epoch: 7 }, /^数据批次标识必须是文字。$/],
  ])('%s', async (_, auth, says) => {
    const server = await start()
    const { message, data } = await refusalOf(connect(server, 'live', auth, { 'accept-language': 'zh-CN' }))
    expect(message).toMatch(says)
    expect(message).not.toMatch(/没有这个村居/)
    expect(data).toEqual({ code: 'malformed' })
  })

  it('an unknown village', async () => {
    const server = await start()
    const { message, data } = await refusalOf(connect(server, 'live', { village: 'none' }))
    expect([message, data]).toEqual(['没有这个村居：none。', { code: 'unknown-village' }])
  })

  it('too many connections', async () => {
    const server = await start({ limits: { connections: 0 } })
    const response = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`)
    expect([response.status, await response.json()]).toEqual([
      403,
      { code: 4, message: '连接过多，请稍后再试。' },
    ])
  })
})

it('each of several requests in a row is acknowledged, in order', async () => {
  const server = await start()
  const clerk = await signedIn(server, 'clerk', 'one')
  const staff = connect(server, 'staff', {}, { cookie: clerk.cookie ?? '' })
  const wall = connect(server, 'live', { village: 'one' })
  await Promise.all([staff, wall].map((socket) => new Promise<void>((done) => socket.once('connect', done))))
  const asked = Array.from({ length: 20 }, (_, number) => (number % 2 === 0 ? 'one' : 'none'))
  const answers = asked.map((slug) => staff.timeout(10_000).emitWithAck('follow', slug) as Promise<boolean>)
  const word = { seq: 0, epoch: '', width: 1, height: 1, build: 'x', scene: '' }
  const heard = asked.map(() => wall.timeout(10_000).emitWithAck('hello', word) as Promise<object>)
  expect(await Promise.all(answers)).toEqual(asked.map((slug) => slug === 'one'))
  expect(await Promise.all(heard)).toHaveLength(asked.length)
})
