/**
 * Months of a wall in minutes: a real wall in a real Chromium turns its pages
 * while postings come in, the server restarts and the line is cut; what the
 * browser then holds is compared with what it held after warming up.
 */
import { randomUUID } from 'node:crypto'
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { CDPSession, Page } from 'playwright-core'
import { ownerScope } from '../../db/store/scope.ts'
import { changeScreen, listScreens } from '../../db/villages/screens.ts'
import { pagesFolder } from '../../server/builtFiles.ts'
import { defaultSettings } from '../../server/domain/board/screens.ts'
import { builtPages } from '../../server/pages/serve.ts'
import { launch } from '../support/browser/chromium.ts'
import { makeShape, shapes } from '../support/browser/villages.ts'
import { day, makeScreen, ruleId, signedIn, startTestServer, type TestServer } from '../support/server.ts'

/** What a wall goes through between two measurements. */
interface Load {
  postings: number
  turns: number
  restarts: number
  cuts: number
}

/** What the browser holds, after its garbage was collected. */
export interface Held {
  heapBytes: number
  nodes: number
  listeners: number
}

const warmUp: Load = { postings: 1_000, turns: 60, restarts: 1, cuts: 1 }
const whole: Load = { postings: 10_000, turns: 200, restarts: 20, cuts: 20 }
const withLeak: Load = { postings: 1_000, turns: 60, restarts: 1, cuts: 1 }
/** How much more a wall may hold afterwards than after warming up. */
export const mostGrowth: Held = { heapBytes: 2_000_000, nodes: 200, listeners: 20 }

const village = 'usual'
const villageId = 1
const pause = (ms: number) => new Promise((resume) => setTimeout(resume, ms))

/** A line between the wall and the server that can be cut, and whose far end can move. */
class Line {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #isCut = false
  target = 0

  constructor() {
    this.#server = createServer((near) => {
      if (this.#isCut) {
        near.destroy()
        return
      }
      const far = connect(this.target, '127.0.0.1')
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(one)
        one.pipe(other)
        one.on('error', () => one.destroy())
        one.on('close', () => {
          other.destroy()
          this.#sockets.delete(one)
        })
      }
    })
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const address = this.#server.address()
    if (typeof address !== 'object' || !address) throw new Error('the line has no address')
    return `http://127.0.0.1:${address.port}`
  }

  async cut(ms: number): Promise<void> {
    this.#isCut = true
    for (const socket of this.#sockets) socket.destroy()
    await pause(ms)
    this.#isCut = false
  }

  close(): void {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }
}

const portOf = ({ url }: TestServer) => Number(new URL(url).port)

/**
 * @param tell hears how far it is
 * @param leaky goes on with a planted leak afterwards, which must show
 */
