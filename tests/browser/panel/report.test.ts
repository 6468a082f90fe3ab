/** The report on screen and on paper: for the wall under the village's rules, for the office in full. */
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Role } from '../../../server/domain/people/powers.ts'
import { violations } from '../../support/browser/axe.ts'
import { bringCookie, office, pages, useBrowser, watched } from '../../support/browser/browser.ts'
import { makeShape, shapes } from '../../support/browser/villages.ts'
import { makeUser, signedIn, startTestServer, type TestServer } from '../../support/server.ts'

const browser = useBrowser()
let server: TestServer

beforeEach(async () => {
  server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  for (const shape of shapes.filter(({ slug }) => ['none', 'usual'].includes(slug)))
    await makeShape(server, shape)
  await makeUser(server, 'admin', null)
})

async function open(role: Role, village: string, viewport = office): Promise<Page> {
  const context = await browser.visitor({ viewport })
  await bringCookie(context, await signedIn(server, role, village))
  const page = watched(await context.newPage())
  await page.goto(`${server.url}/admin/${village}/report`)
  await page.locator('.report-sheet').waitFor()
  await page.locator('.panel-chart svg').first().waitFor()
  return page
}
/** Widest drawing on the sheet that does not fit on it, px. */
const overhang = (page: Page) =>
  page.evaluate(() => {
    const sheet = document.querySelector('.report-sheet')?.getBoundingClientRect().right ?? 0
    return Math.max(
      ...[...document.querySelectorAll('.report-sheet svg, .report-sheet table')].map(
        (one) => one.getBoundingClientRect().right - sheet,
      ),
    )
  })

describe('the report', () => {
  it('shows names as the public may see them, and in full only with a mark', async () => {
    const page = await open('admin', 'usual')
    const sheet = page.locator('.report-sheet')
    await expect.poll(() => sheet.innerText()).toContain('示**')
    await expect.poll(() => sheet.innerText()).not.toMatch(/示范[甲乙丙丁]/)
    await page.getByLabel(/^内部版/).check()
    await page.locator('.internal-mark', { hasText: '内部' }).waitFor()
    await expect.poll(() => sheet.innerText()).toMatch(/示范[甲乙丙丁]/)
    expect(await violations(page)).toEqual([])
    await page.getByLabel(/^内部版/).uncheck()
    await page.locator('.internal-mark').waitFor({ state: 'detached' })
    await expect.poll(() => sheet.innerText()).not.toMatch(/示范[甲乙丙丁]/)
  })

  it('prints on sheets of A4, with nothing but itself, and nothing cut', async () => {
    const page = await open('viewer', 'usual')
    // The width of an A4 sheet between its margins, at 96 dots an inch.
    await page.setViewportSize({ width: 673, height: 1000 })
    await page.emulateMedia({ media: 'print' })
    for (const part of ['.top-bar', '.side-nav', '.page-head', '.filters'])
      await expect.poll(() => page.locator(part).first().isVisible()).toBe(false)
    expect(await overhang(page)).toBeLessThan(1)
    await expect.poll(() => page.locator('.report-sheet footer').innerText()).toMatch(/第 \d+ 笔 [0-9a-f]{8}/)
    await page.setViewportSize(office)
    const printed = await page.pdf({ preferCSSPageSize: true })
    const text = printed.toString('latin1')
    expect(text.match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(1)
    expect(text).toMatch(/\/MediaBox\s*\[0 0 59\d(\.\d+)? 84\d(\.\d+)?\]/)
    // The foot of each sheet: without it there is less to print.
    await page.evaluate(() => {
      for (const style of document.querySelectorAll('style'))
        if (style.textContent.includes('@bottom-left')) style.remove()
    })
    expect((await page.pdf({ preferCSSPageSize: true })).length).toBeLessThan(printed.length)
  })

  it('says of an empty village that there is nothing', async () => {
    const page = await open('viewer', 'none')
    await page.getByText('没有。').first().waitFor()
    expect(await violations(page)).toEqual([])
  })

  it('can be used on a desk and on a phone', async () => {
    for (const viewport of [office, { width: 390, height: 844 }]) {
      const page = await open('viewer', 'usual', viewport)
      expect(await violations(page)).toEqual([])
      expect(await overhang(page)).toBeLessThan(viewport.width < 500 ? 60 : 1)
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThan(1)
    }
  })
})
