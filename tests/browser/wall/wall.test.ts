/** The wall of a village in a real browser, before a real server that is written to, stopped and replaced. */
import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { pagesFolder } from '../../../server/builtFiles.ts'
import { type Pages, builtPages } from '../../../server/pages/serve.ts'
import { pages, untilLive, useBrowser, watched } from '../../support/browser/browser.ts'
import {
  type Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

const browser = useBrowser()

/** A server of its own for one test, with one village and somebody who may enter. */
async function ownServer(villages: string[] = ['one']): Promise<TestServer> {
  const server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  for (const slug of villages) await makeVillage(server, slug)
  return server
}

/** The same data behind the same address, after the first server was stopped. */
async function restart(before: TestServer, newPages: Pages = pages): Promise<TestServer> {
  const port = Number(new URL(before.url).port)
  const server = await startTestServer({ dataDir: before.dataDir, pages: newPages, environment: { port } })
  onTestFinished(() => server.stop())
  return server
}

async function post(clerk: Caller, door: string, village = 'one'): Promise<void> {
  const rule = await ruleId(clerk, village, '应急值守')
  const answer = await clerk.post(`/api/villages/${village}/postings`, {
    id: randomUUID(),
    door,
    rule,
    occurredOn: day,
  })
  expect(answer.status).toBe(201)
}

const household = (door: string) => `[data-door="${door}"]`
const stateOf = (page: Page) => page.locator('.wall').getAttribute('data-state')

describe('a posting', () => {
  it('is on the wall at once: new score, new place, a banner, and no reload', async () => {
    const server = await ownServer()
    const clerk = await signedIn(server, 'clerk', 'one')
    for (const door of ['1001', '1002', '1003', '1004']) await post(clerk, door)
    const page = await browser.page()
    await page.goto(`${server.url}/display/one?scene=leaders`)
    await untilLive(page)
    await page.evaluate(() => (document.title = 'not reloaded'))
    await page.waitForSelector(`${household('1006')}[data-score="0"][data-rank="5"]`)
    await post(clerk, '1006')
    await post(clerk, '1006')
    await page.waitForSelector(`${household('1006')}[data-score="80"][data-rank="1"]`)
    await page.waitForSelector('.wall[data-seq="6"]')
    await page.locator('.banner', { hasText: '1006号' }).waitFor()
    await page.locator('.banner', { hasText: '+40' }).waitFor()
    // The figure has counted up to it.
    await page.locator(household('1006'), { hasText: '80' }).waitFor()
    expect(await page.title()).toBe('not reloaded')
  })

  it('leaves nothing to move where motion is not wanted', async () => {
    const server = await ownServer()
    const clerk = await signedIn(server, 'clerk', 'one')
    const page = await browser.page({ reducedMotion: 'reduce' })
    await page.goto(`${server.url}/display/one?scene=leaders`)
    await untilLive(page)
    await post(clerk, '1009')
    await page.waitForSelector(`${household('1009')}[data-rank="1"]`)
    const moving = await page.evaluate(
      () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
    )
    expect(moving).toBe(0)
  })

  it('tells no screen a name, a phone number or who entered it', async () => {
    const server = await ownServer()
    const clerk = await signedIn(server, 'clerk', 'one')
    const page = await browser.page()
    const received: string[] = []
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => received.push(String(payload))),
    )
    const fetched = page.waitForResponse(/\/board$/)
    await page.goto(`${server.url}/display/one`)
    await untilLive(page)
    await post(clerk, '1002')
    await page.waitForSelector('.wall[data-seq="1"]')
    const said = [await (await fetched).text(), ...received].join('\n')
    expect(said).toContain('"1002"')
    expect(said).toContain('示**')
    // The fixture's heads are called 示范户甲, 示范户乙, …
    expect(said).not.toMatch(/范户|clerk/)
    await expect.poll(() => page.locator('body').innerText()).not.toMatch(/范户|clerk/)
  })
})

