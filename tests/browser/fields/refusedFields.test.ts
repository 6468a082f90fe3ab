/** What the server refuses stands at the field that it is about, and that field has the focus. */
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { CardView } from '../../../server/contract/residents/cards.ts'
import { localDateAt, monthOf } from '../../../server/domain/calendar/calendar.ts'
import { bringCookie, office, pages, useBrowser, watched } from '../../support/browser/browser.ts'
import {
  Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

const browser = useBrowser()
let server: TestServer

beforeEach(async () => {
  server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one')
})

/** What is said at the field that has the focus. */
async function saidAtFocus(panel: Page): Promise<string> {
  await panel.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true')
  return panel.evaluate(() => {
    const says = document.activeElement?.getAttribute('aria-describedby') ?? ''
    return document.getElementById(says)?.textContent?.trim() ?? ''
  })
}

/** The label of the field that has the focus. */
const labelOfFocus = (panel: Page) =>
  panel.evaluate(() => {
    const { labels } = document.activeElement as HTMLInputElement
    return labels?.[0]?.textContent?.trim() ?? ''
  })

/** Page and button that open the dialog, null for the one that is open; what is typed by label; the button, null for Tab; the field, and what it says. */
type Case = [
  page: string | null,
  opens: string | null,
  typed: Record<string, string>,
  sends: string | null,
  field: string,
  says: RegExp,
]

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
    await expect
      .poll(() => saidAtFocus(panel))
      .toBe('用户名须为 2 至 32 个汉字、字母、数字、点、下划线或短横线')
    const alerts = dialog.getByRole('alert')
    await expect
      .poll(() => alerts.allInnerTexts())
      .toEqual([
        '用户名须为 2 至 32 个汉字、字母、数字、点、下划线或短横线',
        '密码太常见，容易被猜中，请换一个',
      ])
    await dialog.getByLabel('用户名').fill('张示范')
    await panel.waitForFunction(() => document.querySelectorAll('[role=dialog] [role=alert]').length === 1)
    await dialog.getByRole('button', { name: '保存' }).click()
    await expect.poll(() => saidAtFocus(panel)).toBe('密码太常见，容易被猜中，请换一个')
    await expect.poll(() => dialog.getByLabel('用户名').inputValue()).toBe('张示范')
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
    await expect.poll(() => saidAtFocus(panel)).toBe('密码不能与用户名相同')
    expect((await new Caller(server.url).get('/api/session')).body).toMatchObject({ setupNeeded: true })
  })

  it('says it where the refusal comes from a preview', async () => {
    const panel = await panelAt('households/1001')
    await panel.getByRole('button', { name: '分户' }).click()
    const dialog = panel.getByRole('dialog')
    await dialog.getByLabel('新户门牌').fill('9\u200b001')
    await dialog.getByLabel('新户户主').fill('示范户\u200b子')
    await dialog.locator('button[type=submit]').click()
    await expect.poll(() => saidAtFocus(panel)).toMatch(/门牌号?含有看不见的字符/)
    await expect.poll(() => dialog.getByRole('alert').count()).toBe(2)
  })

  it(
    'says it in the row of a list, or at the one field of several that it is about',
    { timeout: 60_000 },
    async () => {
      const admin = await signedIn(server, 'admin', null)
      const rule = await ruleId(admin, 'one', '庭院月检')
      const items = [{ key: 'tidy', text: '庭院整洁', kind: 'points', points: 60, photo: false }]
      const sheet = { id: randomUUID(), name: '示范', rule, items }
      const made = await admin.post('/api/villages/one/check-sheets', sheet)
      expect(made.status).toBe(201)
      const cases: Case[] = [
        [
          'check-sheets',
          '新建检查表',
          {
            名称: '示范二',
            '第 1 项': '无垃圾',
            '第 1 项的分值': '60',
            '+': '添加项目',
            '第 2 项': '无杂物',
          },
          '保存',
          '第 2 项的分值',
          /第 2 项.*其他项须大于 0$/,
        ],
        [
          'rounds',
          '开始一轮',
          { 轮次名称: '示范\u200b检查' },
          '开始',
          '轮次名称',
          /^轮次名称含有看不见的字符/,
        ],
        [null, null, { 轮次名称: '示范检查', '4 星': '10001' }, '开始', '4 星', /星级分数线不能大于 10,000$/],
        ['rounds', '上门设置', { 每人每天最多户数: '0' }, '保存', '每人每天最多户数', /^请填写 1 到 1000/],
        ['review', '评议设置', { 超过多少分须评议: '三十' }, '保存', '超过多少分须评议', /^请填写整数/],
        ['rules', '维度', { '第 1 个': '志愿服务' }, null, '第 1 个', /^维度“志愿服务”已存在/],
        [null, null, { 新维度: '志愿服务' }, '添加', '新维度', /^维度“志愿服务”已存在/],
        [
          'seasons',
          '录入期初积分',
          { '每行一户：门牌和分值': '1001 5\n8888 3\n1001 2', '原因（必填）': '示范' },
          '预览',
          '每行一户：门牌和分值',
          /^8888号：本村没有门牌 8888。.*\n1001号：门牌 1001 在名单里出现了两次。$/,
        ],
      ]
      const panel = await panelAt('check-sheets')
      const dialog = panel.getByRole('dialog')
      for (const [page, opens, typed, sends, field, says] of cases) {
        if (page !== null) await panel.goto(`${server.url}/admin/one/${page}`)
        if (opens !== null) await panel.getByRole('button', { name: opens, exact: true }).click()
        for (const [label, text] of Object.entries(typed))
          if (label === '+') await dialog.getByRole('button', { name: text }).click()
          else await dialog.getByLabel(label, { exact: true }).fill(text)
        if (sends === null) await panel.keyboard.press('Tab')
        else await dialog.getByRole('button', { name: sends, exact: true }).click()
        await expect.poll(() => saidAtFocus(panel)).toMatch(says)
        await expect.poll(() => labelOfFocus(panel)).toBe(field)
      }
    },
  )

  it('says above the figures that they have changed', async () => {
    const inspector = await signedIn(server, 'inspector', 'one')
    const admin = await signedIn(server, 'admin', null)
    const rule = await ruleId(admin, 'one', '庭院月检')
    const items = [{ key: 'tidy', text: '庭院整洁', kind: 'points', points: 60, photo: false }]
    const sheet = await admin.post('/api/villages/one/check-sheets', {
      id: randomUUID(),
      name: '示范',
      rule,
      items,
    })
    const today = localDateAt(Date.now(), 'Asia/Shanghai')
    const body = {
      id: randomUUID(),
      month: monthOf(today),
      name: '示范检查',
      sheet: (sheet.body as { id: number }).id,
    }
    const { id } = (await admin.post('/api/villages/one/rounds', body)).body as { id: number }
    const panel = await panelAt(`rounds/${id}`)
    await panel.getByRole('button', { name: '结束本轮' }).click()
    const dialog = panel.getByRole('dialog')
    await dialog.locator('.figures').waitFor()
    const visit = { id: randomUUID(), door: '1001', found: [], photos: [], visitedOn: today }
    expect((await inspector.post(`/api/villages/one/rounds/${id}/visits`, visit)).status).toBe(201)
    await dialog.getByRole('button', { name: '结束本轮' }).click()
    await dialog.getByText('原来 0 次，现在 1 次').waitFor()
    await panel.waitForFunction(() =>
      document.activeElement?.closest('[role=group]')?.textContent?.includes('现在 1 次'),
    )
    await expect.poll(() => dialog.locator('.figures dd').first().innerText()).toBe('1')
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
    await expect.poll(() => saidAtFocus(panel)).toMatch(/^(冲正)?原因含有看不见的字符/)
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
    await phone.getByLabel('细则', { exact: true }).selectOption({ label: '志愿服务' })
    await expect.poll(() => phone.getByRole('alert').count()).toBe(0)
    await send()
    await expect.poll(() => saidAtFocus(phone)).toContain('小时')
    await expect.poll(() => phone.getByRole('alert').count()).toBe(2)
    await phone.getByLabel('数量（小时）').fill('2')
    await phone.getByLabel('说明').fill('扫\u200b雪')
    await send()
    await expect.poll(() => saidAtFocus(phone)).toMatch(/含有看不见的字符/)
    await expect.poll(() => phone.getByRole('alert').count()).toBe(1)
  })
})
