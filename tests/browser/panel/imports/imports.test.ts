/** A workbook whose reading is not certain: the clerk sees every sheet, answers by keyboard, and it comes in. */
import type { Page } from 'playwright-core'
import readXlsxFile from 'read-excel-file/node'
import { describe, expect, it } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import { violations } from '../../../support/browser/axe.ts'
import { useBrowser } from '../../../support/browser/browser.ts'
import { panelServer, personAt } from '../../../support/browser/panel.ts'
import { year } from '../../../support/server.ts'

const browser = useBrowser()

type Value = string | number | null
interface Table {
  sheet: string
  data: Value[][]
}

async function send(page: Page, ...tables: Table[]): Promise<void> {
  const bytes = await writeExcelFile(tables).toBuffer()
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: '示范台账.xlsx', mimeType: 'application/octet-stream', buffer: bytes })
  await page.getByRole('heading', { name: '每张工作表' }).waitFor()
}

const day = `${year}-03-05`
const july = {
  sheet: '7月',
  data: [
    ['活动时间段', '门牌号', '户主', '事项', '加分'],
    [day, '1001号', '示范户甲', '应急值守', 40],
    [day, '1002号', '示范户乙', '应急值守', 40],
  ],
}
const check = {
  sheet: '检查表',
  data: [
    ['日期', '门牌号', '考核内容', '标准分', '实得分'],
    [day, '1001号', '庭院月检', 100, 85],
    [day, '1002号', '庭院月检', 100, 72],
  ],
}

describe('the import page', () => {
  it('asks about columns by their first lines, and imports what was chosen by keyboard', async () => {
    const { page } = await personAt(browser, await panelServer(), 'import')
    await send(page, july, check)
    const confirm = page.getByRole('button', { name: '确认导入' })
    expect(await confirm.isDisabled()).toBe(true)
    await page.getByText('还有 2 个问题尚未选择').waitFor()
    const first = page.getByRole('group', { name: /“7月”.*“日期”.*活动时间段/ })
    await first.getByRole('radio', { name: /活动时间段/ }).focus()
    await page.keyboard.press('Space')
    await page.getByText('还有 1 个问题尚未选择').waitFor()
    const second = page.getByRole('group', { name: /“检查表”.*几列都像分数/ })
    await second.getByRole('radio', { name: /实得分.*157/ }).focus()
    await page.keyboard.press('Space')
    await page.getByRole('row', { name: /检查表 台账 2 157/ }).waitFor()
    expect(await violations(page)).toEqual([])
    await confirm.focus()
    await page.keyboard.press('Enter')
    await page.getByText('写入 4 笔流水').waitFor()
  })

  it('shows the columns of a sheet, and reads it as somebody corrects them', async () => {
    const { page } = await personAt(browser, await panelServer(), 'import')
    const [, ...lines] = july.data
    await send(page, { sheet: '台账', data: [['日期', '门牌号', '谁', '事项', '加分'], ...lines] })
    await page.getByRole('button', { name: '查看工作表“台账”各列' }).click()
    await page.getByRole('combobox', { name: 'C 列“谁”是' }).selectOption('户主')
    await page.getByText('姓名不符').first().waitFor({ state: 'detached' })
    await page.getByRole('row', { name: /台账 台账 2 80/ }).waitFor()
    await expect.poll(() => page.getByRole('button', { name: '确认导入' }).isEnabled()).toBe(true)
    expect(await violations(page)).toEqual([])
  })

  it('names every line of a list that brings no household', async () => {
    const { page } = await personAt(browser, await panelServer(), 'import')
    const heads = Array.from({ length: 60 }, (_, index) => ['', `示范户${index}`])
    await send(page, { sheet: '户册', data: [['门牌号', '户主'], ['1001号', '示范户甲'], ...heads] })
    const last = page.getByRole('listitem').filter({ hasText: '示范户59' })
    const all = page.getByRole('button', { name: /显示全部 6\d 条/ })
    await all.waitFor()
    expect(await last.count()).toBe(0)
    await all.click()
    await last.waitFor()
    expect(await violations(page)).toEqual([])
  })

  it('saves the rows with problems as a workbook, which comes in when they are mended', async () => {
    const { page } = await personAt(browser, await panelServer(), 'import')
    const header = ['日期', '门牌号', '户主', '事项', '加分']
    const bad = [day, '9999号', '示范户甲', '应急值守', 40]
    await send(page, { sheet: '台账', data: [header, bad, [day, '1002号', '示范户乙', '应急值守', 40]] })
    await page.getByRole('cell', { name: '9999' }).first().waitFor()
    const address = await page.getByRole('link', { name: /下载这些行/ }).getAttribute('href')
    const response = await page.context().request.get(new URL(address ?? '', page.url()).href)
    const [saved] = await readXlsxFile(await response.body())
    expect(saved?.data).toEqual([
      [...header, '问题'],
      [...bad, expect.stringContaining('9999')],
    ])
  })
})
