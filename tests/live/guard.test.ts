/** Handlers whose reads fail: each fails with an error of SQLite's own, from a table that is gone. */
import { io, type Socket } from 'socket.io-client'
import { expect, it, onTestFinished } from 'vitest'
import { createLog } from '../../server/log.ts'
import { type Caller, makeVillage, signedIn, startTestServer, type TestServer } from '../support/server.ts'

const logged: { level: number; err?: { message: string } }[] = []

async function start(): Promise<{ server: TestServer; clerk: Caller }> {
  logged.length = 0
  const log = createLog('error', {
    write: (line: string) => void logged.push(JSON.parse(line) as (typeof logged)[number]),
  })
  const server = await startTestServer({ log })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one')
  return { server, clerk: await signedIn(server, 'clerk', 'one') }
}

function connect(server: TestServer, namespace: string, cookie: string): Socket {
  const socket = io(`${server.url}/${namespace}`, {
    auth: { village: 'one' },
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: { cookie },
  })
  onTestFinished(() => void socket.disconnect())
  return socket
}

const heard = (socket: Socket, event: string) =>
  new Promise<unknown>((resolve) => socket.once(event, resolve))

/** Takes a table away while the work runs. */
async function without(server: TestServer, table: string, work: () => Promise<void>): Promise<void> {
  const { store } = server.services
  await store.write('installation', async (store) => store.run(`ALTER TABLE ${table} RENAME TO gone`))
  await work()
  await store.write('installation', async (store) => store.run(`ALTER TABLE gone RENAME TO ${table}`))
}

async function expectServing(server: TestServer): Promise<void> {
  const wall = connect(server, 'live', '')
  await heard(wall, 'board')
}

it('an event handler that throws is logged once and closes its connection alone', async () => {
  const { server, clerk } = await start()
  const other = connect(server, 'live', '')
  await heard(other, 'board')
  const socket = connect(server, 'staff', clerk.cookie ?? '')
  await heard(socket, 'connect')
  await without(server, 'memberships', async () => {
    socket.emit('follow', 'one', () => {})
    expect(await heard(socket, 'disconnect')).toBe('transport close')
  })
  expect(logged.map(({ err }) => err?.message)).toEqual([expect.stringContaining('no such table')])
  expect(other.connected).toBe(true)
  await expectServing(server)
})

it('a middleware that throws closes the connection', async () => {
  const { server } = await start()
  await without(server, 'villages', async () => {
    const { io: connection } = connect(server, 'live', '')
    await new Promise<void>((resolve) => connection.once('close', () => resolve()))
  })
  expect(logged.map(({ err }) => err?.message)).toEqual([expect.stringContaining('no such table')])
  await expectServing(server)
})
