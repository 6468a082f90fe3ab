/** The work page: first after signing in, alive, with everything that keeps the data safe. */
import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Role } from '../../../server/domain/people/powers.ts'
import { maintain } from '../../../server/upkeep/nightlyMaintenance.ts'
import { violations } from '../../support/browser/axe.ts'
import { bringCookie, office, pages, useBrowser, watched } from '../../support/browser/browser.ts'
import { overwriteTable } from '../../support/db/damage.ts'
import {
  type Caller,
  day,
  makeUser,
  makeVillage,
  password,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

const browser = useBrowser()
let server: TestServer
let clerk: Caller

beforeEach(async () => {
  server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one')
  await makeVillage(server, 'two')
  await makeUser(server, 'admin', null)
  clerk = await signedIn(server, 'clerk', 'one')
})

async function open(role: Role, village: string | null, viewport = office): Promise<Page> {
  const context = await browser.visitor({ viewport })
  await bringCookie(context, await signedIn(server, role, village))
  const page = watched(await context.newPage())
  await page.goto(`${server.url}/admin/one`)
  await page.getByRole('heading', { name: '待办事项' }).waitFor()
  await openHealth(page)
  return page
}
/** Opens what stands behind the one line about the data; a fault has opened it already. */
async function openHealth(page: Page): Promise<void> {
  const card = page.locator('.health-card')
  await card.waitFor()
  if ((await card.getAttribute('open')) === null) await card.locator('summary').first().click()
}
async function post(door: string): Promise<void> {
  const rule = await ruleId(clerk, 'one', '应急值守')
  await clerk.post('/api/villages/one/postings', { id: randomUUID(), door, rule, occurredOn: day })
}

describe('the work page', () => {
  it('is where a secretary of one village arrives, with entry one key away', async () => {
    const username = await makeUser(server, 'admin', 'one')
    const page = await browser.page({ viewport: office })
    await page.goto(`${server.url}/admin/`)
    await page.getByLabel('用户名').fill(username)
    await page.getByLabel('密码').fill(password)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/admin/one/work')
    await page.locator('a:focus', { hasText: '记分' }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/admin/one/entry')
    await page.keyboard.press('Alt+1')
    await page.waitForURL('**/admin/one/work')
    await page.keyboard.press('Alt+2')
    await page.waitForURL('**/admin/one/entry')
  })

  it('follows what is entered elsewhere', async () => {
    const page = await open('admin', 'one')
    await page.getByText('今天还没有人录入。').waitFor()
    await page.getByRole('status').getByText('实时').waitFor()
    await post('1001')
    await page.locator('[data-figure=lines]', { hasText: '1' }).waitFor()
    await page.locator('.today-card tbody tr', { hasText: '+40' }).waitFor()
    await page.evaluate(() => document.body.setAttribute('data-same-page', ''))
    await post('1002')
    await page.locator('[data-same-page] .today-card tbody tr', { hasText: '+80' }).waitFor()
  })

  it('tells the time by the village’s clock, wherever the computer thinks it is', async () => {
    await server.services.readiness.verifyAll()
    const { verification } = (await clerk.get('/api/villages/one/work')).body as {
      verification: { at: string }
    }
    const there = new Date(verification.at).toLocaleTimeString('zh-CN', { timeZone: 'Asia/Shanghai' })
    const context = await browser.visitor({ viewport: office, timezoneId: 'America/New_York' })
    await bringCookie(context, clerk)
    const page = watched(await context.newPage())
    await page.goto(`${server.url}/admin/one/work`)
    await openHealth(page)
    await page.getByText(`校验于`).filter({ hasText: there }).waitFor()
  })

  it('verifies on the spot, and says what it found', async () => {
    await post('1001')
    const page = await open('admin', 'one')
    await page.getByRole('button', { name: '现在校验' }).click()
    await page.getByText('1 笔，校验通过。').waitFor()
    const { store } = server.services
    await store.write('installation', async (store) => store.run('UPDATE balances SET balance = balance + 1'))
    await page.getByRole('button', { name: '现在校验' }).click()
    await page.getByText('账本校验未通过').waitFor()
    expect(await violations(page)).toEqual([])
  })

  it('writes a backup for an administrator of all villages, who may take it along', async () => {
    const page = await open('admin', null)
    await page.getByRole('button', { name: '现在备份' }).click()
    await page.getByText('全部 1 份备份').click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('.backups-card details a').click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^yiping-[\d-]+\.sqlite$/)
    expect(statSync(await download.path()).size).toBe(server.services.backups.list()[0]?.bytes)
    const secretary = await open('admin', 'one')
    await secretary.locator('.backups-card').getByText('最近备份').waitFor()
    await expect.poll(() => secretary.getByRole('button', { name: '现在备份' }).count()).toBe(0)
    await expect.poll(() => secretary.locator('.backups-card a').count()).toBe(0)
  })

  it('tells a damaged database and a night that failed, and calls no backup of it written', async () => {
    const { store, backups } = server.services
    await backups.make('nightly')
    await store.all('PRAGMA wal_checkpoint(TRUNCATE)')
    overwriteTable(store.file, 'check_sheets')
    await maintain(server.services)
    const page = await open('admin', null)
    await page.getByText('数据库检查发现问题').waitFor()
    await page.getByText('自动备份未完成：数据库已损坏').waitFor()
    await page.getByRole('button', { name: '现在备份' }).click()
    await page.getByText('本次备份未保存，原有备份未动').waitFor()
    await page.getByText('全部 1 份备份').click()
    await page.getByText('技术详情').click()
    await expect.poll(() => page.getByText('笔，校验通过').count()).toBe(0)
    expect(await violations(page)).toEqual([])
  })

  it('lets a viewer of all villages look and do nothing', async () => {
    const page = await open('viewer', null)
    await expect.poll(() => page.locator('.work-page button').count()).toBe(0)
    await expect.poll(() => page.locator('.work-page header a').count()).toBe(0)
  })

  it('has the month in figures and a chart, and who was not scored for long', async () => {
    await post('1001')
    const page = await open('admin', 'one')
    const figure = (name: string) => page.locator(`[data-figure="month-${name}"]`)
    await expect.poll(() => figure('households').innerText()).toMatch(/\/ 12[^]*11 户 60 天没有流水/)
    await figure('households').getByText('11 户 60 天没有流水').click()
    await figure('households').getByRole('link', { name: '1002' }).waitFor()
    await page.locator('.days-card svg').waitFor()
    // What is entered elsewhere comes in.
    await post('1002')
    await expect.poll(() => figure('households').innerText(), { timeout: 15_000 }).toContain('10 户 60 天')
    expect(await violations(page)).toEqual([])
  })

  it('can be used on a desk and on a phone', async () => {
    await post('1001')
    for (const viewport of [office, { width: 390, height: 844 }]) {
      const page = await open('admin', null, viewport)
      await page.locator('.today-card tbody tr').waitFor()
      expect(await violations(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThan(1)
    }
  })
})
