/** A check sheet with items by points and by levels: made in the office, used at a door, told in the round. */
import { expect, it, onTestFinished } from 'vitest'
import { localDateAt, monthOf } from '../../../server/domain/calendar/calendar.ts'
import { violations } from '../../support/browser/axe.ts'
import { bringCookie, office, pages, useBrowser, watched } from '../../support/browser/browser.ts'
import { makeVillage, signedIn, startTestServer } from '../../support/server.ts'

const browser = useBrowser()
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

it('is graded at the door, and the round says what was given', { timeout: 120_000 }, async () => {
  const server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one', 4)
  const secretary = await signedIn(server, 'admin', null)
  const inspector = await signedIn(server, 'inspector', 'one')
  const context = await browser.visitor({ viewport: office })
  await bringCookie(context, secretary)
  const panel = watched(await context.newPage())

  await panel.goto(`${server.url}/admin/one/check-sheets`)
  await panel.getByRole('button', { name: '使用模板“美丽庭院检查表”' }).click()
  const sheet = panel.getByRole('dialog')
  await sheet.getByLabel('第 3 项的类别').selectOption({ label: '按分打分' })
  await sheet.getByLabel('第 4 项的类别').selectOption({ label: '分档打分' })
  for (const [level, points] of ['15', '9', '9'].entries())
    await sheet.getByLabel(`第 4 项第 ${level + 1} 档的分值`).fill(points)
  await expect.poll(() => sheet.getByLabel('第 4 项的分值').inputValue()).toBe('15')
  expect(await violations(panel)).toEqual([])
  await sheet.getByRole('button', { name: '保存' }).click()
  await sheet.getByText(/有两档分值相同/).waitFor()
  await sheet.getByLabel('第 4 项第 3 档的分值').fill('2')
  await sheet.getByRole('button', { name: '保存' }).click()
  await panel.getByText('“美丽庭院检查表”已保存。').waitFor()

  const month = monthOf(localDateAt(Date.now(), 'Asia/Shanghai'))
  const opened = await secretary.post('/api/villages/one/rounds', {
    id: crypto.randomUUID(),
    name: '示范检查',
    month,
    sheet: 1,
  })
  expect(opened.status).toBe(201)

  const street = await browser.visitor(phone)
  await bringCookie(street, inspector)
  const page = watched(await street.newPage())
  await page.goto(`${server.url}/doorstep/one`)
  await page.locator('[data-door="1001"]').tap()
  const bins = page.getByRole('group', { name: /垃圾分类投放/ })
  const green = page.getByRole('group', { name: /花草菜地/ })
  await bins.getByRole('button', { name: '减 1 分' }).tap()
  await bins.getByLabel('分值').fill('18')
  await green.getByRole('button', { name: /^中/ }).tap()
  await page.getByRole('button', { name: /鸡鸭散养.*无/ }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: '2 项有问题，提交（92 分）' }).tap()
  await page.waitForSelector('[data-sent=sent]')
  await expect.poll(() => page.locator('.big').innerText()).toBe('92 分')
  // What was given stands in the sheet when it is opened again; with all points, nothing is amiss.
  await page.getByRole('button', { name: '修改' }).tap()
  await expect.poll(() => bins.getByLabel('分值').inputValue()).toBe('18')
  await bins.getByLabel('分值').fill('20')
  await page.getByRole('button', { name: '1 项有问题，提交（94 分）' }).tap()
  await page.waitForSelector('[data-sent=sent]')

  await panel.goto(`${server.url}/admin/one/rounds/1`)
  await panel.locator('[data-door="1001"]', { hasText: '花草菜地有人打理，无杂草：中' }).waitFor()
})