export async function liveThrough(
  tell: (line: string) => void,
  leaky: boolean,
): Promise<{ before: Held; after: Held; leaked: Held | null }> {
  const pages = builtPages(pagesFolder)
  let server = await startTestServer({ pages })
  const { dataDir } = server
  const line = new Line()
  line.target = portOf(server)
  const browser = await launch(['--enable-precise-memory-info'])
  try {
    const shape = shapes.find(({ slug }) => slug === village)
    if (!shape) throw new Error('no such village')
    await makeShape(server, shape)
    await makeScreen(server, village, 'soak')
    const clerk = await signedIn(server, 'clerk', null)
    const rule = await ruleId(clerk, village, '示范事项1')
    const outside = await line.open()
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
    await page.goto(`${outside}/display/${village}?screen=soak`)
    await page.waitForSelector('[data-state=live] h1')
    await page.evaluate(() => {
      const turns = { count: 0 }
      Object.assign(globalThis, { turns })
      new MutationObserver((changes) => {
        for (const { addedNodes } of changes)
          for (const node of addedNodes)
            if (node instanceof HTMLElement && node.matches('.layer')) turns.count += 1
      }).observe(document.querySelector('#app')!, { childList: true, subtree: true })
    })
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Performance.enable')

    const post = async (index: number) => {
      const door = String(1001 + ((index * 7) % 786))
      const body = { id: randomUUID(), door, rule, occurredOn: day, points: 1 + (index % 90) }
      const { status } = await clerk.post(`/api/villages/${village}/postings`, body)
      if (status !== 201) throw new Error(`a posting was answered with ${status}`)
    }
    const restart = async () => {
      await server.stop()
      server = await startTestServer({ pages, dataDir, environment: { port: portOf(server) } })
    }
    const turnsSoFar = () =>
      page.evaluate(() => (globalThis as unknown as { turns: { count: number } }).turns.count)

    /** Goes through a load: postings in bursts, restarts and cuts between them, turns all the while. */
    const live = async ({ postings, turns, restarts, cuts }: Load) => {
      await setScreen(server, { dwellSeconds: 1 })
      const turnsBefore = await turnsSoFar()
      const bursts = Math.max(restarts, cuts, 1) * 2
      for (let burst = 0; burst < bursts; burst += 1) {
        for (let index = 0; index < postings / bursts; index += 1) await post(burst * 1_000 + index)
        await page.waitForSelector('[data-state=live]')
        if (burst % 2 === 0 && burst / 2 < restarts) await restart()
        if (burst % 2 === 1 && (burst - 1) / 2 < cuts) await line.cut(200)
        await page.waitForSelector('[data-state=live]')
        if ((burst + 1) % 10 === 0) tell(`  ${burst + 1} of ${bursts} bursts`)
      }
      while ((await turnsSoFar()) - turnsBefore < turns) await pause(500)
    }

    tell('warming up')
    await live(warmUp)
    const before = await measure(server, page, devtools)
    tell(`${sayHeld('held', before)}\n${whole.postings} postings, ${whole.turns} page turns …`)
    await live(whole)
    const after = await measure(server, page, devtools)
    tell(sayHeld('held', after))
    if (!leaky) return { before, after, leaked: null }
    tell('the same with a planted leak …')
    await plantLeak(page)
    await live(withLeak)
    const leaked = await measure(server, page, devtools)
    tell(sayHeld('held', leaked))
    return { before, after, leaked }
  } finally {
    await browser.close()
    line.close()
    await server.close()
  }
}

/** All scenes at one dwell, or one scene alone: what is compared is the same picture. */
async function setScreen(
  { services: { store, screens } }: TestServer,
  { dwellSeconds, only }: { dwellSeconds: number; only?: string },
): Promise<void> {
  const [screen] = await listScreens(store, villageId)
  if (!screen) throw new Error('the wall has not come')
  const playlist = screen.said.scenes.map(({ name }) => ({
    scene: name,
    on: only === undefined || name === only,
    dwellSeconds,
  }))
  const settings = { ...defaultSettings, playlist }
  screens.sendSettings(villageId, await changeScreen(store, ownerScope(villageId), screen.id, { settings }))
}

async function measure(server: TestServer, page: Page, devtools: CDPSession): Promise<Held> {
  await setScreen(server, { dwellSeconds: 600, only: 'leaders' })
  await page.waitForSelector('.wall[data-scene=leaders]')
  // Until the banner has gone and the layers are one again.
  await page.waitForFunction(
    () => document.querySelectorAll('.layer').length === 1 && !document.querySelector('.banner'),
  )
  await pause(6_000)
  for (let time = 0; time < 3; time += 1) await devtools.send('HeapProfiler.collectGarbage')
  const { metrics } = await devtools.send('Performance.getMetrics')
  const read = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? NaN
  return { heapBytes: read('JSHeapUsedSize'), nodes: read('Nodes'), listeners: read('JSEventListeners') }
}

/** What walls die of: each page that went is still held, with a chart's worth of data. */
async function plantLeak(page: Page): Promise<void> {
  await page.evaluate(() => {
    const held: unknown[] = []
    Object.assign(globalThis, { held })
    new MutationObserver((changes) => {
      for (const { removedNodes } of changes)
        for (const node of removedNodes)
          if (node instanceof HTMLElement && node.matches('.layer'))
            held.push([node, Array.from({ length: 5_000 }, (_, index) => ({ index }))])
    }).observe(document.querySelector('#app')!, { childList: true, subtree: true })
  })
}

export function growth(before: Held, after: Held): Held {
  return {
    heapBytes: after.heapBytes - before.heapBytes,
    nodes: after.nodes - before.nodes,
    listeners: after.listeners - before.listeners,
  }
}

export function isSteady(grown: Held): boolean {
  return (Object.keys(mostGrowth) as (keyof Held)[]).every((key) => grown[key] <= mostGrowth[key])
}

export function sayHeld(what: string, { heapBytes, nodes, listeners }: Held): string {
  return `${what}: heap ${(heapBytes / 1e6).toFixed(2)} MB, ${nodes} nodes, ${listeners} listeners`
}
