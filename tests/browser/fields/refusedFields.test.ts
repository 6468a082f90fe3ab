/** What the server refuses stands at the field that it is about, and that field has the focus. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type Page } from 'playwright-core'
import { type CardView } from '../../../server/contract/residents/doors.ts'
import {
  Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'
import { bringCookie, office, pages, useBrowser, watched } from '../../support/browser/browser.ts'

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

async function panelAt(path: string): Promise<Page> {
  const context = await browser.visitor({ viewport: office })
  await bringCookie(context, await signedIn(server, 'admin', null))
  const panel = watched(await context.newPage())
  await panel.goto(`${server.url}/admin/one/${path}`)
  return panel
}

describe('a form', () => {
  it('says at each field what is wrong with it, and forgets it when it is edited', async () => {
    const panel = await panelAt('people')
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

  it('says it where the refusal comes from a preview', async () => {
    const panel = await panelAt('households/1001')
    await panel.getByRole('button', { name: '分户' }).click()
    const dialog = panel.getByRole('dialog')
    await dialog.getByLabel('新户门牌').fill('9\u200b001')
    await dialog.getByLabel('新户户主').fill('示范户\u200b子')
    await dialog.locator('button[type=submit]').click()
    expect(await saidAtFocus(panel)).toMatch(/门牌号?含有看不见的字符/)
    expect(await dialog.getByRole('alert').count()).toBe(2)
  })

  it('of a new round says it at the name', async () => {
    const admin = await signedIn(server, 'admin', null)
    const rule = await ruleId(admin, 'one', '庭院月检')
    const items = [{ key: 'tidy', text: '庭院整洁', kind: 'points', points: 60, photo: false }]
    const sheet = { id: randomUUID(), name: '示范', rule, items }
    expect((await admin.post('/api/villages/one/check-sheets', sheet)).status).toBe(201)
    const panel = await panelAt('rounds')
    await panel.getByRole('button', { name: '开始一轮' }).click()
    const dialog = panel.getByRole('dialog')
    await dialog.getByLabel('轮次名称').fill('示范\u200b检查')
    await dialog.locator('button[type=submit]').click()
    expect(await saidAtFocus(panel)).toMatch(/^轮次名称含有看不见的字符/)
  })

  it('that asks for a reason says what is wrong with the reason', async () => {
    const admin = await signedIn(server, 'admin', null)
    const rule = await ruleId(admin, 'one', '应急值守')
    const posting = { id: randomUUID(), door: '1001', rule, occurredOn: day }
    expect((await admin.post('/api/villages/one/postings', posting)).status).toBe(201)
    const panel = await panelAt('households/1001')
    await panel.getByRole('button', { name: '冲正第 1 笔' }).click()
    const dialog = panel.getByRole('dialog')
    await dialog.getByLabel('原因').fill('重复\u200b记分')
    await dialog.locator('button[type=submit]').click()
    expect(await saidAtFocus(panel)).toMatch(/^(冲正)?原因含有看不见的字符/)
  })
})

describe('the phone of a household', () => {
  it('says at each field of a proposal what is wrong with it', async () => {
    const admin = await signedIn(server, 'admin', null)
    await admin.call('PATCH', '/api/villages/one', { residents: { suggestions: true, proposals: true } })
    const { body } = await admin.post('/api/villages/one/cards', { id: randomUUID(), doors: ['1001'] })
    const [card] = (body as { items: [CardView] }).items
    const phone = await browser.page({ viewport: { width: 390, height: 844 } })
    await phone.goto(`${server.url}/d/${card.token}#${card.card}`)
    await phone.getByRole('button', { name: '我要申报' }).click()
    const send = () => phone.getByRole('button', { name: '提交申报' }).click()
    await send()
    await saidAtFocus(phone)
    await phone.getByLabel('做了什么').selectOption({ label: '志愿服务' })
    expect(await phone.getByRole('alert').count()).toBe(0)
    await send()
    expect(await saidAtFocus(phone)).toContain('小时')
    expect(await phone.getByRole('alert').count()).toBe(2)
    await phone.getByLabel('数量（小时）').fill('2')
    await phone.getByLabel('说明').fill('扫\u200b雪')
    await send()
    expect(await saidAtFocus(phone)).toMatch(/含有看不见的字符/)
    expect(await phone.getByRole('alert').count()).toBe(1)
  })
})
