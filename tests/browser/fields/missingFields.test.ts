/** What was left empty is said at its field in the words of the page, not by a bubble of the browser. */
import type { Page } from 'playwright-core'
import { expect, it, onTestFinished } from 'vitest'
import { pages, useBrowser } from '../../support/browser/browser.ts'
import { focused, panelServer, personAt } from '../../support/browser/panel.ts'
import { startTestServer } from '../../support/server.ts'

const browser = useBrowser()

const said = (page: Page) => page.getByRole('alert').allInnerTexts()

it('at the sign-in and the first set-up', async () => {
  const server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  const page = await browser.page()
  await page.goto(`${server.url}/admin/`)
  await page.getByLabel('姓名').fill('示范管理员')
  await page.getByRole('button', { name: '完成设置并登录' }).click()
  await focused(page, '初始化码')
  expect(await said(page)).toEqual(['请填写初始化码', '请填写用户名', '请填写密码', '请填写确认密码'])
  await page.getByLabel('用户名').fill('示范')
  await expect.poll(() => said(page)).toEqual(['请填写初始化码', '请填写密码', '请填写确认密码'])
})

it('in a dialog, where its first field gets the focus', async () => {
  const { page } = await personAt(browser, await panelServer(), 'people', { role: 'admin' })
  await page.getByRole('button', { name: '添加人员' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('姓名', { exact: true }).fill('示范员丁')
  await dialog.getByRole('button', { name: '保存' }).click()
  await focused(page, '用户名')
  expect(await said(page)).toEqual(['请填写用户名'])
})
