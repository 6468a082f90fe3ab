/** Every kind of question that a workbook can bring, answered by keyboard alone. */
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { questionCodes } from '../../../../server/domain/workbook/questions/codes.ts'
import { violations } from '../../../support/browser/axe.ts'
import { useBrowser } from '../../../support/browser/browser.ts'
import { panelServer, personAt } from '../../../support/browser/panel.ts'
import { questionBooks } from '../../../support/browser/questionBooks.ts'

const browser = useBrowser()
const seen = new Set<string>()

async function send(page: Page, buffer: Buffer): Promise<void> {
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: '示范台账.xlsx', mimeType: 'application/octet-stream', buffer })
  await page.getByRole('heading', { name: '每张工作表' }).waitFor()
}

/** Notes the kinds of the questions on the page. */
async function look(page: Page): Promise<void> {
  const codes = await page
    .locator('[data-code]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-code') ?? ''))
  for (const code of codes) seen.add(code)
}

const open = (page: Page) => page.locator('.question.open')

/** Goes on by Tab until the focus is on what the locator says. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 200; presses++) {
    if (await page.locator(`:is(${selector}):focus`).count()) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`no Tab leads to ${selector}`)
}

/** Answers all that is open with its first choice. */
async function answerAll(page: Page): Promise<void> {
  for (let left = await open(page).count(); left > 0; left = await open(page).count()) {
    await tabTo(page, '.question.open input, .question.open select')
    const text = await page.locator('.question:focus-within legend').innerText()
    const isSelect = (await page.locator('.question.open select:focus').count()) > 0
    await page.keyboard.press(isSelect ? 'ArrowDown' : 'Space')
    await page.locator('.question.open').filter({ hasText: text }).waitFor({ state: 'detached' })
    await page.locator('fieldset.question:enabled').first().waitFor()
    await look(page)
  }
}

describe('the questions of a workbook', () => {
  it.each(Object.entries(questionBooks))('about %s are chosen from by keyboard', async (_name, book) => {
    const { page, caller } = await personAt(browser, await panelServer(), 'import', { role: 'admin' })
    if (book.before) {
      await send(page, await book.before())
      await answerAll(page)
      await page.getByRole('button', { name: '确认导入' }).click()
      await page.getByRole('button', { name: '继续导入' }).click()
    }
    await book.meanwhile?.(caller)
    await send(page, await book.bytes())
    await look(page)
    expect(await violations(page)).toEqual([])
    await answerAll(page)
    expect([...seen]).toEqual(expect.arrayContaining([...book.codes]))
    expect(await violations(page)).toEqual([])
    await tabTo(page, '.import-preview .bar button.el-button--primary')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '继续导入' }).waitFor()
  })

  it('are chosen by arrow keys when Enter is pressed, not before', async () => {
    const { page } = await personAt(browser, await panelServer(), 'import', { role: 'admin' })
    await send(page, (await questionBooks['columns']?.bytes()) ?? Buffer.of())
    const question = page.getByRole('group', { name: /“7月”.*“日期”/ })
    await question.getByRole('radio').first().focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await question.getByText('按回车选定').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('row', { name: /^7月 不读取 .*按您的选择/ }).waitFor()
  })
})

afterAll(() => {
  expect(questionCodes.filter((code) => !seen.has(code))).toEqual([])
})
