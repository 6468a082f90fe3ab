/** The board of a wall, over a real connection to a real server. */
import { randomUUID } from 'node:crypto'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type EffectScope, effectScope } from 'vue'
import { useBoardStore } from '../../display/live/boardStore.ts'
import { type LiveBoard, useLiveBoard } from '../../display/live/useLiveBoard.ts'
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
  makeVillage(server, 'one', 4)
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
  // The server does not send a whole board again within moments of the first; the page asks at each gap.
  const isWhole = async () => {
    const seq = store.board?.seq ?? 0
    if (seq === 0) await post('1002')
    return seq > 1
  }
  await expect.poll(isWhole, { ...wait, interval: 1_000 }).toBe(true)
  expect(store.news?.line.household.door).toBe('1001')
})

it('says that the server does not know the village', async () => {
  const { live } = open('nowhere')
  await expect.poll(() => live.refusal.value, wait).toBe('unknown')
})

it('ends with its scope: the server has one screen less', async () => {
  const { live, close } = open()
  await expect.poll(() => live.state.value, wait).toBe('live')
  const { screens } = server.services
  expect([...screens.countLive().values()]).toEqual([1])
  close()
  await expect.poll(() => [...screens.countLive().values()].join(), wait).toBe('')
})
