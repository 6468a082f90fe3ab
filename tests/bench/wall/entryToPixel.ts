/**
 * From a POST being sent to the wall being painted, with the real wall in a real Chromium: 800 households, a history of
 * 44,000, 10 entries a second. The floor is a minimal Vue page behind Express and a bare websocket, with one FULL commit.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { importRecords } from '../../../db/scores/imports.ts'
import { ownerScope } from '../../../db/store/scope.ts'
import type { Board } from '../../../server/domain/board/board.ts'
import { addDays } from '../../../server/domain/calendar/calendar.ts'
import { placeOrder, rank } from '../../../server/domain/ranking/ranking.ts'
import { launch } from '../../support/browser/chromium.ts'
import { freePort, startProcess } from '../../support/process.ts'
import { Caller, day, makeVillage, ruleId, signedIn, startTestServer } from '../../support/server.ts'
import { cleaningUp } from '../calls/cleanUp.ts'
import { startFloor } from '../floor/floor.ts'
import { atMost, quantile, type Row } from '../measure.ts'

const households = 800
const history = 44_000
const rounds = 5
const entriesARound = 100
const betweenMs = 100
/** The first entries of a round find the page cold. */
const warmUp = 10

export function benchEntryToPixel(): Promise<Row[]> {
  return cleaningUp(async (later) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'bench-pixel-'))
    later(() => rmSync(dataDir, { recursive: true, force: true }))
    const { cookie, rule } = await fill(dataDir)
    const server = await startProcess(dataDir, await freePort())
    later(server.stop)
    const clerk = new Caller(server.url)
    clerk.cookie = cookie
    const board = (await clerk.get('/api/villages/one/board')).body as Board
    const floor = await startFloor(later, board)
    const bare = new Caller(floor.url)
    const browser = await launch()
    later(() => browser.close())
    const doors = firstDoors(board)
    const measure = async (url: string, post: (door: string) => Promise<number>): Promise<number[]> => {
      const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } })
      await page.goto(url)
      await page.waitForSelector('[data-state=live]')
      await watch(page)
      const times = await enter(page, doors, post)
      await page.close()
      return times.slice(warmUp)
    }
    const theirs = () =>
      measure(`${floor.url}/leaders.html`, (door) => seqOf(bare, '/lines', { id: randomUUID(), door }))
    const ours = () =>
      measure(`${server.url}/display/one?scene=leaders`, (door) =>
        seqOf(clerk, '/api/villages/one/postings', { id: randomUUID(), door, rule, occurredOn: day }),
      )
    const pairs: { ours: number[]; floor: number[] }[] = []
    for (let round = 0; round < rounds; round += 1) pairs.push({ floor: await theirs(), ours: await ours() })
    const at = (share: number) =>
      pairs.map(({ ours, floor }) => ({ ours: quantile(ours, share), floor: quantile(floor, share) }))
    return [
      atMost('entry to pixel, p50', 'ms', at(0.5), 1.3),
      atMost('entry to pixel, p99', 'ms', at(0.99), 1.5),
    ]
  })
}

async function fill(dataDir: string): Promise<{ cookie: string; rule: number }> {
  const server = await startTestServer({ dataDir })
  await makeVillage(server, 'one', households)
  await importRecords(server.services.store, ownerScope(1), {
    households: [],
    rules: [],
    lines: Array.from({ length: history }, (_, index) => ({
      door: String(1001 + (index % households)),
      rule: '庭院月检',
      points: (index * 37) % 100,
      occurredOn: addDays(day, Math.floor(index / households) % 20),
      clerk: null,
      note: null,
    })),
  })
  const clerk = await signedIn(server, 'clerk', 'one')
  const rule = await ruleId(clerk, 'one', '应急值守')
  await server.stop()
  return { cookie: clerk.cookie ?? '', rule }
}

/** Doors among the first places. */
function firstDoors({ tieBreakers, dimensions, households: all }: Board): string[] {
  const order = placeOrder(
    tieBreakers,
    dimensions.map(({ id }) => id),
  )
  return rank(all, order)
    .slice(0, 8)
    .map(({ household }) => household.door)
}

/** Sends a line, and gives its number. */
async function seqOf(caller: Caller, path: string, body: object): Promise<number> {
  return ((await caller.post(path, body)).body as { seq: number }).seq
}

/** Notes, in the page, when the frame that shows a seq has been painted; keeps an animation running. */
async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const painted = new Map<number, number>()
    Object.assign(window, { painted })
    const ticker = document.createElement('div')
    ticker.style.cssText = 'position:fixed;width:4px;height:4px;background:#888;left:0;top:0'
    ticker.animate([{ transform: 'translateX(0)' }, { transform: 'translateX(40px)' }], {
      duration: 1000,
      iterations: Infinity,
    })
    document.body.append(ticker)
    const shown = document.querySelector('[data-seq]')
    if (!shown) throw new Error('the page shows no seq')
    new MutationObserver(() => {
      const seq = Number(shown.getAttribute('data-seq'))
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => painted.set(seq, performance.timeOrigin + performance.now())
        port2.postMessage(null)
      })
    }).observe(shown, { attributes: true, attributeFilter: ['data-seq'] })
  })
}

/** Enters scores for the doors in turn; gives the time of each from sending to painted, ms. */
async function enter(
  page: Page,
  doors: readonly string[],
  post: (door: string) => Promise<number>,
): Promise<number[]> {
  const times: number[] = []
  for (let entry = 0; entry < entriesARound; entry += 1) {
    const sent = performance.timeOrigin + performance.now()
    const seq = await post(doors[entry % doors.length] ?? '')
    const handle = await page.waitForFunction(
      (wanted) => (window as unknown as { painted: Map<number, number> }).painted.get(wanted),
      seq,
      { polling: 20 },
    )
    times.push(((await handle.jsonValue()) as number) - sent)
    const spent = performance.timeOrigin + performance.now() - sent
    if (spent < betweenMs) await new Promise((resolve) => setTimeout(resolve, betweenMs - spent))
  }
  return times
}
