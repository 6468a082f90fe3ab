/** The same deed a second time: the panel says what was entered before, and asks. */
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { PostingView } from '../../../../server/contract/scores/postings.ts'
import { useBrowser } from '../../../support/browser/browser.ts'
import { chooseRule, focused, panelServer, paste, personAt } from '../../../support/browser/panel.ts'
import type { Caller } from '../../../support/server.ts'

const browser = useBrowser()

async function enter(page: Page, door: string): Promise<void> {
  await focused(page, '住户')
  await page.keyboard.type(door)
  await page.getByRole('option', { name: door }).waitFor()
  await page.keyboard.press('Enter')
  await focused(page, '细则')
  await page.keyboard.type('yjzs')
  await page.keyboard.press('Enter')
  await focused(page, '日期')
  await page.keyboard.press('Enter')
}

async function doorsOf(caller: Caller): Promise<string[]> {
  const { body } = await caller.get('/api/villages/one/postings?limit=200')
  return (body as { items: PostingView[] }).items.map(({ door }) => door).sort()
}

describe('one line', () => {
  it('is written a second time only when the clerk says so', async () => {
    const { page, caller } = await personAt(browser, await panelServer(), 'entry')
    await enter(page, '1003')
    await page.locator('#posting-1').waitFor()
    await enter(page, '1003')
    const dialog = page.getByRole('dialog', { name: '当天已记过' })
    await dialog.getByText(/门牌 1003 在 .* 已记过“应急值守”：第 1 笔，clerk-/).waitFor()
    await dialog.getByRole('button', { name: '取消' }).click()
    await focused(page, '住户')
    expect(await doorsOf(caller)).toEqual(['1003'])
    // The line is still in the form.
    await page.getByRole('button', { name: '记分', exact: true }).click()
    await dialog.getByRole('button', { name: '仍要记分' }).click()
    await page.locator('#posting-2').waitFor()
    expect(await doorsOf(caller)).toEqual(['1003', '1003'])
  })
})

describe('a batch', () => {
  async function enterBatch(page: Page, doors: string[]): Promise<void> {
    await chooseRule(page, 'yjzs')
    await page.keyboard.press('Enter')
    await focused(page, '门牌或姓名')
    await paste(page, doors.join('\n'))
    await page.keyboard.press('Control+Enter')
  }

  it.each([
    ['leaves those out that have it', '移除这 2 户', ['1001', '1002', '1003']],
    ['writes them again', '仍要记分', ['1001', '1001', '1002', '1002', '1003']],
  ])('%s', async (_, answer, doors) => {
    const { page, caller } = await personAt(browser, await panelServer(), 'many')
    await enterBatch(page, ['1001', '1002'])
    await page.getByText('已为 2 户记分').waitFor()
    await page.reload()
    await enterBatch(page, ['1001', '1002', '1003'])
    const dialog = page.getByRole('dialog', { name: '当天已记过' })
    await dialog.getByText('选中的户里有 2 户当天已记过这条细则').waitFor()
    await dialog.getByText(/门牌 1002 在 .* 已记过“应急值守”：第 2 笔/).waitFor()
    expect(await doorsOf(caller)).toEqual(['1001', '1002'])
    await dialog.getByRole('button', { name: answer }).click()
    await page.getByText(/已为 [13] 户记分/).waitFor()
    expect(await doorsOf(caller)).toEqual(doors)
  })
})
