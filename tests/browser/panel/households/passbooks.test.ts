/** Passbooks on paper, and the search for a household from anywhere. */
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { listPostings } from '../../../../db/ledger/postings.ts'
import { enterScores } from '../../../../db/scores/enterScores.ts'
import { reversePosting } from '../../../../db/scores/reversal.ts'
import { ownerScope } from '../../../../db/store/scope.ts'
import { mustFindVillage } from '../../../../db/villages/findVillages.ts'
import { listRules } from '../../../../db/villages/rulebook.ts'
import { violations } from '../../../support/browser/axe.ts'
import { bringCookie, office, pages, useBrowser, watched } from '../../../support/browser/browser.ts'
import { day, makeVillage, signedIn, startTestServer, type TestServer } from '../../../support/server.ts'

const browser = useBrowser()
let server: TestServer
let panel: Page

beforeEach(async () => {
  server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one')
  await signedIn(server, 'admin', null)
  const { store } = server.services
  const scope = ownerScope((await mustFindVillage(store, 'one')).id)
  const rule = (await listRules(store, scope.village)).find(({ text }) => text === '应急值守')?.id ?? 0
  for (let count = 0; count < 30; count += 1)
    await enterScores(store, scope, [{ id: crypto.randomUUID(), door: '1001', rule, occurredOn: day }])
  const [last] = await listPostings(store, scope.village, {}, null, 1)
  await reversePosting(store, scope, last?.id ?? '', { id: crypto.randomUUID(), reason: '重复记分' })
  const context = await browser.visitor({ viewport: office })
  await bringCookie(context, await signedIn(server, 'clerk', 'one'))
  panel = watched(await context.newPage())
})

const sheetsOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0
describe('a passbook', () => {
  it('has every line with its running balance, and who can witness it at the foot', async () => {
    await panel.goto(`${server.url}/admin/one/passbooks?door=1001`)
    await panel.waitForSelector('.passbook-sheet')
    await expect.poll(() => panel.locator('.passbook-sheet tbody tr').count()).toBe(31)
    await expect
      .poll(() => panel.locator('.passbook-sheet tbody tr').last().innerText())
      .toMatch(/更正第 30 笔：重复记分\s*−40\s*1,160/)
    await expect
      .poll(() => panel.locator('.passbook-sheet footer').first().innerText())
      .toMatch(/第 31 笔 [0-9a-f]{8}/)
    expect(sheetsOf(await panel.pdf({ preferCSSPageSize: true }))).toBe(2)
    expect(await violations(panel)).toEqual([])
  })

  it('of a whole village is one sheet after the other; as booklets, four pages on two sides', async () => {
    await panel.goto(`${server.url}/admin/one/passbooks`)
    await panel.waitForSelector('.passbook-sheet')
    await panel.getByText('12 户').waitFor()
    expect(sheetsOf(await panel.pdf({ preferCSSPageSize: true }))).toBe(13)
    await panel.getByLabel('样式').selectOption('booklet')
    expect(sheetsOf(await panel.pdf({ preferCSSPageSize: true }))).toBe(24)
    // Twelve slips, four on a sheet, each with its last lines.
    await panel.getByLabel('样式').selectOption('slips')
    await expect.poll(() => panel.locator('.passbook-sheet').first().locator('tbody tr').count()).toBe(8)
    expect(sheetsOf(await panel.pdf({ preferCSSPageSize: true }))).toBe(3)
  })

  it('of a large village is read when it is asked for', async () => {
    await makeVillage(server, 'large', 70)
    const context = await browser.visitor({ viewport: office })
    await bringCookie(context, await signedIn(server, 'clerk', 'large'))
    const page = watched(await context.newPage())
    await page.goto(`${server.url}/admin/large/passbooks`)
    await page.getByText('全村共 70 户').waitFor()
    expect(await page.locator('.passbook-sheet').count()).toBe(0)
    await page.getByRole('button', { name: '读取全部 70 户' }).click()
    await page.getByText('70 户，70 张').waitFor()
  })
})

describe('the search in the top bar', () => {
  it.each([office, { width: 390, height: 844 }])(
    'opens a household by / and its initials, %j',
    async (viewport) => {
      await panel.setViewportSize(viewport)
      await panel.goto(`${server.url}/admin/one/postings`)
      await panel.locator('.find-household input').waitFor()
      await panel.keyboard.press('/')
      await panel.keyboard.type('1002')
      await panel.waitForSelector('.find-household [role=option]')
      await panel.keyboard.press('Enter')
      await panel.waitForSelector('.household-page h1:has-text("1002号")')
      expect(await violations(panel)).toEqual([])
      expect(
        await panel.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0)
    },
  )
})
