/** How evenly the wall moves on a weak box: 20 rows travel while the processor is slowed four times, beside one moving box. */
import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { pagesFolder } from '../../../server/builtFiles.ts'
import type { Board } from '../../../server/domain/board/board.ts'
import { builtPages } from '../../../server/pages/serve.ts'
import { launch } from '../../support/browser/chromium.ts'
import { makeShape } from '../../support/browser/villages.ts'
import { type Caller, day, ruleId, signedIn, startTestServer } from '../../support/server.ts'
import { above, atMost, longest, type Pair, quantile, type Row, within } from '../measure.ts'

const rounds = 5
const movesARound = 6
const slower = 4
/** A frame on a panel of 60 Hz, ms. */
const frameMs = 16.7
/** Rows travel for so long, ms. */
const travelMs = 800

export async function benchFrames(): Promise<Row[]> {
  const server = await startTestServer({ pages: builtPages(pagesFolder) })
  // One group: all of them stand on one page.
  await makeShape(server, {
    slug: 'one',
    name: '示范村',
    households: 24,
    groups: 1,
    dimensions: ['志愿服务'],
  })
  const clerk = await signedIn(server, 'clerk', 'one')
  const browser = await launch()
  try {
    const page = await slowPage(browser, `${server.url}/display/one?scene=everyone&page=1`)
    await page.waitForSelector('[data-state=live] h1')
    const box = await slowPage(browser, 'about:blank')
    await box.setContent('<div data-seq="0" style="width:200px;height:64px;background:#888"></div>')
    const rule = await ruleId(clerk, 'one', '示范事项1')
    const p95: Pair[] = []
    const worst: Pair[] = []
    for (let round = 0; round <= rounds; round += 1) {
      const ours: number[] = []
      const floor: number[] = []
      for (let move = 0; move < movesARound; move += 1) {
        await page.bringToFront()
        ours.push(...(await moveLastToFirst(page, clerk, rule)))
        await box.bringToFront()
        floor.push(...(await moveBox(box)))
      }
      // The first round finds the page cold.
      if (round === 0) continue
      // Chromium gives times to a tenth of a millisecond.
      const at95 = (frames: number[]) => Math.round(quantile(frames, 0.95) * 10) / 10
      p95.push({ ours: at95(ours), floor: at95(floor) })
      worst.push({ ours: longest(ours), floor: longest(floor) })
    }
    const work = `time between frames while rows move, slowed ${slower}×`
    return [
      within(
        `${work}, p95`,
        'ms',
        p95.map(({ ours }) => ours),
        frameMs,
      ),
      atMost(`${work}, p95 beside a moving box`, 'ms', p95, 1.1),
      above(`${work}, longest beside a moving box`, 'ms', worst, frameMs),
    ]
  } finally {
    await browser.close()
    await server.close()
  }
}

async function slowPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } })
  await page.goto(url)
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slower })
  return page
}

/** Moves one box as rows are moved; gives the times between the frames of that, ms. */
async function moveBox(page: Page): Promise<number[]> {
  await page.evaluate(countFrames)
  await page.evaluate((ms) => {
    const box = document.querySelector('[data-seq]')
    box?.animate([{ transform: 'none' }, { transform: 'translateY(800px)' }], ms)
    box?.setAttribute('data-seq', String(performance.now()))
  }, travelMs)
  return counted(page)
}

async function counted(page: Page): Promise<number[]> {
  const handle = await page.waitForFunction(() => {
    const { counted } = globalThis as unknown as { counted: { times: number[]; done: boolean } }
    return counted.done ? counted.times : null
  })
  return (await handle.jsonValue()) ?? []
}

/** Lets the last household overtake all others; gives the times between the frames of that, ms. */
async function moveLastToFirst(page: Page, clerk: Caller, rule: number): Promise<number[]> {
  const { households } = (await clerk.get('/api/villages/one/board')).body as Board
  const sorted = [...households].sort((a, b) => a.score - b.score)
  const first = sorted[sorted.length - 1]?.score ?? 0
  const { door = '', score = 0 } = sorted[0] ?? {}
  await page.evaluate(countFrames)
  const body = { id: randomUUID(), door, rule, occurredOn: day, points: first - score + 3 }
  const { status } = await clerk.post('/api/villages/one/postings', body)
  if (status !== 201) throw new Error(`a posting was answered with ${status}`)
  return counted(page)
}

/** Run by the page, as text: it notes the times between frames from the next change on, ms. */
const countFrames = `{
  const counted = (globalThis.counted = { times: [], done: false })
  const shown = document.querySelector('[data-seq]')
  const seen = new MutationObserver(() => {
    seen.disconnect()
    let before = 0
    let until = Infinity
    const step = (now) => {
      if (before === 0) until = now + ${travelMs}
      else counted.times.push(now - before)
      before = now
      if (now < until) requestAnimationFrame(step)
      else counted.done = true
    }
    requestAnimationFrame(step)
  })
  seen.observe(shown, { attributes: true, attributeFilter: ['data-seq'] })
}`
