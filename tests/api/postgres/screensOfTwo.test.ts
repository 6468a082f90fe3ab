/** Two servers on one database: the panel of each shows all walls, and its orders reach them. */
import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { LiveClientEvents, LiveServerEvents, ScreenOrder } from '../../../server/contract/live/live.ts'
import type { ScreenList } from '../../../server/contract/villages/screens.ts'
import {
  type Caller,
  makeScreen,
  makeVillage,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

let first: TestServer
let second: TestServer
let admin: Caller
const sockets: Socket[] = []
const screens = '/api/villages/one/screens'

beforeAll(async () => {
  first = await startTestServer()
  second = await startTestServer({ environment: { databaseUrl: first.services.environment.databaseUrl } })
  await makeVillage(first, 'one')
  await makeScreen(first, 'one', 'hall')
  admin = await signedIn(first, 'admin', null)
})
afterEach(() => sockets.splice(0).forEach((socket) => socket.disconnect()))
afterAll(() => first.close())

/** Opens a wall at the second server. @returns the orders that it gets */
function openWall(screen: string, device?: string): ScreenOrder[] {
  const orders: ScreenOrder[] = []
  const wall: Socket<LiveServerEvents, LiveClientEvents> = io(`${second.url}/live`, {
    auth: { village: 'one', screen, ...(device ? { device } : {}) },
    transports: ['websocket'],
    forceNew: true,
  })
  sockets.push(wall as unknown as Socket)
  wall.on('screen', (order) => orders.push(order))
  wall.on('connect', () =>
    wall.emit(
      'hello',
      { seq: 0, epoch: '', width: 1920, height: 1080, build: 'test', scene: 'leaders' },
      () => {},
    ),
  )
  return orders
}

const list = async () => (await admin.get(screens)).body as ScreenList
const stateOf = async (key: string) => (await list()).items.find((one) => one.key === key)?.state

describe('a wall at another server', () => {
  it('is live in the panel, and away once it is closed', async () => {
    openWall('hall')
    await expect.poll(() => stateOf('hall'), { timeout: 15_000 }).toBe('live')
    expect((await list()).items[0]).toMatchObject({ width: 1920, scene: 'leaders' })
    sockets.splice(0).forEach((socket) => socket.disconnect())
    await expect.poll(() => stateOf('hall')).toBe('away')
  })

  it('gets the orders and the settings that are given here', async () => {
    const orders = openWall('hall')
    await expect.poll(() => stateOf('hall')).toBe('live')
    const [hall] = (await list()).items
    await admin.post(`${screens}/${hall!.id}/orders`, { type: 'identify' })
    await expect.poll(() => orders.at(-1)).toEqual({ type: 'identify', name: hall!.name })
    const { status } = await admin.call('PATCH', `${screens}/${hall!.id}`, { name: '大厅' })
    expect(status).toBe(200)
    await expect.poll(() => orders.at(-1)).toMatchObject({ type: 'settings', name: '大厅' })
  })

  it('is confirmed here, or refused', async () => {
    openWall('door', 'a'.repeat(32))
    openWall('gate', 'b'.repeat(32))
    await expect
      .poll(async () => (await list()).waiting.map(({ key }) => key).sort())
      .toEqual(['door', 'gate'])
    const [door, gate] = (await list()).waiting.sort((one, other) => (one.key < other.key ? -1 : 1))
    expect((await admin.call('DELETE', `${screens}/waiting/${gate!.id}`)).status).toBe(204)
    expect((await admin.post(`${screens}/waiting/${door!.id}/confirmation`, {})).status).toBeLessThan(300)
    await expect.poll(async () => (await list()).waiting).toEqual([])
    await expect.poll(() => stateOf('door')).toBe('live')
  })
})

describe('a server that stops', () => {
  it('takes its walls along', async () => {
    openWall('hall')
    await expect.poll(() => stateOf('hall')).toBe('live')
    await second.close()
    await expect.poll(() => stateOf('hall')).toBe('away')
  })
})
