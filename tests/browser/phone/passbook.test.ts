/** A household on its own phone: what a stranger sees, its way in, its word and the village's answer. */
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { CardView } from '../../../server/contract/residents/cards.ts'
import { addDays, localDateAt } from '../../../server/domain/calendar/calendar.ts'
import { violations } from '../../support/browser/axe.ts'
import { bringCookie, office, pages, useBrowser, watched } from '../../support/browser/browser.ts'
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
const phoneSize = { width: 360, height: 640 }
let server: TestServer
let admin: Caller
let card: CardView

beforeEach(async () => {
  server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one')
  admin = await signedIn(server, 'admin', null)
  const rule = await ruleId(admin, 'one', '应急值守')
  await admin.call('PATCH', '/api/villages/one/households/1001', { phone: '秘密电话', note: '秘密说明' })
  await admin.post('/api/villages/one/postings', { id: randomUUID(), door: '1001', rule, occurredOn: day })
  const closesOn = addDays(localDateAt(Date.now(), 'Asia/Shanghai'), 9)
  await admin.post('/api/villages/one/publications', { id: randomUUID(), closesOn })
  await admin.call('PATCH', '/api/villages/one', { residents: { suggestions: true, proposals: true } })
  const { body } = await admin.post('/api/villages/one/cards', { id: randomUUID(), doors: ['1001'] })
  card = (body as { items: [CardView] }).items[0]
})

async function phone(): Promise<Page> {
  return browser.page({ viewport: phoneSize })
}

async function panelOf(caller: Caller, path: string): Promise<Page> {
  const context = await browser.visitor({ viewport: office })
  await bringCookie(context, caller)
  const panel = watched(await context.newPage())
  await panel.goto(`${server.url}/admin/one/${path}`)
  await panel.waitForSelector('.page h1')
  return panel
}

/** What no reader, no thumb and no narrow phone can use. */
async function hindrances(page: Page): Promise<unknown[]> {
  const faults = await violations(page, (axe) =>
    axe.options({ rules: { 'color-contrast-enhanced': { enabled: true } } }),
  )
  const sizes = await page.evaluate(() => {
    const wide = document.documentElement.scrollWidth > innerWidth ? ['scrolls sideways'] : []
    const low = [...document.querySelectorAll('button, input, select, summary')]
      .filter((one) => one.getBoundingClientRect().height < 56)
      .map((one) => `low: ${one.outerHTML}`)
    const small = [...document.querySelectorAll('p, span, b, li, label, small')]
      .filter((one) => one.textContent && parseFloat(getComputedStyle(one).fontSize) < 20)
      .map((one) => `small: ${one.outerHTML}`)
    return [...wide, ...low, ...small]
  })
  return [...faults, ...sizes]
}

