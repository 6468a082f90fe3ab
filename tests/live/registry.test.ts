/** What the server knows of its screens, and what it tells them. */
import { pino } from 'pino'
import { io, type Socket } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type LiveClientEvents,
  type LiveServerEvents,
  type ScreenOrder,
  silentAfterMs,
} from '../../server/contract/live.ts'
import { type ScreenList, type ScreenView } from '../../server/contract/screens.ts'
import { defaultSettings } from '../../server/domain/screens.ts'
import { type Caller, makeVillage, signedIn, startTestServer, type TestServer } from '../server.ts'

type Wall = Socket<LiveServerEvents, LiveClientEvents>

let server: TestServer
let admin: Caller
let logged: Record<string, unknown>[]
const walls: Wall[] = []

beforeEach(async () => {
  logged = []
  const log = pino(
    { level: 'warn' },
    { write: (line) => logged.push(JSON.parse(line) as Record<string, unknown>) },
  )
  server = await startTestServer({ log })
  makeVillage(server, 'one')
  makeVillage(server, 'two')
  admin = await signedIn(server, 'admin', null)
})
afterEach(async () => {
  walls.splice(0).forEach((wall) => wall.disconnect())
  await server.close()
})

interface OpenWall {
  wall: Wall
  orders: ScreenOrder[]
}

/** A wall that says one word, and no more. */
async function openWall(auth: object, word: Partial<Parameters<LiveClientEvents['hello']>[0]> = {}) {
  const wall: Wall = io(`${server.url}/live`, {
    auth: { village: 'one', ...auth },
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  })
  walls.push(wall)
  const open: OpenWall = { wall, orders: [] }
  wall.on('screen', (order) => open.orders.push(order))
  await new Promise<void>((resolve) => wall.on('connect', () => resolve()))
  await say(wall, word)
  return open
}

async function say(wall: Wall, word: Partial<Parameters<LiveClientEvents['hello']>[0]> = {}): Promise<void> {
  const hello = { seq: 0, epoch: '', width: 1920, height: 1080, build: 'test', scene: 'leaders', ...word }
  await wall.emitWithAck('hello', { clock: Date.now(), ...hello })
}

async function list(village = 'one'): Promise<ScreenList> {
  return (await admin.get(`/api/villages/${village}/screens`)).body as ScreenList
}

async function only(): Promise<ScreenView> {
  const { items } = await list()
  expect(items).toHaveLength(1)
  return items[0]!
}

