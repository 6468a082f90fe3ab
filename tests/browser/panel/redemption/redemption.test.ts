/** Redemption day: goods come in, the desk hands them out by keyboard, and the wall says what is left. */
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { listPlates } from '../../../../db/residents/plates.ts'
import { ownerScope } from '../../../../db/store/scope.ts'
import { mustFindVillage } from '../../../../db/villages/findVillages.ts'
import type { GoodsView } from '../../../../server/contract/redemption/redemption.ts'
import type { CardView } from '../../../../server/contract/residents/cards.ts'
import { plateAddress } from '../../../../server/domain/households/plates.ts'
import { violations } from '../../../support/browser/axe.ts'
import { bringCookie, office, pages, useBrowser, watched } from '../../../support/browser/browser.ts'
import { photoOfCode } from '../../../support/browser/codePhotos.ts'
import {
  type Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../../support/server.ts'

const browser = useBrowser()
const phone = { width: 390, height: 844 }
let server: TestServer
let admin: Caller

beforeEach(async () => {
  server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one')
  admin = await signedIn(server, 'admin', null)
  const rule = await ruleId(admin, 'one', '庭院月检')
  for (const door of ['1001', '1002'])
    await admin.post('/api/villages/one/postings', {
      id: randomUUID(),
      door,
      rule,
      points: 100,
      occurredOn: day,
    })
})

async function panelOf(caller: Caller, page: string, viewport = office): Promise<Page> {
  const context = await browser.visitor({ viewport })
  await bringCookie(context, caller)
  const panel = watched(await context.newPage())
  await panel.goto(`${server.url}/admin/one/${page}`)
  await panel.waitForSelector(`.${page}-page h1`)
  return panel
}

async function goods(name: string, points: number, stock: number): Promise<void> {
  const { body } = await admin.post('/api/villages/one/goods', { id: randomUUID(), name, points })
  const { id } = body as GoodsView
  const moved = await admin.post(`/api/villages/one/goods/${id}/movements`, {
    id: randomUUID(),
    kind: 'purchase',
    amount: stock,
  })
  expect(moved.status).toBe(200)
}

/** What a plate's code carries. */
async function token(door: string): Promise<string> {
  const { store } = server.services
  return (await listPlates(store, ownerScope((await mustFindVillage(store, 'one')).id))).find(
    (one) => one.door === door,
  )!.token
}

describe('goods', () => {
  it('are added with their stock, counted, and said on the wall', async () => {
    const panel = await panelOf(admin, 'goods')
    await panel.getByRole('button', { name: '新增商品' }).click()
    const dialog = panel.getByRole('dialog')
    await dialog.getByLabel('商品').fill('示范大豆油')
    await dialog.getByLabel('积分').fill('30')
    await dialog.getByLabel('价值（元）').fill('45')
    await dialog.getByRole('button', { name: '保存' }).click()
    await panel.waitForSelector('[data-goods="示范大豆油"]')
    await panel.getByRole('button', { name: '修改 示范大豆油' }).click()
    await dialog.getByLabel('图片').setInputFiles({
      ...{ name: 'oil.jpg', mimeType: 'image/jpeg' },
      buffer: await photoOfCode(null),
    })
    await dialog.getByRole('img', { name: '图片' }).waitFor()
    await dialog.getByRole('button', { name: '保存' }).click()
    const shown = panel.locator('[data-goods="示范大豆油"] img')
    await expect.poll(() => shown.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBeGreaterThan(0)
    await panel.getByRole('button', { name: '库存 示范大豆油' }).click()
    await dialog.getByLabel('进货数量').fill('8')
    await dialog.getByRole('button', { name: '保存' }).click()
    await panel.waitForSelector('.goods-page .rise:has-text("剩余 8 份")')
    const desk = await panelOf(admin, 'desk')
    const onShelf = desk.locator('[data-goods="示范大豆油"] img')
    await expect.poll(() => onShelf.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBeGreaterThan(0)
    const wall = await browser.page()
    await wall.goto(`${server.url}/display/one?scene=redemption`)
    await wall.waitForSelector('[data-scene=redemption] >> text=示范大豆油')
  })
})

describe('the desk', () => {
  it('hands out by keyboard: door, digit, one key; and takes a wrong one back', async () => {
    await goods('示范大豆油', 30, 2)
    await goods('示范香皂', 5, 50)
    const desk = await panelOf(await signedIn(server, 'desk', 'one'), 'desk')
    await desk.waitForSelector('.good')
    await desk.keyboard.type('1001')
    await desk.keyboard.press('Enter')
    await desk.waitForSelector('.balance:has-text("100")')
    // The cheaper stands first on the shelf.
    await desk.keyboard.press('2')
    await desk.keyboard.press('2')
    await desk.keyboard.press('2')
    await desk.keyboard.press('1')
    await expect.poll(() => desk.locator('.good.chosen .amount b').allInnerTexts()).toEqual(['1', '2'])
    await desk.keyboard.press('Control+Enter')
    const receipt = desk.locator('.receipt')
    await receipt.waitFor()
    await expect.poll(() => receipt.innerText()).toMatch(/示范大豆油 ×2[\s\S]*65[\s\S]*可用积分[\s\S]*35/)
    // Ready for the next.
    expect(await desk.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('combobox')

    const list = await panelOf(admin, 'redemptions')
    await expect.poll(() => list.locator('.totals').innerText()).toMatch(/1 户.*3 份.*65 分/s)
    await list.getByRole('searchbox', { name: '查找' }).fill('大豆油')
    await expect.poll(() => list.locator('[data-redemption]').count()).toBe(1)
    await list.getByRole('button', { name: '退货 1001 示范大豆油' }).click()
    await list.getByLabel('原因').fill('拿错了')
    await list.keyboard.press('Enter')
    await list.waitForSelector('[data-redemption="1001"] .badge:has-text("已退")')
    await list.getByRole('link', { name: '商品' }).first().click()
    await list.waitForSelector('[data-goods="示范大豆油"] td:nth-child(3):has-text("2")')
    await list.waitForSelector('.redemption-totals:has-text("共 5 分")')
    await list.locator('summary', { hasText: '按户查看（1 户）' }).click()
    await list.locator('.redemption-totals td', { hasText: '1001号' }).waitFor()
    const exported = await list.locator('.redemption-totals a[download]').getAttribute('href')
    expect((await admin.get(exported ?? '')).status).toBe(200)

    await list.getByRole('link', { name: '当日签收表' }).click()
    const row = list.locator('.day-sheet [data-door="1001"]')
    await row.waitFor()
    await expect.poll(() => row.innerText()).toMatch(/示范香皂 ×1[\s\S]*示范大豆油 ×2 已退[\s\S]*5\s+35/)
    expect(await violations(list)).toEqual([])
    const { seq, head } = (await admin.get('/api/villages/one/verify')).body as { seq: number; head: string }
    await expect
      .poll(() => list.locator('.day-sheet footer').innerText())
      .toContain(`第 ${seq} 笔，校验码 ${head.slice(0, 8)}`)
  })

  it('finds the household by the address that a scanner types, wherever the focus is', async () => {
    await goods('示范香皂', 5, 50)
    const desk = await panelOf(await signedIn(server, 'desk', 'one'), 'desk')
    await desk.waitForSelector('.good')
    const scan = async (text: string) => {
      await desk.keyboard.type(text)
      await desk.keyboard.press('Enter')
    }
    await scan(plateAddress(server.url, await token('1002')))
    await desk.waitForSelector('.who .door:has-text("1002号")')
    await desk.keyboard.press('1')
    // Once more, with the focus on the shelf: another door, and nothing of its digits is in the basket.
    await scan(plateAddress('https://elsewhere.example', await token('1001')))
    await desk.waitForSelector('.who .door:has-text("1001号")')
    await expect.poll(() => desk.locator('.good.chosen').count()).toBe(0)
    await desk.locator('.desk-page h1').click()
    await scan(plateAddress(server.url, 'x'.repeat(22)))
    await desk.waitForSelector('.who [role=status]:has-text("请输门牌号")')
    await scan('https://example.org/pay?to=1')
    await desk.waitForSelector('.who [role=status]:has-text("不是门牌码")')
    await scan(await token('1003'))
    await desk.waitForSelector('.who .door:has-text("1003号")')
  })

  it('finds the household by a photo of its plate, where there is no camera', async () => {
    const desk = await panelOf(await signedIn(server, 'desk', 'one'), 'desk', phone)
    await desk.getByRole('button', { name: '扫门牌码' }).click()
    const box = desk.getByRole('dialog', { name: '扫门牌码' })
    await box.getByText(/无法打开摄像头/).waitFor()
    expect(await violations(desk)).toEqual([])
    const choose = async (content: string | null) => {
      const buffer = await photoOfCode(content)
      await box.getByLabel('选择照片').setInputFiles({ name: 'p.jpg', mimeType: 'image/jpeg', buffer })
    }
    await choose(null)
    await box.getByText(/没有二维码/).waitFor()
    await choose('https://example.org/pay?to=1')
    await box.getByText(/不是门牌码/).waitFor()
    await choose(plateAddress(server.url, await token('1002')))
    await desk.waitForSelector('.who .door:has-text("1002号")')
    await expect.poll(() => box.count()).toBe(0)
  })

  it('says what somebody cannot afford, and who came too late', async () => {
    await goods('示范电饭煲', 260, 3)
    await goods('示范保温杯', 60, 1)
    const [one, other] = [await panelOf(admin, 'desk'), await panelOf(admin, 'desk')]
    for (const [panel, door] of [
      [one, '1001'],
      [other, '1002'],
    ] as const) {
      await panel.waitForSelector('.good')
      await panel.keyboard.type(door)
      await panel.keyboard.press('Enter')
      await panel.waitForSelector('.balance:has-text("100")')
      await panel.keyboard.press('1')
      await panel.waitForSelector('.good.chosen')
    }
    await expect.poll(() => one.locator('[data-goods="示范电饭煲"]').innerText()).toContain('还差 220 分')
    await one.keyboard.press('Control+Enter')
    await one.locator('.receipt').waitFor()
    await other.keyboard.press('Control+Enter')
    await other.locator('.hand-over [role=alert]').waitFor()
    await expect.poll(() => other.locator('.hand-over [role=alert]').innerText()).toContain('剩余 0 份')
    await expect.poll(() => other.locator('.balance').innerText()).toBe('100')
  })

  it('works on a phone, and can be used by all', async () => {
    await goods('示范大豆油', 30, 2)
    const desk = await panelOf(admin, 'desk', phone)
    await desk.waitForSelector('.good')
    await desk.getByRole('combobox', { name: '住户' }).fill('1001')
    await desk.keyboard.press('Enter')
    await desk.waitForSelector('.balance:has-text("100")')
    expect(await desk.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    expect(await violations(desk)).toEqual([])
    await desk.getByRole('button', { name: '增加一份 示范大豆油' }).click()
    await desk.getByRole('button', { name: /^确认兑换/ }).click()
    await desk.locator('.receipt').waitFor()
    expect(await violations(desk)).toEqual([])
    const sheet = await panelOf(admin, 'day-sheet', { width: 360, height: 640 })
    await sheet.waitForSelector('.day-sheet [data-door="1001"]')
    expect(await sheet.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    expect(await violations(sheet)).toEqual([])
    const shop = await panelOf(admin, 'redemptions')
    await shop.waitForSelector('[data-redemption]')
    expect(await violations(shop)).toEqual([])
  })
})

describe('a balance below zero', () => {
  beforeEach(async () => {
    await goods('示范大豆油', 30, 5)
    const rule = await ruleId(admin, 'one', '应急值守')
    const posting = { id: randomUUID(), door: '1003', rule, occurredOn: day }
    await admin.post('/api/villages/one/postings', posting)
    const { items } = (await admin.get('/api/villages/one/goods')).body as { items: GoodsView[] }
    const lines = [{ goods: items[0]!.id, amount: 1 }]
    await admin.post('/api/villages/one/redemptions', { id: randomUUID(), door: '1003', lines })
    const reversal = { id: randomUUID(), reason: '示范：记错了' }
    const answer = await admin.post(`/api/villages/one/postings/${posting.id}/reversal`, reversal)
    expect(answer.status).toBe(201)
  })

  it.each([office, phone])('is said at the desk, where nothing can be chosen, %j', async (viewport) => {
    const desk = await panelOf(await signedIn(server, 'desk', 'one'), 'desk', viewport)
    await desk.waitForSelector('.good')
    await desk.keyboard.type('1003')
    await desk.keyboard.press('Enter')
    await desk.waitForSelector('[data-testid=balance]:has-text("−30")')
    await desk.getByText('补足前不能兑换').waitFor()
    await expect.poll(() => desk.getByRole('button', { name: '增加一份 示范大豆油' }).isDisabled()).toBe(true)
    expect(await violations(desk)).toEqual([])
    expect(await desk.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    )
  })

  it('is said in the passbook, on the phone, in the panel and on paper', async () => {
    const { body } = await admin.post('/api/villages/one/cards', { id: randomUUID(), doors: ['1003'] })
    const card = (body as { items: CardView[] }).items[0]!
    const own = await browser.page({ viewport: phone })
    await own.goto(`${server.url}/d/${card.token}#${card.card}`)
    await own.waitForSelector('.huge:has-text("−30")')
    await own.getByText('补足前不能兑换').waitFor()
    const clerk = await signedIn(server, 'clerk', 'one')
    const panel = await panelOf(clerk, 'households')
    await panel.goto(`${server.url}/admin/one/households/1003`)
    await panel.locator('.account-figures').getByText('补足前不能兑换').waitFor()
    await panel.goto(`${server.url}/admin/one/passbooks?door=1003`)
    await panel.locator('.passbook-sheet').getByText('补足前不能兑换').waitFor()
  })
})