describe('behind a door’s code', () => {
  it('a stranger sees what the wall shows, and its household comes in by six digits', async () => {
    const page = await phone()
    await page.goto(`${server.url}/d/${card.token}`)
    await page.waitForSelector('h1:has-text("1001号")')
    const seen = await page.locator('main').innerText()
    expect(seen).toContain('第 1 名 / 共 12 户')
    for (const secret of ['示范户甲', '秘密']) expect(await page.content()).not.toContain(secret)
    expect(await hindrances(page)).toEqual([])

    await page.getByLabel('积分卡上的六位数字').fill('12')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('请输入六位数字').waitFor()
    await page.getByLabel('积分卡上的六位数字').fill(`${card.code.slice(0, 3)} ${card.code.slice(3)}`)
    await page.keyboard.press('Enter')
    await page.waitForSelector('.huge:has-text("40")')
    await expect.poll(() => page.locator('.door-head').innerText()).toContain('示范户甲')
    expect(await hindrances(page)).toEqual([])
    // The phone stays known until it signs off.
    await page.reload()
    await page.waitForSelector('.huge')
    await page.getByRole('button', { name: '在这台手机上退出' }).click()
    await page.getByLabel('积分卡上的六位数字').waitFor()
    await page.reload()
    await page.getByLabel('积分卡上的六位数字').waitFor()
  })

  it('what can be done comes first, months are folded, and one objection is written at a time', async () => {
    const today = localDateAt(Date.now(), 'Asia/Shanghai')
    const rule = await ruleId(admin, 'one', '庭院月检')
    for (const points of [10, 20]) {
      const body = { id: randomUUID(), door: '1001', rule, points, occurredOn: today }
      await admin.post('/api/villages/one/postings', body)
    }
    await admin.post('/api/villages/one/publications', { id: randomUUID(), closesOn: addDays(today, 9) })
    const page = await phone()
    await page.goto(`${server.url}/d/${card.token}#${card.card}`)
    await page.waitForSelector('.huge')
    const month = page.locator('.month')
    const top = (await month.first().boundingBox())?.y ?? Infinity
    expect(top).toBeLessThan(3 * phoneSize.height)
    expect((await page.getByRole('button', { name: '我要申报' }).boundingBox())?.y).toBeLessThan(top)
    const isOpen = await month.evaluateAll((all) => all.map((one) => (one as HTMLDetailsElement).open))
    expect(isOpen).toEqual(today.slice(0, 7) === day.slice(0, 7) ? [true] : [true, false])
    const object = page.locator('.month[open]').getByRole('button', { name: /^对这条有异议/ })
    await object.first().click()
    await page.getByLabel('异议内容').waitFor()
    await object.first().click()
    await expect.poll(() => page.getByLabel('异议内容').count()).toBe(1)
    expect(await hindrances(page)).toEqual([])
  })

  it('the card opens the passbook by itself; an objection and a message are answered in the panel', async () => {
    const page = await phone()
    await page.goto(`${server.url}/d/${card.token}#${card.card}`)
    await page.waitForSelector('.huge')
    expect(page.url()).toBe(`${server.url}/d/${card.token}`)
    await page.getByRole('button', { name: /^对这条有异议/ }).click()
    // The button that was pressed is gone: the field has the focus, and the button again when nothing is said.
    await page.getByLabel('异议内容').and(page.locator(':focus')).waitFor()
    await page.getByRole('button', { name: '取消' }).click()
    await page
      .locator(':focus')
      .and(page.getByRole('button', { name: /^对这条有异议/ }))
      .press('Enter')
    await page.getByLabel('异议内容').and(page.locator(':focus')).fill('那天去了两个人')
    await page.getByRole('button', { name: '提交异议' }).click()
    await page.locator('[data-seq="1"]').getByText('等待答复').waitFor()
    await page.getByLabel('留言内容').fill('路灯坏了')
    await page.getByRole('button', { name: '提交留言' }).click()
    await page.getByText('留言已提交').waitFor()
    await page.getByRole('button', { name: '我要申报' }).click()
    await page.getByLabel('细则', { exact: true }).selectOption({ label: '志愿服务' })
    await page.getByLabel('数量（小时）').fill('2')
    await page.getByLabel('说明').fill('扫雪')
    expect(await hindrances(page)).toEqual([])
    await page.getByRole('button', { name: '提交申报' }).click()
    await page.getByText('待评议').last().waitFor()

    const reviewer = await panelOf(await signedIn(server, 'reviewer', 'one'), 'publicity')
    await reviewer.locator('[data-publication] a').click()
    await reviewer.getByText('住户提出').waitFor()
    await reviewer.getByRole('button', { name: '答复' }).click()
    await reviewer.getByLabel('原因').fill('签到表上是一个人')
    await reviewer.keyboard.press('Enter')
    await reviewer.getByText('签到表上是一个人').waitFor()
    const clerk = await panelOf(await signedIn(server, 'clerk', 'one'), 'work')
    await clerk.getByRole('link', { name: '1 条留言待答复' }).click()
    await clerk.getByRole('button', { name: '答复', exact: true }).click()
    await clerk.getByLabel('答复', { exact: true }).fill('周五修')
    await clerk.keyboard.press('Enter')
    await clerk.getByText('没有待答复的留言').waitFor()

    await page.reload()
    await page.getByText('村里答复：签到表上是一个人').waitFor()
    await page.getByText('村里答复：周五修').waitFor()
    await expect.poll(() => page.getByRole('button', { name: /^对这条有异议/ }).count()).toBe(0)
  })
})

