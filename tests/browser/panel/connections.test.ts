/** Connections in the panel: a token is made, used and revoked; a webhook is added, and what it sends is seen. */
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { renewInstallation } from '../../../db/store/installation.ts'
import { isSigned, startReceiver } from '../../support/api/receiver.ts'
import { violations } from '../../support/browser/axe.ts'
import { bringCookie, look, office, pages, useBrowser, watched } from '../../support/browser/browser.ts'
import {
  type Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

const browser = useBrowser()
const phone = { width: 390, height: 844 }
let server: TestServer
let admin: Caller
let panel: Page

beforeEach(async () => {
  server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one')
  admin = await signedIn(server, 'admin', null)
  panel = await pageAt(office)
})

async function pageAt(viewport: { width: number; height: number }): Promise<Page> {
  const context = await browser.visitor({ viewport })
  await bringCookie(context, admin)
  const page = watched(await context.newPage())
  await page.goto(`${server.url}/admin/one/connections`)
  await page.waitForSelector('.tokens-page h1')
  return page
}

const dialog = () => panel.getByRole('dialog')
const secretShown = async () => (await dialog().locator('[data-secret] code').innerText()).trim()
const keptSecret = () => dialog().getByRole('button', { name: '已保存，关闭' }).click()
const board = (secret: string) =>
  fetch(`${server.url}/api/villages/one/open/board`, { headers: { authorization: `Bearer ${secret}` } })

async function makeToken(name: string): Promise<string> {
  await panel.getByRole('button', { name: '生成令牌' }).click()
  await dialog().getByLabel('名称').fill(name)
  await dialog().getByRole('button', { name: '生成令牌' }).click()
  await dialog().locator('[data-secret]').waitFor()
  const secret = await secretShown()
  await keptSecret()
  // Two at most, as the first may still be closing.
  await expect.poll(() => dialog().count()).toBe(0)
  return secret
}

const state = (name: string) => panel.locator(`[data-token="${name}"] .badge`).innerText()

describe('a token', () => {
  it('is made, shown once, used by another program, and revoked for good', async () => {
    const secret = await makeToken('智慧村居平台')
    expect((await board(secret)).status).toBe(200)
    await panel.reload()
    await panel.waitForSelector('[data-token="智慧村居平台"]')
    expect(await panel.content()).not.toContain(secret)
    expect(await state('智慧村居平台')).toBe('有效')
    expect(await panel.locator('[data-token="智慧村居平台"]').innerText()).not.toContain('未使用')

    await panel.getByRole('button', { name: '撤销“智慧村居平台”' }).click()
    await dialog().getByRole('button', { name: '取消' }).click()
    expect((await board(secret)).status).toBe(200)
    await panel.getByRole('button', { name: '撤销“智慧村居平台”' }).click()
    await dialog().getByRole('button', { name: '撤销', exact: true }).click()
    await expect.poll(() => state('智慧村居平台')).toBe('已撤销')
    expect(await panel.locator('[data-token="智慧村居平台"]').innerText()).toMatch(/admin-\S+ 于 .+ 撤销/)
    const refused = await board(secret)
    expect([refused.status, ((await refused.json()) as { detail: string }).detail]).toEqual([
      401,
      '访问令牌已撤销，请管理员重新生成。',
    ])
  })

  it('that the restore of a backup revoked says so', async () => {
    await makeToken('智慧村居平台')
    await renewInstallation(server.services.store)
    await bringCookie(panel.context(), await signedIn(server, 'admin', null))
    await panel.reload()
    await panel.locator('[data-token="智慧村居平台"]', { hasText: '从备份恢复数据，令牌自动撤销' }).waitFor()
    await look(panel, 'tokens')
    await panel.setViewportSize(phone)
    await look(panel, 'tokens-phone')
  })

  it('with more than the public sees is made after a warning alone', async () => {
    await panel.getByRole('button', { name: '生成令牌' }).click()
    await dialog().getByLabel('名称').fill('全镇平台')
    const make = dialog().getByRole('button', { name: '生成令牌' })
    await dialog()
      .getByLabel(/^全部户主姓名/)
      .check()
    await dialog().locator('[role=alert]:has-text("未公开")').waitFor()
    expect(await make.isDisabled()).toBe(true)
    await dialog().getByLabel('已了解，确需提供').check()
    expect(await violations(panel)).toEqual([])
    await make.click()
    const secret = await secretShown()
    expect(await (await board(secret)).text()).toContain('示范户甲')
  })

  it('is made by the keyboard, and its secret is not lost by a slip', async () => {
    await panel.getByRole('button', { name: '生成令牌' }).focus()
    await panel.keyboard.press('Enter')
    await dialog().getByLabel('名称').and(panel.locator(':focus')).waitFor()
    await panel.keyboard.type('键盘平台')
    await panel.keyboard.press('Enter')
    await dialog().locator('[data-secret]').waitFor()
    const close = dialog().getByRole('button', { name: '已保存，关闭' })
    await close.and(panel.locator(':focus')).waitFor()
    expect(await violations(panel)).toEqual([])
    await panel.keyboard.press('Escape')
    await panel.mouse.click(5, 5)
    expect((await board(await secretShown())).status).toBe(200)
    await close.focus()
    await panel.keyboard.press('Enter')
    await dialog().waitFor({ state: 'hidden' })
  })

  it('with a name that another has is refused at its field, and what was chosen stays', async () => {
    await makeToken('平台')
    await panel.getByRole('button', { name: '生成令牌' }).click()
    await dialog().getByLabel('名称').fill('平台')
    await dialog()
      .getByLabel(/^公开流水/)
      .check()
    await dialog().getByRole('button', { name: '生成令牌' }).click()
    await expect.poll(() => dialog().locator('.says[role=alert]').innerText()).toContain('请换一个名称')
    expect(
      await dialog()
        .getByLabel(/^公开流水/)
        .isChecked(),
    ).toBe(true)
  })
})

describe('a webhook', () => {
  it('is added, tells of a posting, is tried, paused and resumed', { timeout: 90_000 }, async () => {
    const receiver = await startReceiver()
    onTestFinished(() => receiver.close())
    await panel.getByRole('button', { name: '推送', exact: true }).click()
    await panel.waitForSelector('.webhooks-page')
    await panel.getByRole('button', { name: '添加推送' }).click()
    await dialog().getByLabel('名称').fill('智慧村居平台')
    await dialog().getByLabel('推送地址').fill(receiver.url)
    await dialog().getByRole('button', { name: '保存' }).click()
    await expect.poll(() => dialog().locator('.says[role=alert]').innerText()).toContain('https://')
    await dialog()
      .getByLabel(/^允许该主机/)
      .check()
    await dialog().getByRole('button', { name: '保存' }).click()
    const secret = await secretShown()
    await keptSecret()

    await panel.getByRole('link', { name: '查看 智慧村居平台' }).click()
    await panel.waitForSelector('.webhook-page .card:has-text("还没有推送记录")')
    const rule = await ruleId(admin, 'one', '应急值守')
    const post = () =>
      admin.post('/api/villages/one/postings', { id: randomUUID(), door: '1001', rule, occurredOn: day })
    await post()
    await panel.waitForSelector('[data-delivery="delivered"]:has-text("公开流水 第 1 笔")')
    expect(isSigned(receiver.received[0]!, secret)).toBe(true)
    expect(await violations(panel)).toEqual([])

    await panel.getByRole('button', { name: '测试推送' }).click()
    await panel.waitForSelector('[role=status]:has-text("测试已送达（HTTP 204）")')
    await panel.getByRole('button', { name: '暂停', exact: true }).click()
    await panel.waitForSelector('[data-state]:has-text("由管理员暂停")')
    await post()
    await panel.waitForSelector('.webhook-state:has-text("1 笔")')
    expect(receiver.seqs()).toEqual([1])
    await panel.getByRole('button', { name: '恢复推送' }).click()
    await panel.waitForSelector('[data-delivery="delivered"]:has-text("公开流水 第 2 笔")')

    await panel.getByRole('button', { name: '更换密钥' }).click()
    await dialog().getByRole('button', { name: '更换密钥' }).click()
    expect(await secretShown()).not.toBe(secret)
    await keptSecret()
    await panel.getByRole('button', { name: '删除', exact: true }).click()
    await dialog().getByRole('button', { name: '删除', exact: true }).click()
    await panel.waitForSelector('.webhooks-page .card:has-text("还没有推送")')
  })
})

describe('open data', () => {
  it('are opened by a switch, and then anybody downloads them', async () => {
    await panel.getByRole('button', { name: '开放数据' }).click()
    await panel.waitForSelector('.open-data-page')
    expect(await panel.locator('dl a').count()).toBe(0)
    await panel.getByLabel(/^开放数据/).check()
    await panel.waitForSelector('[role=status]:has-text("已保存")')
    const address = await panel.locator('dl dt a').first().getAttribute('href')
    expect((await fetch(server.url + address)).status).toBe(200)
    expect(await violations(panel)).toEqual([])
  })
})

it('the pages fit a phone', async () => {
  await makeToken('智慧村居平台')
  const page = await pageAt(phone)
  for (const view of ['', '?view=webhooks', '?view=open']) {
    await page.goto(`${server.url}/admin/one/connections${view}`)
    await page.waitForSelector('h1')
    await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null)
    expect([view, await violations(page)]).toEqual([view, []])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width)
  }
})
