/** 公示 from the panel to the wall: published, objected to, answered by somebody else, corrected in sight of all. */
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { listRules } from '../../../db/villages/rulebook.ts'
import { violations } from '../../support/browser/axe.ts'
import { bringCookie, office, pages, useBrowser, watched } from '../../support/browser/browser.ts'
import {
  type Caller,
  day,
  makeVillage,
  signedIn,
  startTestServer,
  type TestServer,
  year,
} from '../../support/server.ts'

const browser = useBrowser()
let server: TestServer
let admin: Caller

beforeEach(async () => {
  server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one')
  admin = await signedIn(server, 'admin', null)
})

async function score(by: Caller, door: string): Promise<void> {
  const { store } = server.services
  const rule = (await listRules(store, (await mustFindVillage(store, 'one')).id)).find(
    ({ text }) => text === '应急值守',
  )!.id
  const { status } = await by.post('/api/villages/one/postings', {
    id: randomUUID(),
    door,
    rule,
    occurredOn: day,
  })
  expect(status).toBe(201)
}

async function panelOf(caller: Caller, path: string, viewport = office): Promise<Page> {
  const context = await browser.visitor({ viewport })
  await bringCookie(context, caller)
  const panel = watched(await context.newPage())
  await panel.goto(`${server.url}/admin/one/${path}`)
  await panel.waitForSelector('.page h1')
  return panel
}

async function publish(panel: Page): Promise<void> {
  await panel.getByRole('button', { name: '预览' }).click()
  await panel.getByText('发布后不能撤回。').waitFor()
  await panel.getByRole('button', { name: '发布公示' }).click()
  await panel.waitForSelector('.public-sheet')
}

