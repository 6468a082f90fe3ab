/** A clerk moves, splits and merges households by keyboard, and the wall follows. */
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { enterScores } from '../../../../db/scores/enterScores.ts'
import { ownerScope } from '../../../../db/store/scope.ts'
import { mustFindVillage } from '../../../../db/villages/findVillages.ts'
import { listRules } from '../../../../db/villages/rulebook.ts'
import { violations } from '../../../support/browser/axe.ts'
import {
  bringCookie,
  office,
  pages,
  untilLive,
  useBrowser,
  watched,
} from '../../../support/browser/browser.ts'
import { day, makeVillage, signedIn, startTestServer, type TestServer } from '../../../support/server.ts'

const browser = useBrowser()
let server: TestServer
let panel: Page

beforeEach(async () => {
  server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one')
  await signedIn(server, 'admin', null)
  const { store } = server.services
  const village = (await mustFindVillage(store, 'one')).id
  const rule = (await listRules(store, village)).find(({ text }) => text === '应急值守')?.id ?? 0
  for (const door of ['1001', '1002'])
    await enterScores(store, ownerScope(village), [{ id: crypto.randomUUID(), door, rule, occurredOn: day }])
  const context = await browser.visitor({ viewport: office })
  await bringCookie(context, await signedIn(server, 'clerk', 'one'))
  panel = watched(await context.newPage())
})

const open = async (door: string) => {
  await panel.goto(`${server.url}/admin/one/households/${door}`)

  await panel.waitForSelector('.household-page h1')
}
/** The wall at one page of all households, for good. */
async function everyonePage(number: number): Promise<Page> {
  const wall = await browser.page()
  await wall.goto(`${server.url}/display/one?scene=everyone&page=${number}`)
  await untilLive(wall)
  return wall
}
const dialog = () => panel.getByRole('dialog')
const press = (...keys: string[]) =>
  keys.reduce((done, key) => done.then(() => panel.keyboard.press(key)), Promise.resolve())
async function begin(name: string): Promise<void> {
  await panel.getByRole('button', { name, exact: true }).focus()
  await press('Enter')
  await dialog().locator('input:focus').waitFor()
}
describe('a household', () => {
  it('is merged by keyboard, and the wall shows one door less and the sum', async () => {
    // Each group has a page of its own; both stay where they are, so that no turn brings the new board.
    const [wall, other] = [await everyonePage(1), await everyonePage(2)]
    await wall.waitForSelector('[data-door="1001"]')
    await other.waitForSelector('[data-door="1002"][data-score="40"]')
    await open('1001')
    await begin('并户')
    await panel.keyboard.type('1002')
    await panel.waitForSelector('[role=dialog] [role=option]')
    await press('Enter')
    await dialog().getByText('全部并过去').waitFor()
    await dialog().locator('button:focus').waitFor()
    await press('Enter')
    await panel.waitForSelector('.household-page .rise:has-text("已并入 1002号")')
    await expect
      .poll(() => panel.locator('.history-list [data-kind="merged-into"]').innerText())
      .toContain('1002号')
    await expect.poll(() => panel.getByRole('button', { name: '并户', exact: true }).count()).toBe(0)
    await wall.locator('[data-door="1001"]').waitFor({ state: 'detached' })
    await other.waitForSelector('[data-door="1002"][data-score="80"]')
    await panel.getByRole('link', { name: '打开 1002号' }).first().click()
    await panel.waitForSelector('.household-page h1:has-text("1002号")')
    await panel.waitForSelector('.history-list [data-kind="merged-from"]')
  })

  it('is split with a share that is seen before it is given', async () => {
    await open('1001')
    await begin('分户')
    await panel.keyboard.type('1001')
    await press('Tab')
    await panel.keyboard.type('分示范')
    await press('Enter')
    await expect.poll(() => dialog().locator('[role=alert]').innerText()).toContain('已经登记过')
    await expect.poll(() => dialog().getByLabel('新户户主').inputValue()).toBe('分示范')
    await dialog().getByLabel('新户门牌').fill('1001-2')
    await press('Enter')
    await dialog().locator('.transfer-preview').waitFor()
    expect(await violations(panel)).toEqual([])
    await press('Enter')
    await panel.waitForSelector('.household-page .rise:has-text("已分户")')
    await panel.waitForSelector(
      '.posting-table :text("分户：分给 1001-2号"), td:has-text("分户：分给 1001-2号")',
    )
  })

  it('moves to another door, and its page goes with it', async () => {
    await open('1001')
    await begin('换门牌')
    await press('Control+A')
    await panel.keyboard.type('3001')
    await press('Enter')
    await panel.waitForSelector('.household-page h1:has-text("3001号")')
    expect(new URL(panel.url()).pathname).toBe('/admin/one/households/3001')
    await panel.waitForSelector('.history-list :text("从 1001号")')
    expect(await violations(panel)).toEqual([])
  })

  it('agrees to its name, with the day and how', async () => {
    await open('1001')
    await panel.getByRole('button', { name: '修改资料' }).click()
    await dialog()
      .getByLabel(/^同意公开全名/)
      .check()
    await dialog().getByLabel(/^依据/).fill('书面同意书')
    expect(await violations(panel)).toEqual([])
    await dialog().getByRole('button', { name: '保存' }).click()
    await panel.waitForSelector('.history-list [data-kind="consented"]:has-text("书面同意书")')
  })
})
