/** The product under one path of a town's host, behind a proxy that takes the path off or leaves it; and at the root as ever. */
import { randomUUID } from 'node:crypto'
import type { BrowserContext, Page } from 'playwright-core'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { plateAddress } from '../../../server/domain/households/plates.ts'
import { office, pages, untilLive, useBrowser, watched } from '../../support/browser/browser.ts'
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
import { startProxy, type TestProxy } from './proxy.ts'

const browser = useBrowser()
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
let proxy: TestProxy
let server: TestServer
let clerk: Caller

async function serve(way: 'strips' | 'keeps'): Promise<void> {
  proxy = await startProxy({ path: way })
  server = await startTestServer({ pages, environment: { publicUrl: proxy.publicUrl } })
  onTestFinished(() => server.close())
  proxy.upstream = server.url
  await makeVillage(server, 'one')
  // Somebody set the installation up.
  await makeUser(server, 'admin', null)
  clerk = await signedIn(server, 'clerk', 'one')
}

async function post(door: string): Promise<void> {
  const rule = await ruleId(clerk, 'one', '应急值守')
  const body = { id: randomUUID(), door, rule, occurredOn: day }
  expect((await clerk.post('/api/villages/one/postings', body)).status).toBe(201)
}

async function tokenOf(door: string): Promise<string> {
  const row = await server.services.store.one<{ token: string }>(
    'SELECT door_token AS token FROM households WHERE village_id = ? AND door = ?',
    (await mustFindVillage(server.services.store, 'one')).id,
    door,
  )
  return row.token
}

async function signIn(page: Page, username: string): Promise<void> {
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
}

/** Waits until a service worker has stored the page, which comes last. */
async function untilStored(page: Page, address: string): Promise<void> {
  const isStored = () =>
    page.evaluate(async (address) => (await caches.match(address)) !== undefined, address)
  await expect.poll(isStored, { timeout: 12_000 }).toBe(true)
}

const scored = (page: Page, door: string) => page.waitForSelector(`[data-door="${door}"][data-score="40"]`)

