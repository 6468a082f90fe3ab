/** Staff in the panel: somebody is added, signs in, gets another role, leaves; and the record says so. */
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { violations } from '../../../support/browser/axe.ts'
import { bringCookie, office, pages, useBrowser, watched } from '../../../support/browser/browser.ts'
import { makeVillage, password, signedIn, startTestServer, type TestServer } from '../../../support/server.ts'

const browser = useBrowser()
let server: TestServer
let panel: Page

beforeEach(async () => {
  server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one')
  const context = await browser.visitor({ viewport: office })
  await bringCookie(context, await signedIn(server, 'admin', null))
  panel = watched(await context.newPage())
  await panel.goto(`${server.url}/admin/one/people`)
  await panel.waitForSelector('.people-page h1')
})

const dialog = () => panel.getByRole('dialog')
const save = () => dialog().getByRole('button', { name: '保存' }).click()

async function addClerk(): Promise<void> {
  await panel.getByRole('button', { name: '添加人员' }).click()
  await dialog().getByLabel('用户名').fill('张示范')
  await dialog().getByLabel('初始密码').fill(password)
  await save()
  await panel.waitForSelector('[data-person="张示范"]')
  await dialog().waitFor({ state: 'hidden' })
}

describe('somebody of the staff', () => {
  it('is added, signs in, gets another role, leaves', async () => {
    await addClerk()
    const theirs = watched(await (await browser.visitor({ viewport: office })).newPage())
    await theirs.goto(`${server.url}/admin/one/entry`)
    await theirs.getByLabel('用户名').fill('张示范')
    await theirs.getByLabel('密码').fill(password)
    await theirs.getByRole('button', { name: '登录' }).click()
    await theirs.waitForSelector('.side-nav a:has-text("批量记分")')
    await expect.poll(() => theirs.locator('.side-nav a:has-text("人员")').count()).toBe(0)

    await panel.getByRole('button', { name: '修改 张示范' }).click()
    await dialog()
      .getByLabel(/^录入员/)
      .uncheck()
    await dialog()
      .getByLabel(/^查阅员/)
      .check()
    await save()
    await panel.waitForSelector('[data-person="张示范"]:has-text("查阅员")')

    await panel.getByRole('button', { name: '修改 张示范' }).click()
    await dialog()
      .getByLabel(/^查阅员/)
      .uncheck()
    await expect.poll(() => dialog().locator('[role=status]').innerText()).toContain('不再是')
    await save()
    await panel.waitForSelector('.people-page .rise:has-text("不再是")')
    await expect.poll(() => panel.locator('[data-person="张示范"]').count()).toBe(0)

    await panel.goto(`${server.url}/admin/one/changes`)
    await panel.waitForSelector('.audit-page td:has-text("修改角色")')
    await panel.getByLabel('查找').fill('viewer')
    await panel.waitForFunction(() => document.querySelectorAll('.audit-page tbody tr').length === 2)
  })

  it('is found by initials', async () => {
    await addClerk()
    const people = panel.locator('.people-page tbody tr')
    await panel.getByLabel('查找').fill('zsf')
    await expect.poll(() => people.count()).toBe(1)
    await panel.getByLabel('查找').fill('无此人')
    await panel.waitForSelector('.card:has-text("没有符合条件的人员")')
    await panel.getByLabel('查找').fill('')
    await expect.poll(() => people.count()).toBe(2)
  })

  it('is told what is wrong, and nothing that was typed is lost', async () => {
    await addClerk()
    await panel.getByRole('button', { name: '添加人员' }).click()
    await dialog().getByLabel('用户名').fill('张示范')
    await dialog().getByLabel('初始密码').fill(password)
    await save()
    await dialog().locator('[role=alert]').waitFor()
    await expect.poll(() => dialog().locator('[role=alert]').innerText()).toContain('已被使用')
    await expect.poll(() => dialog().getByLabel('用户名').inputValue()).toBe('张示范')
  })
})

describe('the pages', () => {
  it('can be used by all', async () => {
    await addClerk()
    expect(await violations(panel)).toEqual([])
    await panel.getByRole('button', { name: '修改 张示范' }).click()
    expect(await violations(panel)).toEqual([])
    await panel.goto(`${server.url}/admin/one/changes`)
    await panel.waitForSelector('.audit-page td')
    expect(await violations(panel)).toEqual([])
  })
})
