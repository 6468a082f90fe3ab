/** Walls and panels behind a proxy that lets no websocket through, or only later. */
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { bringCookie, office, pages, untilLive, useBrowser, watched } from '../../support/browser/browser.ts'
import {
  type Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'
import { startProxy, type TestProxy, type Websockets } from '../proxy/proxy.ts'

const browser = useBrowser()
let server: TestServer
let clerk: Caller
let proxy: TestProxy

beforeEach(async () => {
  server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one')
  clerk = await signedIn(server, 'clerk', 'one')
})

async function behind(websockets: Websockets): Promise<void> {
  proxy = await startProxy({ upstream: server.url, websockets })
}

async function openWall(): Promise<Page> {
  const wall = await browser.page()
  await wall.goto(`${proxy.publicUrl}/display/one?scene=leaders`)
  await untilLive(wall)
  return wall
}

async function post(door: string): Promise<void> {
  const rule = await ruleId(clerk, 'one', '应急值守')
  await clerk.post('/api/villages/one/postings', { id: randomUUID(), door, rule, occurredOn: day })
}

const shown = (door: string, score: number) => `[data-door="${door}"][data-score="${score}"]`

describe('a wall', () => {
  it.each(['refuse', 'hang'] as const)('is live where proxies %s websockets', async (websockets) => {
    await behind(websockets)
    const wall = await openWall()
    await post('1003')
    await wall.waitForSelector(shown('1003', 40))
    await post('1003')
    await wall.waitForSelector(shown('1003', 80))
    expect(proxy.countOpen()).toBe(0)
  })

  it('is live behind a proxy that rewrites Host while PUBLIC_URL is missing', async () => {
    proxy = await startProxy({ upstream: server.url, rewritesHost: true })
    const wall = await openWall()
    await post('1003')
    await wall.waitForSelector(shown('1003', 40))
  })

  it('uses a websocket where there is one', async () => {
    await behind('pass')
    await openWall()
    expect(proxy.countOpen()).toBe(1)
  })

  it.each(['after a minute', 'when the network comes back'])(
    'moves to a websocket that becomes possible later, %s',
    async (when) => {
      await behind('refuse')
      const wall = await browser.page()
      await wall.clock.install()
      await wall.goto(`${proxy.publicUrl}/display/one?scene=leaders`)
      await untilLive(wall)
      proxy.websockets = 'pass'
      if (when === 'after a minute') await wall.clock.fastForward(61_000)
      else await wall.evaluate(() => dispatchEvent(new Event('online')))
      await expect
        .poll(async () => (await server.services.screens.lists.list(1)).unnamed, { timeout: 10_000 })
        .toBe(1)
      await expect.poll(() => proxy.countOpen(), { timeout: 10_000 }).toBe(1)
      await untilLive(wall)
      await post('1004')
      await wall.waitForSelector(shown('1004', 40))
      expect(proxy.countOpen()).toBe(1)
    },
  )
})

describe('the panel', () => {
  it.each(['refuse', 'hang', 'pass'] as const)(
    'hears the news where proxies %s websockets',
    async (websockets) => {
      await behind(websockets)
      const context = await browser.visitor({ viewport: office })
      const admin = await signedIn(server, 'admin', null)
      await bringCookie(context, admin)
      const panel = watched(await context.newPage())
      await panel.goto(`${proxy.publicUrl}/admin/one/screens`)
      await panel.waitForSelector('h1')
      const wall = await browser.page()
      await wall.goto(`${server.url}/display/one?screen=hall`)
      await panel.locator('[data-waiting="hall"]').waitFor()
      await expect.poll(() => proxy.countOpen() > 0).toBe(websockets === 'pass')
    },
  )
})
