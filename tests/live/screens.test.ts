import { randomUUID } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { BoardMessage, LiveClientEvents, LiveServerEvents } from '../../server/contract/live/live.ts'
import type { Board, PostingEvent } from '../../server/domain/board/board.ts'
import { foldPosting } from '../support/foldPosting.ts'
import { EarlierWall } from '../support/live/earlierWall.ts'
import {
  type Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../support/server.ts'

type Screen = Socket<LiveServerEvents, LiveClientEvents>

let server: TestServer
let clerk: Caller
const screens: Screen[] = []

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  await makeVillage(server, 'two')
  clerk = await signedIn(server, 'clerk', null)
})
afterEach(() => screens.splice(0).forEach((screen) => screen.disconnect()))
afterAll(() => server.close())

function connect(
  auth: object,
  extraHeaders: Record<string, string> = {},
  transports = ['websocket'],
): Screen {
  const screen: Screen = io(`${server.url}/live`, {
    auth,
    extraHeaders,
    transports,
    forceNew: true,
    reconnection: false,
  })
  screens.push(screen)
  return screen
}

function once<Name extends keyof LiveServerEvents>(
  screen: Screen,
  name: Name,
): Promise<Parameters<LiveServerEvents[Name]>[0]> {
  return new Promise((resolve) => {
    const listeners = screen as unknown as { once: (name: string, listener: (value: never) => void) => void }
    listeners.once(name, resolve as (value: never) => void)
  })
}

async function boardOf(village: string): Promise<Board> {
  return (await clerk.get(`/api/villages/${village}/board`)).body as Board
}

async function enter(text: string, door = '1001', village = 'one'): Promise<void> {
  const rule = await ruleId(clerk, village, text)
  const { status } = await clerk.post(`/api/villages/${village}/postings`, {
    id: randomUUID(),
    door,
    rule,
    occurredOn: day,
  })
  expect(status).toBe(201)
}

describe('a screen', () => {
  it('gets the whole board on connecting', async () => {
    const { board, build } = (await once(connect({ village: 'one' }), 'board')) as BoardMessage
    expect(board).toEqual(await boardOf('one'))
    expect(build).toBe('test')
  })

  it('reaches the board of the server by folding what it is told', async () => {
    const screen = connect({ village: 'one' })
    const { board } = (await once(screen, 'board')) as BoardMessage
    const told = once(screen, 'posting')
    await enter('应急值守', '1003')
    expect(foldPosting(board, (await told) as PostingEvent)).toEqual(await boardOf('one'))
  })

  it('is told nothing of another village', async () => {
    const screen = connect({ village: 'one' })
    await once(screen, 'board')
    const told = once(screen, 'posting')
    await enter('应急值守', '1001', 'two')
    await enter('应急值守', '1002', 'one')
    expect(((await told) as PostingEvent).change?.door).toBe('1002')
  })

  it('gets no board when it has the newest already', async () => {
    const { seq, epoch } = await boardOf('one')
    const screen = connect({ village: 'one', seq, epoch })
    let boards = 0
    screen.on('board', () => (boards += 1))
    await new Promise<void>((resolve) => screen.on('connect', resolve))
    const told = once(screen, 'posting')
    await enter('应急值守')
    await told
    expect(boards).toBe(0)
  })

  it('gets a new board when it says that it missed something', async () => {
    const screen = connect(await boardOf('one').then(({ seq, epoch }) => ({ village: 'one', seq, epoch })))
    await new Promise<void>((resolve) => screen.on('connect', resolve))
    const renewed = once(screen, 'board')
    const { epoch, seq } = await boardOf('one')
    screen.emit(
      'hello',
      { seq: seq - 1, epoch, width: 1920, height: 1080, build: 'test', scene: 'leaders' },
      () => {},
    )
    expect(((await renewed) as BoardMessage).board.seq).toBe(seq)
  })

  it('gets the server time in answer to its hello', async () => {
    const screen = connect({ village: 'one' })
    const { board } = (await once(screen, 'board')) as BoardMessage
    const hello = { seq: board.seq, epoch: board.epoch, width: 1, height: 1, build: 'x', scene: 'leaders' }
    const answer = await screen.emitWithAck('hello', hello)
    expect(Math.abs(answer.serverTime - Date.now())).toBeLessThan(60_000)
  })

  it.each([
    ['a village that does not exist', { village: 'nowhere' }],
    ['no village', {}],
    ['a village that is no text', { village: { $gt: '' } }],
  ])('is refused with a sentence for %s', async (_what, auth) => {
    const error = await new Promise<Error>((resolve) => connect(auth).on('connect_error', resolve))
    expect(error.message.length).toBeGreaterThan(5)
  })

  it.each(['websocket', 'polling'])('is refused from a foreign origin over %s', async (transport) => {
    const screen = connect({ village: 'one' }, { origin: 'http://elsewhere.example' }, [transport])
    await expect(
      new Promise((resolve, reject) => {
        screen.on('connect', () => resolve('connected'))
        screen.on('connect_error', reject)
      }),
    ).rejects.toThrow()
  })

  it('does not bring the server down with words that make no sense', async () => {
    const screen = connect({ village: 'one' })
    await once(screen, 'board')
    const anything = screen as unknown as { emit: (name: string, ...values: unknown[]) => void }
    for (const word of [null, 5, 'text', [], { seq: -1 }, { seq: 1e99, epoch: {} }]) {
      anything.emit('hello', word)
      anything.emit('hello', word, 'no function')
      anything.emit('posting', word)
    }
    expect((await clerk.get('/api/villages/one')).status).toBe(200)
    expect(screen.connected).toBe(true)
  })
})

