/**
 * The people of an office on a village as it is: the whole workbook imported
 * once, and everything they do followed to the wall or to the printed page.
 */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import readXlsxFile from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownerScope } from '../../../db/store/scope.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'
import { importWorkbook } from '../../../server/control/commands/importWorkbook.ts'
import type { Role } from '../../../server/domain/people/powers.ts'
import { bringCookie, office, pages, untilLive, useBrowser, watched } from '../../support/browser/browser.ts'
import {
  Caller,
  makeUser,
  makeVillage,
  password,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

const workbook = join(import.meta.dirname, '../../../../shared/data/village-office.xlsx')
const isThere = existsSync(workbook)
if (!isThere)
  console.warn('skipped: the big workbook is not beside the project (../shared/data/village-office.xlsx)')

/** The last day of the workbook's ledger. */
const lastDay = '2026-11-19'
const api = '/api/villages/office'
const patience = { timeout: 60_000 }

describe.skipIf(!isThere)('a village of 786 households and 44,344 lines', () => {
  const browser = useBrowser()
  let server: TestServer

  beforeAll(async () => {
    server = await startTestServer({ pages })
    const input = { file: workbook, village: 'office', name: '晓塘村', year: 2026, skipProblems: true }
    const { postings } = await importWorkbook(server.services, input, () => {})
    expect(postings).toBe(44_344)
    await makeVillage(server, 'two', 3)
    await makeUser(server, 'admin', null)
  }, 120_000)
  afterAll(() => server.close())

  const village = async () => (await mustFindVillage(server.services.store, 'office')).id
  /** Doors from the first place on, as the wall has them now. */
  const leaders = async () =>
    (await server.services.hub.standings(await village())).map(({ household }) => household)

  async function panelOf(caller: Caller, path: string): Promise<Page> {
    const context = await browser.visitor({ viewport: office })
    await bringCookie(context, caller)
    const panel = watched(await context.newPage())
    await panel.goto(`${server.url}/admin/${path}`)
    await panel.waitForSelector('h1')
    return panel
  }
  const at = async (role: Role, path: string) =>
    panelOf(await signedIn(server, role, 'office'), `office/${path}`)

  async function wallOf(scene: string): Promise<Page> {
    const wall = await browser.page()
    await wall.goto(`${server.url}/display/office?scene=${scene}`)
    await untilLive(wall)
    return wall
  }
  const shows = (wall: Page, door: string, score: number) =>
    wall.waitForSelector(`[data-door="${door}"][data-score="${score}"]`)

  const box = (panel: Page, label: string) =>
    panel.getByLabel(label, { exact: true }).and(panel.locator('input'))
  const focused = (panel: Page, label: string) => box(panel, label).and(panel.locator(':focus')).waitFor()
  const dialog = (panel: Page) => panel.getByRole('dialog')
  async function typed(panel: Page, label: string, text: string): Promise<void> {
    await focused(panel, label)
    await panel.keyboard.press('Control+A')
    await panel.keyboard.type(text)
    if (label === '住户') await panel.getByRole('option', { name: text }).first().waitFor()
    await panel.keyboard.press('Enter')
  }

  it(
    'lets a clerk enter door by door and many at once, take a slip back, and see the wall follow',
    patience,
    async () => {
      const [first, second, third] = await leaders()
      if (!first || !second || !third) throw new Error('no leaders')
      const wall = await wallOf('leaders')
      const clerk = await at('clerk', 'entry')
      for (const { door, score } of [first, second, third]) {
        await typed(clerk, '住户', door)
        await typed(clerk, '细则', 'yjzs')
        await typed(clerk, '日期', lastDay)
        await shows(wall, door, score + 40)
        await focused(clerk, '住户')
      }
      // The third one was a slip.
      await clerk.keyboard.press('Control+Z')
      await dialog(clerk).waitFor()
      await focused(clerk, '原因（必填）')
      await expect.poll(() => box(clerk, '原因（必填）').inputValue()).toBe('录错了')
      await clerk.keyboard.press('Enter')
      await shows(wall, third.door, third.score)
      await clerk.locator('.posting-table', { hasText: '录错了' }).waitFor()

      await clerk.goto(`${server.url}/admin/office/many`)
      await clerk.waitForSelector('.many-page [aria-busy=false], .many-page')
      await box(clerk, '细则').focus()
      await typed(clerk, '细则', 'yjzs')
      await typed(clerk, '日期', lastDay)
      const doors = (await leaders()).slice(0, 60).map(({ door }) => door)
      await focused(clerk, '门牌或姓名')
      await clerk.keyboard.insertText(doors.join(' '))
      await clerk.keyboard.press('Enter')
      await clerk.getByText('已选 60 户').waitFor()
      await clerk.keyboard.press('Control+Enter')
      // Two of them had it that day, one by one.
      await dialog(clerk).getByText('选中的户里有 2 户当天已记过').waitFor()
      await dialog(clerk).getByRole('button', { name: '仍要记分' }).click()
      await clerk.getByText('已为 60 户记分').waitFor()
      await shows(wall, first.door, first.score + 80)
      await shows(wall, third.door, third.score + 40)
    },
  )

  it('lets nobody pass what they entered, and a reviewer pass it with one key', patience, async () => {
    const scope = ownerScope(await village())
    await changeVillage(server.services.store, scope, {
      review: { roles: ['clerk'], over: null, deductions: true },
    })
    const [first] = await leaders()
    if (!first) throw new Error('no leader')
    const wall = await wallOf('leaders')
    const caller = await signedIn(server, 'clerk', 'office')
    const rule = await ruleId(caller, 'office', '应急值守')
    const claim = { id: randomUUID(), door: first.door, rule, occurredOn: lastDay }
    await caller.post(`${api}/postings`, claim)
    const clerk = await panelOf(caller, 'office/review')
    await clerk.waitForSelector('[data-claim]')
    await expect.poll(() => clerk.getByRole('button', { name: '通过', exact: true }).count()).toBe(0)
    expect((await caller.post(`${api}/claims/pass`, { id: randomUUID(), claims: [claim.id] })).status).toBe(
      403,
    )
    const reviewer = await at('reviewer', 'review')
    await reviewer.waitForSelector('[data-claim]')
    await reviewer.keyboard.press('Control+Enter')
    await shows(wall, first.door, first.score + 40)
    await changeVillage(server.services.store, scope, {
      review: { roles: [], over: null, deductions: false },
    })
  })

  it('lets the secretary change a rule, publish, and bring households up to date', patience, async () => {
    const secretary = await at('admin', 'rules')
    const visit = async (path: string, sign: string) => {
      await secretary.goto(`${server.url}/admin/office/${path}`)
      await secretary.waitForSelector(sign)
    }
    const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0

    // A rule from 20 to 30: on the wall at once, on paper, and not in what was posted before.
    await secretary.getByRole('button', { name: '修改“参加村民会议”' }).click()
    await dialog(secretary).getByLabel('分值').fill('30')
    await dialog(secretary).getByRole('button', { name: '保存' }).click()
    await secretary.waitForSelector('.rules-page [role=status]:has-text("第 2 版")')
    const rules = await wallOf('rules')
    await expect.poll(() => rules.locator('.line:has-text("参加村民会议")').innerText()).toContain('30')
    await expect.poll(() => secretary.locator('tr:has-text("参加村民会议")').innerText()).toContain('+30')
    expect(pagesOf(await secretary.pdf({ preferCSSPageSize: true }))).toBeGreaterThan(0)
    const caller = await signedIn(server, 'admin', 'office')
    const { items } = (
      await caller.get(`${api}/postings?limit=200&rule=${await ruleId(caller, 'office', '参加村民会议')}`)
    ).body as { items: { door: string; points: number; seq: number }[] }
    const old = items.find(({ points }) => points === 20)
    await visit(`passbooks?door=${old?.door}`, '.passbook-sheet')
    const lines = secretary.locator('.passbook-sheet tr', { hasText: '参加村民会议' })
    await expect.poll(() => lines.first().innerText()).toContain('+20')
    await expect.poll(() => lines.filter({ hasText: '+30' }).count()).toBe(0)

    // 公示 of everything: on the wall with the days left, on paper with everybody and numbered pages.
    await visit('publicity', '.publicity-page h1')
    await secretary.getByRole('button', { name: '预览' }).click()
    await secretary.getByRole('button', { name: '发布公示' }).click()
    await secretary.waitForSelector('.public-sheet')
    await expect.poll(() => secretary.locator('.public-sheet tbody tr').count()).toBe(786)
    const publicity = await wallOf('publicity')
    await expect.poll(() => publicity.locator('.left').innerText()).toMatch(/还剩 \d+ 天/)
    expect(pagesOf(await secretary.pdf({ preferCSSPageSize: true }))).toBeGreaterThan(12)

    // An objection: taken in the name of somebody, answered by another, told on the wall.
    const [leader, second, third] = await leaders()
    if (!leader || !second || !third) throw new Error('no leaders')
    await secretary.getByRole('button', { name: '登记异议' }).click()
    await dialog(secretary).getByRole('combobox').fill(leader.door)
    await secretary.keyboard.press('Enter')
    await dialog(secretary).getByRole('radio').first().check()
    await dialog(secretary).getByLabel('异议内容').fill('分数不对')
    await dialog(secretary).getByLabel('异议内容').press('Enter')
    await secretary.waitForSelector('[data-objection]')
    const reviewer = await signedIn(server, 'reviewer', 'office')
    const taken = (await reviewer.get(`${api}/publications/1`)).body as { objections: { id: string }[] }
    const answer = `${api}/objections/${taken.objections[0]?.id}/answer`
    const revoked = { id: randomUUID(), outcome: 'revoked', reason: '核对后撤销' }
    expect((await reviewer.post(answer, revoked)).body).toMatchObject({ state: 'revoked' })
    await secretary.reload()
    await secretary.waitForSelector('.public-sheet .corrections li:has-text("已撤销")')

    // A household moves, another is merged into it: the wall has the new door and the sum.
    const wall = await wallOf('leaders')
    await visit(`households/${second.door}`, '.household-page h1')
    await secretary.getByRole('button', { name: '换门牌' }).click()
    await dialog(secretary).locator('input:focus').waitFor()
    await secretary.keyboard.press('Control+A')
    await secretary.keyboard.type('20001')
    await secretary.keyboard.press('Enter')
    await shows(wall, '20001', second.score)
    await visit(`households/${third.door}`, '.household-page h1')
    await secretary.getByRole('button', { name: '并户' }).click()
    await dialog(secretary).locator('input:focus').waitFor()
    await secretary.keyboard.type('20001')
    await secretary.waitForSelector('[role=dialog] [role=option]')
    await secretary.keyboard.press('Enter')
    await dialog(secretary).getByText('全部并过去').waitFor()
    await dialog(secretary).locator('button:focus').waitFor()
    await secretary.keyboard.press('Enter')
    await shows(wall, '20001', second.score + third.score)
    await expect.poll(() => wall.locator(`[data-door="${third.door}"]`).count()).toBe(0)
    await visit('plates', '.plate-label')
    await secretary.getByLabel('指定门牌（选填）').fill('20001')
    await secretary.waitForFunction(() => document.querySelectorAll('.plate-label').length === 1)
    await expect.poll(() => secretary.locator('.plate-label').innerText()).toContain('20001号')
  })

  it(
    'tells the same on the work page, in the report, in the season, in Excel, and on the wall',
    patience,
    async () => {
      const wall = await wallOf('leaders')
      const seq = Number(await wall.locator('.wall').getAttribute('data-seq'))
      const head = (await server.services.hub.board(await village()))?.head ?? ''
      const [leader] = await leaders()
      const figure = seq.toLocaleString('en')
      const secretary = await at('admin', 'report')
      await secretary.waitForSelector('.report-sheet')
      await expect
        .poll(() => secretary.locator('.report-sheet footer').innerText())
        .toContain(`第 ${seq} 笔 ${head}`)
      await expect
        .poll(() => secretary.locator('[data-door]').first().getAttribute('data-door'))
        .toBe(leader?.door)
      await expect.poll(() => secretary.locator('.report-sheet .totals').innerText()).toContain(figure)
      await secretary.goto(`${server.url}/admin/office/seasons`)
      await secretary.locator('.seasons-page', { hasText: figure }).waitFor()
      await secretary.goto(`${server.url}/admin/office/work`)
      await secretary.locator('.screens-card', { hasText: '另有 1 块屏幕' }).waitFor()
      const caller = await signedIn(server, 'viewer', 'office')
      const answer = await fetch(`${server.url}${api}/exports/standings.xlsx`, {
        headers: { cookie: caller.cookie ?? '' },
      })
      const [sheet] = await readXlsxFile(Buffer.from(await answer.arrayBuffer()))
      expect(sheet?.data[1]).toContain(leader?.door)
      expect(sheet?.data).toHaveLength(786)
    },
  )

  it(
    'gives points back after a repair and takes a paper balance in, on the wall and on paper',
    patience,
    async () => {
      const secretary = await at('admin', 'postings')
      const caller = await signedIn(server, 'admin', 'office')
      const rule = await ruleId(caller, 'office', '乱堆乱放')
      const { body } = await caller.get(`${api}/postings?limit=1&rule=${rule}`)
      const [deduction] = (body as { items: { seq: number; door: string }[] }).items
      const [leader] = await leaders()
      if (!deduction || !leader) throw new Error('nobody piled anything up')
      const scoreOf = async () => (await leaders()).find(({ door }) => door === deduction.door)?.score ?? 0
      const before = await scoreOf()
      // Found from anywhere, with the keyboard.
      await secretary.keyboard.press('/')
      await secretary.keyboard.type(deduction.door)
      await secretary.waitForSelector('.find-household [role=option]')
      await secretary.keyboard.press('Enter')
      await secretary.getByRole('button', { name: `恢复第 ${deduction.seq} 笔扣的分` }).click()
      await dialog(secretary).getByLabel('恢复分值').fill('15')
      await dialog(secretary).getByRole('button', { name: '已整改到位' }).click()
      await dialog(secretary).getByRole('button', { name: '恢复', exact: true }).click()
      await secretary.waitForSelector(`.posting-table tr:has-text("恢复第 ${deduction.seq} 笔")`)
      expect(await scoreOf()).toBe(before + 15)
      await secretary.goto(`${server.url}/admin/office/passbooks?door=${deduction.door}`)
      await secretary.waitForSelector('.passbook-sheet')
      await expect.poll(() => secretary.locator('.passbook-sheet tr', { hasText: '+15' }).count()).toBe(1)

      const wall = await wallOf('leaders')
      await secretary.goto(`${server.url}/admin/office/seasons`)
      await secretary.getByRole('button', { name: '录入期初积分' }).click()
      await dialog(secretary).getByLabel('每行一户').fill(`${leader.door} 300`)
      await dialog(secretary).getByLabel('原因').fill('纸质积分册结余')
      await dialog(secretary).getByRole('button', { name: '预览' }).click()
      await dialog(secretary).getByRole('button', { name: '写入 1 户，合计 +300 分' }).click()
      await shows(wall, leader.door, leader.score + 300)
    },
  )

  it('lets the secretary take somebody in, whose first score is on the wall', patience, async () => {
    const secretary = await at('admin', 'people')
    await secretary.getByRole('button', { name: '添加人员' }).click()
    await dialog(secretary).locator('input:focus').waitFor()
    await dialog(secretary).getByLabel('用户名').fill('示范录入员')
    await dialog(secretary).getByLabel('初始密码').fill(password)
    await dialog(secretary).getByRole('button', { name: '保存' }).click()
    await secretary.waitForSelector('[data-person="示范录入员"]')
    const [leader] = await leaders()
    if (!leader) throw new Error('no leader')
    const wall = await wallOf('leaders')
    const caller = new Caller(server.url)
    await caller.post('/api/session', { username: '示范录入员', password })
    const rule = await ruleId(caller, 'office', '应急值守')
    const posting = { id: randomUUID(), door: leader.door, rule, occurredOn: lastDay }
    expect((await caller.post(`${api}/postings`, posting)).status).toBe(201)
    await shows(wall, leader.door, leader.score + 40)
  })

  it('is one of several for the town, which reads and does not write', patience, async () => {
    const caller = await signedIn(server, 'viewer', null)
    const town = await panelOf(caller, 'town')
    await town.locator('[data-village=office]').waitFor()
    // As many as the wall has: one was merged into another.
    await expect.poll(() => town.locator('[data-village=office]').innerText()).toContain('785')
    expect(await leaders()).toHaveLength(785)
    await expect.poll(() => town.locator('[data-village=two]').count()).toBe(1)
    await town.goto(`${server.url}/admin/office/households/20001`)
    await town.waitForSelector('.household-page .posting-table')
    for (const name of ['换门牌', '并户', '修改资料', /^冲正/])
      await expect.poll(() => town.getByRole('button', { name }).count()).toBe(0)
    const rule = await ruleId(caller, 'office', '应急值守')
    const posting = { id: randomUUID(), door: '20001', rule, occurredOn: lastDay }
    expect((await caller.post(`${api}/postings`, posting)).status).toBe(403)
  })

  it(
    'lets the secretary end the year: the wall begins anew, the hall of fame keeps it',
    patience,
    async () => {
      const input = { file: workbook, village: 'next', name: '晓塘村', year: 2026, skipProblems: true }
      await importWorkbook(server.services, input, () => {})
      const { id } = await mustFindVillage(server.services.store, 'next')
      const [leader] = (await server.services.hub.standings(id)).map(({ household }) => household)
      if (!leader) throw new Error('no leader')
      const wall = await browser.page()
      await wall.goto(`${server.url}/display/next?scene=leaders`)
      await untilLive(wall)
      await shows(wall, leader.door, leader.score)
      const secretary = await panelOf(await signedIn(server, 'admin', 'next'), 'next/seasons')
      await secretary.getByRole('button', { name: '修改名称和日期' }).click()
      await dialog(secretary).getByLabel('到', { exact: true }).fill(lastDay)
      await dialog(secretary).getByRole('button', { name: '保存' }).click()
      await secretary.waitForSelector('.seasons-page .rise:has-text("已改为")')
      await secretary.getByRole('button', { name: '结束年度' }).click()
      await dialog(secretary).getByLabel('可用积分结转').selectOption({ label: '每户最多结转' })
      await dialog(secretary).getByLabel('结转上限（分）').fill('100')
      await dialog(secretary).getByLabel('年度名称').fill('新年度')
      await dialog(secretary).getByRole('button', { name: '结束 2026 年度' }).click()
      await secretary.waitForSelector('.seasons-page .rise:has-text("已结束")')
      // Everybody stands at the start: other doors come first now.
      await wall.waitForSelector('[data-door][data-score="0"]')
      await expect.poll(() => wall.locator('[data-door]:not([data-score="0"])').count()).toBe(0)
      await secretary.goto(`${server.url}/admin/next/honours`)
      const first = secretary.locator('.honours-page [data-season="2026"] li').first()
      await expect.poll(() => first.innerText()).toContain(leader.score.toLocaleString('en'))
      await secretary.goto(`${server.url}/admin/next/passbooks?door=${leader.door}`)
      await secretary.waitForSelector('.passbook-sheet')
      await expect
        .poll(() => secretary.locator('.passbook-sheet').first().innerText())
        .toMatch(/可用积分\s*100\b/)
    },
  )
})
