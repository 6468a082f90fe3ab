/** What the server knows of its screens, and what it tells them. */
import { pino } from 'pino'
import { io, type Socket } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  type LiveClientEvents,
  type LiveServerEvents,
  type ScreenOrder,
  silentAfterMs,
} from '../../server/contract/live/live.ts'
import type { ScreenList, ScreenView } from '../../server/contract/villages/screens.ts'
import { defaultSettings } from '../../server/domain/board/screens.ts'
import { valueOf } from '../support/db/values.ts'
import {
  type Caller,
  makeScreen,
  makeVillage,
  signedIn,
  startTestServer,
  type TestServer,
} from '../support/server.ts'

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
  await makeVillage(server, 'one')
  await makeVillage(server, 'two')
  admin = await signedIn(server, 'admin', null)
  for (const key of ['hall', 'gate', '大厅']) await makeScreen(server, 'one', key)
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

async function find(key = 'hall'): Promise<ScreenView> {
  const { items } = await list()
  return items.find((screen) => screen.key === key)!
}

/** Asks again until it holds. */
const until = (holds: () => boolean | Promise<boolean>) => vi.waitUntil(holds, 60_000)

describe('a screen with a name in its address', () => {
  it('is known with all that it said, as long as it is open and after', async () => {
    const scenes = [{ name: 'leaders', title: '文明积分榜' }]
    const { wall } = await openWall({ screen: '大厅' }, { scenes, clock: Date.now() + 90_000 })
    const screen = await find('大厅')
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
    expect(await list('two')).toEqual({ items: [], waiting: [], unnamed: 0 })
    wall.disconnect()
    await until(async () => (await find('大厅')).state === 'away')
    expect(await find('大厅')).toMatchObject({
      width: 1920,
      scene: 'leaders',
      connectedAt: null,
      address: null,
    })
  })

  it('obeys what is set for it at once, and again when it comes back', async () => {
    const { wall, orders } = await openWall({ screen: 'hall' })
    const { id } = await find()
    const settings = { ...defaultSettings, theme: 'ye', period: 'month' }
    const changed = await admin.call('PATCH', `/api/villages/one/screens/${id}`, { name: '大门', settings })
    expect(changed.status).toBe(200)
    await until(() => orders.length === 2)
    expect(orders[1]).toEqual({ type: 'settings', name: '大门', settings })
    wall.disconnect()
    const again = await openWall({ screen: 'hall' })
    await until(() => again.orders.length === 1)
    expect(again.orders[0]).toEqual({ type: 'settings', name: '大门', settings })
    expect((await find()).key).toBe('hall')
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
    const { id } = await find()
    expect((await admin.call('DELETE', `/api/villages/one/screens/${id}`)).status).toBe(204)
    expect(await find()).toBeUndefined()
    expect((await admin.call('DELETE', `/api/villages/one/screens/${id}`)).status).toBe(404)
  })

  it('is silent when no word has come for twelve seconds, and live again with the next', async () => {
    const { wall } = await openWall({ screen: 'hall' })
    const metric = async () =>
      /^yiping_screens\{.*village="one".*\} (\d+)/m.exec((await admin.get('/metrics')).body as string)?.[1] ??
      '0'
    expect(await metric()).toBe('1')
    const { lastWordAt } = await find()
    onTestFinished(() => void vi.useRealTimers())
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(lastWordAt ?? '') + silentAfterMs })
    expect((await find()).state).toBe('live')
    vi.setSystemTime(Date.now() + 1)
    expect((await find()).state).toBe('silent')
    expect(await metric()).toBe('0')
    vi.useRealTimers()
    await say(wall)
    expect((await find()).state).toBe('live')
  })
})

describe('a screen without a name', () => {
  it('is counted, and a picture of a screen in the panel is not', async () => {
    await openWall({})
    await openWall({ preview: true })
    expect(await list()).toMatchObject({ waiting: [], unnamed: 1 })
  })
})

