/** Lists: sorted by a column, searched, filtered and cleared, summed, and printed as a whole. */
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { violations } from '../../support/browser/axe.ts'
import { useBrowser } from '../../support/browser/browser.ts'
import { panelServer, personAt } from '../../support/browser/panel.ts'
import { type Caller, day, makeScreen, ruleId, signedIn } from '../../support/server.ts'

const browser = useBrowser()

const doors = (page: Page) => page.locator('tbody td a[href*="/households/"]').allInnerTexts()
const sort = (page: Page, name: string) => page.locator('thead').getByRole('button', { name }).click()
const order = (page: Page, name: string) => page.locator('th', { hasText: name }).getAttribute('aria-sort')

async function post(clerk: Caller, door: string, points: number, note?: string): Promise<void> {
  const rule = await ruleId(clerk, 'one', '庭院月检')
  const body = { id: randomUUID(), door, rule, points, occurredOn: day, ...(note && { note }) }
  await clerk.post('/api/villages/one/postings', body)
}

describe('the list of postings', () => {
  it('is sorted by a column and back, and its address keeps the order', async () => {
    const server = await panelServer()
    const clerk = await signedIn(server, 'clerk', 'one')
    for (const [door, points] of [
      ['1001', 30],
      ['1002', 90],
      ['1003', 60],
    ] as const)
      await post(clerk, door, points)
    const { page } = await personAt(browser, server, 'postings')
    await expect.poll(() => doors(page)).toEqual(['1003', '1002', '1001'])
    await sort(page, '分值')
    await expect.poll(() => doors(page)).toEqual(['1002', '1003', '1001'])
    expect(await order(page, '分值')).toBe('descending')
    await page.reload()
    await expect.poll(() => doors(page)).toEqual(['1002', '1003', '1001'])
    await sort(page, '分值')
    await expect.poll(() => doors(page)).toEqual(['1001', '1003', '1002'])
    await sort(page, '分值')
    await expect.poll(() => doors(page)).toEqual(['1003', '1002', '1001'])
    expect(await order(page, '分值')).toBeNull()
    expect(await violations(page)).toEqual([])
  })

  it('is searched by name, note and who recorded, with its sums, until the filters are cleared', async () => {
    const server = await panelServer()
    const clerk = await signedIn(server, 'clerk', 'one')
    await post(clerk, '1001', 30, '雨天清扫')
    await post(clerk, '1002', 90)
    const { page } = await personAt(browser, server, 'postings')
    const totals = page.locator('.totals')
    await expect.poll(() => totals.innerText()).toMatch(/共 2 笔.*\+120/s)
    const search = page.getByRole('searchbox', { name: '查找', exact: true })
    for (const [typed, found] of [
      ['雨天', ['1001']],
      ['示范户乙', ['1002']],
      ['clerk-', ['1002', '1001']],
    ] as const) {
      await search.fill(typed)
      await expect.poll(() => doors(page)).toEqual(found)
    }
    await search.fill('雨天')
    await expect.poll(() => totals.innerText()).toMatch(/共 1 笔.*\+30/s)
    await page.getByRole('button', { name: '清除条件' }).click()
    await expect.poll(() => doors(page)).toEqual(['1002', '1001'])
    expect(await search.inputValue()).toBe('')
    await page.getByRole('button', { name: '清除条件' }).waitFor({ state: 'detached' })
  })
})

describe('the list of households', () => {
  it('is sorted by score on the server, and printed with all its pages', async () => {
    const server = await panelServer(140)
    const clerk = await signedIn(server, 'clerk', 'one')
    await post(clerk, '1130', 90)
    const { page } = await personAt(browser, server, 'households')
    await expect.poll(async () => (await doors(page)).length).toBe(100)
    await sort(page, '累计积分')
    await expect.poll(async () => (await doors(page))[0]).toBe('1130')
    expect(await page.locator('.totals').innerText()).toMatch(/共 140 户.*90/s)
    await page.evaluate(() => {
      globalThis.print = () => document.body.setAttribute('data-printed', 'yes')
    })
    await page.getByRole('button', { name: '打印列表' }).click()
    await page.waitForSelector('[data-printed]')
    expect(await doors(page)).toHaveLength(140)
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByText('示范一村，共打印 140 条').isVisible()).toBe(true)
    expect(await page.locator('.filters').isVisible()).toBe(false)
  })
})

describe('lists that come whole', () => {
  it.each([
    ['rules', '事项', /使用中 \d+ 条/],
    ['screens', '名称', /已断开 1 块/],
  ] as const)('%s: searched by what is typed, summed, cleared and sorted', async (path, column, sums) => {
    const server = await panelServer()
    await makeScreen(server, 'one', 'hall')
    const { page } = await personAt(browser, server, path, { role: 'admin' })
    const rows = page.locator('tbody tr:has(td)')
    await rows.first().waitFor()
    const all = await rows.count()
    await expect.poll(() => page.locator('.totals').innerText()).toMatch(sums)
    const search = page.getByRole('searchbox', { name: '查找', exact: true })
    await search.fill('没有这样的内容')
    await page.getByText('没有符合条件的').waitFor()
    await page.getByRole('button', { name: '清除条件' }).click()
    await expect.poll(() => rows.count()).toBe(all)
    await sort(page, column)
    expect(await order(page, column)).toBe('ascending')
    expect(await violations(page)).toEqual([])
  })

  it('ends the heads of figures where the figures end', async () => {
    const server = await panelServer()
    const { page } = await personAt(browser, server, 'households')
    const ends = await page
      .locator('tbody td.figure b')
      .first()
      .evaluate((figure) => {
        const range = document.createRange()
        const end = (node: Node) => {
          range.selectNodeContents(node)
          return range.getBoundingClientRect().right
        }
        const head = [...document.querySelectorAll('th.figure button')].find((one) =>
          one.textContent?.includes('累计积分'),
        )
        return [end(head!.firstChild!), end(figure)]
      })
    expect(Math.abs(ends[0]! - ends[1]!)).toBeLessThanOrEqual(1)
  })
})

describe('the list of staff', () => {
  it('is sorted where it is', async () => {
    const server = await panelServer()
    const { page } = await personAt(browser, server, 'people', { role: 'admin' })
    await signedIn(server, 'clerk', 'one')
    await page.reload()
    const first = () => page.locator('tbody tr').first().innerText()
    await sort(page, '用户名')
    await expect.poll(first).toMatch(/^admin/)
    await sort(page, '用户名')
    await expect.poll(first).toMatch(/^clerk/)
  })
})
