/** Two servers on one database: what happens on one is seen on the other. */
import { randomUUID } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { LiveClientEvents, LiveServerEvents } from '../../../server/contract/live/live.ts'
import { valueOf } from '../../support/db/values.ts'
import {
  Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

let first: TestServer
let second: TestServer
let clerk: Caller
let rule: number
const sockets: Socket[] = []

beforeAll(async () => {
  first = await startTestServer()
  second = await startTestServer({ environment: { databaseUrl: first.services.environment.databaseUrl } })
  await makeVillage(first, 'one')
  clerk = await signedIn(first, 'clerk', 'one')
  rule = await ruleId(clerk, 'one', '应急值守')
})
afterEach(() => sockets.splice(0).forEach((socket) => socket.disconnect()))
afterAll(async () => {
  await second.close()
  await first.close()
})

/** The same person at the other server, with the same cookie. */
function at(server: TestServer, person: Caller): Caller {
  const caller = new Caller(server.url)
  caller.cookie = person.cookie
  return caller
}

const enter = (caller: Caller, id = randomUUID(), door = '1001') =>
  caller.post('/api/villages/one/postings', { id, door, rule, occurredOn: day })

/** A wall: the seq that it shows. */
async function wall(server: TestServer): Promise<{ seq: number }> {
  const shown = { seq: -1 }
  const screen: Socket<LiveServerEvents, LiveClientEvents> = io(`${server.url}/live`, {
    auth: { village: 'one' },
    transports: ['websocket'],
    forceNew: true,
  })
  sockets.push(screen as unknown as Socket)
  screen.on('board', (message) => (shown.seq = 'board' in message ? message.board.seq : message.seq))
  screen.on('posting', (event) => (shown.seq = event.seq))
  await expect.poll(() => shown.seq).toBeGreaterThanOrEqual(0)
  return shown
}

const head = () => valueOf<number>(first.services.store, 'SELECT seq FROM chains')

describe('a score that is entered on one server', () => {
  it('is on the walls of both, and both have the same board', async () => {
    const walls = await Promise.all([wall(first), wall(second)])
    expect((await enter(clerk)).status).toBe(201)
    expect((await enter(at(second, clerk), randomUUID(), '1002')).status).toBe(201)
    const seq = await head()
    await expect.poll(() => walls.map((one) => one.seq)).toEqual([seq, seq])
    const boards = await Promise.all(
      [first, second].map((server) => new Caller(server.url).get('/api/villages/one/board')),
    )
    expect(boards[0]?.body).toEqual(boards[1]?.body)
  })

  it('at the same moment with the same id on both is written once', async () => {
    const id = randomUUID()
    const answers = await Promise.all(
      [clerk, at(second, clerk)].flatMap((one) => [enter(one, id), enter(one, id)]),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201])
    expect(await valueOf(first.services.store, 'SELECT count(*) FROM postings WHERE id = ?', id)).toBe(1)
  })

  it('is on the wall of a server that could not hear of it', async () => {
    const shown = await wall(second)
    await first.services.store.all(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'yiping changes' AND datname = current_database()`,
    )
    expect((await enter(clerk)).status).toBe(201)
    const seq = await head()
    await expect.poll(() => shown.seq, { timeout: 10_000 }).toBe(seq)
  })
})

describe('wrong passwords', () => {
  it('are counted for both servers together', async () => {
    const guess = (server: TestServer) =>
      new Caller(server.url).post('/api/session', { username: 'nobody', password: 'wrong password' })
    const statuses: number[] = []
    for (let tries = 0; tries < 6; tries += 1)
      for (const server of [first, second]) statuses.push((await guess(server)).status)
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429])
  })
})

describe('somebody who signs out on one server', () => {
  it('is heard no more on the other', async () => {
    const person = await signedIn(first, 'clerk', 'one')
    const staff = io(`${second.url}/staff`, {
      extraHeaders: { cookie: person.cookie ?? '' },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    })
    sockets.push(staff)
    await expect.poll(() => staff.connected).toBe(true)
    expect((await person.call('DELETE', '/api/session')).status).toBe(204)
    await expect.poll(() => staff.connected).toBe(false)
    expect((await at(second, person).get('/api/villages/one/work')).status).toBe(401)
  })
})
