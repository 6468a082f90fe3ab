/** What is typed and not sent is still there: after a reload, another page, Esc, a click beside, an ended session. */
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { PostingView } from '../../../../server/contract/scores/postings.ts'
import { useBrowser } from '../../../support/browser/browser.ts'
import { box, chooseRule, focused, panelServer, paste, personAt } from '../../../support/browser/panel.ts'
import { type Caller, password } from '../../../support/server.ts'

const browser = useBrowser()

async function typeLine(page: Page): Promise<void> {
  await focused(page, '住户')
  await page.keyboard.type('1003')
  await page.getByRole('option', { name: '1003' }).waitFor()
  await page.keyboard.press('Enter')
  await chooseRule(page, 'yjzs')
  await box(page, '备注').fill('夜班')
}

async function expectLine(page: Page): Promise<void> {
  await expect.poll(() => box(page, '住户').inputValue()).toMatch(/^1003 /)
  expect(await box(page, '细则').inputValue()).toBe('应急值守')
  expect(await box(page, '备注').inputValue()).toBe('夜班')
}

async function postingsOf(caller: Caller): Promise<PostingView[]> {
  return ((await caller.get('/api/villages/one/postings')).body as { items: PostingView[] }).items
}

/** Ends the session as the server does after a while. */
async function endSession(caller: Caller): Promise<string> {
  const { body } = await caller.get('/api/session')
  const { user } = (body as { session: { user: { username: string } } }).session
  expect((await caller.call('DELETE', '/api/session')).status).toBe(204)
  return user.username
}

async function signIn(page: Page, username: string): Promise<void> {
  await page.getByText('登录已失效，请重新登录').waitFor()
  await box(page, '用户名').fill(username)
  await box(page, '密码').fill(password)
  await page.keyboard.press('Enter')
}

describe('one line', () => {
  it('is there after a reload and after another page, and gone once it is sent', async () => {
    const { page, caller } = await personAt(browser, await panelServer(), 'entry')
    await typeLine(page)
    await page.reload()
    await expectLine(page)
    await page.getByRole('link', { name: '流水', exact: true }).click()
    await page.waitForURL('**/postings')
    await page.getByRole('link', { name: '记分', exact: true }).click()
    await expectLine(page)
    await page.getByRole('button', { name: '记分', exact: true }).click()
    await page.locator('#posting-1').waitFor()
    expect(await postingsOf(caller)).toMatchObject([{ door: '1003', note: '夜班' }])
    await page.reload()
    await page.locator('#posting-1').waitFor()
    expect(await box(page, '住户').inputValue()).toBe('')
    expect(await box(page, '备注').inputValue()).toBe('')
  })

  it('comes back after Esc', async () => {
    const { page } = await personAt(browser, await panelServer(), 'entry')
    await typeLine(page)
    await page.keyboard.press('Escape')
    await expect.poll(() => box(page, '备注').inputValue()).toBe('')
    await page.getByRole('button', { name: '恢复', exact: true }).click()
    await expectLine(page)
  })

  it('is sent after signing in again, when the session had ended, without an error beside it', async () => {
    const { page, caller } = await personAt(browser, await panelServer(), 'entry')
    await typeLine(page)
    const username = await endSession(caller)
    await page.getByRole('button', { name: '记分', exact: true }).click()
    await signIn(page, username)
    await page.waitForURL('**/admin/one/entry')
    await page.locator('#posting-1').getByText('应急值守').waitFor()
    await expect.poll(() => page.getByText('笔待提交').count()).toBe(0)
    expect(await page.getByRole('alert').count()).toBe(0)
    expect(await box(page, '住户').inputValue()).toBe('')
  })
})

describe('a batch', () => {
  it('is there after a reload, another page and an ended session', async () => {
    const { page, caller } = await personAt(browser, await panelServer(), 'many')
    await chooseRule(page, 'yjzs')
    await page.keyboard.press('Enter')
    await focused(page, '门牌或姓名')
    await paste(page, '1001\n1002\n1003')
    await page.getByText('已选 3 户').waitFor()
    await page.reload()
    await page.getByText('已选 3 户').waitFor()
    await page.getByRole('link', { name: '流水', exact: true }).click()
    await page.waitForURL('**/postings')
    await page.goBack()
    await page.getByText('已选 3 户').waitFor()
    const username = await endSession(caller)
    await page.getByRole('button', { name: /提交记分/ }).click()
    await signIn(page, username)
    await page.waitForURL('**/admin/one/many')
    await page.getByText('已选 3 户').waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
    await page.getByRole('button', { name: /提交记分/ }).click()
    await page.getByText('已为 3 户记分').waitFor()
  })
})

