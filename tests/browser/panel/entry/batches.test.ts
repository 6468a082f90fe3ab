/** A batch that was wrong is gone with one reason, at once or when it is found again. */
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { PostingView } from '../../../../server/contract/scores/postings.ts'
import { useBrowser } from '../../../support/browser/browser.ts'
import { chooseRule, focused, panelServer, paste, personAt } from '../../../support/browser/panel.ts'
import type { Caller } from '../../../support/server.ts'

const browser = useBrowser()
const doors = ['1001', '1002', '1003', '1004']

async function enterBatch(page: Page): Promise<void> {
  await chooseRule(page, 'yjzs')
  await page.keyboard.press('Enter')
  await focused(page, '门牌或姓名')
  await paste(page, doors.join('\n'))
  await page.getByText('已选 4 户').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByText('已为 4 户记分').waitFor()
}

async function kindsOf(caller: Caller): Promise<Record<string, number>> {
  const { body } = await caller.get('/api/villages/one/postings?limit=200')
  const counts: Record<string, number> = {}
  for (const { kind } of (body as { items: PostingView[] }).items) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

describe('a batch just entered', () => {
  it('is gone with one button and one reason', async () => {
    const { page, caller } = await personAt(browser, await panelServer(), 'many')
    await enterBatch(page)
    await page.getByRole('button', { name: '整批冲正' }).click()
    await page.getByRole('dialog').getByText('将新增 4 笔冲正流水').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: '整批冲正' }).click()
    await page.getByText('本批 4 笔已全部冲正。').waitFor()
    expect(await kindsOf(caller)).toEqual({ award: 4, reversal: 4 })
  })
})

describe('a batch of earlier', () => {
  it('is found by one of its lines or in the list of batches, and gone', async () => {
    const server = await panelServer()
    const { page, caller } = await personAt(browser, server, 'many')
    await enterBatch(page)
    await page.goto(`${server.url}/admin/one/postings`)
    await page.getByRole('link', { name: '同批' }).first().click()
    await page.waitForURL('**/postings?batch=*')
    await page.getByRole('region', { name: '批次' }).getByText('应急值守').waitFor()
    await page.getByRole('button', { name: '清除条件' }).click()
    await page.getByLabel('批次').selectOption({ index: 1 })
    await page.getByRole('button', { name: '整批冲正' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '整批冲正' }).click()
    await page.getByText('4 笔已冲正').waitFor()
    await page.getByText('已全部显示，共 8 条').waitFor()
    expect(await kindsOf(caller)).toEqual({ award: 4, reversal: 4 })
  })

  it('stays whole where something hinders it, and says which line', async () => {
    const server = await panelServer()
    const { page, caller } = await personAt(browser, server, 'many')
    await enterBatch(page)
    // Its household is merged into another one meanwhile: its account is closed.
    const admin = await personAt(browser, server, 'work', { role: 'admin' })
    const merging = { id: crypto.randomUUID(), into: '1005' }
    const merged = await admin.caller.post('/api/villages/one/households/1002/merge', merging)
    expect(merged.status).toBeLessThan(300)
    await page.getByRole('button', { name: '整批冲正' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '整批冲正' }).click()
    const alert = page.getByRole('dialog').getByRole('alert')
    await alert.getByText('4 笔中有 1 笔不能冲正').waitFor()
    expect(await alert.innerText()).toContain('1002号 门牌 1002 已并入 1005')
    expect(await kindsOf(caller)).not.toHaveProperty('reversal')
  })
})