describe('publicity', () => {
  it('goes from the panel to the wall, and an objection is corrected in sight of all', async () => {
    const clerkCaller = await signedIn(server, 'clerk', 'one')
    await score(clerkCaller, '1001')
    await score(clerkCaller, '1002')
    const secretary = await panelOf(admin, 'publicity')
    await publish(secretary)
    await expect.poll(() => secretary.locator('.public-sheet h2').innerText()).toContain('积分公示表')
    const wall = await browser.page()
    await wall.goto(`${server.url}/display/one?scene=publicity`)
    await wall.waitForSelector('[data-scene=publicity] >> text=2 笔')

    const clerk = await panelOf(clerkCaller, 'publicity')
    await clerk.locator('[data-publication] a').click()
    await clerk.getByRole('button', { name: '登记异议' }).click()
    await clerk.getByRole('dialog').getByRole('combobox').fill('1002')
    await clerk.keyboard.press('Enter')
    await clerk.getByRole('radio').check()
    await clerk.getByLabel('异议人').fill('示范村民')
    await clerk.getByLabel('异议内容').fill('当天没有值守')
    await clerk.keyboard.press('Enter')
    await clerk.waitForSelector('[data-objection]')
    // Who entered the score does not answer.
    await expect.poll(() => clerk.getByRole('button', { name: '答复' }).count()).toBe(0)

    const path = new URL(clerk.url()).pathname.replace('/admin/one/', '')
    const reviewer = await panelOf(await signedIn(server, 'reviewer', 'one'), path)
    await reviewer.getByRole('button', { name: '答复' }).click()
    await reviewer.getByRole('radio', { name: /^撤销/ }).check()
    await reviewer.getByLabel('原因').fill('签到表上没有')
    await reviewer.keyboard.press('Enter')
    await reviewer.waitForSelector('.public-sheet .corrections li:has-text("已撤销")')
    await wall.goto(`${server.url}/display/one?scene=notice`)
    await wall.waitForSelector('[data-scene=notice] >> text=予以撤销')
    // What the wall showed before it had the new board has given way.
    await wall.waitForFunction(() => document.querySelectorAll('.layer').length === 1)
    await expect.poll(() => wall.locator('.layer').innerText()).not.toContain('1002')
    // The newest line is the correction, no longer the award.
    await expect.poll(() => wall.locator('footer').innerText()).toMatch(/1002号[^+]*更正 应急值守\s*−40/)
    await wall.goto(`${server.url}/display/one?scene=everyone`)
    await wall.waitForSelector('[data-door="1002"][data-score="0"]')
    // The list itself is as it was.
    await expect
      .poll(() => reviewer.locator('.public-sheet tr:has-text("1002")').innerText())
      .toContain('+40')
  })

  it('shows counts and sums before it is published for good, up to the day that is chosen', async () => {
    await score(admin, '1001')
    await score(admin, '1002')
    const panel = await panelOf(admin, 'publicity')
    await panel.getByLabel('公示范围').selectOption({ label: '自选日期' })
    await panel.getByLabel('截至哪天').fill(`${year - 1}-12-31`)
    await panel.getByRole('button', { name: '预览' }).click()
    await panel.getByText(`${year - 1}-12-31 以前没有新的流水。`).waitFor()
    await panel.getByLabel('截至哪天').fill(day)
    await panel.getByRole('button', { name: '预览' }).click()
    const preview = panel.getByRole('region', { name: '预览' })
    await preview.getByText('2 笔，+80 分').waitFor()
    await preview.getByText('发布后不能撤回。').waitFor()
    expect(await violations(panel)).toEqual([])
    // Another choice asks for a preview again.
    await panel.getByLabel('公示范围').selectOption({ index: 0 })
    await preview.waitFor({ state: 'hidden' })
    expect(((await admin.get('/api/villages/one/publications')).body as { items: [] }).items).toEqual([])
  })

  it('has its open objections on the page to which the work page leads, and counts them', async () => {
    await score(await signedIn(server, 'clerk', 'one'), '1001')
    const closesOn = new Date(Date.now() + 7 * 24 * 3_600_000).toISOString().slice(0, 10)
    const { body } = await admin.post('/api/villages/one/publications', { id: randomUUID(), closesOn })
    const objection = { id: randomUUID(), posting: 1, objector: '示范村民', text: '当天没有值守' }
    const { id } = body as { id: number }
    await admin.post(`/api/villages/one/publications/${id}/objections`, objection)
    const panel = await panelOf(admin, 'work')
    await panel.locator('.waiting a').click()
    await panel.waitForURL('**/admin/one/publicity')
    await panel.locator('[data-publication]', { hasText: '1 条待答复' }).waitFor()
    await panel.getByRole('button', { name: '答复' }).click()
    await panel.getByLabel('原因').fill('签到表上有')
    await panel.keyboard.press('Enter')
    await panel.locator('[data-publication]', { hasText: '1 条待答复' }).waitFor({ state: 'hidden' })
    await expect.poll(() => panel.locator('[data-objection]').count()).toBe(0)
  })

  it('has a sheet that is searched on the screen, by whole names too, and stays whole on paper', async () => {
    await score(admin, '1001')
    const panel = await panelOf(admin, 'publicity')
    await publish(panel)
    const rows = panel.locator('.public-sheet tr[data-door]:visible')
    const shows = (count: number) => expect.poll(() => rows.count()).toBe(count)
    await expect.poll(() => panel.locator('.public-sheet').innerText()).not.toContain('示范户乙')
    for (const typed of ['1002', '示范户乙', 'sfhy']) {
      await panel.getByLabel('查找').fill('无此人')
      await panel.waitForSelector('.card:has-text("没有符合条件的住户")')
      await panel.getByLabel('查找').fill(typed)
      await shows(typed === '1002' ? 1 : 2)
    }
    await panel.emulateMedia({ media: 'print' })
    await shows(12)
  })

  it('holds points back until it has closed, where the village wants it', async () => {
    const panel = await panelOf(admin, 'publicity')
    const stored = panel.waitForResponse(
      (response) => response.ok() && response.request().method() === 'PATCH',
    )
    await panel.getByLabel(/^公示期满才能兑换/).check()
    await stored
    await score(admin, '1003')
    await panel.goto(`${server.url}/admin/one/households/1003`)
    await panel.waitForSelector('.account-figures:has-text("另有 40 分公示期满可用")')
  })

  it('prints by group, and can be used by all', async () => {
    await score(admin, '1001')
    const panel = await panelOf(admin, 'publicity')
    expect(await violations(panel)).toEqual([])
    await publish(panel)
    expect(await violations(panel)).toEqual([])
    await panel.emulateMedia({ media: 'print' })
    await expect
      .poll(() => panel.locator('.public-sheet caption').allInnerTexts())
      .toEqual(['1组（6 户）', '2组（6 户）'])
    await expect.poll(() => panel.locator('.side-nav').isVisible()).toBe(false)
    const pdf = (await panel.pdf({ preferCSSPageSize: true })).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
  })
})