describe('without the server', () => {
  it('shows the last board and since when; with it again, what happened meanwhile', async () => {
    const server = await ownServer()
    const clerk = await signedIn(server, 'clerk', 'one')
    await post(clerk, '1001')
    const page = await browser.page()
    await page.clock.install()
    await page.goto(`${server.url}/display/one?scene=leaders`)
    await untilLive(page)
    await server.stop()
    await page.clock.fastForward(20_000)
    await page.locator('.state.stale', { hasText: /数据停在 \d\d:\d\d/ }).waitFor()
    await page.clock.fastForward(30_000)
    expect(await stateOf(page)).toBe('stale')
    // Once the page has turned.
    await vi.waitFor(async () => expect(await page.locator(household('1001')).count()).toBe(1), 10_000)
    const again = await restart(server)
    const timeOfPage = () => page.evaluate(() => Date.now())
    const startedAt = await timeOfPage()
    await post(await signedIn(again, 'clerk', 'one'), '1005')
    await page.clock.fastForward(4_000)
    await page.waitForSelector('.wall[data-state=live][data-seq="2"]', { timeout: 15_000 })
    expect((await timeOfPage()) - startedAt).toBeLessThan(10_000)
    await page.waitForSelector(`${household('1005')}[data-score="40"]`)
  }, 90_000)

  it('begins with the board it kept', async () => {
    const server = await ownServer()
    const clerk = await signedIn(server, 'clerk', 'one')
    await post(clerk, '1001')
    const context = await browser.visitor()
    const page = await context.newPage()
    await page.clock.install()
    await page.goto(`${server.url}/display/one?scene=leaders`)
    await untilLive(page)
    await page.clock.fastForward(5_000)
    await page.waitForFunction(() => localStorage.getItem('board/one') !== null)
    await context.routeWebSocket(/socket\.io/, (socket) => socket.close())
    await context.route(/socket\.io|\/board/, (route) => route.abort())
    await page.reload()
    await page.waitForSelector(`.wall[data-state=stale] ${household('1001')}[data-score="40"]`)
  })

  it('shows the board before it is connected', async () => {
    const server = await ownServer()
    const context = await browser.visitor()
    const page = await context.newPage()
    await context.routeWebSocket(/socket\.io/, (socket) => socket.close())
    await context.route(/socket\.io/, (route) => route.abort())
    await page.goto(`${server.url}/display/one`)
    await page.waitForSelector(`.wall[data-state=connecting] ${household('1001')}`)
    await page.waitForSelector('.wall[data-state=stale]')
  })

  it('asks again until there is one', async () => {
    const server = await ownServer()
    const context = await browser.visitor()
    const page = await context.newPage()
    let isCut = true
    await context.routeWebSocket(/socket\.io/, (socket) =>
      isCut ? socket.close() : socket.connectToServer(),
    )
    await context.route(/socket\.io|\/board/, (route) => (isCut ? route.abort() : route.continue()))
    await page.goto(`${server.url}/display/one`)
    await page.getByText('正在连接服务器').waitFor()
    isCut = false
    await untilLive(page)
  })
})

describe('a browser that keeps nothing', () => {
  it('shows the wall all the same', async () => {
    const server = await ownServer()
    const page = await browser.page()
    await page.addInitScript(() => {
      for (const name of ['localStorage', 'sessionStorage'])
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException('forbidden', 'SecurityError')
          },
        })
    })
    await page.goto(`${server.url}/display/one`)
    await untilLive(page)
    await expect.poll(() => page.locator('[data-door]').count()).toBeGreaterThan(9)
  })
})

describe('a screen that starts while the server is away', () => {
  it('shows the board that it kept, and is live when the server is back', async () => {
    const server = await ownServer()
    const clerk = await signedIn(server, 'clerk', 'one')
    await post(clerk, '1001')
    const context = await browser.visitor({ serviceWorkers: 'allow' })
    const first = await context.newPage()
    await first.clock.install()
    await first.goto(`${server.url}/display/one?screen=hall`)
    await untilLive(first)
    await first.clock.fastForward(5_000)
    const isKept = () =>
      first.evaluate(
        async () =>
          (await caches.match('/display')) !== undefined && localStorage.getItem('board/one') !== null,
      )
    await vi.waitFor(async () => expect(await isKept()).toBe(true), { timeout: 30_000, interval: 100 })
    await first.close()
    await server.stop()
    const again = watched(await context.newPage())
    await again.goto(`${server.url}/display/one?screen=hall`)
    await again.waitForSelector('.wall[data-state=stale] h1')
    await again.waitForSelector(household('1001'))
    expect(
      await again.evaluate(() => document.fonts.check('48px "Noto Sans SC Variable"', '文明积分榜')),
    ).toBe(true)
    await restart(server)
    await untilLive(again)
  })
})

