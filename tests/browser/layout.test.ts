/** Every scene, laid out in a real browser for villages of every shape: what can be read from five metres. */
import { type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../server.ts'
import { landscape, pages, portrait, untilLive, useBrowser } from './browser.ts'
import { measureTexts, overlapping, type Text } from './measure-text.ts'
import { makeShape, shapes } from './villages.ts'

const scenes = ['leaders', 'everyone', 'dimensions', 'groups', 'just-now']
const browser = useBrowser()
let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ pages })
  for (const shape of shapes) makeShape(server, shape)
})
afterAll(() => server.close())

/** The first page and the last one of a scene. */
async function pagesOf(page: Page, address: string): Promise<Text[][]> {
  const open = async (number: number) => {
    await page.goto(`${address}&page=${number}`)
    await untilLive(page)
    await page.waitForFunction(() => document.querySelectorAll('.layer').length === 1)
    if (address.includes('dimensions')) await page.waitForSelector('svg text')
    return measureTexts(page)
  }
  const first = await open(1)
  const last = Number(/\/ (\d+) 页/.exec(first.map(({ text }) => text).join('\n'))?.[1] ?? 1)
  return last > 1 ? [first, await open(last)] : [first]
}

/** The least size of a text, logical px. */
function smallest({ part }: Text): number {
  if (/^(figure )?(door|name|head|score)\b/.test(part)) return 48
  // The proof and the axes are for whoever steps closer.
  return /\bproof\b/.test(part) || /^text < g < svg/.test(part) ? 28 : 40
}

/** Doors and figures are never cut; other words may be where they are uncommonly long. */
function mustBeWhole({ part }: Text, village: string): boolean {
  return village !== 'long' || /figure|score|door/.test(part)
}

function isWithin({ left, top, right, bottom }: Text['box'], { width, height }: typeof landscape): boolean {
  return left >= 0 && top >= 0 && right <= width && bottom <= height
}

describe.each(shapes.map(({ slug }) => slug))('the wall of the village "%s"', (slug) => {
  describe.each([
    ['landscape', landscape],
    ['portrait', portrait],
  ] as const)('%s', (_, viewport) => {
    it.each(scenes)('%s is readable from afar, and whole', async (scene) => {
      const page = await browser.page({ viewport })
      const shown = await pagesOf(page, `${server.url}/display/${slug}?scene=${scene}&calm`)
      for (const texts of shown) {
        const say = ({ text, part, size }: Text) => `${text} (${part}, ${size})`
        const which = (isBad: (text: Text) => boolean) => texts.filter(isBad).map(say)
        expect(texts.length).toBeGreaterThan(10)
        expect({
          tooSmall: which((text) => text.size < smallest(text)),
          tooPale: which(({ contrast }) => contrast < 7),
          overlapping: overlapping(texts),
          cut: which((text) => text.isCut && mustBeWhole(text, slug)),
          outside: which(({ box }) => !isWithin(box, viewport)),
        }).toEqual({ tooSmall: [], tooPale: [], overlapping: [], cut: [], outside: [] })
      }
      expect(await page.evaluate(() => document.querySelector('.wall')?.getAttribute('data-scene'))).toBe(
        scene,
      )
    })
  })
})