describe('a deduction', () => {
  it('tells the new numbers of its household, without kind, date, text or difference', async () => {
    await enter('应急值守', '1005')
    const screen = connect({ village: 'one' })
    const { board } = (await once(screen, 'board')) as BoardMessage
    const heard: string[] = []
    screen.onAny((name, ...values) => heard.push(JSON.stringify([name, ...values])))
    const told = once(screen, 'posting')
    await enter('乱堆乱放', '1005')
    const event = (await told) as PostingEvent
    const fresh = await boardOf('one')
    const { score, month, quarter, year, byDimension } = fresh.households.find(({ door }) => door === '1005')!
    expect(event).toEqual({
      seq: fresh.seq,
      epoch: fresh.epoch,
      head: fresh.head,
      change: null,
      figures: { door: '1005', score, month, quarter, year, byDimension },
      line: null,
    })
    expect(foldPosting(board, event)).toEqual(fresh)
    expect(fresh.recent).toEqual(board.recent)
    // The next posting comes by the same connection: whatever the deduction said was heard before.
    const next = once(screen, 'posting')
    await enter('应急值守', '1006')
    expect(((await next) as PostingEvent).line).toMatchObject({ household: { door: '1006' } })
    expect(heard).toHaveLength(2)
    expect(heard[0]).not.toContain('乱堆乱放')
  })

  it('reaches a wall of an earlier build with its next heartbeat', async () => {
    const wall = new EarlierWall(await boardOf('one'))
    const { seq, epoch } = wall.board
    const screen = connect({ village: 'one', seq, epoch })
    await new Promise<void>((resolve) => screen.on('connect', resolve))
    const told = once(screen, 'posting')
    await enter('乱堆乱放', '1007')
    const event = (await told) as PostingEvent
    expect(() => wall.take(event)).toThrow(TypeError)
    const renewed = once(screen, 'board')
    screen.emit('hello', { seq, epoch, width: 1, height: 1, build: 'earlier', scene: 'leaders' }, () => {})
    wall.board = ((await renewed) as BoardMessage).board
    expect(wall.board).toEqual(await boardOf('one'))
    const next = once(screen, 'posting')
    await enter('应急值守', '1008')
    expect(wall.take((await next) as PostingEvent)).toBe(true)
    // It does not know the sums of quarter and year.
    const known = ({ quarter: _quarter, year: _year, ...household }: Board['households'][number]) => household
    expect(wall.board.households.map(known)).toEqual((await boardOf('one')).households.map(known))
  })
})
