/** The board of a wall, over a real connection to a real server. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createPinia, setActivePinia } from 'pinia'
import { Server } from 'socket.io'
import { io } from 'socket.io-client'
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { type EffectScope, effectScope, watch } from 'vue'
import { ownerScope } from '../../db/store/scope.ts'
import { changeVillage } from '../../db/villages/villageSettings.ts'
import { useBoardStore } from '../../display/live/boardStore.ts'
import { type LiveBoard, useLiveBoard } from '../../display/live/useLiveBoard.ts'
import type { Board, PostingEvent } from '../../server/domain/board/board.ts'
import {
  type Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../support/server.ts'

const wait = { timeout: 20_000 }
let server: TestServer
let clerk: Caller
const scopes: EffectScope[] = []

beforeEach(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one', 4)
  clerk = await signedIn(server, 'clerk', 'one')
  setActivePinia(createPinia())
  vi.stubGlobal('location', new URL(server.url))
  vi.stubGlobal('screen', { width: 1920, height: 1080 })
  vi.stubGlobal('devicePixelRatio', 1)
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('removeEventListener', () => {})
})
afterEach(async () => {
  for (const scope of scopes.splice(0)) scope.stop()
  vi.unstubAllGlobals()
  await server.close()
})

function open(village = 'one'): { live: LiveBoard; close: () => void } {
  const scope = effectScope()
  scopes.push(scope)
  const word = () => ({ scene: 'leaders', scenes: [], failed: [] })
  const live = scope.run(() =>
    useLiveBoard({ village, screen: null, isPreview: false, word, obey: () => {}, build: 'test' }),
  )!
  return { live, close: () => scope.stop() }
}

async function post(door: string): Promise<void> {
  const rule = await ruleId(clerk, 'one', '应急值守')
  const body = { id: randomUUID(), door, rule, occurredOn: day }
  expect((await clerk.post('/api/villages/one/postings', body)).status).toBe(201)
}

interface HeldFetch {
  /** The server's answer of the moment in which it was asked for. */
  answer: () => void
  fail: (how: 'unavailable' | 'cut' | 'no board') => void
}

/** Boards that are fetched from now on arrive when the test says so; the one of the beginning does not come. */
function holdBoards(): HeldFetch[] {
  const held: HeldFetch[] = []
  const passOn = fetch
  vi.stubGlobal('fetch', async (address: string | URL, options: RequestInit) => {
    if (String(address).endsWith('/board')) throw new TypeError('cut')
    if (!String(address).includes('/board?')) return passOn(address, options)
    const { signal: _signal, ...unending } = options
    const response = await passOn(address, unending)
    const body = await response.text()
    return new Promise<Response>((resolve, reject) => {
      held.push({
        answer: () => resolve(new Response(body)),
        fail: (how) =>
          how === 'cut'
            ? reject(new TypeError('cut'))
            : resolve(new Response('<!doctype html>', { status: how === 'no board' ? 200 : 503 })),
      })
    })
  })
  return held
}

it('is the server’s, and follows each posting', async () => {
  const store = useBoardStore()
  const { live } = open()
  expect(live.state.value).toBe('connecting')
  await expect.poll(() => live.state.value, wait).toBe('live')
  await post('1001')
  await expect.poll(() => store.board?.seq, wait).toBe(1)
  expect(store.news?.line.household.door).toBe('1001')
})

it('is fetched whole after a gap, and tells nothing of what was missed', async () => {
  const store = useBoardStore()
  const { live } = open()
  await expect.poll(() => live.state.value, wait).toBe('live')
  const before = store.board!
  await post('1001')
  await expect.poll(() => store.board?.seq, wait).toBe(1)
  store.replace(before)
  await post('1002')
  await expect.poll(() => store.board?.seq, wait).toBe(2)
  expect(store.news?.line.household.door).toBe('1001')
})

it('has the postings that came while it was fetched', async () => {
  const store = useBoardStore()
  const fetches = holdBoards()
  open()
  await expect.poll(() => fetches.length, wait).toBe(1)
  const other = io(`${server.url}/live`, { auth: { village: 'one', fetch: true }, forceNew: true })
  onTestFinished(() => void other.disconnect())
  const told: number[] = []
  other.on('posting', ({ seq }: PostingEvent) => told.push(seq))
  await new Promise((resolve) => other.once('board', resolve))
  await post('1001')
  await post('1002')
  // The wall is told in the same moment.
  await expect.poll(() => told, wait).toEqual([1, 2])
  fetches[0]?.answer()
  await expect.poll(() => store.board?.seq, wait).toBe(2)
  expect(store.news?.line.household.door).toBe('1002')
  expect(fetches).toHaveLength(1)
})

it('is fetched again when what the public may see changes meanwhile, and the earlier one is not shown', async () => {
  const store = useBoardStore()
  const fetches = holdBoards()
  open()
  await expect.poll(() => fetches.length, wait).toBe(1)
  const shown: (string | undefined)[] = []
  const stop = watch(
    () => store.board?.privacy,
    (privacy) => shown.push(privacy),
    { flush: 'sync' },
  )
  await changeVillage(server.services.store, ownerScope(1), { privacy: 'door' })
  await expect.poll(() => fetches.length, wait).toBe(2)
  fetches[0]?.answer()
  fetches[1]?.answer()
  await expect.poll(() => store.board?.privacy, wait).toBe('door')
  stop()
  expect(shown).toEqual(['door'])
})

it('is fetched until it can be had, and not live before', async () => {
  const fetches = holdBoards()
  const { live } = open()
  for (const [index, how] of (['unavailable', 'cut', 'no board'] as const).entries()) {
    await expect.poll(() => fetches.length, wait).toBe(index + 1)
    fetches[index]?.fail(how)
  }
  await expect.poll(() => fetches.length, wait).toBe(4)
  expect(live.state.value).toBe('connecting')
  fetches.at(-1)?.answer()
  await expect.poll(() => live.state.value, wait).toBe('live')
})

it('comes in the event from a server of an earlier build', async () => {
  const board = (await clerk.get('/api/villages/one/board')).body as Board
  const http = createServer().listen(0, '127.0.0.1')
  const earlier = new Server(http)
  onTestFinished(() => earlier.close())
  await once(http, 'listening')
  earlier.of('/live').on('connection', (socket) => {
    socket.on('hello', (_hello: unknown, answer: (answer: object) => void) =>
      answer({ serverTime: Date.now(), build: 'earlier' }),
    )
    socket.emit('board', { board, serverTime: Date.now(), build: 'earlier' })
  })
  vi.stubGlobal('location', new URL(`http://127.0.0.1:${(http.address() as AddressInfo).port}`))
  const { live } = open()
  await expect.poll(() => live.state.value, wait).toBe('live')
  expect(useBoardStore().board?.households).toEqual(board.households)
  expect(live.serverBuild.value).toBe('earlier')
})

it('says that the server does not know the village', async () => {
  const { live } = open('nowhere')
  await expect.poll(() => live.refusal.value, wait).toBe('unknown')
})

it('ends with its scope: the server has one screen less', async () => {
  const { live, close } = open()
  await expect.poll(() => live.state.value, wait).toBe('live')
  const { screens } = server.services
  expect([...screens.lists.countLive().values()]).toEqual([1])
  close()
  await expect.poll(() => [...screens.lists.countLive().values()].join(), wait).toBe('')
})
