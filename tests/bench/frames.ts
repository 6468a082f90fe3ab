/** How evenly the wall moves on a weak box: 20 rows travel while the processor is slowed four times. */
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import type { Board } from '../../server/domain/board/board.ts'
import { builtPages } from '../../server/pages/serve.ts'
import { pagesFolder } from '../../server/program.ts'
import { launch } from '../support/browser/chromium.ts'
import { makeShape } from '../support/browser/villages.ts'
import { type Caller, day, ruleId, signedIn, startTestServer } from '../support/server.ts'
import { atMost, quantile, type Row } from './measure.ts'

const rounds = 5
const movesARound = 6
const slower = 4
/** A frame on a panel of 60 Hz, ms. */
const frameMs = 16.7
/** Rows travel for so long, ms. */
const travelMs = 800

export async function benchFrames(): Promise<Row> {
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
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } })
    await page.goto(`${server.url}/display/one?scene=everyone&page=1`)
    await page.waitForSelector('[data-state=live] h1')
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slower })
    const rule = await ruleId(clerk, 'one', '示范事项1')
    const pairs: { ours: number; floor: number }[] = []
    for (let round = 0; round <= rounds; round += 1) {
      const frames: number[] = []
      for (let move = 0; move < movesARound; move += 1)
        frames.push(...(await moveLastToFirst(page, clerk, rule)))
      // Chromium gives times to a tenth of a millisecond.
      const ours = Math.round(quantile(frames, 0.95) * 10) / 10
      // The first round finds the page cold.
      if (round > 0) pairs.push({ ours, floor: frameMs })
    }
    return atMost('time between frames while rows move, slowed 4×, p95', 'ms', pairs, 1)
  } finally {
    await browser.close()
    await server.close()
  }
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
  const handle = await page.waitForFunction(() => {
    const { counted } = globalThis as unknown as { counted: { times: number[]; done: boolean } }
    return counted.done ? counted.times : null
  })
  return (await handle.jsonValue()) ?? []
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