describe('a dialog', () => {
  const dialog = (page: Page) => page.getByRole('dialog')
  const field = (page: Page, label: string) => dialog(page).getByLabel(label, { exact: true })
  const open = (page: Page) => page.getByRole('button', { name: '新增一户' }).click()

  async function fill(page: Page): Promise<void> {
    await open(page)
    await field(page, '门牌').fill('2001')
    await field(page, '户主').fill('示范新户')
    await field(page, '组别').fill('1组')
    await dialog(page).getByLabel('不公开姓名').check()
  }

  async function expectFilled(page: Page): Promise<void> {
    await dialog(page).getByText('已恢复上次未提交的内容').waitFor()
    expect(await field(page, '门牌').inputValue()).toBe('2001')
    expect(await field(page, '户主').inputValue()).toBe('示范新户')
    expect(await dialog(page).getByLabel('不公开姓名').isChecked()).toBe(true)
  }

  it('opens as it was left, by Esc, by a click beside it, or by a reload', async () => {
    const { page } = await personAt(browser, await panelServer(), 'households')
    await fill(page)
    await page.keyboard.press('Escape')
    await dialog(page).waitFor({ state: 'hidden' })
    await open(page)
    await expectFilled(page)
    await page.mouse.click(5, 400)
    await dialog(page).waitFor({ state: 'hidden' })
    await open(page)
    await expectFilled(page)
    await page.reload()
    await open(page)
    await expectFilled(page)
  })

  it('opens empty after it was cancelled, cleared or saved', async () => {
    const { page } = await personAt(browser, await panelServer(), 'households')
    await fill(page)
    await dialog(page).getByRole('button', { name: '取消' }).click()
    await open(page)
    expect(await field(page, '户主').inputValue()).toBe('')
    await field(page, '户主').fill('示范')
    await page.keyboard.press('Escape')
    await open(page)
    await dialog(page).getByRole('button', { name: '清空' }).click()
    expect(await field(page, '户主').inputValue()).toBe('')
    await field(page, '门牌').fill('2001')
    await field(page, '户主').fill('示范新户')
    await field(page, '组别').fill('1组')
    await page.keyboard.press('Enter')
    await dialog(page).waitFor({ state: 'hidden' })
    await open(page)
    expect(await field(page, '户主').inputValue()).toBe('')
    expect(await dialog(page).getByText('已恢复').count()).toBe(0)
  })

  it('about one household keeps nothing for another', async () => {
    const server = await panelServer()
    const { page } = await personAt(browser, server, 'households/1001')
    await page.getByRole('button', { name: '修改资料' }).click()
    await field(page, '备注').fill('只说这一户')
    await page.keyboard.press('Escape')
    await page.goto(`${server.url}/admin/one/households/1002`)
    await page.getByRole('button', { name: '修改资料' }).click()
    expect(await field(page, '备注').inputValue()).toBe('')
    await page.goto(`${server.url}/admin/one/households/1001`)
    await page.getByRole('button', { name: '修改资料' }).click()
    await expect.poll(() => field(page, '备注').inputValue()).toBe('只说这一户')
  })

  it('opens as it was left after the session had ended', async () => {
    const { page, caller } = await personAt(browser, await panelServer(), 'households')
    await fill(page)
    const username = await endSession(caller)
    await dialog(page).getByRole('button', { name: '保存' }).click()
    await signIn(page, username)
    await page.waitForURL('**/admin/one/households')
    await open(page)
    await expectFilled(page)
  })

  it('never keeps a password', async () => {
    const { page } = await personAt(browser, await panelServer(), 'people', { role: 'admin' })
    await page.getByRole('button', { name: '添加人员' }).click()
    await field(page, '用户名').fill('shifan')
    await dialog(page).getByLabel('密码').fill('a secret of somebody')
    await page.keyboard.press('Escape')
    const stored = await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))
    expect(stored).toContain('shifan')
    expect(stored).not.toContain('a secret of somebody')
  })
})