describe('a household’s own claims', () => {
  it('are of the rules that the village has opened to them', async () => {
    const office = await panelOf(admin, 'public')
    await office.getByText('可申报的细则：').click()
    await office.getByRole('checkbox', { name: /参加村民会议/ }).uncheck()
    await office.getByText('已保存').waitFor()
    const page = await phone()
    await page.goto(`${server.url}/d/${card.token}#${card.card}`)
    await page.getByRole('button', { name: '我要申报' }).click()
    const rules = page.getByLabel('细则', { exact: true })
    await rules.and(page.locator(':focus')).waitFor()
    const offered = await rules.locator('option').allInnerTexts()
    expect(offered).toContain('应急值守')
    expect(offered).not.toContain('参加村民会议')
  })
})

describe('somebody without the plate', () => {
  it('finds their household by its door, on large keys, and opens the rest with the card', async () => {
    const page = await phone()
    // The server's only village needs no choice.
    await page.goto(`${server.url}/d`)
    await page.getByRole('button', { name: '查询', exact: true }).click()
    await page.getByRole('alert').getByText('请输入门牌号').waitFor()
    for (const key of ['1', '0', '0', '2', '删除一位', '1'])
      await page.getByRole('button', { name: key, exact: true }).click()
    expect(await page.getByLabel('门牌号', { exact: true }).inputValue()).toBe('1001')
    expect(await hindrances(page)).toEqual([])
    await page.getByRole('button', { name: '查询', exact: true }).click()
    await page.waitForSelector('h1:has-text("1001号")')
    expect(await page.locator('main').innerText()).toContain('第 1 名 / 共 12 户')
    for (const secret of ['示范户甲', '秘密']) expect(await page.content()).not.toContain(secret)
    expect(await hindrances(page)).toEqual([])

    await page.getByLabel('积分卡上的六位数字').fill(card.code)
    await page.getByRole('button', { name: '打开' }).click()
    await page.waitForURL(`${server.url}/d/${card.token}`)
    await page.waitForSelector('.huge')
  })

  it('types the door as it is written, is told of one that there is not, and looks another up', async () => {
    const page = await phone()
    await page.goto(`${server.url}/d/?v=one`)
    await page.getByLabel('门牌号', { exact: true }).fill('9999')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('本村没有门牌 9999').waitFor()
    await page.getByRole('button', { name: /手机键盘/ }).click()
    await page.getByLabel('门牌号', { exact: true }).fill('１００３号')
    await page.keyboard.press('Enter')
    await page.waitForSelector('h1:has-text("1003号")')
    await page.getByRole('button', { name: '查询其他门牌号' }).click()
    expect(await page.getByLabel('门牌号', { exact: true }).inputValue()).toBe('')
  })
})

describe('the cards', () => {
  it('are made for a group, printed without names, and say that they are shown once', async () => {
    const panel = await panelOf(admin, 'cards')
    await panel.getByLabel('组别').selectOption('2组')
    await panel.getByRole('button', { name: '制作 6 户的积分卡' }).click()
    await panel.getByRole('dialog').getByRole('button', { name: '制作新卡' }).click()
    await panel.getByText('已制作 6 张').waitFor()
    const text = await panel.locator('.label-sheet').innerText()
    expect(text).not.toContain('示范户')
    expect(text.match(/\b\d{3} \d{3}\b/g)).toHaveLength(6)
    expect(await violations(panel)).toEqual([])
    const pdf = (await panel.pdf({ preferCSSPageSize: true })).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
    panel.on('dialog', (dialog) => void dialog.accept())
    await panel.goto(`${server.url}/admin/one/suggestions`)
    await panel.getByText('没有待答复的留言').waitFor()
    expect(await violations(panel)).toEqual([])
  })
})