/** Asks again until it holds; the test's own time limit ends it. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resume) => setTimeout(resume, 50))
}

describe('a screen with a name in its address', () => {
  it('is known with all that it said, as long as it is open and after', async () => {
    const scenes = [{ name: 'leaders', title: '文明积分榜' }]
    const { wall } = await openWall({ screen: '大厅' }, { scenes, clock: Date.now() + 90_000 })
    const screen = await only()
    expect(screen).toMatchObject({
      key: '大厅',
      name: '大厅',
      state: 'live',
      address: '127.0.0.1',
      width: 1920,
      height: 1080,
      build: 'test',
      isCurrent: true,
      scene: 'leaders',
      scenes,
      settings: defaultSettings,
    })
    expect(Math.round((screen.clockDifferenceMs ?? 0) / 10_000)).toBe(9)
    expect(await list('two')).toEqual({ items: [], unnamed: 0 })
    wall.disconnect()
    await until(async () => (await only()).state === 'away')
    expect(await only()).toMatchObject({ width: 1920, scene: 'leaders', connectedAt: null, address: null })
  })

  it('obeys what is set for it at once, and again when it comes back', async () => {
    const { wall, orders } = await openWall({ screen: 'hall' })
    const { id } = await only()
    const settings = { ...defaultSettings, theme: 'ye', period: 'month' }
    const changed = await admin.call('PATCH', `/api/villages/one/screens/${id}`, { name: '大门', settings })
    expect(changed.status).toBe(200)
    await until(() => orders.length === 2)
    expect(orders[1]).toEqual({ type: 'settings', name: '大门', settings })
    wall.disconnect()
    const again = await openWall({ screen: 'hall' })
    await until(() => again.orders.length === 1)
    expect(again.orders[0]).toEqual({ type: 'settings', name: '大门', settings })
    expect((await only()).key).toBe('hall')
  })

  it('is asked for its name and to reload, alone', async () => {
    const hall = await openWall({ screen: 'hall' })
    const gate = await openWall({ screen: 'gate' })
    const { items } = await list()
    const id = items.find(({ key }) => key === 'hall')!.id
    for (const type of ['identify', 'reload'])
      expect((await admin.post(`/api/villages/one/screens/${id}/orders`, { type })).status).toBe(204)
    await until(() => hall.orders.length === 3)
    expect(hall.orders.slice(1)).toEqual([{ type: 'identify', name: 'hall' }, { type: 'reload' }])
    await say(gate.wall)
    expect(gate.orders).toHaveLength(1)
  })

  it('can be forgotten', async () => {
    const { wall } = await openWall({ screen: 'hall' })
    wall.disconnect()
    const { id } = await only()
    expect((await admin.call('DELETE', `/api/villages/one/screens/${id}`)).status).toBe(204)
    expect(await list()).toEqual({ items: [], unnamed: 0 })
    expect((await admin.call('DELETE', `/api/villages/one/screens/${id}`)).status).toBe(404)
  })

  it('is silent when no word has come for twelve seconds, and live again with the next', async () => {
    const { wall } = await openWall({ screen: 'hall' })
    const metric = async () =>
      /^yiping_screens\{.*village="one".*\} (\d+)/m.exec((await admin.get('/metrics')).body as string)?.[1] ??
      '0'
    expect(await metric()).toBe('1')
    await until(async () => (await only()).state === 'silent')
    expect(Date.now() - Date.parse((await only()).lastWordAt ?? '')).toBeGreaterThan(silentAfterMs)
    expect(await metric()).toBe('0')
    await say(wall)
    expect((await only()).state).toBe('live')
  })
})

describe('a screen without a name', () => {
  it('is counted, and a picture of a screen in the panel is not', async () => {
    await openWall({})
    await openWall({ preview: true })
    expect(await list()).toEqual({ items: [], unnamed: 1 })
  })
})

describe('a picture of a screen in the panel', () => {
  it('is told what the screen shows, and is not taken for it', async () => {
    await openWall({ screen: 'hall' })
    const picture = await openWall({ screen: 'hall', preview: true }, { width: 10, height: 10 })
    const { id, width } = await only()
    expect(width).toBe(1920)
    await admin.post(`/api/villages/one/screens/${id}/orders`, { type: 'reload' })
    const settings = { ...defaultSettings, calm: true }
    await admin.call('PATCH', `/api/villages/one/screens/${id}`, { settings })
    await until(() => picture.orders.length === 2)
    expect(picture.orders.map(({ type }) => type)).toEqual(['settings', 'settings'])
  })
})

describe('a scene that threw', () => {
  it('is in the list and once in the log, however often the screen says so', async () => {
    const failed = [{ scene: 'groups', error: 'TypeError: x' }]
    const { wall } = await openWall({ screen: 'hall' }, { failed })
    for (let time = 0; time < 3; time += 1) await say(wall, { failed })
    expect((await only()).failed).toEqual(failed)
    expect(logged.filter(({ scene }) => scene === 'groups')).toMatchObject([
      { level: 40, screen: 'hall', scene: 'groups', error: 'TypeError: x' },
    ])
  })
})

describe('the settings of a screen', () => {
  it.each([
    ['theme', { theme: 'pink' }],
    ['hours', { hours: { from: '25:00', to: '08:00' } }],
    ['playlist', { playlist: [{ scene: 'leaders', on: true, dwellSeconds: 0 }] }],
  ])('with a bad %s are refused, and the field is named', async (field, change) => {
    await openWall({ screen: 'hall' })
    const { id } = await only()
    const refused = await admin.call('PATCH', `/api/villages/one/screens/${id}`, {
      settings: { ...defaultSettings, ...change },
    })
    expect(refused.status).toBe(400)
    expect(JSON.stringify(refused.body)).toContain(field)
    expect((await only()).settings).toEqual(defaultSettings)
  })

  it('are for administrators to change, and for all staff to see', async () => {
    await openWall({ screen: 'hall' })
    const { id } = await only()
    const viewer = await signedIn(server, 'viewer', 'one')
    expect((await viewer.get('/api/villages/one/screens')).status).toBe(200)
    const path = `/api/villages/one/screens/${id}`
    expect((await viewer.call('PATCH', path, { name: 'x' })).status).toBe(403)
    expect((await viewer.post(`${path}/orders`, { type: 'reload' })).status).toBe(403)
    expect((await viewer.call('DELETE', path)).status).toBe(403)
    const stranger = await signedIn(server, 'admin', 'two')
    expect((await stranger.get('/api/villages/one/screens')).status).toBe(403)
  })
})

it('names in addresses do not fill the server: a village has sixty screens at most', async () => {
  for (let number = 0; number < 65; number += 1) {
    const { wall } = await openWall({ screen: `hall-${number}` })
    wall.disconnect()
  }
  expect((await list()).items).toHaveLength(60)
})
