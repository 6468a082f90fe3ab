/** What all dialogs of the panel do alike: focus while they open, and forms that are filled from the server. */
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { RoundView } from '../../../server/contract/rounds/rounds.ts'
import { localDateAt, monthOf } from '../../../server/domain/calendar/calendar.ts'
import { yardSheet } from '../../../server/domain/rules/readySheets.ts'
import { bringCookie, office, pages, useBrowser, watched } from '../../support/browser/browser.ts'
import {
  type Caller,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

const browser = useBrowser()
let server: TestServer
let admin: Caller
let panel: Page

beforeEach(async () => {
  server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one')
  const context = await browser.visitor({ viewport: office })
  admin = await signedIn(server, 'admin', null)
  await bringCookie(context, admin)
  panel = watched(await context.newPage())
})

const dialog = () => panel.getByRole('dialog')

/** Holds the animation of a dialog that opens until `settle`, as a busy machine does. */
async function openSlowly(page: string, button: string): Promise<void> {
  await panel.goto(`${server.url}/admin/one/${page}`)
  await panel.addStyleTag({
    content: '.dialog-fade-enter-active, .dialog-fade-enter-active * { animation-duration: 100s !important }',
  })
  await panel.getByRole('button', { name: button }).click()
  await panel.waitForSelector('.dialog-fade-enter-active [role=dialog]')
}

async function settle(): Promise<void> {
  await panel.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()))
  await panel.waitForFunction(() => document.querySelector('.dialog-fade-enter-active') === null)
}

describe('a dialog that is higher than the window', () => {
  it('has its buttons in sight', async () => {
    await panel.setViewportSize({ width: 1366, height: 500 })
    await panel.goto(`${server.url}/admin/one/rules`)
    await panel.getByRole('button', { name: '新增细则' }).click()
    const save = dialog().getByRole('button', { name: '保存' })
    await save.waitFor()
    expect(await dialog().evaluate(({ scrollHeight }) => scrollHeight)).toBeGreaterThan(500)
    const box = await save.boundingBox()
    expect((box?.y ?? 500) + (box?.height ?? 0)).toBeLessThan(500)
    // The last field can be scrolled out from below them.
    await dialog().locator('input, select, textarea').last().focus()
    expect(await dialog().locator(':focus').count()).toBe(1)
  })
})

describe('a dialog that opens', () => {
  it.each([
    ['people', '添加人员', '姓名'],
    ['rules', '新增细则', '分值'],
    ['households', '新增一户', '户主'],
  ])('leaves the focus where somebody types already (%s)', async (page, button, field) => {
    await openSlowly(page, button)
    const typed = dialog().getByLabel(field, { exact: true })
    await typed.focus()
    await panel.keyboard.type('1')
    await settle()
    await panel.keyboard.type('2')
    await expect.poll(() => typed.inputValue()).toBe('12')
  })

  it.each([
    ['people', '添加人员', '用户名'],
    ['rules', '新增细则', '事项'],
  ])('has the focus in its first field at once (%s)', async (page, button, field) => {
    await openSlowly(page, button)
    await panel.keyboard.type('12')
    await expect.poll(() => dialog().getByLabel(field).inputValue()).toBe('12')
    await settle()
    await panel.keyboard.type('3')
    await expect.poll(() => dialog().getByLabel(field).inputValue()).toBe('123')
  })
})

describe('a dialog whose lists are still loading', () => {
  it('does not remove the inspectors of a round', async () => {
    const rule = await ruleId(admin, 'one', '庭院月检')
    await signedIn(server, 'inspector', 'one')
    const village = '/api/villages/one'
    const people = (await admin.get(`${village}/people`)).body as { items: { id: number; roles: string[] }[] }
    const inspector = people.items.find(({ roles }) => roles.includes('inspector'))?.id
    const groups = ((await admin.get(village)).body as { groups: { id: number }[] }).groups.map(
      ({ id }) => id,
    )
    const sheet = await admin.post(`${village}/check-sheets`, { id: randomUUID(), rule, ...yardSheet })
    const opened = await admin.post(`${village}/rounds`, {
      id: randomUUID(),
      month: monthOf(localDateAt(Date.now(), 'Asia/Shanghai')),
      name: '示范检查',
      sheet: (sheet.body as { id: number }).id,
      assignments: [{ person: inspector, groups }],
    })
    const { id } = opened.body as RoundView
    await panel.goto(`${server.url}/admin/one/rounds/${id}`)
    let answer = (): void => undefined
    const held = new Promise<void>((resolve) => (answer = resolve))
    await panel.route('**/api/villages/one/people*', async (route) => {
      await held
      await route.continue()
    })
    await panel.getByRole('button', { name: '修改', exact: true }).click()
    await dialog().getByLabel('轮次名称').fill('改名检查')
    await dialog().getByLabel('轮次名称').press('Enter')
    const save = dialog().getByRole('button', { name: '保存' })
    await expect.poll(() => save.isDisabled()).toBe(true)
    answer()
    await save.click()
    await panel.getByRole('heading', { name: '改名检查' }).waitFor()
    const round = (await admin.get(`${village}/rounds/${id}`)).body as RoundView
    expect(round.inspectors).toMatchObject([{ person: inspector, groups }])
  })

  it('keeps a dimension’s name that is typed while another one is saved', async () => {
    await panel.goto(`${server.url}/admin/one/rules`)
    await panel.getByRole('button', { name: '维度' }).click()
    let answer = (): void => undefined
    const held = new Promise<void>((resolve) => (answer = resolve))
    await panel.route('**/api/villages/one/dimensions/*', async (route) => {
      await held
      await route.continue()
    })
    await dialog().getByLabel('第 5 个').fill('公益服务')
    await dialog().getByLabel('第 4 个').fill('移风')
    answer()
    await dialog().locator('[data-dimension="公益服务"]').waitFor()
    await expect.poll(() => dialog().getByLabel('第 4 个').inputValue()).toBe('移风')
  })
})
