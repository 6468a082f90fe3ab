/**
 * Every page of the panel, with something in it, and the dialogs that no other
 * test opens to axe, can be used by all: it finds nothing serious, every page has
 * a title of its own, and at twice its size none scrolls sideways.
 */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownerScope } from '../../../db/store/scope.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { confirmScreen } from '../../../db/villages/screens.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'
import { addDays, localDateAt } from '../../../server/domain/calendar/calendar.ts'
import { program } from '../../support/api/tokens.ts'
import { violations } from '../../support/browser/axe.ts'
import { bringCookie, office, pages, useBrowser, watched } from '../../support/browser/browser.ts'
import {
  type Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
  year,
} from '../../support/server.ts'

const browser = useBrowser()
const lastDay = `${year}-12-31`
const phone = { width: 390, height: 844 }
let server: TestServer
let admin: Caller

/** The addresses in the router, so that no page can be forgotten; what stands for one thing is made up below. */
const paths = (() => {
  const source = readFileSync('admin/shell/router.ts', 'utf8')
  const found = (pattern: RegExp) => [...source.matchAll(pattern)].map(([, path = '']) => path)
  const everywhere = found(/path: '\/?([^':]+)',\s*name: '/g)
  // A page's path is its name unless the line ends with another.
  const pages = source.matchAll(
    /\[\s*'([\w-]+)',\s*\(\) => import\([^)]*\),\s*'[\w.]+',\s*'\w+',?\s*(?:'([^']+)',?\s*)?\]/g,
  )
  const ofVillage = [...pages].map(([, name = '', path = name]) => path.replaceAll('\\\\', '\\'))
  return [...everywhere, ...ofVillage.map((path) => `one/${path}`)]
})()
const one = (path: string) => path.replace(':door', '1001').replace(/:[a-z]+(\([^)]*\))?/g, '1')

beforeAll(async () => {
  server = await startTestServer({ pages })
  await makeVillage(server, 'one')
  await makeVillage(server, 'two', 2)
  admin = await signedIn(server, 'admin', null)
  const clerk = await signedIn(server, 'clerk', 'one')
  await fill(clerk)
})
afterAll(() => server.close())

/** A village in which every list has a line. */
async function fill(clerk: Caller): Promise<void> {
  const api = '/api/villages/one'
  const made = async (by: Caller, path: string, body: object) => {
    const id = path === '/webhooks' ? {} : { id: randomUUID() }
    const { status, body: answer } = await by.post(api + path, { ...id, ...body })
    expect([path, status < 300, answer]).toEqual([path, true, answer])
  }
  const score = async (by: Caller, text: string, door: string) =>
    made(by, '/postings', { door, rule: await ruleId(by, 'one', text), occurredOn: day })
  await score(clerk, '应急值守', '1001')
  await score(clerk, '乱堆乱放', '1001')
  await score(clerk, '应急值守', '1002')
  const today = localDateAt(Date.now(), 'Asia/Shanghai')
  const closesOn = addDays(today, 7)
  await made(admin, '/publications', { closesOn })
  await made(clerk, '/publications/1/objections', { posting: 3, objector: '示范村民', text: '当天没有值守' })
  await made(admin, '/goods', { name: '示范食用油', points: 10 })
  await made(admin, '/goods/1/movements', { kind: 'purchase', amount: 5 })
  await made(admin, '/redemptions', { door: '1001', lines: [{ goods: 1, amount: 1 }] })
  await made(admin, '/notices', {
    title: '示范通知',
    text: '周六兑换',
    startsOn: day,
    endsOn: lastDay,
  })
  const yard = { key: 'tidy', text: '院内整洁', kind: 'points', points: 100, photo: false }
  const rule = await ruleId(admin, 'one', '庭院月检')
  await made(admin, '/check-sheets', { name: '示范检查表', rule, items: [yard] })
  await made(admin, '/rounds', { name: '示范轮次', month: day.slice(0, 7), sheet: 1 })
  await made(admin, '/activities', {
    ...{ name: '示范活动', venue: '示范广场', heldOn: day, starts: '09:00', ends: '11:00' },
    ...{ rule: await ruleId(admin, 'one', '应急值守'), points: null, units: null, counts: 'household' },
    ...{ room: null, groups: [], byCode: true, wall: 'off' },
  })
  const levels = { by: 'points', period: 'month', levels: [{ name: '示范户', stars: 5, from: 0 }] }
  await admin.call('PATCH', api, { levels })
  await made(admin, '/levels', { on: addDays(`${today.slice(0, 7)}-01`, -1) })
  const litter = await ruleId(admin, 'one', '乱堆乱放')
  await made(admin, '/mending-terms', { rule: litter, days: 7, percent: 50 })
  await made(clerk, '/postings', { door: '1004', rule: litter, occurredOn: today })
  const { store } = server.services
  await confirmScreen(store, ownerScope((await mustFindVillage(store, 'one')).id), '大厅', null)
  const review = { roles: ['clerk' as const], over: null, deductions: true }
  await changeVillage(store, ownerScope((await mustFindVillage(store, 'one')).id), { review })
  await score(clerk, '应急值守', '1003')
  await program(admin, ['board'])
  const hook = { name: '示范平台', url: 'https://platform.example/', events: ['postings'] }
  await made(admin, '/webhooks', hook)
}

