/** Clients that ask and never read, or ask for too much. */
import { randomUUID } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { LiveLimits } from '../../server/live/limits.ts'
import { askWithoutReading, openRaw, type RawClient, RawPolling } from '../support/live/rawClient.ts'
import { day, makeVillage, ruleId, signedIn, startTestServer, type TestServer } from '../support/server.ts'

const unbounded = { joinsPerConnection: 1e9, boardsPerConnection: 1e9, packetsPerConnection: 1e9 }
const join = '40/live,{"village":"one"}'
const leave = '41/live,'

async function start(limits: Partial<LiveLimits>, households = 12): Promise<TestServer> {
  const server = await startTestServer({ limits })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one', households)
  return server
}

async function raw(server: TestServer, headers?: Record<string, string>): Promise<RawClient> {
  const client = await openRaw(server.url, headers)
  onTestFinished(() => client.close())
  return client
}

const openWalls = async (server: TestServer) => (await server.services.screens.lists.list(1)).unnamed

async function untilOpen(server: TestServer, walls: number): Promise<void> {
  await expect.poll(async () => openWalls(server), { interval: 5, timeout: 5_000 }).toBe(walls)
}

/** Bytes that this process holds on to. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

const hello = (id: number, seq = 0) =>
  `42/live,${id}${JSON.stringify(['hello', { seq, epoch: '', width: 1, height: 1, build: 'x', scene: 'x' }])}`

describe('a websocket that is not read', () => {
  it('makes the server keep nothing, however often it joins', async () => {
    const server = await start({ ...unbounded, unreadMs: 60_000 }, 800)
    const clients = await Promise.all(Array.from({ length: 12 }, () => raw(server)))
    const before = heldBytes()
    for (const client of clients) client.stopReading()
    for (let times = 0; times < 60; times += 1) {
      for (const client of clients) client.send(join)
      await untilOpen(server, clients.length)
      for (const client of clients) client.send(leave)
      await untilOpen(server, 0)
    }
    expect((heldBytes() - before) / 1e6).toBeLessThan(15)
  })

  it('is closed, even if it goes on speaking', async () => {
    const server = await start({ ...unbounded, unreadMs: 1_200 })
    const client = await raw(server)
    client.send(join)
    await expect.poll(async () => openWalls(server)).toBe(1)
    client.stopReading()
    // Pongs that nobody asked for keep the heartbeat of Engine.IO content.
    const speaking = setInterval(() => client.send('3'), 100)
    onTestFinished(() => clearInterval(speaking))
    await expect.poll(async () => openWalls(server), { timeout: 4_000 }).toBe(0)
  })

  it('is closed in the panel too', async () => {
    const server = await start({ ...unbounded, unreadMs: 1_200 })
    const admin = await signedIn(server, 'admin', null)
    const client = await raw(server, { cookie: admin.cookie ?? '' })
    client.send('40/staff,')
    await expect.poll(() => client.text()).toContain('40/staff,')
    client.stopReading()
    let isClosed = false
    const speaking = setInterval(() => client.send('3'), 100)
    onTestFinished(() => clearInterval(speaking))
    client.onClosed(() => (isClosed = true))
    await expect.poll(() => isClosed, { timeout: 4_000 }).toBe(true)
  })

  it('stays open while it is read', async () => {
    const server = await start({ unreadMs: 600 })
    const { io } = await import('socket.io-client')
    const screen = io(`${server.url}/live`, {
      auth: { village: 'one' },
      transports: ['websocket'],
      forceNew: true,
    })
    onTestFinished(() => void screen.disconnect())
    let pings = 0
    screen.io.on('ping', () => (pings += 1))
    await expect.poll(() => pings, { timeout: 20_000 }).toBe(1)
    expect(screen.connected).toBe(true)
  })
})

describe('polling', () => {
  it('without polls is closed, even if it goes on speaking', async () => {
    const server = await start({ ...unbounded, unreadMs: 1_200 })
    const polling = new RawPolling(server.url)
    await polling.open()
    expect(await polling.post(join)).toBe(200)
    await expect.poll(() => polling.post('3'), { timeout: 4_000 }).toBe(400)
    expect(await openWalls(server)).toBe(0)
  })

  it('gets what it missed between two polls: one board, not one for each', async () => {
    const server = await start(unbounded)
    const polling = new RawPolling(server.url)
    await polling.open()
    for (let times = 0; times < 20; times += 1) {
      await polling.post(join)
      await untilOpen(server, 1)
      await polling.post(leave)
      await untilOpen(server, 0)
    }
    await polling.post(join)
    const packets: string[] = []
    while (!packets.some((packet) => packet.includes('"board"'))) packets.push(...(await polling.poll()))
    expect(packets.filter((packet) => packet.includes('"board"'))).toHaveLength(1)
  })

  it('tells the panel every posting that came between two polls', async () => {
    const server = await start({})
    const admin = await signedIn(server, 'admin', null)
    const polling = new RawPolling(server.url, { cookie: admin.cookie ?? '' })
    await polling.open()
    await polling.post('40/staff,')
    await polling.poll()
    await polling.post('42/staff,0["follow","one"]')
    await polling.poll()
    const rule = await ruleId(admin, 'one', '应急值守')
    for (const door of ['1001', '1002', '1003'])
      await admin.post('/api/villages/one/postings', { id: randomUUID(), door, rule, occurredOn: day })
    const told: string[] = []
    while (!told.join('').includes('"1003"')) told.push(...(await polling.poll()))
    for (const door of ['1001', '1002', '1003']) expect(told.join('')).toContain(`"${door}"`)
  })
})

describe('an answer over HTTP that is not read', () => {
  it('is dropped', async () => {
    const server = await start({ unreadMs: 1_200 }, 800)
    const socket = askWithoutReading(`${server.url}/api/villages/one/board`, 400)
    onTestFinished(() => void socket.destroy())
    let isClosed = false
    socket.on('error', () => (isClosed = true))
    const knocking = setInterval(() => socket.write('\r\n'), 100)
    onTestFinished(() => clearInterval(knocking))
    await expect.poll(() => isClosed, { timeout: 15_000 }).toBe(true)
  })
})

describe('a connection', () => {
  it('that joins again and again is closed', async () => {
    const server = await start({ joinsPerConnection: 5 })
    const client = await raw(server)
    let isClosed = false
    client.onClosed(() => (isClosed = true))
    for (let times = 0; times < 5; times += 1) {
      client.send(join)
      await untilOpen(server, 1)
      client.send(leave)
      await untilOpen(server, 0)
    }
    client.send(join)
    await expect.poll(() => isClosed).toBe(true)
  })

  it('that speaks too much is closed', async () => {
    const server = await start({ packetsPerConnection: 50 })
    const client = await raw(server)
    let isClosed = false
    client.onClosed(() => (isClosed = true))
    client.send(join)
    await untilOpen(server, 1)
    for (let times = 0; times < 60; times += 1) client.send(hello(times))
    await expect.poll(() => isClosed).toBe(true)
  })

  it('gets so many boards a minute and no more, and an answer each time', async () => {
    const server = await start({ boardsPerConnection: 1 })
    const client = await raw(server)
    client.send(join)
    await expect.poll(() => client.text()).toContain('"board"')
    for (const id of [1, 2, 3]) {
      client.send(leave)
      await untilOpen(server, 0)
      client.send(join)
      await untilOpen(server, 1)
      client.send(hello(id))
      await expect.poll(() => client.text()).toContain(`43/live,${id}[`)
    }
    expect(client.text().split('["board",')).toHaveLength(2)
  })
})

describe('one address', () => {
  const from = (address: string) => ({ 'x-forwarded-for': address })

  it('has a bounded number of connections, over both transports', async () => {
    const server = await start({ connectionsPerAddress: 2 })
    const first = await raw(server, from('203.0.113.7'))
    expect(await new RawPolling(server.url, from('203.0.113.7')).open()).toBe(200)
    await expect(openRaw(server.url, from('203.0.113.7'))).rejects.toThrow('refused')
    expect(await new RawPolling(server.url, from('203.0.113.7')).open()).toBe(403)
    expect(await new RawPolling(server.url, from('203.0.113.8')).open()).toBe(200)
    first.close()
    await expect.poll(() => new RawPolling(server.url, from('203.0.113.7')).open()).toBe(200)
  })

  it('gets so many boards a minute over all its connections', async () => {
    const server = await start({ boardsPerAddress: 1 })
    const first = await raw(server, from('203.0.113.7'))
    first.send(join)
    await expect.poll(() => first.text()).toContain('"board"')
    const second = await raw(server, from('203.0.113.7'))
    second.send(join)
    await untilOpen(server, 2)
    second.send(hello(1))
    await expect.poll(() => second.text()).toContain('43/live,1[')
    const other = await raw(server, from('203.0.113.8'))
    other.send(join)
    await expect.poll(() => other.text()).toContain('"board"')
    expect(second.text()).not.toContain('"board"')
  })
})
