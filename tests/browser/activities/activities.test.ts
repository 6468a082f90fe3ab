/** An activity from the staff to the wall, a household's phone, the passbook and the paper. */
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { CardView } from '../../../server/contract/residents/cards.ts'
import { violations } from '../../support/browser/axe.ts'
import { untilLive, useBrowser } from '../../support/browser/browser.ts'
import { box, panelServer, personAt } from '../../support/browser/panel.ts'
import { makeScreen, signedIn, type TestServer } from '../../support/server.ts'

const browser = useBrowser()
const phoneSize = { width: 390, height: 844 }

async function plan(page: Page): Promise<void> {
  await page.getByRole('button', { name: '新增活动' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('活动名称').fill('村民大会')
  await dialog.getByLabel('地点（选填）').fill('村委会礼堂')
  await box(page, '细则').fill('应急')
  await page.keyboard.press('Enter')
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: '保存' }).click()
  await page.getByRole('heading', { name: '村民大会' }).waitFor()
}

async function cardOf(server: TestServer, door: string): Promise<CardView> {
  const admin = await signedIn(server, 'admin', null)
  const { body } = await admin.post('/api/villages/one/cards', { id: randomUUID(), doors: [door] })
  const [card] = (body as { items: CardView[] }).items
  if (!card) throw new Error('no card was made')
  return card
}

async function openWall(server: TestServer, screen: string): Promise<Page> {
  const wall = await browser.page()
  await wall.goto(`${server.url}/display/one?screen=${screen}`)
  await untilLive(wall)
  return wall
}

/** The six digits on the wall. */
async function digitsOf(wall: Page): Promise<string> {
  const text = await wall.locator('.digits').innerText()
  return text.replace(/\D/g, '')
}

