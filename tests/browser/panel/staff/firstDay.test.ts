/** The first day of an office: set up, look at the sample, bring the own village in, put it on the wall. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import type { Board } from '../../../../server/domain/board/board.ts'
import { violations } from '../../../support/browser/axe.ts'
import { bringCookie, office, pages, untilLive, useBrowser } from '../../../support/browser/browser.ts'
import {
  Caller,
  day,
  password,
  signedIn,
  startTestServer,
  type TestServer,
  year,
} from '../../../support/server.ts'

const browser = useBrowser()

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ pages, environment: { sample: true } })
})
afterAll(() => server.close())

/** What the office of the test keeps its points in. */
async function workbook(): Promise<Buffer> {
  const households = [
    ['门牌号', '户主', '组别'],
    ['201', '示范户甲', '一组'],
    ['202', '示范户乙', '一组'],
    ['203', '示范户丙', '二组'],
  ]
  const rules = [
    ['维度', '事项', '分值'],
    ['志愿服务', '应急值守', '+40分/次'],
    ['环境卫生', '乱堆乱放', '-20分/次'],
  ]
  const ledger = [
    ['日期', '门牌号', '户主', '事项', '加分', '扣分'],
    [day, '201', '示范户甲', '应急值守', 40, null],
    [day, '202号', '示范户乙', '应急值守', 40, null],
    [day, '202', '示范户乙', '乱堆乱放', null, 20],
    [`${year}.2.30`, '203', '示范户丙', '应急值守', 40, null],
  ]
  return writeExcelFile([
    { data: households, sheet: '户册' },
    { data: rules, sheet: '积分细则' },
    { data: ledger, sheet: '积分台账' },
  ]).toBuffer()
}

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true })

describe('the first day', () => {
  it('goes from the set-up code to the own village on the wall', { timeout: 60_000 }, async () => {
    const page = await browser.page({ viewport: office })
    await page.goto(`${server.url}/admin/`)
    await page.waitForURL('**/admin/set-up')
    await field(page, '初始化码').fill('WRONG-CODE')
    await field(page, '姓名').fill('示范管理员')
    await field(page, '用户名').fill('office')
    await field(page, '密码').fill(password)
    await field(page, '确认密码').fill(password)
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    expect(server.setupCode).not.toBeNull()
    await field(page, '初始化码').fill(server.setupCode ?? '')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/admin/villages')
    await page.getByRole('link', { name: '示范村' }).waitFor()

    await page.getByRole('button', { name: '新建村居' }).click()
    await field(page, '名称').fill('示范新村')
    await expect.poll(() => field(page, '网址标识').inputValue()).toBe('shifanxin')
    await field(page, '网址标识').fill('xincun')
    await field(page, '名称').fill('示范 新村')
    await field(page, '名称').fill('示范新村')
    await field(page, '积分年度').fill(String(year))
    await page.keyboard.press('Enter')
    await page.waitForURL('**/admin/xincun/import')

    await page.locator('input[type=file]').setInputFiles({
      name: '示范新村积分.xlsx',
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: await workbook(),
    })
    await page.getByRole('heading', { name: '每张工作表' }).waitFor()
    await page.getByText('积分台账 A5').waitFor()
    expect((await boardOf('xincun')).seq).toBe(0)
    // The preview is kept: a page closed by mistake loses nothing.
    await page.reload()
    await page.getByRole('button', { name: '确认导入，跳过 1 行' }).click()
    await page.getByText('写入 3 笔流水，新增 3 户、2 条细则。').waitFor()
    expect((await boardOf('xincun')).seq).toBe(3)

    // What the import brought is ticked, the rest is a click away.
    await page.goto(`${server.url}/admin/xincun/work`)
    const steps = page.locator('.first-steps')
    await steps.getByText('已完成 3 / 5').waitFor()
    await expect.poll(() => steps.locator('li.done').count()).toBe(3)
    expect(await page.locator('[data-figure=lines]').innerText()).toContain('0')
    await steps.getByRole('link', { name: '添加人员' }).click()
    await page.waitForURL('**/admin/xincun/people')

    const wall = await browser.page()
    await wall.goto(`${server.url}/display/xincun?scene=leaders`)
    await untilLive(wall)
    await wall.waitForSelector('[data-door="201"][data-score="40"][data-rank="1"]')
    await wall.waitForSelector('[data-door="202"][data-score="20"][data-rank="2"]')
    await expect.poll(() => wall.locator('body').innerText()).not.toContain('示范户甲')

    await page.goto(`${server.url}/admin/villages`)
    await page.getByRole('button', { name: '删除示范村' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '删除示范村' }).click()
    await page.getByText('示范村已删除。').waitFor()
    await expect.poll(() => page.getByRole('link', { name: '示范村', exact: true }).count()).toBe(0)
    await page.getByRole('button', { name: '载入示范村' }).click()
    await page.getByText('已载入示范村。').waitFor()
    await page.getByRole('button', { name: '删除示范村' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '删除示范村' }).click()
    await page.getByText('示范村已删除。').waitFor()
    // The root shows the village that is left.
    await wall.goto(server.url)
    await untilLive(wall)
    await expect.poll(() => wall.locator('h1').innerText()).toContain('示范新村')
  })
})

describe('every page of the panel', () => {
  const places = [
    'work',
    'report',
    'entry',
    'many',
    'postings',
    'households',
    'households/201',
    'import',
    'rules',
  ]

  async function officePage(): Promise<Page> {
    const context = await browser.visitor({ viewport: office })
    await bringCookie(context, await signedIn(server, 'admin', null))
    return context.newPage()
  }

  it('has nothing that an accessibility checker finds', { timeout: 120_000 }, async () => {
    const page = await officePage()
    const found: unknown[] = []
    for (const place of ['villages', ...places.map((one) => `xincun/${one}`)]) {
      await page.goto(`${server.url}/admin/${place}`)
      await page.waitForLoadState('networkidle')
      found.push(...(await violations(page)).map((one) => [place, one]))
    }
    expect(found).toEqual([])
  })

  it('speaks English to whoever wants it, in every word of its own', async () => {
    // What the village wrote itself stays as it is.
    const own = /示范\S*|一屏公示|\d[组号]|会议学习|环境卫生|传统美德|遵纪守法|志愿服务|应急值守|乱堆乱放/g
    const page = await officePage()
    await page.goto(`${server.url}/admin/xincun/entry`)
    await page.getByRole('button', { name: 'English' }).click()
    for (const place of places) {
      await page.goto(`${server.url}/admin/xincun/${place}`)
      await page.getByRole('button', { name: '中文' }).waitFor()
      await page.waitForLoadState('networkidle')
      const words = await page.evaluate(() => {
        // All but the tables and the button that offers the other language.
        const shown = document.body.cloneNode(true) as HTMLElement
        for (const part of shown.querySelectorAll('[lang="zh-CN"], table')) part.remove()
        return shown.innerText
      })
      expect(words.replace(own, '')).not.toMatch(/\p{Script=Han}/u)
    }
    await page.getByRole('button', { name: '中文' }).click()
    await page.getByRole('link', { name: '流水' }).first().waitFor()
    await page.reload()
    await page.getByRole('link', { name: '流水' }).first().waitFor()
  })
})

async function boardOf(village: string): Promise<Board> {
  return (await new Caller(server.url).get(`/api/villages/${village}/board`)).body as Board
}
