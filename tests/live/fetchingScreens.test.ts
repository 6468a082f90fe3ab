/** Screens that fetch boards over HTTP: the socket tells them which board there is. */
import { randomUUID } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { ownerScope } from '../../db/store/scope.ts'
import { mustFindVillage } from '../../db/villages/findVillages.ts'
import { changeVillage } from '../../db/villages/villageSettings.ts'
import type { LiveClientEvents, LiveServerEvents } from '../../server/contract/live/live.ts'
import type { Board, PostingEvent } from '../../server/domain/board/board.ts'
import { foldPosting } from '../support/foldPosting.ts'
import {
  type Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../support/server.ts'

type Heard = [name: string, message: object]
interface Screen {
  socket: Socket<LiveServerEvents, LiveClientEvents>
  /** Events and answers, in the order in which they came. */
  heard: Heard[]
}

let server: TestServer
let clerk: Caller
const screens: Screen[] = []

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  clerk = await signedIn(server, 'clerk', 'one')
})
afterEach(() => screens.splice(0).forEach(({ socket }) => socket.disconnect()))
afterAll(() => server.close())

function connect(auth: object): Screen {
  const socket: Screen['socket'] = io(`${server.url}/live`, {
    auth: { village: 'one', ...auth },
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  })
  const screen: Screen = { socket, heard: [] }
  socket.onAny((name: string, message: object) => screen.heard.push([name, message]))
  screens.push(screen)
  return screen
}

async function hello({ socket, heard }: Screen, has: { seq: number; epoch: string }): Promise<void> {
  const { seq, epoch } = has
  const answer: object = await socket.emitWithAck('hello', {
    ...{ seq, epoch, width: 1, height: 1, build: 'test', scene: 'leaders' },
  })
  heard.push(['answer', answer])
}

const told = async ({ heard }: Screen, count: number) => {
  await expect.poll(() => heard.length, { interval: 5 }).toBeGreaterThanOrEqual(count)
  return heard[count - 1]?.[1]
}
const boardNow = async () => (await clerk.get('/api/villages/one/board')).body as Board

async function post(): Promise<void> {
  const rule = await ruleId(clerk, 'one', '应急值守')
  const body = { id: randomUUID(), door: '1001', rule, occurredOn: day }
  expect((await clerk.post('/api/villages/one/postings', body)).status).toBe(201)
}

it('are told seq and epoch, server time and build, and nothing of the board', async () => {
  const { seq, epoch } = await boardNow()
  const version = await told(connect({ fetch: true }), 1)
  expect(version).toEqual({ seq, epoch, build: 'test', serverTime: expect.any(Number) as number })
})

it('get postings, which fold into the board that they fetched', async () => {
  const screen = connect({ fetch: true })
  await told(screen, 1)
  const board = await boardNow()
  await post()
  expect(foldPosting(board, (await told(screen, 2)) as PostingEvent)).toEqual(await boardNow())
})

it('are told nothing when they have the newest board', async () => {
  const { seq, epoch } = await boardNow()
  const screen = connect({ fetch: true, seq, epoch })
  await hello(screen, { seq, epoch })
  expect(screen.heard.map(([name]) => name)).toEqual(['answer'])
})

it('are told of a board that they lack before their hello is answered, each time', async () => {
  const { seq, epoch } = await boardNow()
  const screen = connect({ fetch: true, seq, epoch })
  await hello(screen, { seq: seq - 1, epoch })
  await hello(screen, { seq: seq - 1, epoch })
  expect(screen.heard.map(([name]) => name)).toEqual(['board', 'answer', 'board', 'answer'])
})

it('are told the new epoch when what the public may see changes, beside screens that get the board', async () => {
  const before = await boardNow()
  const has = { seq: before.seq, epoch: before.epoch }
  const [fetching, earlier] = [connect({ fetch: true, ...has }), connect(has)]
  await Promise.all([hello(fetching, has), hello(earlier, has)])
  const { id } = await mustFindVillage(server.services.store, 'one')
  await changeVillage(server.services.store, ownerScope(id), { privacy: 'door' })
  const [version, message] = [await told(fetching, 2), await told(earlier, 2)]
  const board = await boardNow()
  expect(board.epoch).not.toBe(before.epoch)
  expect(version).toEqual({
    ...{ seq: board.seq, epoch: board.epoch, build: 'test' },
    serverTime: expect.any(Number) as number,
  })
  expect(message).toMatchObject({ board })
})
