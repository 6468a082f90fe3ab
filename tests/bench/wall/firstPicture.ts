/**
 * From opening the wall until its first scene is painted, on a processor slowed four times: in a browser that was never
 * there, and in one that has the page and a board. The floor is a minimal page with the same content.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Board } from '../../../server/domain/board/board.ts'
import { launch } from '../../support/browser/chromium.ts'
import { makeShape } from '../../support/browser/villages.ts'
import { freePort, startProcess } from '../../support/process.ts'
import { startTestServer } from '../../support/server.ts'
import { cleaningUp, type Later } from '../calls/cleanUp.ts'
import { startFloor } from '../floor/floor.ts'
import { atMost, median, type Pair, type Row } from '../measure.ts'

const slower = 4
const coldGoal = 1.25
const cachedGoal = 1.1
const dimensions = ['会议学习', '环境卫生', '传统美德', '遵纪守法', '志愿服务']

/** Scripts and styles beside the floor's scripts alone. */
const weightGoal = 1.3

/** The same picture of both: its address, and what stands in the page once it is there. */
const pictures = [
  {
    name: 'the leaders',
    ours: ['display/one', '[data-scene=leaders] [data-rank]'],
    floor: ['leaders.html', '.row'],
  },
  {
    name: 'a chart',
    ours: ['display/one?scene=dimensions', '[data-scene=dimensions] svg[baseprofile] path'],
    floor: ['chart.html', 'svg path'],
  },
] as const

export function benchFirstPicture(households = 800, rounds = 7): Promise<Row[]> {
  return cleaningUp(async (later) => {
    const { url, board } = await startWall(households, later)
    const floor = await startFloor(later, board)
    const browser = await launch()
    later(() => browser.close())
    const rows: Row[] = []
    for (const picture of pictures) {
      const places = {
        ours: [`${url}/${picture.ours[0]}`, picture.ours[1]] as const,
        floor: [`${floor.url}/${picture.floor[0]}`, picture.floor[1]] as const,
      }
      const seen = await compare(browser, places, rounds)
      const of = (what: 'requests' | 'fonts') => median(seen.ours.map((one) => one[what]))
      const work = `first picture, ${picture.name}`
      const timing = `${work}, slowed ${slower}×`
      const note = `${of('requests')} requests; ${Math.round(of('fonts') / 1_000)} KB of fonts for what is in sight`
      rows.push(
        { ...atMost(`${timing}, cold`, 'ms', pairsOf(seen, 'cold', 'cold'), coldGoal), note },
        atMost(`${timing}, from its cache`, 'ms', pairsOf(seen, 'cached', 'cached'), cachedGoal),
        atMost(
          `${work}: scripts and styles, gzipped`,
          'bytes',
          pairsOf(seen, 'code', 'scripts').slice(0, 1),
          weightGoal,
        ),
      )
    }
    return rows
  })
}

/** A server of its own process with one village, and the board that its wall shows. */
async function startWall(households: number, later: Later): Promise<{ url: string; board: Board }> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-wall-'))
  later(() => rmSync(folder, { recursive: true, force: true }))
  const made = await startTestServer({ dataDir: folder })
  await makeShape(made, { slug: 'one', name: '示范村', households, groups: 20, dimensions })
  await made.stop()
  const server = await startProcess(folder, await freePort())
  later(server.stop)
  const board = (await (await fetch(`${server.url}/api/villages/one/board`)).json()) as Board
  return { url: server.url, board }
}

interface Seen {
  /** Until the picture, ms. */
  cold: number
  cached: number
  /** Of the cold page before its picture. */
  requests: number
  /** Bytes over the line before it: scripts and styles, and of these the scripts. */
  code: number
  scripts: number
  /** Bytes of all fonts that it needed. */
  fonts: number
}

/** What the page itself noted. */
type Picture = Pick<Seen, 'requests' | 'code' | 'scripts'> & { ms: number }

type Place = readonly [url: string, selector: string]

/** The first round is warming up the servers. */
async function compare(
  browser: Browser,
  { ours, floor }: { ours: Place; floor: Place },
  rounds: number,
): Promise<{ ours: Seen[]; floor: Seen[] }> {
  const seen = { ours: [] as Seen[], floor: [] as Seen[] }
  for (let round = 0; round <= rounds; round += 1) {
    const pair = { floor: await openTwice(browser, ...floor), ours: await openTwice(browser, ...ours) }
    if (round === 0) continue
    seen.ours.push(pair.ours)
    seen.floor.push(pair.floor)
  }
  return seen
}

function pairsOf(seen: { ours: Seen[]; floor: Seen[] }, of: keyof Seen, beside: keyof Seen): Pair[] {
  return seen.ours.map((one, round) => ({ ours: one[of], floor: seen.floor[round]?.[beside] ?? NaN }))
}

async function openTwice(browser: Browser, url: string, selector: string): Promise<Seen> {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN' })
  try {
    const { page, picture } = await open(context, url, selector)
    const fonts = await fontBytes(page)
    await untilStored(page)
    await page.close()
    const { ms: cold, ...weights } = picture
    const again = await open(context, url, selector)
    return { cold, cached: again.picture.ms, fonts, ...weights }
  } finally {
    await context.close()
  }
}

async function open(
  context: BrowserContext,
  url: string,
  selector: string,
): Promise<{ page: Page; picture: Picture }> {
  const page = await context.newPage()
  await page.addInitScript(notePicture, selector)
  const devtools = await context.newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slower })
  await page.goto(url, { waitUntil: 'commit' })
  const found = await page.waitForFunction(() => (globalThis as unknown as { picture?: unknown }).picture)
  return { page, picture: (await found.jsonValue()) as Picture }
}

/** Bytes of the fonts, once all that the page shows are there. */
async function fontBytes(page: Page): Promise<number> {
  return page.evaluate(async () => {
    await document.fonts.ready
    const files = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
    return files.reduce(
      (sum, { name, encodedBodySize }) => sum + (/\.woff2?$/.test(name) ? encodedBodySize : 0),
      0,
    )
  })
}

/** Waits until the page can open from what the browser stores of it. */
async function untilStored(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    if (!Object.keys(localStorage).some((name) => /board/.test(name))) return false
    if ((await navigator.serviceWorker.getRegistrations()).length === 0) return true
    for (const name of await caches.keys())
      for (const { url } of await (await caches.open(name)).keys()) if (/\/display$/.test(url)) return true
    return false
  })
}

/** Text, for the page has no helpers of ours: notes when the frame with the picture has been painted, ms since the page was asked for. */
const notePicture = new Function(
  'selector',
  `const look = () => {
    if (!document.querySelector(selector)) return requestAnimationFrame(look)
    const files = performance.getEntriesByType('resource')
    const bytes = (name) => files.reduce((sum, file) => sum + (name.test(file.name) ? file.encodedBodySize : 0), 0)
    const seen = { requests: 1 + files.length, code: bytes(/\\.(js|css)$/), scripts: bytes(/\\.js$/) }
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => { globalThis.picture = { ms: performance.now(), ...seen } }
    port2.postMessage(null)
  }
  requestAnimationFrame(look)`,
) as (selector: string) => void