describe('a picture of a screen in the panel', () => {
  it('is told what the screen shows, and is not taken for it', async () => {
    await openWall({ screen: 'hall' })
    const picture = await openWall({ screen: 'hall', preview: true }, { width: 10, height: 10 })
    const { id, width } = await find()
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
    expect((await find()).failed).toEqual(failed)
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
    const { id } = await find()
    const refused = await admin.call('PATCH', `/api/villages/one/screens/${id}`, {
      settings: { ...defaultSettings, ...change },
    })
    expect(refused.status).toBe(400)
    expect(JSON.stringify(refused.body)).toContain(field)
    expect((await find()).settings).toEqual(defaultSettings)
  })

  it('are for administrators to change, and for all staff to see', async () => {
    await openWall({ screen: 'hall' })
    const { id } = await find()
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

describe('a screen that nobody has confirmed', () => {
  const secret = (letter: string) => letter.repeat(32)

  async function confirm(key: string, index = 0): Promise<ScreenView> {
    const waiting = (await list()).waiting.filter((one) => one.key === key)[index]!
    const { status, body } = await admin.post(
      `/api/villages/one/screens/waiting/${waiting.id}/confirmation`,
      undefined,
    )
    expect(status).toBe(200)
    return body as ScreenView
  }

  it('waits, shows the usual playlist, and is a screen after one click', async () => {
    const { wall, orders } = await openWall({ screen: 'new', device: secret('a') })
    expect(await find('new')).toBeUndefined()
    expect((await list()).waiting).toMatchObject([
      { key: 'new', replaces: null, address: '127.0.0.1', width: 1920, height: 1080, isOpen: true },
    ])
    await until(() => orders.length === 1)
    expect(orders).toEqual([{ type: 'settings', name: 'new', settings: defaultSettings }])
    expect(await confirm('new')).toMatchObject({ key: 'new', state: 'live', width: 1920 })
    expect((await list()).waiting).toEqual([])
    wall.disconnect()
    await openWall({ screen: 'new', device: secret('a') })
    expect((await list()).waiting).toEqual([])
  })

  it('is not listed again once it is refused', async () => {
    const { wall } = await openWall({ screen: 'new', device: secret('a') })
    const [{ id } = { id: '' }] = (await list()).waiting
    expect((await admin.call('DELETE', `/api/villages/one/screens/waiting/${id}`)).status).toBe(204)
    wall.disconnect()
    await openWall({ screen: 'new', device: secret('a') })
    expect(await list()).toMatchObject({ waiting: [] })
    expect((await admin.call('DELETE', `/api/villages/one/screens/waiting/${id}`)).status).toBe(404)
  })

  it('never takes the place of one that is confirmed', async () => {
    for (let number = 0; number < 70; number += 1) {
      const { wall } = await openWall({ screen: `made-up-${number}` })
      wall.disconnect()
    }
    const { items, waiting } = await list()
    expect(items).toHaveLength(3)
    expect(waiting).toHaveLength(10)
    expect(waiting.at(-1)?.key).toBe('made-up-69')
  })

  it('cannot be confirmed where sixty are', async () => {
    for (let number = 0; number < 57; number += 1) await makeScreen(server, 'one', `hall-${number}`)
    await openWall({ screen: 'new', device: secret('a') })
    const [{ id } = { id: '' }] = (await list()).waiting
    const { status, body } = await admin.post(
      `/api/villages/one/screens/waiting/${id}/confirmation`,
      undefined,
    )
    expect(status).toBe(409)
    expect(JSON.stringify(body)).toContain('60')
  })

  it('is for administrators to answer', async () => {
    await openWall({ screen: 'new' })
    const [{ id } = { id: '' }] = (await list()).waiting
    const clerk = await signedIn(server, 'clerk', 'one')
    const path = `/api/villages/one/screens/waiting/${id}`
    expect((await clerk.post(`${path}/confirmation`, undefined)).status).toBe(403)
    expect((await clerk.call('DELETE', path)).status).toBe(403)
    expect((await list('two')).waiting).toEqual([])
  })

  it('cannot speak as one that is bound to another device', async () => {
    const hall = await openWall({ screen: 'hall', device: secret('a') }, { scene: 'leaders' })
    const other = await openWall({ screen: 'hall', device: secret('b') }, { scene: 'everyone', width: 5 })
    const old = await openWall({ screen: 'hall' }, { scene: 'rules', width: 6 })
    expect(await find()).toMatchObject({ scene: 'leaders', width: 1920 })
    await admin.post(`/api/villages/one/screens/${(await find()).id}/orders`, { type: 'reload' })
    await until(() => hall.orders.length === 2)
    await say(other.wall)
    await say(old.wall)
    expect([other.orders.length, old.orders.length]).toEqual([1, 1])
    for (const { wall } of [hall, other, old]) wall.disconnect()
    await until(async () => (await find()).state === 'away')
    expect(await find()).toMatchObject({ scene: 'leaders', width: 1920 })
  })

  it('shows meanwhile what is set for the screen of its name, and takes its place after a click', async () => {
    const first = await openWall({ screen: 'hall', device: secret('a') })
    const settings = { ...defaultSettings, calm: true }
    await admin.call('PATCH', `/api/villages/one/screens/${(await find()).id}`, { settings })
    const lost = await openWall({ screen: 'hall', device: secret('b') }, { width: 1080 })
    await until(() => lost.orders.length === 1)
    expect(lost.orders[0]).toMatchObject({ type: 'settings', settings })
    expect((await list()).waiting).toMatchObject([{ key: 'hall', replaces: 'hall' }])
    await confirm('hall')
    await say(lost.wall, { width: 1080 })
    expect((await find()).width).toBe(1080)
    first.wall.disconnect()
    await openWall({ screen: 'hall', device: secret('a') })
    expect((await list()).waiting).toMatchObject([{ key: 'hall', isOpen: true }])
  })

  it('of the build before, without a secret, goes on as the screen it was until a device binds', async () => {
    await openWall({ screen: 'hall' }, { width: 800 })
    expect(await find()).toMatchObject({ state: 'live', width: 800 })
    expect((await list()).waiting).toEqual([])
  })

  it('waits again when it was forgotten', async () => {
    const { orders } = await openWall({ screen: 'hall', device: secret('a') })
    await admin.call('PATCH', `/api/villages/one/screens/${(await find()).id}`, {
      settings: { ...defaultSettings, calm: true },
    })
    await admin.call('DELETE', `/api/villages/one/screens/${(await find()).id}`)
    await until(() => orders.length === 3)
    expect(orders[2]).toEqual({ type: 'settings', name: 'hall', settings: defaultSettings })
    expect((await list()).waiting).toMatchObject([{ key: 'hall', replaces: null, isOpen: true }])
  })

  it('stores the secret of its device as a hash only', async () => {
    await openWall({ screen: 'hall', device: secret('a') })
    const device = await valueOf(server.services.store, 'SELECT device FROM screens WHERE key = ?', 'hall')
    expect(device).toMatch(/^[0-9a-f]{64}$/)
  })
})
