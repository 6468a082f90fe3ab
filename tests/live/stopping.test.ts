/** A server that is told to stop while clients are connected. */
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createConnection, type NetConnectOpts, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { io } from 'socket.io-client'
import { expect, it, onTestFinished } from 'vitest'
import { controlPath } from '../../server/control/control.ts'
import { openRaw } from '../support/live/rawClient.ts'
import { freePort, startProcess } from '../support/process.ts'
import { startTestServer } from '../support/server.ts'

async function connect(address: NetConnectOpts, text: string): Promise<Socket> {
  const socket = createConnection(address)
  onTestFinished(() => void socket.destroy())
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(text)
  return socket
}

const get = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'
const halfBody =
  'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{'

it.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends the process with code 0 while every kind of connection is open',
  async (signal) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'yiping-stopping-'))
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
    const port = await freePort()
    const server = await startProcess(dataDir, port, { SAMPLE: 'auto' })
    onTestFinished(() => server.kill())
    const walls = ['websocket', 'polling'].map((transport) =>
      io(`${server.url}/live`, { transports: [transport], auth: { village: 'shifan' }, forceNew: true }),
    )
    onTestFinished(() => walls.forEach((wall) => wall.close()))
    await Promise.all(walls.map((wall) => new Promise<void>((resolve) => wall.once('connect', resolve))))
    const left = walls.map((wall) => new Promise((resolve) => wall.io.once('close', resolve)))
    const deaf = await openRaw(server.url)
    onTestFinished(() => deaf.close())
    deaf.stopReading()
    const idle = await connect({ port }, get)
    await once(idle, 'data')
    await connect({ port }, '')
    await connect({ port }, halfBody)
    await connect({ path: controlPath(dataDir) }, '')
    // Whoever asked last is answered when the earlier connections are known to the server.
    const last = await connect({ port }, get)
    await once(last, 'data')

    server.child.kill(signal)
    server.child.kill(signal)
    const [code] = (await once(server.child, 'exit')) as [number | null]
    expect(code).toBe(0)
    await Promise.all(left)
  },
)

it('a request in progress is answered before the server stops', async () => {
  let release = (): void => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  let begin = (): void => {}
  const begun = new Promise<void>((resolve) => (begin = resolve))
  const server = await startTestServer({
    pages: {
      build: 'test',
      mount: (router) =>
        void router.get('/slow', async (_request, response) => {
          begin()
          await released
          response.send('done')
        }),
    },
  })
  const answer = fetch(`${server.url}/slow`)
  await begun
  const closed = server.close()
  // The listener is gone: the server is stopping.
  await expect.poll(() => fetch(`${server.url}/healthz`).then(String, () => 'refused')).toBe('refused')
  release()
  const response = await answer
  expect([await response.text(), response.headers.get('connection')]).toEqual(['done', 'close'])
  await closed
})