describe('a scene whose code cannot be loaded', () => {
  it('is left out, and the show goes on', async () => {
    const server = await ownServer()
    const clerk = await signedIn(server, 'clerk', 'one')
    await post(clerk, '1001')
    const context = await browser.visitor()
    await context.route(/dimensions-[^/]+\.js/, (route) => route.abort())
    const page = await context.newPage()
    await page.goto(`${server.url}/display/one?scene=dimensions`)
    await page.waitForSelector('.wall[data-state=live]:not([data-scene=dimensions]) h1')
    await page.waitForSelector(household('1001'))
  })
})

describe('every household', () => {
  it('appears exactly once on the pages of everyone', async () => {
    const server = await ownServer([])
    await makeVillage(server, 'one', 95)
    const page = await browser.page()
    const seen: string[] = []
    let last = 1
    for (let number = 1; number <= last; number += 1) {
      await page.goto(`${server.url}/display/one?scene=everyone&calm&page=${number}`)
      await untilLive(page)
      last = Number(/\/ (\d+) 页/.exec(await page.locator('.pages').innerText())?.[1])
      seen.push(
        ...(await page
          .locator('[data-door]')
          .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-door') ?? ''))),
      )
    }
    expect(last).toBe(4)
    expect(seen.sort()).toEqual(Array.from({ length: 95 }, (_, index) => String(1001 + index)).sort())
  })
})

describe('the pages', () => {
  it('turn by themselves, one scene after the other, the next painted before the last goes', async () => {
    const server = await ownServer([])
    await makeVillage(server, 'one', 12)
    const page = await browser.page()
    await page.clock.install()
    await page.goto(`${server.url}/display/one`)
    await untilLive(page)
    await expect.poll(() => page.locator('.wall').getAttribute('data-scene')).toBe('leaders')
    const hollow = page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let frames = 0
          const look = () => {
            if (!document.querySelector('.layer.shown h1')) frames += 1
            if (document.querySelector('.wall')?.getAttribute('data-scene') === 'everyone')
              setTimeout(() => resolve(frames), 600)
            else requestAnimationFrame(look)
          }
          requestAnimationFrame(look)
        }),
    )
    // The next turn, and the frames and the fade that follow it.
    await page.clock.fastForward(30_000)
    expect(await hollow).toBe(0)
  }, 60_000)
})

describe('after an update of the server', () => {
  let folder: string

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'yiping-dist-'))
    cpSync(pagesFolder, folder, { recursive: true })
    const wall = join(folder, 'display/index.html')
    writeFileSync(wall, readFileSync(wall, 'utf8').replace('</body>', '<!-- a newer build --></body>'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('reloads itself at a page turn, once', async () => {
    const server = await ownServer()
    const page = await browser.page()
    await page.clock.install()
    let loads = 0
    page.on('domcontentloaded', () => (loads += 1))
    await page.goto(`${server.url}/display/one?scene=everyone`)
    await untilLive(page)
    await server.stop()
    const newer = builtPages(folder)
    expect(newer.build).not.toBe(pages.build)
    await restart(server, newer)
    // Until it has connected again and a page has turned.
    const isReloaded = () => page.locator(`meta[name=build][content="${newer.build}"]`).count()
    await vi.waitFor(
      async () => {
        await page.clock.fastForward(5_000)
        expect(await isReloaded()).toBe(1)
      },
      { timeout: 30_000, interval: 100 },
    )
    await untilLive(page)
    // Past the next turn.
    await page.clock.fastForward(30_000)
    await page.clock.fastForward(30_000)
    expect(loads).toBe(2)
  }, 90_000)
})

describe('the address', () => {
  it('/ is the wall where there is one village', async () => {
    const server = await ownServer(['one'])
    const page = await browser.page()
    await page.goto(server.url)
    await untilLive(page)
    await expect.poll(() => page.locator('[data-door]').count()).toBeGreaterThan(9)
  })

  it('/ lets choose where there are several', async () => {
    const server = await ownServer(['one', 'two'])
    const page = await browser.page()
    await page.goto(server.url)
    await page.getByText('请选择要公示的村居').waitFor()
    await page.getByRole('link').nth(1).click()
    await untilLive(page)
    expect(page.url()).toBe(`${server.url}/display/two`)
  })

  it('/ says what to do where there is none', async () => {
    const server = await ownServer([])
    const page = await browser.page()
    await page.goto(server.url)
    await page.getByText('还没有村居').waitFor()
  })

  it('of an unknown village says so, until there is one', async () => {
    const server = await ownServer([])
    const page = await browser.page()
    await page.goto(`${server.url}/display/late`)
    await page.getByText('没有这个村居').waitFor()
    await makeVillage(server, 'late')
    await untilLive(page)
  })
})
