/** What the server refuses stands at the field that it is about, and that field has the focus. */
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type Page } from 'playwright-core'
import { Caller, makeVillage, signedIn, startTestServer, type TestServer } from '../../server.ts'
import { bringCookie, office, pages, useBrowser, watched } from '../browser.ts'

const browser = useBrowser()
let server: TestServer

beforeEach(async () => {
  server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  makeVillage(server, 'one')
})

/** What is said at the field that has the focus. */
async function saidAtFocus(panel: Page): Promise<string> {
  await panel.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true')
  return panel.evaluate(() => {
    const says = document.activeElement?.getAttribute('aria-describedby') ?? ''
    return document.getElementById(says)?.textContent?.trim() ?? ''
  })
}

describe('a form', () => {
  it('says at each field what is wrong with it, and forgets it when it is edited', async () => {
    const context = await browser.visitor({ viewport: office })
    await bringCookie(context, await signedIn(server, 'admin', null))
    const panel = watched(await context.newPage())
    await panel.goto(`${server.url}/admin/one/people`)
    await panel.getByRole('button', { name: '添加人员' }).click()
    const dialog = panel.getByRole('dialog')
    await dialog.getByLabel('用户名').fill('!')
    await dialog.getByLabel('初始密码').fill('88888888')
    await dialog.getByRole('button', { name: '保存' }).click()
    expect(await saidAtFocus(panel)).toBe('用户名须为 2 至 32 个汉字、字母、数字、点、下划线或短横线')
    const alerts = dialog.getByRole('alert')
    expect(await alerts.allInnerTexts()).toEqual([
      '用户名须为 2 至 32 个汉字、字母、数字、点、下划线或短横线',
      '密码太常见，容易被猜中，请换一个',
    ])
    await dialog.getByLabel('用户名').fill('张示范')
    await panel.waitForFunction(() => document.querySelectorAll('[role=dialog] [role=alert]').length === 1)
    await dialog.getByRole('button', { name: '保存' }).click()
    expect(await saidAtFocus(panel)).toBe('密码太常见，容易被猜中，请换一个')
    expect(await dialog.getByLabel('用户名').inputValue()).toBe('张示范')
  })

  it('of the first administrator says it at the password', async () => {
    const panel = watched(await (await browser.visitor({ viewport: office })).newPage())
    await panel.goto(`${server.url}/admin/`)
    await panel.getByLabel('初始化码').fill(server.setupCode ?? '')
    await panel.getByLabel('姓名').fill('示范员')
    await panel.getByLabel('用户名').fill('shifanyuan')
    await panel.getByLabel('密码', { exact: true }).fill('shifanyuan')
    await panel.locator('input[type=password]').last().fill('shifanyuan')
    await panel.locator('button[type=submit]').click()
    expect(await saidAtFocus(panel)).toBe('密码不能与用户名相同')
    expect((await new Caller(server.url).get('/api/session')).body).toMatchObject({ setupNeeded: true })
  })
})