describe('an activity', () => {
  it('is planned, signed in at by staff and household, shown on the wall, scored, and in the passbook', async () => {
    const server = await panelServer()
    await makeScreen(server, 'one', 'hall')
    const card = await cardOf(server, '1002')
    const { page } = await personAt(browser, server, 'activities')
    await plan(page)
    await page.getByRole('button', { name: '开始签到' }).click()
    await page.getByRole('region', { name: '签到码' }).waitFor()

    // The staff: one door after the other, without the mouse.
    const door = page.getByLabel('门牌号或扫码枪')
    await door.fill('1001')
    await page.keyboard.press('Enter')
    await page.getByRole('status').getByText('1001号 示范户甲 已签到').waitFor()
    await page.keyboard.type('1001')
    await page.keyboard.press('Enter')
    await page.getByText('已签过到，不重复计').waitFor()
    await page.keyboard.type('9999')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('9999').waitFor()
    // Away from the button that took the place of the one that was clicked.
    await page.mouse.move(0, 0)
    expect(await violations(page)).toEqual([])

    // The wall has nothing else meanwhile: who came, how many, and the code.
    const wall = await openWall(server, 'hall')
    await wall.getByRole('heading', { name: '村民大会' }).waitFor()
    await wall.locator('ul [data-door="1001"]').getByText('示**').waitFor()
    const stranger = await openWall(server, 'somebody')
    await stranger.locator('ul [data-door="1001"]').waitFor()
    await stranger.getByText('签到码暂时不可用').waitFor()

    // The household: by the digits, in its own passbook.
    const phone = await browser.page({ viewport: phoneSize })
    await phone.goto(`${server.url}/d/${card.token}#${card.card}`)
    await phone.getByRole('heading', { name: '近期活动' }).waitFor()
    await wall.locator('.digits').waitFor()
    await phone.getByLabel('屏幕上的签到码（六位数字）').fill(await digitsOf(wall))
    await phone.getByRole('button', { name: '签到', exact: true }).click()
    await phone.getByRole('heading', { name: '签到成功' }).waitFor()
    expect(await violations(phone)).toEqual([])
    await wall.locator('ul [data-door="1002"]').waitFor()
    await page.locator('[data-door="1002"]').getByText('住户扫码').waitFor()

    // On paper, everybody to sign.
    await page.evaluate(() => {
      globalThis.print = () => document.body.setAttribute('data-printed', 'yes')
    })
    await page.getByRole('button', { name: '打印签到表' }).click()
    await page.waitForSelector('[data-printed]')
    await page.emulateMedia({ media: 'print' })
    const paper = await page.locator('.sign-sheet').innerText()
    expect(paper).toContain('应到 12 户，已签到 2 户')
    expect(paper).toContain('1012 示范户乙')
    await page.emulateMedia({ media: 'screen' })

    // One key turns it into postings, once.
    await page.getByRole('button', { name: '结束签到' }).click()
    await page.getByRole('button', { name: '活动记分' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('80', { exact: true }).waitFor()
    await dialog.getByRole('button', { name: '确认记分' }).click()
    await page.getByText('已为 2 户记分，合计 80 分。').waitFor()
    await page.locator('.badge', { hasText: '已记分' }).first().waitFor()
    expect(await page.getByRole('button', { name: '活动记分' }).count()).toBe(0)
    await phone.reload()
    await phone.locator('.huge', { hasText: '40' }).waitFor()
    await phone.getByText('应急值守').first().waitFor()
    await wall.locator('.figure', { hasText: '40' }).first().waitFor()
  })

  it('takes a household that scans the wall, asks once who it is, and sends later what it could not', async () => {
    const server = await panelServer()
    const card = await cardOf(server, '1003')
    const { page, caller } = await personAt(browser, server, 'activities')
    await plan(page)
    await page.getByRole('button', { name: '开始签到' }).click()
    const code = page.getByRole('region', { name: '签到码' }).locator('.digits')
    const shown = async () => (await code.innerText()).replace(/\D/g, '')

    const phone = await browser.page({ viewport: phoneSize })
    await phone.goto(`${server.url}/d/?v=one&sign=${await shown()}`)
    await phone.getByLabel('门牌号').fill('1003')
    await phone.getByLabel('积分卡上的六位数字').fill(card.code)
    expect(await violations(phone)).toEqual([])
    await phone.getByRole('button', { name: '签到' }).click()
    await phone.getByRole('heading', { name: '签到成功' }).waitFor()
    await page.locator('[data-door="1003"]').waitFor()

    // Known by now: scanned again, it says so without asking.
    await phone.goto(`${server.url}/d/?v=one&sign=${await shown()}`)
    await phone.getByRole('heading', { name: '已签过到' }).waitFor()

    // Taken back by the staff; then the network is away while the code is read.
    await page.getByRole('button', { name: '删除 1003 的签到' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '删除', exact: true }).click()
    await page.getByText('没有符合条件的住户').waitFor()
    await phone.route('**/sign-ins', (route) => route.abort())
    await phone.goto(`${server.url}/d/?v=one&sign=${await shown()}`)
    await phone.getByText('没有网络，已保存扫码时间').waitFor()
    await phone.unroute('**/sign-ins')
    await phone.getByRole('heading', { name: '签到' }).and(phone.locator('h2')).waitFor()
    const { body } = await caller.get('/api/villages/one/activities')
    expect((body as { items: { households: number }[] }).items[0]?.households).toBe(1)
  })

  it('keeps what the staff scan without a network, and sends it with its time', async () => {
    const server = await panelServer()
    const { page } = await personAt(browser, server, 'activities', { viewport: phoneSize })
    await plan(page)
    await page.getByRole('button', { name: '开始签到' }).click()
    await page.route('**/sign-ins', (route) => route.abort())
    await page.getByLabel('门牌号或扫码枪').fill('1001')
    await page.keyboard.press('Enter')
    await page.getByText('网络不通，已保存扫码时间').waitFor()
    await page.getByText('另有 1 条待提交').waitFor()
    // It outlives the page.
    await page.reload()
    await page.getByText('另有 1 条待提交').waitFor()
    await page.unroute('**/sign-ins')
    await page.locator('[data-door="1001"]').waitFor()
    await expect.poll(() => page.getByText('另有 1 条待提交').count()).toBe(0)
  })
})
