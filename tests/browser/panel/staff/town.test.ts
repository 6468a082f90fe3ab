/** The town in the panel: all villages side by side for who reads them, and who works in all of them. */
import type { Page } from 'playwright-core'
import readXlsxFile from 'read-excel-file/node'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { z } from 'zod'
import type { town } from '../../../../server/contract/reports/town.ts'
import type { Role } from '../../../../server/domain/people/powers.ts'
import { violations } from '../../../support/browser/axe.ts'
import { bringCookie, office, pages, useBrowser, watched } from '../../../support/browser/browser.ts'
import { makeShape, shapes } from '../../../support/browser/villages.ts'
import { makeUser, password, signedIn, startTestServer, type TestServer } from '../../../support/server.ts'

type Town = z.infer<typeof town>

const browser = useBrowser()
let server: TestServer

beforeEach(async () => {
  server = await startTestServer({ pages, environment: { sample: true } })
  onTestFinished(() => server.close())
  await makeUser(server, 'admin', null)
  for (const shape of shapes.filter(({ slug }) => ['none', 'three', 'below'].includes(slug)))
    await makeShape(server, shape)
})

async function open(role: Role, village: string | null, path: string, viewport = office): Promise<Page> {
  const context = await browser.visitor({ viewport })
  await bringCookie(context, await signedIn(server, role, village))
  const page = watched(await context.newPage())
  await page.goto(`${server.url}/admin/${path}`)
  await page.waitForSelector('h1')
  return page
}

describe('a viewer of all villages', () => {
  it('sees them side by side, marks the sample, and goes down to one', async () => {
    const page = await open('viewer', null, 'villages')
    await page.getByRole('banner').getByRole('link', { name: '全镇' }).click()
    const row = page.locator('[data-village=three]')
    await row.getByText('示范小村').waitFor()
    await expect.poll(() => row.innerText()).toContain('100 %')
    await expect.poll(() => page.locator('tbody tr', { hasText: '示范' }).count()).toBe(4)
    await expect.poll(() => page.locator('tbody .badge', { hasText: '示范' }).count()).toBe(1)
    await expect.poll(() => page.locator('tfoot').innerText()).toContain('不含示范')
    await page.locator('.panel-chart svg').first().waitFor()
    await row.getByRole('link').click()
    await page.waitForURL('**/admin/three/**')
    await expect.poll(() => page.getByRole('link', { name: '批量记分' }).count()).toBe(0)
  })

  it('sees when each was last scored, as the clock of that village shows it', async () => {
    const page = await open('viewer', null, 'town')
    const { items } = (await (await page.request.get(`${server.url}/api/town`)).json()) as Town
    const { lastAt, timezone } = items.find(({ slug }) => slug === 'three')!
    const clock = new Intl.DateTimeFormat('zh-CN', { timeStyle: 'short', timeZone: timezone })
    const shown = clock.format(new Date(lastAt!))
    await page.locator('[data-village=three]', { hasText: shown }).waitFor()
  })

  it('asks for other days, and takes them along as a workbook', async () => {
    const page = await open('viewer', null, 'town')
    await page.getByLabel('时段').selectOption({ label: '自选日期' })
    await page.getByLabel('从', { exact: true }).fill('2020-01-01')
    await page.getByLabel('到', { exact: true }).fill('2020-01-31')
    await page.locator('[data-village=three]', { hasText: '0 %' }).waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '导出 Excel' }).click(),
    ])
    const [sheet] = await readXlsxFile(await download.path())
    expect(sheet?.data.find(([name]) => name === '示范小村')?.slice(1, 6)).toEqual([
      new Date('2020-01-01'),
      new Date('2020-01-31'),
      3,
      0,
      0,
    ])
  })

  it('can use the page on a desk and on a phone', async () => {
    for (const viewport of [office, { width: 390, height: 844 }]) {
      const page = await open('viewer', null, 'town', viewport)
      await page.locator('.panel-chart svg').first().waitFor()
      expect(await violations(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThan(1)
    }
  })
})

describe('a secretary of one village', () => {
  it('finds no town, and is sent away from the page of all staff', async () => {
    const page = await open('admin', 'three', 'staff')
    await page.waitForURL('**/admin/villages')
    await expect.poll(() => page.getByRole('banner').getByRole('link', { name: '全镇' }).count()).toBe(0)
  })
})

describe('an administrator of all villages', () => {
  it('gives somebody roles everywhere, and takes them again', async () => {
    const page = await open('admin', null, 'staff')
    await page.getByRole('button', { name: '添加全部村居的人员' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('用户名').fill('镇示范')
    await dialog.getByLabel('初始密码').fill(password)
    await expect.poll(() => dialog.getByLabel(/^查阅员/).isChecked()).toBe(true)
    await dialog.getByRole('button', { name: '保存' }).click()
    const row = page.locator('[data-person="镇示范"]')
    await row.getByText('查阅员').waitFor()
    await dialog.waitFor({ state: 'hidden' })
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: '修改 镇示范' }).click()
    await dialog.getByLabel(/^查阅员/).uncheck()
    await dialog.getByRole('button', { name: '保存' }).click()
    await page.getByText('不再有全部村居的角色').first().waitFor()
    await row.getByText('—').waitFor()
  })

  it('finds the own roles locked', async () => {
    const page = await open('admin', null, 'staff')
    await page.locator('tr', { hasText: '您自己' }).getByRole('button', { name: /^修改/ }).click()
    const dialog = page.getByRole('dialog')
    await expect.poll(() => dialog.getByLabel(/^管理员/).isDisabled()).toBe(true)
    expect(await violations(page)).toEqual([])
  })
})