/** A page of somebody who may do everything, in which nothing fades in while it is looked at. */
async function panelOf(viewport: { width: number; height: number }): Promise<Page> {
  const context = await browser.visitor({ viewport })
  await bringCookie(context, admin)
  await context.addInitScript(() => {
    const still = new CSSStyleSheet()
    still.replaceSync('*, ::before, ::after { transition: none !important; animation: none !important; }')
    document.adoptedStyleSheets = [still]
  })
  return watched(await context.newPage())
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${server.url}/admin/${path}`)
  await page
    .locator('h1')
    .first()
    .waitFor({ state: 'attached' })
    .catch(() => expect.fail(`${path} has no heading`))
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null)
}

describe('the panel', () => {
  it('can be used by all, page by page', { timeout: 240_000 }, async () => {
    expect(paths.length).toBeGreaterThan(25)
    const page = await panelOf(office)
    const found: unknown[] = []
    for (const path of paths) {
      await open(page, one(path))
      found.push(...(await violations(page)).map((fault) => [path, fault]))
    }
    expect(found).toEqual([])
  })

  it('has titles, and at twice its size nothing beside the window', { timeout: 240_000 }, async () => {
    const page = await panelOf({ width: office.width / 2, height: office.height / 2 })
    const found: unknown[] = []
    for (const path of paths) {
      await open(page, one(path))
      const beside = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (beside > 0) found.push([path, `${beside} px beside`])
      if (!/^\S.* · /.test(await page.title())) found.push([path, await page.title()])
    }
    expect(found).toEqual([])
  })

  it('can be used by all on a phone where reviewers and searchers use it', { timeout: 120_000 }, async () => {
    const page = await panelOf(phone)
    for (const path of ['one/review', 'one/households', 'one/households/1001']) {
      await open(page, path)
      expect([path, await violations(page)]).toEqual([path, []])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width)
    }
  })

  it('can be used by all, dialog by dialog', { timeout: 120_000 }, async () => {
    const page = await panelOf(office)
    const dialogs: [path: string, ...buttons: string[]][] = [
      ['one/households/1001', '换门牌', '并户', '冲正第 1 笔', '恢复第 2 笔扣的分'],
      ['one/review', '评议设置', '不通过 1003'],
      ['one/rules', '新增细则', '维度'],
      ['one/publicity/1', '登记异议', '答复'],
      ['one/people', '添加人员'],
      ['one/goods', '库存 示范食用油'],
      ['one/redemptions', '退货 1001 示范食用油'],
      ['one/activities', '新增活动'],
      ['one/activities/1', '修改活动'],
      ['one/mendings', '整改期限', '核查 1004号：乱堆乱放'],
      ['one/notices', '修改“示范通知”', '撤下“示范通知”'],
      ['one/connections', '生成令牌'],
      ['one/connections?view=webhooks', '添加推送'],
      ['staff', '添加全部村居的人员'],
      ['villages', '新建村居'],
    ]
    const found: unknown[] = []
    const dialog = page.getByRole('dialog')
    for (const [path, ...buttons] of dialogs) {
      await open(page, path)
      for (const name of buttons) {
        await page.getByRole('button', { name, exact: true }).first().click()
        await dialog.waitFor()
        found.push(...(await violations(page)).map((fault) => [path, name, fault]))
        await page.keyboard.press('Escape')
        await dialog.waitFor({ state: 'hidden' })
      }
    }
    // A button under the pointer keeps its contrast.
    await page.getByRole('button', { name: '新建村居', exact: true }).hover()
    found.push(...(await violations(page)).map((fault) => ['hover', fault]))
    for (const key of ['F1', '/']) {
      await page.keyboard.press(key)
      found.push(...(await violations(page)).map((fault) => [key, fault]))
      await page.keyboard.press('Escape')
    }
    expect(found).toEqual([])
  })
})
