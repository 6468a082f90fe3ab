/** What a clerk does all day, in a real browser before a real server, with the wall open beside it. */
import { randomUUID } from 'node:crypto'
import type { BrowserContext, Page } from 'playwright-core'
import readXlsxFile from 'read-excel-file/node'
import { describe, expect, it, onTestFinished } from 'vitest'
import { bringCookie, office, pages, untilLive, useBrowser, watched } from '../../support/browser/browser.ts'
import {
  type Caller,
  day,
  makeUser,
  makeVillage,
  password,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

const browser = useBrowser()

async function ownServer(households = 12): Promise<TestServer> {
  const server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one', households)
  // Somebody set the installation up.
  await makeUser(server, 'admin', null)
  return server
}

interface Clerk {
  page: Page
  context: BrowserContext
  caller: Caller
}

/** A clerk at their own PC, on a page of the panel. */
async function clerkAt(server: TestServer, place: string): Promise<Clerk> {
  const caller = await signedIn(server, 'clerk', 'one')
  const context = await browser.visitor({ viewport: office })
  await bringCookie(context, caller)
  const page = watched(await context.newPage())
  await page.goto(`${server.url}/admin/one/${place}`)
  return { page, context, caller }
}

async function wallOf(server: TestServer): Promise<Page> {
  const wall = await browser.page()
  await wall.goto(`${server.url}/display/one?scene=leaders`)
  await untilLive(wall)
  return wall
}

const box = (page: Page, label: string) => page.getByLabel(label, { exact: true }).and(page.locator('input'))
const focused = (page: Page, label: string) => box(page, label).and(page.locator(':focus')).waitFor()
const line = (page: Page, seq: number) => page.locator(`#posting-${seq}`)

interface Posted {
  seq: number
  door: string
  text: string
  points: number
  note: string | null
}

async function postingsOf(caller: Caller): Promise<Posted[]> {
  const { body } = await caller.get('/api/villages/one/postings?limit=200')
  return (body as { items: Posted[] }).items
}

describe('signing in', () => {
  it('takes the clerk by keyboard to the line they were going to enter', async () => {
    const server = await ownServer()
    const username = await makeUser(server, 'clerk', 'one')
    const page = await browser.page({ viewport: office })
    await page.goto(`${server.url}/admin/one/entry`)
    await focused(page, '用户名')
    await page.keyboard.type(username)
    await page.keyboard.press('Tab')
    await page.keyboard.type('not the password')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await box(page, '密码').fill(password)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/admin/one/entry')
    await focused(page, '住户')
  })
})

describe('one line', () => {
  it('is entered without the mouse, stands below, and moves the wall', async () => {
    const server = await ownServer()
    const { page, caller } = await clerkAt(server, 'entry')
    const wall = await wallOf(server)
    await focused(page, '住户')
    await page.keyboard.type('1007')
    await page.getByRole('option', { name: '1007' }).waitFor()
    await page.keyboard.press('Enter')
    await focused(page, '细则')
    // Pinyin initials of 应急值守; then the date, which stays today.
    await page.keyboard.type('yjzs')
    await page.keyboard.press('Enter')
    await focused(page, '日期')
    await page.keyboard.press('Enter')
    await page.locator('.fresh', { hasText: '应急值守' }).waitFor()
    await line(page, 1).getByText('+40').waitFor()
    await focused(page, '住户')
    await expect.poll(() => box(page, '住户').inputValue()).toBe('')
    await wall.waitForSelector('[data-door="1007"][data-score="40"][data-rank="1"]')
    await expect
      .poll(() => postingsOf(caller))
      .toMatchObject([{ door: '1007', text: '应急值守', points: 40 }])
  })

  it('finds a household by pinyin initials, and shows its account', async () => {
    const server = await ownServer()
    const { page, caller } = await clerkAt(server, 'entry')
    await focused(page, '住户')
    await page.keyboard.type('sfhb')
    await page.getByRole('option').first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await focused(page, '细则')
    const chosen = await box(page, '住户').inputValue()
    const [door = ''] = chosen.split(' ')
    await page.locator('.account-glance', { hasText: door }).waitFor()
    await page.keyboard.type('庭院')
    await page.keyboard.press('Enter')
    await focused(page, '分值')
    await page.keyboard.type('85')
    await page.keyboard.press('Enter')
    await line(page, 1).getByText('+85').waitFor()
    // The glance follows what was just written.
    await page.locator('.account-glance', { hasText: '85' }).waitFor()
    await expect.poll(() => postingsOf(caller)).toMatchObject([{ door, text: '庭院月检', points: 85 }])
  })

  it('says what is missing, and what the rule does not allow, and keeps what was typed', async () => {
    const server = await ownServer()
    const { page, caller } = await clerkAt(server, 'entry')
    await focused(page, '住户')
    await page.keyboard.press('Enter')
    await page.locator('.send').click()
    await page.getByRole('alert').getByText('请先选择住户。').waitFor()
    await page.keyboard.type('1002')
    await page.getByRole('option', { name: '1002' }).waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.type('庭院')
    await page.keyboard.press('Enter')
    await focused(page, '分值')
    await page.keyboard.type('120')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('100').waitFor()
    await expect.poll(() => box(page, '分值').inputValue()).toBe('120')
    await expect.poll(() => box(page, '住户').inputValue()).toContain('1002')
    await expect.poll(() => postingsOf(caller)).toEqual([])
  })

  it('is taken back with a reason; both lines stay, and the wall follows', async () => {
    const server = await ownServer()
    const { page, caller } = await clerkAt(server, 'entry')
    const rule = await ruleId(caller, 'one', '应急值守')
    await caller.post('/api/villages/one/postings', { id: randomUUID(), door: '1004', rule, occurredOn: day })
    const wall = await wallOf(server)
    await wall.waitForSelector('[data-door="1004"][data-score="40"]')
    await page.getByRole('button', { name: '冲正第 1 笔' }).press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    await focused(page, '原因（必填）')
    await page.keyboard.press('Enter')
    await dialog.getByRole('alert').getByText('请填写原因。').waitFor()
    await page.keyboard.type('记错了户')
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'hidden' })
    await line(page, 2).getByText('冲正第 1 笔').waitFor()
    await line(page, 1).getByText('已由第 2 笔冲正').waitFor()
    await wall.waitForSelector('[data-door="1004"][data-score="0"]')
    await expect
      .poll(() => postingsOf(caller))
      .toMatchObject([
        { seq: 2, points: -40, note: '记错了户' },
        { seq: 1, points: 40 },
      ])
  })

  it('is seen by the other clerk at once', async () => {
    const server = await ownServer()
    const [first, second] = [await clerkAt(server, 'entry'), await clerkAt(server, 'postings')]
    await second.page.getByText('还没有流水。').waitFor()
    await second.page.getByRole('status').getByText('实时').waitFor()
    await focused(first.page, '住户')
    await first.page.keyboard.type('1001')
    await first.page.getByRole('option', { name: '1001' }).waitFor()
    await first.page.keyboard.press('Enter')
    await focused(first.page, '细则')
    await first.page.keyboard.type('yjzs')
    await first.page.keyboard.press('Enter')
    await focused(first.page, '日期')
    await first.page.keyboard.press('Enter')
    await line(second.page, 1).getByText('应急值守').waitFor()
  })

  it('is kept when the server is away, and written once when it is back', async () => {
    const server = await ownServer()
    const { page, context, caller } = await clerkAt(server, 'entry')
    await focused(page, '住户')
    await page.keyboard.type('1003')
    await page.getByRole('option', { name: '1003' }).waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.type('yjzs')
    await page.keyboard.press('Enter')
    await focused(page, '日期')
    await context.setOffline(true)
    await page.keyboard.press('Enter')
    await page.getByText('1 笔待提交').waitFor()
    await context.setOffline(false)
    await page.reload()
    await page.getByText('1 笔待提交').waitFor()
    await page.getByRole('button', { name: '重试', exact: true }).click()
    await line(page, 1).getByText('应急值守').waitFor()
    await page.getByText('1 笔待提交').waitFor({ state: 'hidden' })
    await expect.poll(() => postingsOf(caller)).toHaveLength(1)
  })
})

