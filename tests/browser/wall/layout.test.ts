/**
 * Every scene in every theme, on panels of every size, for villages of every
 * shape: laid out in a real browser and measured for what can be read from five
 * metres.
 */
import { readdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ownerScope } from '../../../db/store/scope.ts'
import { storePicture, pictureAddress } from '../../../db/villages/pictures.ts'
import { listScreens } from '../../../db/villages/screens.ts'
import { defaultSettings } from '../../../server/domain/board/screens.ts'
import { cssVariables, type ThemeName, themes } from '../../../server/domain/board/theme.ts'
import { addExtras } from '../../support/browser/boardExtras.ts'
import { errorsOf, landscape, pages, portrait, untilLive, useBrowser } from '../../support/browser/browser.ts'
import { largestGap, measureTexts, overlapping, type Text } from '../../support/browser/measureText.ts'
import { makeShape, shapes } from '../../support/browser/villages.ts'
import { makeScreen, startTestServer, type TestServer } from '../../support/server.ts'

/** The scene that ECharts draws. */
const chartScene = 'dimensions'
/** Scenes that tell of households; a village without any skips them. */
const ofHouseholds = [
  'leaders',
  'everyone',
  'dimensions',
  'groups',
  'just-now',
  'improved',
  'find',
  'attributes',
]
const others = readdirSync('display/scenes')
  .filter((file) => file.endsWith('.vue'))
  .map((file) => file.replace('.vue', ''))
  .filter((name) => !ofHouseholds.includes(name))
const panels = [landscape, { width: 1280, height: 720 }, { width: 3840, height: 2160 }, portrait]
const themeNames = Object.keys(themes) as ThemeName[]
/** A wall may be empty for this part of its height; one that tells of few households, for more. */
const mostEmpty = 0.45

const browser = useBrowser()
let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ pages })
  const { hub, store } = server.services
  const image = sharp({ create: { width: 800, height: 600, channels: 3, background: '#a61e5b' } })
  const bytes = await image.webp().toBuffer()
  for (const [index, shape] of shapes.entries()) {
    await makeShape(server, shape)
    await makeScreen(server, shape.slug, 'hall')
    const kept = await storePicture(store, ownerScope(index + 1), { width: 800, height: 600, bytes })
    const picture = pictureAddress(shape.slug, kept.id)
    const board = (await hub.board(index + 1))!
    expect(board.village.slug).toBe(shape.slug)
    addExtras(board, shape.slug === 'long', picture)
  }
})
afterAll(() => server.close())

/** The least size of a text, logical px. */
function smallest({ part }: Text): number {
  if (/^(figure )?(door|name|head|score)\b/.test(part)) return 48
  // The proof and the axes are for whoever steps closer; the slogan and a long title are for the eye.
  if (/^slogan\b/.test(part)) return 30
  return /\bproof\b/.test(part) || /^text < g < svg/.test(part) ? 28 : 40
}

/** Doors and figures are never cut; other words may be where they are uncommonly long. */
function mustBeWhole({ part }: Text, village: string): boolean {
  return village !== 'long' || /figure|score|door|worth|notice/.test(part)
}

function isWithin({ left, top, right, bottom }: Text['box'], { width, height }: typeof landscape): boolean {
  return left >= 0 && top >= 0 && right <= width && bottom <= height
}

/** What is wrong with the texts of a wall; every list is empty where all is well. */
function faultsAmong(texts: readonly Text[], village: string, panel: typeof landscape) {
  const which = (isBad: (text: Text) => boolean) =>
    texts.filter(isBad).map(({ text, part, size }) => `${text} (${part}, ${size})`)
  return {
    tooSmall: which((text) => text.size < smallest(text)),
    tooPale: which(({ contrast }) => contrast < 7),
    overlapping: overlapping(texts),
    cut: which((text) => text.isCut && mustBeWhole(text, village)),
    outside: which(({ box }) => !isWithin(box, panel)),
  }
}
type Faults = ReturnType<typeof faultsAmong>

/** What is wrong with a page of the wall in the colours of each theme. */
async function faultsInThemes(page: Page, village: string, names: readonly ThemeName[]) {
  const looks = await measureTexts(
    page,
    names.map((name) => cssVariables(themes[name])),
  )
  const panel = page.viewportSize() ?? landscape
  return looks.map((texts, index) => ({ theme: names[index], ...faultsAmong(texts, village, panel) }))
}

/** The same in the colours that it has. */
async function faultsOf(page: Page, village: string): Promise<Faults> {
  const [texts = []] = await measureTexts(page)
  return faultsAmong(texts, village, page.viewportSize() ?? landscape)
}
const noFaults: Faults = {
  tooSmall: [],
  tooPale: [],
  overlapping: [],
  cut: [],
  outside: [],
}

/** Lets an open wall put on a theme, as the panel would. */
async function putOn(page: Page, village: number, theme: ThemeName): Promise<void> {
  const { store, screens } = server.services
  const screen = (await listScreens(store, village))[0]
  screens.sendSettings(village, { ...screen!, settings: { ...defaultSettings, theme, calm: true } })
  await page.waitForFunction(
    (variables) =>
      Object.entries(variables).every(
        ([name, value]) => document.documentElement.style.getPropertyValue(name) === value,
      ),
    cssVariables(themes[theme]),
  )
}

