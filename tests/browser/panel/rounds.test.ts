/** An inspection round: opened from our sheet, followed while inspectors are out, closed, reviewed, and on the wall. */
import { randomUUID } from 'node:crypto'
import { expect, it, onTestFinished } from 'vitest'
import { localDateAt } from '../../../server/domain/calendar/calendar.ts'
import { violations } from '../../support/browser/axe.ts'
import { bringCookie, office, pages, untilLive, useBrowser, watched } from '../../support/browser/browser.ts'
import { makeVillage, signedIn, startTestServer } from '../../support/server.ts'

const browser = useBrowser()
const phone = { width: 390, height: 844 }

it('goes from the sheet to the best yards on the wall', { timeout: 120_000 }, async () => {
  const server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one')
  const [secretary, inspector, reviewer] = await Promise.all([
    signedIn(server, 'admin', null),
    signedIn(server, 'inspector', 'one'),
    signedIn(server, 'reviewer', 'one'),
  ])
  const context = await browser.visitor({ viewport: office })
  await bringCookie(context, secretary)
  const panel = watched(await context.newPage())
  const button = (name: string | RegExp, on = panel) => on.getByRole('button', { name, exact: true })

  await panel.goto(`${server.url}/admin/one/check-sheets`)
  await button('使用模板“美丽庭院检查表”').click()
  const sheet = panel.getByRole('dialog')
  await sheet.getByLabel('第 8 项', { exact: true }).waitFor()
  await sheet.getByLabel('第 8 项上移').click()
  await expect
    .poll(() => sheet.getByLabel('第 7 项', { exact: true }).inputValue())
    .toBe('露天焚烧垃圾、秸秆')
  await sheet.getByText('全部合格得 100 分。').waitFor()
  expect(await violations(panel)).toEqual([])
  await button('保存').click()
  await panel.getByText('“美丽庭院检查表”已保存。').waitFor()

  await panel.locator('.page-head').getByRole('link', { name: '督导' }).click()
  await button('开始一轮').click()
  await panel.getByText('各组均已安排督导员。').waitFor()
  await panel.getByLabel('2组').last().uncheck()
  await panel.getByText('尚未安排督导员的组：2组').waitFor()
  await panel.getByLabel('2组').last().check()
  await panel.getByLabel('轮次名称').fill('示范检查')
  expect(await violations(panel)).toEqual([])
  await button('开始').click()
  await panel.getByRole('heading', { name: '示范检查' }).waitFor()
  const round = Number(/\d+$/.exec(panel.url())?.[0])

  const visit = async (door: string, found: string[]) => {
    const visitedOn = localDateAt(Date.now(), 'Asia/Shanghai')
    const photos: string[] = []
    const body = { id: randomUUID(), door, found, photos, visitedOn }
    const { status } = await inspector.post(`/api/villages/one/rounds/${round}/visits`, body)
    expect(status).toBe(201)
  }
  await visit('1001', [])
  await panel.locator('.whole[data-progress="1/12"]').waitFor()
  for (const door of ['1003', '1004', '1005']) await visit(door, ['green'])
  await visit('1006', ['swept', 'tidy'])
  await visit('1002', ['swept', 'tidy', 'bins', 'green', 'front'])
  await panel.locator('.whole[data-progress="6/12"]').waitFor()
  await panel.locator('[data-group="1组"] [data-progress="3/6"]').waitFor()
  await panel.getByLabel('显示').selectOption({ label: '有问题（5）' })
  await panel.getByRole('searchbox', { name: '查找' }).fill('100')
  await expect.poll(() => panel.locator('[data-door]').count()).toBe(5)
  expect(await violations(panel)).toEqual([])

  await button('结束本轮').first().click()
  await panel.getByText('6 户未检查，不记分').waitFor()
  await panel.getByText('1 户得 0 分，不记').waitFor()
  expect(await violations(panel)).toEqual([])
  await button('结束本轮', panel).last().click()
  await panel.getByText('“示范检查”已结束。').waitFor()
  await panel.getByLabel('显示').selectOption({ label: '全部（12）' })
  await panel.locator('[data-door="1001"]', { hasText: '待评议' }).waitFor()

  const wall = watched(await (await browser.visitor()).newPage())
  await wall.goto(`${server.url}/display/one`)
  await untilLive(wall)
  const desk = await browser.visitor({ viewport: office })
  await bringCookie(desk, reviewer)
  const queue = watched(await desk.newPage())
  await queue.goto(`${server.url}/admin/one/review`)
  await queue.locator('[data-claim]').first().waitFor()
  await expect.poll(() => queue.locator('[data-claim] .badge', { hasText: '督导结果' }).count()).toBe(5)
  await queue.keyboard.press('Control+Enter')
  await queue
    .getByRole('dialog')
    .getByRole('button', { name: /^通过 5 条/ })
    .click()
  await panel.locator('[data-door="1001"]', { hasText: '已记分' }).waitFor()
  await wall.goto(`${server.url}/display/one?scene=yards&calm`)
  const best = wall.locator('.yards article').first()
  await expect.poll(() => best.innerText()).toMatch(/1001号[^]*5 星[^]*100 分/)

  await panel.setViewportSize(phone)
  await panel.goto(`${server.url}/admin/one/rounds`)
  await panel.locator('[data-round="示范检查"]', { hasText: '已结束' }).waitFor()
  expect(await violations(panel)).toEqual([])
})
