/** Two servers behind a balancer, of which the first is killed under load. */
import { randomUUID } from 'node:crypto'
import { type AddressInfo, connect, createServer, type Server, type Socket as TcpSocket } from 'node:net'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { LiveClientEvents, LiveServerEvents } from '../../../server/contract/live/live.ts'
import { newPostgresDatabase, postgresServer, temporaryFolder } from '../../support/db/engine.ts'
import { valueOf, valuesOf } from '../../support/db/values.ts'
import { freePort, type ServerProcess, startProcess } from '../../support/process.ts'
import {
  Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

/** Until walls must be right, ms. */
const timeout = 10_000

let observer: TestServer
let servers: ServerProcess[]
let balancer: Server
let url: string
let cookie: string | null
let rule: number
const walls: { socket: Socket; seq: number }[] = []

beforeAll(async () => {
  const databaseUrl = await newPostgresDatabase(postgresServer() ?? '', afterAll)
  observer = await startTestServer({ environment: { databaseUrl } })
  await makeVillage(observer, 'one', 40)
  const clerk = await signedIn(observer, 'clerk', 'one')
  cookie = clerk.cookie
  rule = await ruleId(clerk, 'one', '应急值守')
  servers = await Promise.all(
    [1, 2].map(async () =>
      startProcess(temporaryFolder(afterAll), await freePort(), { DATABASE_URL: databaseUrl }),
    ),
  )
  balancer = balance(servers.map((server) => Number(new URL(server.url).port)))
  await new Promise<void>((resolve) => balancer.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(balancer.address() as AddressInfo).port}`
})
afterAll(async () => {
  walls.forEach(({ socket }) => socket.disconnect())
  balancer.close()
  await Promise.all(servers.map((server) => server.kill()))
  await observer.close()
})

/** Passes each connection on to the ports in turn, and to the next one where nobody listens. */
function balance(ports: number[]): Server {
  let turn = 0
  const passOn = (from: TcpSocket, tries: number) => {
    const to = connect(ports[turn++ % ports.length] ?? 0, '127.0.0.1')
    const next = () => (tries > 1 ? passOn(from, tries - 1) : from.destroy())
    to.once('error', next)
    to.once('connect', () => {
      to.off('error', next)
      from.pipe(to).pipe(from)
      for (const one of [from, to]) {
        const end = () => [from, to].forEach((socket) => socket.destroy())
        one.on('error', end).on('close', end)
      }
    })
  }
  return createServer((socket) => {
    socket.on('error', () => {})
    passOn(socket, ports.length)
  })
}

/** A wall that connects by the balancer, again and again. */
function openWall(): void {
  const socket: Socket<LiveServerEvents, LiveClientEvents> = io(`${url}/live`, {
    auth: { village: 'one' },
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 200,
    reconnectionDelayMax: 1_000,
  })
  const wall = { socket: socket as unknown as Socket, seq: -1 }
  socket.on('board', (message) => (wall.seq = 'board' in message ? message.board.seq : message.seq))
  socket.on('posting', (event) => (wall.seq = event.seq))
  walls.push(wall)
}

it('loses nothing that was acknowledged and doubles nothing; walls are right and staff go on', async () => {
  for (let wall = 0; wall < 6; wall += 1) openWall()
  await expect.poll(() => walls.every(({ seq }) => seq >= 0)).toBe(true)

  const acknowledged = new Set<string>()
  const strange: number[] = []
  let isOver = false
  const load = Array.from({ length: 4 }, async (_, client) => {
    const clerk = new Caller(url)
    clerk.cookie = cookie
    while (!isOver) {
      const id = randomUUID()
      const body = { id, door: String(1001 + client), rule, occurredOn: day }
      // The same id until it is answered, as the panel does.
      while (!acknowledged.has(id)) {
        const status = await clerk.post('/api/villages/one/postings', body).then(
          (answer) => answer.status,
          () => 0,
        )
        if (status === 200 || status === 201) acknowledged.add(id)
        else if (status !== 0 && status !== 503) strange.push(status)
      }
    }
  })
  await expect.poll(() => acknowledged.size).toBeGreaterThan(20)
  await servers[0]!.kill()
  const before = acknowledged.size
  await expect.poll(() => acknowledged.size, { timeout }).toBeGreaterThan(before + 20)
  isOver = true
  await Promise.all(load)

  expect(strange).toEqual([])
  const { store } = observer.services
  const written = await valuesOf<string>(store, 'SELECT id FROM postings')
  expect(new Set(written).size).toBe(written.length)
  expect([...acknowledged].filter((id) => !written.includes(id))).toEqual([])
  const seq = await valueOf<number>(store, 'SELECT seq FROM chains')
  expect(seq).toBe(written.length)
  await expect.poll(() => walls.map((wall) => wall.seq), { timeout }).toEqual(walls.map(() => seq))
})