/** What is only measured need not be painted, which costs more than all else at 3840×2160. */
async function leaveUnpainted(page: Page): Promise<void> {
  await page.evaluate(() => (document.documentElement.style.opacity = '0'))
}

async function untilLaidOut(page: Page, scene: string): Promise<void> {
  await page.waitForFunction(
    (isChart) =>
      document.querySelectorAll('.layer').length === 1 && (!isChart || document.querySelector('svg text')),
    scene === chartScene,
  )
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  )
}

/** A page may turn while it is measured, and two lie on each other for a moment: what is wrong, stays wrong. */
async function lastingFaults(
  page: Page,
  village: string,
  scene: string,
  names: readonly ThemeName[],
): ReturnType<typeof faultsInThemes> {
  let found = await faultsInThemes(page, village, names)
  const isWrong = () => found.some(({ theme: _, ...faults }) => Object.values(faults).some(hasAny))
  for (let tries = 0; tries < 2 && isWrong(); tries += 1) {
    await untilLaidOut(page, scene)
    found = await faultsInThemes(page, village, names)
  }
  return found
}
const hasAny = (list: readonly string[]) => list.length > 0

describe.each(shapes.map(({ slug }, index) => [slug, index + 1] as const))(
  'the wall of the village "%s"',
  (slug, village) => {
    const shown = slug === 'none' ? others : [...ofHouseholds, ...others]
    // One page for all scenes: what it loaded once is not loaded again.
    let page: Page
    let errors: string[]
    beforeAll(async () => {
      page = await browser.sharedPage()
      errors = errorsOf(page)
      return () => page.context().close()
    })
    afterEach(() => expect(errors.splice(0)).toEqual([]))

    it.each(shown)('%s is readable from afar, and whole', { timeout: 120_000 }, async (scene) => {
      const open = async (number: number) => {
        await page.setViewportSize(landscape)
        await page.goto(`${server.url}/display/${slug}?screen=hall&calm&scene=${scene}&page=${number}`)
        await untilLive(page)
        await untilLaidOut(page, scene)
        await leaveUnpainted(page)
        await expect.poll(() => page.locator('.wall').getAttribute('data-scene')).toBe(scene)
      }
      const resize = async (size: typeof landscape) => {
        await page.setViewportSize(size)
        await untilLaidOut(page, scene)
      }
      const expectNoFaults = async (size: typeof landscape, names: readonly ThemeName[]) =>
        expect({ size, themes: await lastingFaults(page, slug, scene, names) }).toEqual({
          size,
          themes: names.map((theme) => ({ theme, ...noFaults })),
        })
      const measure = async (sizes: typeof panels) => {
        for (const size of sizes) {
          await resize(size)
          // Charts are drawn again in a theme's colours; all else takes them from its variables.
          if (scene !== chartScene) await expectNoFaults(size, themeNames)
          else
            for (const theme of themeNames) {
              await putOn(page, village, theme)
              await untilLaidOut(page, scene)
              await expectNoFaults(size, [theme])
            }
        }
      }
      await open(1)
      const last = Number(/\/ (\d+) 页/.exec(await page.locator('.lead').innerText())?.[1] ?? 1)
      if (['usual', 'many', 'long'].includes(slug))
        for (const size of [portrait, landscape]) {
          await resize(size)
          expect(await largestGap(page), `empty at ${size.width}×${size.height}`).toBeLessThan(mostEmpty)
        }
      await measure(panels)
      if (last === 1) return
      await open(last)
      await measure([landscape, portrait])
    })

    if (slug === 'none')
      it.each(ofHouseholds)('%s is skipped', async (scene) => {
        await page.goto(`${server.url}/display/${slug}?scene=${scene}`)
        await untilLive(page)
        expect(others).toContain(await page.locator('.wall').getAttribute('data-scene'))
      })
  },
)

describe('the measure', () => {
  const open = async () => {
    const page = await browser.page()
    await page.goto(`${server.url}/display/usual?scene=leaders&calm`)
    await untilLive(page)
    await untilLaidOut(page, 'leaders')
    expect(await faultsOf(page, 'usual')).toEqual(noFaults)
    return page
  }

  it('finds a text that is too small', async () => {
    const page = await open()
    await page.addStyleTag({ content: '.rule { font-size: 20px !important }' })
    expect((await faultsOf(page, 'usual')).tooSmall.length).toBeGreaterThan(0)
  })

  it('finds a name of twelve characters that has no room', async () => {
    const page = await open()
    await page.evaluate(
      () => (document.querySelector('.row .name')!.textContent = '欧阳示范娜仁托娅其木格古'),
    )
    expect((await faultsOf(page, 'usual')).cut).toHaveLength(1)
    await page.addStyleTag({ content: '.row .name { overflow: visible !important; width: 0 }' })
    const { overlapping: standing } = await faultsOf(page, 'usual')
    expect(standing.length).toBeGreaterThan(0)
  })

  it('finds a colour that is too pale', async () => {
    const page = await open()
    await page.evaluate(() => document.documentElement.style.setProperty('--ink-soft', '#9aa39d'))
    expect((await faultsOf(page, 'usual')).tooPale.length).toBeGreaterThan(0)
  })

  it('finds a wall that is mostly empty', async () => {
    const page = await open()
    expect(await largestGap(page)).toBeLessThan(mostEmpty)
    await page.evaluate(() => document.querySelectorAll('.row, .card').forEach((row) => row.remove()))
    expect(await largestGap(page)).toBeGreaterThan(mostEmpty)
  })
})
