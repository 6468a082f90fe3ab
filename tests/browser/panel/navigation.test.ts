/** The panel's navigation: where each role begins, what waits where, and everything in view. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Role } from '../../../server/domain/people/powers.ts'
import { bringCookie, office, useBrowser, watched } from '../../support/browser/browser.ts'
import { panelServer, personAt } from '../../support/browser/panel.ts'
import { day, makeVillage, ruleId, signedIn } from '../../support/server.ts'

const browser = useBrowser()
const phone = { width: 390, height: 844 }

describe('the navigation', () => {
  it('has every page in view on an office screen, under one name with its title', async () => {
    const { page } = await personAt(browser, await panelServer(), 'work', { role: 'admin' })
    const links = page.locator('.side-nav a:not([href*="/doorstep/"])')
    await links.first().waitFor()
    const names = await links.allInnerTexts()
    expect(names).toHaveLength(24)
    const last = await page.locator('.side-nav a').last().boundingBox()
    expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual(office.height)
    for (const [index, name] of names.entries()) {
      await links.nth(index).click()
      await page.locator('.side-nav a.router-link-active', { hasText: name }).waitFor()
      await expect.poll(() => page.title()).toMatch(new RegExp(`^${name.trim()} · `))
      await expect.poll(() => page.locator('h1').first().textContent()).toBe(name.trim())
    }
  })

  it('counts what waits on a page, and less once it is done', async () => {
    const server = await panelServer()
    const admin = await signedIn(server, 'admin', null)
    const review = { roles: ['clerk'], over: null, deductions: false }
    await admin.call('PATCH', '/api/villages/one', { review })
    const clerk = await signedIn(server, 'clerk', 'one')
    const rule = await ruleId(clerk, 'one', '应急值守')
    const claim = { id: randomUUID(), door: '1001', rule, occurredOn: day }
    await clerk.post('/api/villages/one/postings', claim)
    const { page } = await personAt(browser, server, 'postings', { role: 'reviewer' })
    const link = page.getByRole('link', { name: /^评议/ })
    await expect.poll(() => link.innerText()).toMatch(/1$/)
    await admin.post('/api/villages/one/claims/pass', { id: randomUUID(), claims: [claim.id] })
    await expect.poll(() => link.innerText()).toBe('评议')
  })

  it('is folded on a phone, and folds again once a page is chosen', async () => {
    const { page } = await personAt(browser, await panelServer(), 'work', {
      role: 'admin',
      viewport: phone,
    })
    const fold = page.locator('.side-nav').getByRole('button')
    await fold.click()
    await page.getByRole('link', { name: '积分年度' }).click()
    await page.waitForURL('**/admin/one/seasons')
    await page.getByRole('link', { name: '积分年度' }).waitFor({ state: 'hidden' })
    expect(await fold.innerText()).toContain('积分年度')
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThan(1)
  })
})

describe('a page that it does not name', () => {
  it.each([
    ['check-sheets', '督导'],
    ['households/1001', '户册'],
    ['redemptions', '商品'],
  ])('%s is shown as a part of %s', async (place, name) => {
    const { page } = await personAt(browser, await panelServer(), place, { role: 'admin' })
    await page.locator('.side-nav a.inside', { hasText: name }).waitFor()
    expect(await page.locator('.side-nav a:is(.inside, .router-link-active)').count()).toBe(1)
  })
})

describe('the frame', () => {
  it('is left behind by one key, and the page has what follows', async () => {
    const { page } = await personAt(browser, await panelServer(), 'postings')
    await page.getByRole('heading', { name: '流水' }).waitFor()
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await page.keyboard.press('Tab')
    await page.locator('.skip-link:focus').waitFor()
    await page.keyboard.press('Enter')
    await page.locator('main:focus').waitFor()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true)
  })
})

describe('the first page', () => {
  it.each<[Role, string]>([
    ['admin', 'work'],
    ['clerk', 'entry'],
    ['reviewer', 'review'],
    ['desk', 'desk'],
    ['inspector', 'rounds'],
    ['viewer', 'work'],
  ])('of the role %s is %s', async (role, place) => {
    const server = await panelServer()
    const { page } = await personAt(browser, server, '../', { role })
    await page.waitForURL(`**/admin/one/${place}`)
  })

  it('of an administrator of all villages is in the only one, and the list where there are two', async () => {
    const server = await panelServer()
    const context = await browser.visitor({ viewport: office })
    await bringCookie(context, await signedIn(server, 'admin', null))
    const page = watched(await context.newPage())
    await page.goto(`${server.url}/admin/`)
    await page.waitForURL('**/admin/one/work')
    await makeVillage(server, 'two')
    await page.goto(`${server.url}/admin/`)
    await page.waitForURL('**/admin/villages')
  })
})