describe('sixty doors of one meeting', () => {
  it('are written together from the keyboard, or not at all while one of them is bad', async () => {
    const server = await ownServer(80)
    const { page, caller } = await clerkAt(server, 'many')
    const wall = await wallOf(server)
    const doors = Array.from({ length: 60 }, (_, index) => String(1001 + index))
    await focused(page, '细则')
    await page.keyboard.type('村民会议')
    await page.keyboard.press('Enter')
    await focused(page, '日期')
    await page.keyboard.press('Enter')
    await focused(page, '门牌或姓名')
    for (const door of [...doors.slice(0, 30), '9999', ...doors.slice(30)]) {
      await page.keyboard.type(door)
      await page.keyboard.press('Enter')
    }
    await page.getByText('已选 60 户').waitFor()
    await page.getByText('1 条无法识别').first().waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByRole('alert').getByText('9999').waitFor()
    await expect.poll(() => postingsOf(caller)).toEqual([])
    await expect.poll(() => wall.locator('.wall').getAttribute('data-seq')).toBe('0')
    await page.getByRole('button', { name: '移除 9999', exact: true }).press('Enter')
    await page.getByText('已选 60 户').waitFor()
    await box(page, '门牌或姓名').focus()
    await page.keyboard.press('Control+Enter')
    await page.getByText('已为 60 户记分').waitFor()
    await wall.waitForSelector('.wall[data-seq="60"]')
    const postings = await postingsOf(caller)
    expect(postings.map(({ door }) => door).sort()).toEqual(doors)
    expect(postings.every(({ points, text }) => points === 20 && text === '参加村民会议')).toBe(true)
  })

  it('are refused together when the ledger refuses one, with the reason beside it', async () => {
    const server = await ownServer(80)
    const { page, caller } = await clerkAt(server, 'many')
    const rule = await ruleId(caller, 'one', '参加村民会议')
    // 60 points a month is this rule's cap: the third meeting fills it for one household.
    for (let meeting = 0; meeting < 3; meeting += 1)
      await caller.post('/api/villages/one/postings', {
        id: randomUUID(),
        door: '1033',
        rule,
        occurredOn: day,
      })
    await box(page, '细则').focus()
    await page.keyboard.type('村民会议')
    await page.keyboard.press('Enter')
    await focused(page, '日期')
    await page.keyboard.type(day)
    await page.keyboard.press('Enter')
    await focused(page, '门牌或姓名')
    // A column copied out of a spreadsheet.
    const column = Array.from({ length: 60 }, (_, index) => String(1001 + index)).join('\n')
    await page.evaluate((text) => {
      const data = new DataTransfer()
      data.setData('text/plain', text)
      document.activeElement?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      )
    }, column)
    await page.getByText('已选 60 户').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.locator('tr.bad', { hasText: '1033' }).waitFor()
    await expect.poll(() => postingsOf(caller)).toHaveLength(3)
    await page.getByRole('button', { name: '移除不能记分的 1 户' }).press('Enter')
    await page.keyboard.press('Control+Enter')
    await page.getByText('已为 59 户记分').waitFor()
    await expect.poll(() => postingsOf(caller)).toHaveLength(62)
  })
})

describe('the list of postings', () => {
  it('is filtered from its address and exported as it is filtered', async () => {
    const server = await ownServer()
    const { page, caller } = await clerkAt(server, 'postings')
    for (const [door, text] of [
      ['1001', '应急值守'],
      ['1002', '应急值守'],
      ['1001', '乱堆乱放'],
    ] as const) {
      const rule = await ruleId(caller, 'one', text)
      await caller.post('/api/villages/one/postings', { id: randomUUID(), door, rule, occurredOn: day })
    }
    await line(page, 3).waitFor()
    await box(page, '门牌').fill('1001号')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/postings?door=1001')
    await page.getByText('已全部显示，共 2 条').waitFor()
    await page.reload()
    await page.getByText('已全部显示，共 2 条').waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '导出 Excel' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/\.xlsx$/)
    const sheets = JSON.stringify(await readXlsxFile(await download.path()))
    expect(sheets).toContain('乱堆乱放')
    expect(sheets).not.toContain('1002')
    await page.getByRole('button', { name: '清除条件' }).click()
    await page.getByText('已全部显示，共 3 条').waitFor()
  })
})
