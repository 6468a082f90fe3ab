/**
 * From a POST being sent to the wall being painted, with the real wall in a real
 * Chromium: 800 households, a history of 44,000, 10 entries a second. The floor
 * is a minimal Vue page behind the same server and the same socket.
 */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { importRecords } from '../../db/scores/imports.ts'
import { ownerScope } from '../../db/store/scope.ts'
import { mustFindVillage } from '../../db/villages/villages.ts'
import type { Board } from '../../server/domain/board/board.ts'
import { addDays } from '../../server/domain/calendar/calendar.ts'
import { placeOrder, rank } from '../../server/domain/ranking/ranking.ts'
import { builtPages, type Pages } from '../../server/pages/serve.ts'
import { pagesFolder } from '../../server/program.ts'
import { launch } from '../support/browser/chromium.ts'
import {
  type Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../support/server.ts'
import { atMost, quantile, type Row } from './measure.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const households = 800
const history = 44_000
const rounds = 5
const entriesARound = 100
const betweenMs = 100
/** The first entries of a round find the page cold. */
const warmUp = 10

export async function benchEntryToPixel(): Promise<Row[]> {
  const pages = builtPages(pagesFolder)
  const server = await startTestServer({ pages: withMinimalPage(pages) })
  const browser = await launch()
  try {
    await fill(server)
    const clerk = await signedIn(server, 'clerk', 'one')
    const rule = await ruleId(clerk, 'one', '应急值守')
    const measure = async (path: string): Promise<number[]> => {
      const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } })
      await page.goto(server.url + path)
      await page.waitForSelector('[data-state=live]')
      await watch(page)
      const times = await enter(page, clerk, rule)
      await page.close()
      return times.slice(warmUp)
    }
    const pairs: { ours: number[]; floor: number[] }[] = []
    for (let round = 0; round < rounds; round += 1)
      pairs.push({ floor: await measure('/minimal'), ours: await measure('/display/one?scene=leaders') })
    const at = (share: number) =>
      pairs.map(({ ours, floor }) => ({ ours: quantile(ours, share), floor: quantile(floor, share) }))
    return [
      atMost('entry to pixel, p50', 'ms', at(0.5), 1.3),
      atMost('entry to pixel, p99', 'ms', at(0.99), 1.5),
    ]
  } finally {
    await browser.close()
    await server.close()
  }
}

async function fill(server: TestServer): Promise<void> {
  await makeVillage(server, 'one', households)
  const { store } = server.services
  await importRecords(store, ownerScope((await mustFindVillage(store, 'one')).id), {
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

/** Enters scores for doors among the first places; gives the time of each from sending to painted, ms. */
async function enter(page: Page, clerk: Caller, rule: number): Promise<number[]> {
  const board = (await clerk.get('/api/villages/one/board')).body as Board
  const order = placeOrder(
    board.tieBreakers,
    board.dimensions.map(({ id }) => id),
  )
  const doors = rank(board.households, order)
    .slice(0, 8)
    .map(({ household }) => household.door)
  const times: number[] = []
  for (let entry = 0; entry < entriesARound; entry += 1) {
    const door = doors[entry % doors.length] ?? ''
    const sent = performance.timeOrigin + performance.now()
    const { body } = await clerk.post('/api/villages/one/postings', {
      id: randomUUID(),
      door,
      rule,
      occurredOn: day,
    })
    const { seq } = body as { seq: number }
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

/** Adds the floor's page: one number, set by the same event. */
function withMinimalPage({ build, mount }: Pages): Pages {
  const vue = readFileSync(`${root}node_modules/vue/dist/vue.runtime.global.prod.js`, 'utf8')
  const socket = readFileSync(`${root}node_modules/socket.io-client/dist/socket.io.min.js`, 'utf8')
  const script = `
    const state = Vue.reactive({ seq: 0, score: 0, live: false })
    Vue.createApp({ render: () => Vue.h('main', { 'data-seq': state.seq, 'data-state': state.live ? 'live' : 'connecting' }, state.score) }).mount('#app')
    const socket = io('/live', { auth: { village: 'one' }, transports: ['websocket'] })
    socket.on('board', ({ board }) => { state.seq = board.seq; state.live = true })
    socket.on('posting', (event) => { state.seq = event.seq; state.score += event.change.points })`
  return {
    build,
    mount: (router, atDoor, isRelative) => {
      router.get('/minimal', (_request, response) => {
        response
          .type('html')
          .send('<!doctype html><body><div id="app"></div><script src="/minimal.js"></script>')
      })
      router.get('/minimal.js', (_request, response) => {
        response.type('js').send(`${vue};${socket};${script}`)
      })
      mount(router, atDoor, isRelative)
    },
  }
}