describe.each(['strips', 'keeps'] as const)('behind a proxy that %s the path', (way) => {
  let context: BrowserContext

  beforeEach(() => serve(way))

  it('the wall is live, follows a score, and starts without the server', async () => {
    context = await browser.visitor({ serviceWorkers: 'allow' })
    const wall = watched(await context.newPage())
    await wall.goto(`${proxy.publicUrl}/display/one?scene=everyone`)
    await untilLive(wall)
    await post('1001')
    await scored(wall, '1001')
    expect(await wall.evaluate(() => document.fonts.check('20px "Noto Sans SC Variable"', '文'))).toBe(true)
    await untilStored(wall, '/points/display')
    await wall.waitForFunction(() => localStorage.getItem('/points/board/one')?.includes('"seq":1,'))
    proxy.upstream = null
    await server.stop()
    await wall.reload()
    await wall.waitForSelector('.wall[data-state=stale]')
    await scored(wall, '1001')
    expect(proxy.strays).toEqual([])
  })

  it('the chooser leads to a wall, and the path without its slash to the chooser', async () => {
    await makeVillage(server, 'two')
    const page = await browser.page()
    await page.goto(`${proxy.publicUrl}/`)
    await page.getByRole('link').nth(1).click()
    await untilLive(page)
    expect(page.url()).toBe(`${proxy.publicUrl}/display/two`)
    expect(proxy.strays).toEqual([])
  })

  it('a clerk signs in and enters a score, the next page follows it, and files come down', async () => {
    const username = await makeUser(server, 'admin', null)
    context = await browser.visitor({ viewport: office })
    const panel = watched(await context.newPage())
    await panel.goto(`${proxy.publicUrl}/admin/one/postings`)
    await signIn(panel, username)
    await panel.waitForURL(`${proxy.publicUrl}/admin/one/postings`)
    const [cookie] = (await context.cookies(`${proxy.publicUrl}/`)).filter(({ name }) => /session/.test(name))
    expect(cookie).toMatchObject({ path: '/points/', httpOnly: true })
    expect(await context.cookies(new URL(proxy.publicUrl).origin)).toEqual([])
    const saved = panel.waitForEvent('download')
    await panel.getByRole('link', { name: '导出' }).click()
    expect((await saved).suggestedFilename()).toMatch(/\.xlsx$/)

    await panel.getByRole('link', { name: '记分', exact: true }).click()
    const box = (label: string) => panel.getByLabel(label, { exact: true }).and(panel.locator('input'))
    const option = panel.locator('[role=option][aria-selected=true]:visible')
    await box('住户').fill('1001')
    await option.waitFor()
    await panel.keyboard.press('Enter')
    await box('细则').fill('应急值守')
    await option.waitFor()
    await panel.keyboard.press('Enter')
    await box('备注').press('Enter')
    await panel.locator('#posting-1').waitFor()
    // Another clerk's posting comes over the live line.
    await post('1002')
    await panel.locator('#posting-2').waitFor()
    const [wall] = await Promise.all([
      context.waitForEvent('page'),
      panel.locator('.top-bar, header').getByRole('link', { name: '大屏' }).first().click(),
    ])
    await wall.waitForSelector('[data-state=live]')
    expect(wall.url()).toBe(`${proxy.publicUrl}/display/one`)
    expect(proxy.strays).toEqual([])
  })

  it('a door’s code opens the passbook to a stranger and the doorstep to a worker, also without a network', async () => {
    const username = await makeUser(server, 'inspector', 'one')
    const plate = plateAddress(proxy.publicUrl, await tokenOf('1001'))
    context = await browser.visitor({ ...phone, serviceWorkers: 'allow' })
    const page = watched(await context.newPage())
    await page.goto(plate)
    await page.waitForSelector('h1:has-text("1001号")')
    await page.getByRole('link', { name: '工作人员登录' }).tap()
    await signIn(page, username)
    await page.getByRole('heading', { name: /1001号/ }).waitFor()
    await page.goto(plate)
    await page.getByRole('button', { name: '全部门牌' }).waitFor()

    const devtools = await context.newCDPSession(page)
    const { data, errors, url } = await devtools.send('Page.getAppManifest')
    expect(errors).toEqual([])
    const { start_url, scope, icons } = JSON.parse(data ?? '') as {
      start_url: string
      scope: string
      icons: { src: string }[]
    }
    const whole = [start_url, scope, icons[1]?.src ?? ''].map((address) => new URL(address, url).href)
    expect(whole).toEqual(
      ['/doorstep/', '/', '/doorstep/icon-192.png'].map((address) => proxy.publicUrl + address),
    )
    expect((await page.request.get(whole[2] ?? '')).headers()['content-type']).toBe('image/png')

    await untilStored(page, '/points/doorstep/')
    proxy.upstream = null
    await page.goto(plateAddress(proxy.publicUrl, await tokenOf('1002')))
    await page.getByRole('heading', { name: /1002号/ }).waitFor()
    await page.goto(`${proxy.publicUrl}/doorstep/one`)
    await page.locator('[data-door="1001"]').waitFor()
    expect(proxy.strays).toEqual([])
  })

  it('addresses at the root go on working beside it', async () => {
    const page = await browser.page(phone)
    await page.goto(plateAddress(server.url, await tokenOf('1001')))
    await page.waitForSelector('h1:has-text("1001号")')
    const wall = await browser.page()
    await wall.goto(`${server.url}/display/one?scene=everyone`)
    await untilLive(wall)
    const panel = await browser.page({ viewport: office })
    await panel.goto(`${server.url}/admin/one/work`)
    await signIn(panel, await makeUser(server, 'clerk', 'one'))
    await panel.waitForURL(`${server.url}/admin/one/work`)
    expect((await panel.context().cookies(server.url)).map(({ path }) => path)).toContain('/')
  })
})

describe('without PUBLIC_URL', () => {
  it('pages name their files whole: service workers of earlier builds store them under another address', async () => {
    const root = await startTestServer({ pages })
    onTestFinished(() => root.close())
    for (const path of ['/display/one', '/display', '/doorstep/one', '/d/', '/admin/one/entry']) {
      const html = await (await fetch(root.url + path)).text()
      const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file)
      expect(files.filter((file) => file?.startsWith('/assets/')).length).toBeGreaterThan(1)
      expect(files.filter((file) => file?.startsWith('.'))).toEqual([])
    }
  })
})
