/** Walls of earlier builds take smallest units for points: where these are not whole points, such walls reload first. */
import { randomUUID } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeEach, beforeAll, expect, it } from 'vitest'
import type { LiveClientEvents, LiveServerEvents } from '../../server/contract/live/live.ts'
import {
  type Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../support/server.ts'

interface Screen {
  socket: Socket<LiveServerEvents, LiveClientEvents>
  /** Names of the events and the types of orders, in their order. */
  heard: string[]
}

let server: TestServer
let admin: Caller
let slug = ''
const screens: Screen[] = []

beforeAll(async () => {
  server = await startTestServer()
  admin = await signedIn(server, 'admin', null)
})
beforeEach(async () => {
  slug = `v${randomUUID().slice(0, 8)}`
  await makeVillage(server, slug)
})
afterEach(() => screens.splice(0).forEach(({ socket }) => socket.disconnect()))
afterAll(() => server.close())

function connect(auth: object): Screen {
  const socket: Screen['socket'] = io(`${server.url}/live`, {
    auth: { village: slug, ...auth },
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  })
  const screen: Screen = { socket, heard: [] }
  socket.onAny((name: string, message: { type?: string }) =>
    screen.heard.push(message.type ? `${name} ${message.type}` : name),
  )
  screens.push(screen)
  return screen
}

const earlier = { fetch: true }
const present = { fetch: true, units: true }
const setUnit = async (unit: number) =>
  expect(await admin.call('PATCH', `/api/villages/${slug}`, { unit })).toMatchObject({ status: 200 })
const heard = (screen: Screen, what: string) =>
  expect.poll(() => screen.heard, { interval: 5 }).toContain(what)

async function post(): Promise<void> {
  const rule = await ruleId(admin, slug, '应急值守')
  const body = { id: randomUUID(), door: '1001', rule, occurredOn: day }
  expect((await admin.post(`/api/villages/${slug}/postings`, body)).status).toBe(201)
}

/** A hello's answer comes after everything that its screen was sent before. */
const hello = async ({ socket }: Screen) =>
  socket.emitWithAck('hello', { seq: 0, epoch: '', width: 1, height: 1, build: 'old', scene: 'leaders' })

it('tells an earlier wall to reload, and sends it neither boards nor postings', async () => {
  await setUnit(0.5)
  const [old, whole, own] = [connect(earlier), connect({}), connect(present)]
  await Promise.all([heard(old, 'screen reload'), heard(whole, 'screen reload'), heard(own, 'board')])
  await post()
  await heard(own, 'posting')
  await Promise.all([hello(old), hello(whole)])
  for (const { heard } of [old, whole]) expect(heard.filter((what) => what !== 'screen reload')).toEqual([])
  expect(own.heard).not.toContain('screen reload')
})

it('tells an earlier wall to reload once its village counts in parts of points', async () => {
  const [old, own] = [connect(earlier), connect(present)]
  await Promise.all([heard(old, 'board'), heard(own, 'board')])
  await setUnit(0.1)
  await heard(old, 'screen reload')
  await post()
  await heard(own, 'posting')
  await hello(old)
  expect(old.heard.filter((what) => what !== 'screen reload')).toEqual(['board'])
})

it('serves an earlier wall as before where points are whole', async () => {
  const old = connect(earlier)
  await heard(old, 'board')
  await post()
  await heard(old, 'posting')
  expect(old.heard).not.toContain('screen reload')
})
