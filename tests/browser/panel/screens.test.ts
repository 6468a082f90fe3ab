/** Screens run from the panel: what somebody does there, and what the open wall then shows. */
import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import type { BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { changeHousehold } from '../../../db/households/changeHouseholds.ts'
import { ownerScope } from '../../../db/store/scope.ts'
import { changeScreen, listScreens } from '../../../db/villages/screens.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'
import { exampleExtras } from '../../../display/example.ts'
import type { Board } from '../../../server/domain/board/board.ts'
import { defaultSettings } from '../../../server/domain/board/screens.ts'
import { themes } from '../../../server/domain/board/theme.ts'
import { localDateAt } from '../../../server/domain/calendar/calendar.ts'
import { violations } from '../../support/browser/axe.ts'
import {
  bringCookie,
  office,
  pages,
  portrait,
  untilLive,
  useBrowser,
  watched,
} from '../../support/browser/browser.ts'
import {
  makeScreen,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

const browser = useBrowser()
let server: TestServer
let logged: string[]
let context: BrowserContext
let panel: Page

beforeEach(async () => {
  logged = []
  server = await startTestServer({
    pages,
    log: pino({ level: 'warn' }, { write: (line) => void logged.push(line) }),
  })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one')
  await makeScreen(server, 'one', 'hall')
  context = await browser.visitor({ viewport: office })
  await bringCookie(context, await signedIn(server, 'admin', null))
  panel = watched(await context.newPage())
})

async function openWall(query = '?screen=hall', options = {}): Promise<Page> {
  const wall = await browser.page(options)
  await wall.goto(`${server.url}/display/one${query}`)
  await untilLive(wall)
  return wall
}

const scene = (page: Page) => page.locator('.wall').getAttribute('data-scene')

/** Opens the page of the only screen in the panel. */
async function openScreen(): Promise<void> {
  await panel.goto(`${server.url}/admin/one/screens`)
  await panel.click('[data-screen="hall"] a')
  await panel.waitForSelector('.playlist-editor li')
}

const save = () => panel.click('.screen-form button[type=submit]')

describe('a playlist', () => {
  it('changed in the panel shows on the open wall, and stays after the wall was away', async () => {
    const wall = await openWall()
    await openScreen()
    const scenes = await panel
      .locator('.playlist-editor li')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-scene')))
    expect(scenes.slice(0, 3)).toEqual(['activity', 'leaders', 'everyone'])
    for (const name of scenes.filter((one) => one !== 'groups'))
      await panel.uncheck(`.playlist-editor li[data-scene=${name}] .title input`)
    await save()
    await wall.waitForSelector('.wall[data-scene=groups]')
    await panel.waitForSelector('.screen-form .rise')
    await wall.reload()
    await untilLive(wall)
    expect(await scene(wall)).toBe('groups')
  })

  it('turns scenes in the order and time that were set, from the keyboard too', async () => {
    const wall = await openWall()
    await openScreen()
    const row = (name: string) => panel.locator(`.playlist-editor li[data-scene=${name}]`)
    for (let step = 0; step < 4; step += 1) await row('groups').locator('.up').press('Enter')
    expect(
      await row('groups')
        .locator('.down')
        .evaluate((button) => document.activeElement === button),
    ).toBe(true)
    for (const box of await panel.locator('.playlist-editor .text-input').all()) await box.fill('1')
    const turned = wall.evaluate(
      () =>
        new Promise<(string | null)[]>((resolve) => {
          const root = document.querySelector('.wall')!
          const seen: (string | null)[] = []
          new MutationObserver(() => {
            seen.push(root.getAttribute('data-scene'))
            if (seen.filter((one) => one === 'groups').length === 2) resolve(seen)
          }).observe(root, { attributeFilter: ['data-scene'] })
        }),
    )
    await save()
    await panel.waitForSelector('.screen-form .rise')
    const order = await turned
    const from = order.indexOf('groups')
    // A board without postings has no months and no last lines; rules come at the end.
    expect(order.slice(from)).toEqual(['groups', 'leaders', 'everyone', 'rules', 'groups'])
  })

  it('has the leaders of periods, which are named, counted live, and skipped while empty', async () => {
    const wall = await openWall('?screen=hall&scene=leaders')
    await openScreen()
    const leaders = panel.locator('.playlist-editor li[data-scene=leaders]')
    expect(await violations(panel)).toEqual([])
    expect(await leaders.getByLabel('积分年度').isChecked()).toBe(true)
    expect(await leaders.getByLabel('积分年度').isDisabled()).toBe(true)
    await leaders.getByLabel('本季度').check()
    await leaders.getByLabel('本月').check()
    await leaders.getByLabel('积分年度').uncheck()
    await leaders.locator('.text-input').fill('2')
    await save()
    await panel.waitForSelector('.screen-form .rise')
    await wall.waitForSelector('.wall:not([data-scene=leaders])')

    const clerk = await signedIn(server, 'clerk', 'one')
    const rule = await ruleId(clerk, 'one', '应急值守')
    const occurredOn = localDateAt(Date.now(), 'Asia/Shanghai')
    const post = async (door: string) =>
      clerk.post('/api/villages/one/postings', { id: randomUUID(), door, rule, occurredOn })
    await post('1002')
    const quarter = `第${'一二三四'[Math.ceil(Number(occurredOn.slice(5, 7)) / 3) - 1]}季度文明积分榜`
    await wall.waitForSelector(`h1:has-text("${quarter}") >> visible=true`)
    await wall.waitForSelector(`.shown .card[data-door="1002"][data-score="40"][data-rank="1"]`)
    await wall.waitForSelector(`.shown h1:has-text("${Number(occurredOn.slice(5, 7))}月文明积分榜")`)
    await post('1003')
    await post('1003')
    await wall.waitForSelector(`.shown .card[data-door="1003"][data-score="80"][data-rank="1"]`)
  })

  it('without any scene cannot be saved', async () => {
    await openWall()
    await openScreen()
    for (const box of await panel.locator('.playlist-editor .title input').all()) await box.uncheck()
    await expect.poll(() => panel.locator('.screen-form [role=alert]').innerText()).toContain('至少')
    await expect.poll(() => panel.locator('.screen-form button[type=submit]').isDisabled()).toBe(true)
  })
})

describe('the settings of a screen', () => {
  it('theme, month, group and calm are obeyed without a reload', async () => {
    const wall = await openWall()
    await wall.evaluate(() => ((globalThis as { mark?: boolean }).mark = true))
    await openScreen()
    const ground = () => wall.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const before = await ground()
    const [theme, period, group] = await panel.locator('.screen-form select').all()
    await theme!.selectOption('ye')
    await period!.selectOption('month')
    await group!.selectOption({ label: '2组' })
    await panel.getByLabel('关闭动画').check()
    await save()
    await wall.waitForFunction((was) => getComputedStyle(document.body).backgroundColor !== was, before)
    await wall.waitForFunction(() => /月 · /.test(document.querySelector('.period')?.textContent ?? ''))
    // The page of before lies beside the new one for a moment.
    await wall.waitForFunction(() => {
      const rows = [...document.querySelectorAll('[data-door]')]
      return rows.length > 0 && rows.every((row) => Number(row.getAttribute('data-door')) % 2 === 0)
    })
    expect(await wall.evaluate(() => (globalThis as { mark?: boolean }).mark)).toBe(true)
  })

  it('hours darken the panel, with a small clock that wanders', async () => {
    const wall = await openWall()
    await openScreen()
    const now = new Date(Date.now() + 8 * 3_600_000)
    const hour = (hours: number) => `${String((now.getUTCHours() + hours) % 24).padStart(2, '0')}:00`
    await panel.getByLabel('仅在下列时间显示').check()
    await panel.locator('.screen-form input[type=time]').first().fill(hour(2))
    await panel.locator('.screen-form input[type=time]').last().fill(hour(4))
    await save()
    await wall.waitForSelector('.off-hours')
    expect(await wall.locator('.wall').evaluate((element) => getComputedStyle(element).backgroundColor)).toBe(
      'rgb(0, 0, 0)',
    )
    await expect.poll(() => wall.locator('.off-hours').innerText()).toMatch(/^\d\d:\d\d$/)
    await expect.poll(() => wall.locator('footer').count()).toBe(0)
  })
})

describe('the list of screens', () => {
  it('shows each screen as it is, asks it for its name, and turns red when it dies', async () => {
    await makeScreen(server, 'one', 'gate')
    const wall = await openWall()
    const upright = await openWall('?screen=gate', { viewport: portrait })
    await panel.goto(`${server.url}/admin/one/screens`)
    const row = (key: string) => panel.locator(`[data-screen="${key}"]`)
    await row('gate').locator('[data-state=live]').waitFor()
    await expect.poll(() => row('gate').innerText()).toContain('1080×1920')
    await expect.poll(() => row('hall').innerText()).toContain('文明积分榜')

    await row('hall').getByRole('button', { name: '显示屏名' }).click()
    await wall.waitForSelector('.screen-name:has-text("hall")')
    await expect.poll(() => upright.locator('.screen-name').count()).toBe(0)

    await upright.close()
    await row('gate').locator('[data-state=away]').waitFor()
    const red = await row('gate')
      .locator('.screen-state')
      .evaluate((mark) => getComputedStyle(mark).color)
    const green = await row('hall')
      .locator('.screen-state')
      .evaluate((mark) => getComputedStyle(mark).color)
    expect(red).not.toBe(green)
  })

  it('reloads a screen, renames it, and forgets one that is gone', async () => {
    const wall = await openWall()
    await wall.evaluate(() => ((globalThis as { mark?: boolean }).mark = true))
    await panel.goto(`${server.url}/admin/one/screens`)
    await panel.getByRole('button', { name: '重新加载' }).click()
    await wall.waitForFunction(() => !(globalThis as { mark?: boolean }).mark)
    await untilLive(wall)
    await openScreen()
    await panel.locator('.screen-form input').first().fill('大厅东墙')
    await save()
    await panel.waitForSelector('h1:has-text("大厅东墙")')
    await wall.close()
    await panel.waitForSelector('.page-head [data-state=away]')
    await panel.getByRole('button', { name: '移除' }).click()
    await panel.getByRole('dialog').getByRole('button', { name: '移除' }).click()
    await panel.waitForSelector('text=没有这块屏幕')
  })

  it('has the real wall of a screen in small, which is not counted as one', async () => {
    await openWall()
    await openScreen()
    const frame = panel.frameLocator('.wall-preview iframe')
    await frame.locator('[data-state=live] h1').first().waitFor()
    await panel.goto(`${server.url}/admin/one/screens`)
    await panel.waitForSelector('[data-screen]')
    await expect.poll(() => panel.locator('[data-screen]').count()).toBe(1)
    await expect.poll(() => panel.locator('[data-waiting]').count()).toBe(0)
    await expect.poll(() => panel.locator('.unnamed').count()).toBe(0)
  })
})

describe('a wall that nobody has confirmed', () => {
  const waiting = (key: string) => panel.locator(`[data-waiting="${key}"]`)

  it('shows the board, waits in the panel, and is a screen after one click', async () => {
    const context = await browser.visitor()
    const wall = watched(await context.newPage())
    await wall.goto(`${server.url}/display/one?screen=新屏`)
    await untilLive(wall)
    await panel.goto(`${server.url}/admin/one/screens`)
    await expect.poll(() => waiting('新屏').innerText()).toContain('1920×1080')
    await waiting('新屏').getByRole('button', { name: '确认' }).click()
    await panel.locator('[data-screen="新屏"] [data-state=live]').waitFor()
    await wall.reload()
    await untilLive(wall)
    await panel.reload()
    await panel.locator('[data-screen="新屏"] [data-state=live]').waitFor()
    await expect.poll(() => panel.locator('[data-waiting]').count()).toBe(0)
  })

  it('is refused with one click, and shows the board all the same', async () => {
    const wall = await openWall('?screen=elsewhere')
    await panel.goto(`${server.url}/admin/one/screens`)
    await waiting('elsewhere').getByRole('button', { name: '拒绝' }).click()
    await waiting('elsewhere').waitFor({ state: 'detached' })
    await wall.reload()
    await untilLive(wall)
    await panel.reload()
    await panel.locator('[data-screen="hall"]').waitFor()
    await expect.poll(() => panel.locator('[data-waiting]').count()).toBe(0)
  })

  it('with forbidden storage waits again after a reload, with the settings of its screen', async () => {
    const { store } = server.services
    const [hall] = (await listScreens(store, 1)).filter(({ key }) => key === 'hall')
    await changeScreen(store, ownerScope(1), hall!.id, { settings: { ...defaultSettings, theme: 'ye' } })
    const wall = await browser.page()
    await wall.addInitScript(() =>
      Object.defineProperty(globalThis, 'localStorage', {
        get: () => {
          throw new Error('forbidden')
        },
      }),
    )
    await wall.goto(`${server.url}/display/one?screen=hall`)
    await untilLive(wall)
    await wall.reload()
    await untilLive(wall)
    await panel.goto(`${server.url}/admin/one/screens`)
    await expect.poll(() => waiting('hall').innerText()).toContain('hall')
    const isDark = (ground: string) => document.documentElement.style.getPropertyValue('--ground') === ground
    await wall.waitForFunction(isDark, themes.ye.ground)
  })
})

/** Adds to the boards that a wall fetches. */
async function addToBoards(wall: Page, extras: Partial<Board>): Promise<void> {
  await wall.route(/\/board(?:\?|$)/, async (route) => {
    const board = (await (await route.fetch()).json()) as Board
    await route.fulfill({ json: { ...board, ...extras } })
  })
}

describe('a scene that throws', () => {
  it('is skipped, said in the panel and in the log, and the show goes on', async () => {
    const context = await browser.visitor()
    const wall = await context.newPage()
    const households = [null] as unknown as NonNullable<Board['yards']>['households']
    await addToBoards(wall, { yards: { month: '2026-11', households } })
    await wall.goto(`${server.url}/display/one?screen=hall&scene=yards`)
    await wall.waitForSelector('.wall[data-state=live]:not([data-scene=yards]) h1')
    await wall.waitForSelector('[data-door="1001"]')
    await panel.goto(`${server.url}/admin/one/screens`)
    await panel.waitForSelector('[data-screen="hall"] .badge.fall')
    await panel.click('[data-screen="hall"] a')
    await expect.poll(() => panel.locator('.failed').innerText()).toContain('yards')
    expect(logged.filter((line) => line.includes('"scene":"yards"'))).toHaveLength(1)
  })
})

describe('scenes of what only some villages have', () => {
  it.each(['yards', 'redemption', 'publicity'])(
    '%s is shown as soon as there is something, and skipped before',
    async (name) => {
      const wall = await openWall(`?scene=${name}`)
      expect(await scene(wall)).toBe('leaders')
      await addToBoards(wall, exampleExtras(localDateAt(Date.now(), 'Asia/Shanghai')))
      await wall.reload()
      await wall.waitForSelector(`.wall[data-scene=${name}]`)
      const shown = await wall.locator('.scene').innerText()
      const said = { yards: '100 分', redemption: '洗衣液', publicity: '还剩 5 天' }[name]!
      expect(shown.replace(/\s+/g, ' ')).toContain(said)
    },
  )
})

describe('a notice', () => {
  it('written in the panel is on the wall, with its picture, until it is taken down', async () => {
    const wall = await openWall('?scene=notice')
    await panel.goto(`${server.url}/admin/one/notices`)
    await panel.getByRole('button', { name: '新建通知' }).click()
    await panel.getByLabel('标题').fill('周六义务劳动')
    await panel.getByLabel('内容').fill('早上八点集合')
    // Before it is published, as the wall will show it.
    const preview = panel.frameLocator('.wall-preview iframe')
    await preview.locator('.notice', { hasText: '早上八点集合' }).waitFor()
    const file = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#a61e5b' } })
      .png()
      .toBuffer()
    await panel.setInputFiles('.picture-field input', { name: 'a.png', mimeType: 'image/png', buffer: file })
    await panel.waitForSelector('.picture-row img')
    await panel.getByRole('button', { name: '发布' }).click()
    await wall.waitForSelector('.wall[data-scene=notice] h2:has-text("周六义务劳动")')
    await wall.waitForFunction(
      () => (document.querySelector('.notice img') as HTMLImageElement | null)?.naturalWidth === 300,
    )
    await panel.getByRole('button', { name: '修改“周六义务劳动”' }).click()
    await panel.getByLabel('内容').fill('改到早上九点集合')
    await panel.waitForSelector('.picture-row img')
    await panel.getByRole('button', { name: '保存' }).click()
    await wall.locator('.notice', { hasText: '改到早上九点集合' }).waitFor()
    await wall.locator('.notice img').waitFor()
    await panel.getByRole('button', { name: '撤下“周六义务劳动”' }).click()
    await panel.getByRole('dialog').getByRole('button', { name: '撤下' }).click()
    await wall.waitForSelector('.wall:not([data-scene=notice]) h1')
  })

  it('for one screen is on that screen alone', async () => {
    await makeScreen(server, 'one', 'door')
    const hall = await openWall('?screen=hall&scene=notice')
    const door = await openWall('?screen=door&scene=notice')
    const unnamed = await openWall('?scene=notice')
    await panel.goto(`${server.url}/admin/one/notices`)
    await panel.getByRole('button', { name: '新建通知' }).click()
    await panel.getByLabel('标题').fill('请走侧门')
    await panel.getByLabel('指定屏幕').check()
    await panel.getByRole('button', { name: '发布' }).click()
    await panel.getByText('请选择至少一块屏幕。').waitFor()
    await panel.getByLabel('door').check()
    expect(await violations(panel, (axe) => axe.exclude('.wall-preview iframe'))).toEqual([])
    await panel.getByRole('button', { name: '发布' }).click()
    await door.waitForSelector('.wall[data-scene=notice] h2:has-text("请走侧门")')
    await panel.locator('[data-notice="请走侧门"]', { hasText: 'door' }).waitFor()
    for (const wall of [hall, unnamed]) {
      await wall.reload()
      await untilLive(wall)
      expect(await scene(wall)).toBe('leaders')
    }
  })

  it('with a file that is no picture says so, and keeps what was written', async () => {
    await panel.goto(`${server.url}/admin/one/notices`)
    await panel.getByRole('button', { name: '新建通知' }).click()
    await panel.getByLabel('标题').fill('周六义务劳动')
    const buffer = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')
    await panel.setInputFiles('.picture-field input', { name: 'a.svg', mimeType: 'image/svg+xml', buffer })
    await panel.waitForSelector('.picture-field [role=alert]')
    await expect.poll(() => panel.locator('.picture-field [role=alert]').innerText()).toContain('JPG')
    await expect.poll(() => panel.getByLabel('标题').inputValue()).toBe('周六义务劳动')
  })
})

describe('the preview of a screen', () => {
  it('shows what the screen shows, and settings before they are saved', async () => {
    // The wall stays at a scene that its playlist does not begin with.
    await openWall('?screen=hall&scene=groups')
    await openScreen()
    const preview = panel.frameLocator('.wall-preview iframe')
    await preview.locator('.wall[data-scene=groups]').waitFor()
    await panel.getByText('与屏幕同步显示').waitFor()
    const ground = () => preview.locator('.wall').evaluate((wall) => getComputedStyle(wall).backgroundColor)
    const before = await ground()
    await panel.getByLabel('主题').selectOption({ label: '夜（深色）' })
    await panel.getByText('按未保存的设置显示').waitFor()
    await expect.poll(ground).not.toBe(before)
    expect((await listScreens(server.services.store, 1))[0]?.settings.theme).toBe('qing')
  })
})

describe('what the public sees', () => {
  it('is set in one place: name, slogan, crest and how households are named', async () => {
    const wall = await openWall('?scene=leaders')
    await wall.waitForSelector('.name:has-text("示**")')
    await panel.goto(`${server.url}/admin/one/public`)
    await panel.getByLabel('标语').fill('积分聚人心')
    await panel.getByLabel('只显示门牌').check()
    const crest = await sharp({ create: { width: 90, height: 90, channels: 3, background: '#8c1c16' } })
      .png()
      .toBuffer()
    await panel.setInputFiles('.picture-field input', {
      name: 'crest.png',
      mimeType: 'image/png',
      buffer: crest,
    })
    await panel.waitForSelector('.picture-row img')
    await panel.getByRole('button', { name: '保存' }).click()
    await wall.waitForSelector('.slogan:has-text("积分聚人心")')
    await wall.waitForSelector('img.crest')
    await expect.poll(() => wall.locator('.scene').innerText()).not.toContain('示**')
    const frame = panel.frameLocator('.wall-preview iframe')
    await frame.locator('.slogan').first().waitFor()
  })

  it('names nobody who asked not to be named, whatever is chosen', async () => {
    const { store } = server.services
    const scope = ownerScope(1)
    await changeVillage(store, scope, { privacy: 'full' })
    await changeHousehold(store, scope, '1001', { head: '欧阳示范甲', consented: true, optedOut: true })
    await changeHousehold(store, scope, '1002', { head: '欧阳示范乙', consented: true, optedOut: false })
    const wall = await openWall('?scene=leaders')
    const shown = await wall.locator('.scene').innerText()
    expect(shown).toContain('欧阳示范乙')
    expect(shown).not.toContain('欧阳示范甲')
    const board = await (await fetch(`${server.url}/api/villages/one/board`)).text()
    expect(board).not.toContain('欧阳示范甲')
  })
})

describe('names of rare characters', () => {
  it('stand in their rows like any other', async () => {
    const { store } = server.services
    const scope = ownerScope(1)
    await changeVillage(store, scope, { privacy: 'full' })
    for (const [door, head] of [
      ['1004', '𠅤䶮㛃'],
      ['1005', '䶮'],
    ] as const)
      await changeHousehold(store, scope, door, { head, consented: true })
    const wall = await openWall('?scene=leaders&calm')
    const rows = await wall.locator('.row').evaluateAll((all) =>
      all.map((row) => ({
        name: row.querySelector('.name')?.textContent ?? '',
        height: Math.round(row.getBoundingClientRect().height),
        isCut:
          (row.querySelector('.name')?.scrollWidth ?? 0) > (row.querySelector('.name')?.clientWidth ?? 0),
      })),
    )
    expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['𠅤䶮㛃', '䶮']))
    expect(new Set(rows.map(({ height }) => height)).size).toBe(1)
    expect(rows.filter(({ isCut }) => isCut)).toEqual([])
  })
})

describe('for everyone', () => {
  it.each(['screens', 'screens/1', 'notices', 'public'])('the page %s can be used by all', async (path) => {
    await openWall()
    await panel.goto(`${server.url}/admin/one/${path}`)
    await panel.waitForSelector('h1')
    await panel.waitForLoadState('networkidle')
    expect(await violations(panel, (axe) => axe.exclude('.wall-preview iframe'))).toEqual([])
  })
})
