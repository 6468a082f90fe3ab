/** At the doors with a phone: one tap for a clean yard, and nothing lost or doubled whatever the network does. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { describe, expect, it, onTestFinished } from 'vitest'
import { findUser } from '../../../db/people/users.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { listRules } from '../../../db/villages/rulebook.ts'
import { restore } from '../../../server/control/restoreBackup.ts'
import { localDateAt, monthOf } from '../../../server/domain/calendar/calendar.ts'
import { plateAddress } from '../../../server/domain/households/plates.ts'
import { violations } from '../../support/browser/axe.ts'
import { bringCookie, pages, useBrowser, watched } from '../../support/browser/browser.ts'
import { photoOfCode } from '../../support/browser/codePhotos.ts'
import { closeTestRound, openTestRound, setDoorstep } from '../../support/db/rounds.ts'
import { startProcess } from '../../support/process.ts'
import {
  Caller,
  makeUser,
  makeVillage,
  password,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

/** A name as a village's server has in its own network: no HTTPS, so no secure page. */
const lanName = 'yiping.lan'
const browser = useBrowser(`--host-resolver-rules=MAP ${lanName} 127.0.0.1`)
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

/** A village with an open round, and a worker with a phone. */
class Street {
  server: TestServer
  readonly username: string
  round = 0
  caller: Caller

  private constructor(server: TestServer, username: string) {
    this.server = server
    this.username = username
    this.caller = new Caller(server.url)
  }

  static async of(doors: number): Promise<Street> {
    const server = await startTestServer({ pages })
    await makeVillage(server, 'one', doors)
    const street = new Street(server, await makeUser(server, 'inspector', 'one'))
    // Whichever server runs at the end of the test.
    onTestFinished(() => street.server.close())
    street.round = await street.open()
    await street.caller.post('/api/session', { username: street.username, password })
    return street
  }

  async village(): Promise<number> {
    return (await mustFindVillage(this.server.services.store, 'one')).id
  }

  async open(name = '本月督导'): Promise<number> {
    const { store } = this.server.services
    const user = (await findUser(store, this.username))!.id
    const rules = await listRules(store, await this.village())
    await setDoorstep(store, await this.village(), {
      dailyDoors: null,
      rules: rules.filter(({ text }) => text === '应急值守').map(({ id }) => id),
    })
    return openTestRound(store, {
      village: await this.village(),
      rule: rules.find(({ text }) => text === '庭院月检')!.id,
      month: monthOf(localDateAt(Date.now(), 'Asia/Shanghai')),
      name,
      second: 'average',
      assigned: ['1组', '2组'].map((group) => ({ user, group })),
    })
  }

  async token(door: string): Promise<string> {
    const { token } = await this.server.services.store.one<{ token: string }>(
      'SELECT door_token AS token FROM households WHERE village_id = ? AND door = ?',
      await this.village(),
      door,
    )
    return token
  }

  /** Doors by how many visits the server has of each. */
  async visits(): Promise<Map<string, number>> {
    const rows = await this.server.services.store.all<{ door: string; count: number }>(
      `SELECT h.door, count(*) AS count FROM visits v JOIN households h ON h.id = v.household_id
         WHERE v.village_id = ? GROUP BY h.door`,
      await this.village(),
    )
    return new Map(rows.map(({ door, count }) => [door, count]))
  }

  /** A worker's phone, signed in. */
  async phone(
    options: { serviceWorkers?: 'allow' | 'block' } = {},
  ): Promise<{ context: BrowserContext; page: Page }> {
    const context = await browser.visitor({ ...phone, ...options })
    await bringCookie(context, this.caller)
    return { context, page: watched(await context.newPage()) }
  }

  /** The address of a door where the server is called by its name in the network. */
  lanAddress(path: string): string {
    return `http://${lanName}:${new URL(this.server.url).port}${path}`
  }

  /** Who the server says was at the doors. */
  async visitors(): Promise<string[]> {
    const rows = await this.server.services.store.all<{ username: string }>(
      `SELECT DISTINCT u.username FROM visits v JOIN users u ON u.id = v.user_id WHERE v.village_id = ?`,
      await this.village(),
    )
    return rows.map(({ username }) => username)
  }

  async stop(): Promise<number> {
    const port = Number(new URL(this.server.url).port)
    await this.server.stop()
    return port
  }

  async startAgain(port: number): Promise<void> {
    this.server = await startTestServer({ pages, dataDir: this.server.dataDir, environment: { port } })
  }
}

const clean = (page: Page) => page.getByRole('button', { name: '全部合格，提交' })
const next = (page: Page) => page.getByRole('button', { name: /^下一户/ })
const sent = (page: Page, state: string) => page.waitForSelector(`[data-sent=${state}]`)

/** Sends clean yards, door after door, from the one that is open. */
async function walk(page: Page, doors: number, state: string): Promise<void> {
  for (let door = 0; door < doors; door += 1) {
    if (door > 0) await next(page).tap()
    await clean(page).tap()
    await sent(page, state)
  }
  // Nothing lies in the page's memory alone.
  await expect.poll(() => page.locator('.banner').count()).toBe(0)
}

describe('at a door', () => {
  it('a clean yard takes one tap after the scan, and can be changed', async () => {
    const street = await Street.of(4)
    const { page } = await street.phone()
    let taps = 0
    await page.goto(`${street.server.url}/d/${await street.token('1001')}`)
    await page.getByRole('heading', { name: /1001号/ }).waitFor()
    await expect.poll(() => page.locator('.progress').innerText()).toBe('本轮 0/4')
    expect(await violations(page)).toEqual([])
    await clean(page).tap()
    taps += 1
    await sent(page, 'sent')
    expect(taps).toBeLessThanOrEqual(3)
    await expect.poll(() => page.locator('.big').innerText()).toBe('100 分')
    expect(await violations(page)).toEqual([])

    await page.getByRole('button', { name: '修改' }).tap()
    await page.getByRole('button', { name: /乱堆放/ }).tap()
    await expect.poll(() => page.getByRole('button', { name: /提交/ }).count()).toBe(0)
    const photo = await sharp({ create: { width: 3000, height: 2000, channels: 3, background: '#885' } })
      .jpeg()
      .toBuffer()
    await page.getByLabel('先拍照').setInputFiles({ name: 'pile.jpg', mimeType: 'image/jpeg', buffer: photo })
    await page.getByRole('img', { name: '照片 1' }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: '1 项有问题，提交（80 分）' }).tap()
    await sent(page, 'sent')
    const { store } = street.server.services
    const rows = await store.all(
      'SELECT points, superseded FROM visits WHERE village_id = ? ORDER BY id',
      await street.village(),
    )
    expect(rows).toEqual([
      { points: 100, superseded: 1 },
      { points: 80, superseded: 0 },
    ])
    expect(await store.all('SELECT width, height FROM photos WHERE subject IS NOT NULL')).toEqual([
      { width: 1280, height: 853 },
    ])
    // The doors of one group stand together.
    await page.getByRole('button', { name: '下一户 1003' }).tap()
    await page.getByRole('button', { name: '上门记分' }).tap()
    await page.getByRole('button', { name: /应急值守/ }).tap()
    await page.getByRole('button', { name: '提交 应急值守' }).tap()
    await sent(page, 'sent')
    await expect.poll(() => page.locator('.big').innerText()).toBe('+40 分')
  })

  it('a worker who is not signed in signs in there, and stands at the door', async () => {
    const street = await Street.of(2)
    const page = watched(await (await browser.visitor(phone)).newPage())
    // A stranger's page is the passbook.
    await page.goto(`${street.server.url}/d/${await street.token('1001')}`)
    await page.getByRole('link', { name: '工作人员登录' }).tap()
    await page.getByLabel('用户名').fill(street.username)
    await page.getByLabel('密码').fill(password)
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: '登录' }).tap()
    await page.getByRole('heading', { name: /1001号/ }).waitFor()
    await page.getByRole('button', { name: '全部门牌' }).tap()
    await page.locator('[data-door="1002"]').waitFor()
    expect(await violations(page)).toEqual([])
  })
})

describe('without a network', () => {
  it('thirty doors are walked and the page opened again; each arrives once', async () => {
    const street = await Street.of(30)
    const { context, page } = await street.phone({ serviceWorkers: 'allow' })
    await page.goto(`${street.server.url}/d/${await street.token('1001')}`)
    await walk(page, 8, 'sent')
    await page.waitForFunction(
      async () =>
        // The page itself is kept last.
        (await caches.match('/doorstep/')) !== undefined,
    )
    await context.setOffline(true)
    await next(page).tap()
    await walk(page, 7, 'waiting')
    await page.goto(`${street.server.url}/doorstep/one`)
    await page.getByText('待上传 7').waitFor()
    // Scanned in the page: a photo stands in for the camera, which this machine has none of.
    await page.getByRole('button', { name: '扫码' }).tap()
    const buffer = await photoOfCode(plateAddress(street.server.url, await street.token('1029')))
    await page
      .locator('.scan-box input[type=file]')
      .last()
      .setInputFiles({ name: 'plate.jpg', mimeType: 'image/jpeg', buffer })
    await page.getByRole('heading', { name: /1029号/ }).waitFor()
    // Scanned with the phone's own camera: the door's own address.
    await page.goto(`${street.server.url}/d/${await street.token('1002')}`)
    await walk(page, 15, 'waiting')
    await context.setOffline(false)
    await page.getByText('已全部上传').waitFor()
    const visits = await street.visits()
    expect([visits.size, Math.max(...visits.values())]).toEqual([30, 1])
  })

  it('a server that stops and starts again gets each once', async () => {
    const street = await Street.of(6)
    const { page } = await street.phone()
    await page.goto(`${street.server.url}/d/${await street.token('1001')}`)
    await walk(page, 2, 'sent')
    const port = await street.stop()
    await next(page).tap()
    await walk(page, 3, 'waiting')
    await street.startAgain(port)
    await next(page).tap()
    await walk(page, 1, 'sent')
    await page.getByText('已全部上传').waitFor()
    const visits = await street.visits()
    expect([visits.size, Math.max(...visits.values())]).toEqual([6, 1])
  })

  it(
    'a server that is killed in the middle of thirty doors gets each once',
    { timeout: 90_000 },
    async () => {
      const street = await Street.of(30)
      const { page } = await street.phone()
      const first = `/d/${await street.token('1001')}`
      // The same data and port, in a process that can be killed.
      const port = await street.stop()
      const { dataDir } = street.server
      const process = await startProcess(dataDir, port)
      onTestFinished(() => process.kill())
      await page.goto(process.url + first)
      await walk(page, 8, 'sent')
      await next(page).tap()
      // While a visit is on its way.
      await clean(page).tap()
      await process.kill()
      await page.waitForSelector('[data-sent]')
      await next(page).tap()
      await walk(page, 10, 'waiting')
      const again = await startProcess(dataDir, port)
      onTestFinished(() => again.kill())
      await next(page).tap()
      await walk(page, 11, 'sent')
      await page.getByText('已全部上传').waitFor()
      await again.kill()
      await street.startAgain(port)
      const visits = await street.visits()
      expect([visits.size, Math.max(...visits.values())]).toEqual([30, 1])
    },
  )

  it('a server restored from an older backup is offered what it lost', async () => {
    const street = await Street.of(6)
    const { page } = await street.phone()
    await page.goto(`${street.server.url}/d/${await street.token('1001')}`)
    await walk(page, 2, 'sent')
    const folder = mkdtempSync(join(tmpdir(), 'yiping-backup-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const backup = join(folder, 'older.sqlite')
    await street.server.services.store.copyTo(backup)
    await next(page).tap()
    await walk(page, 3, 'sent')
    const port = await street.stop()
    await restore(backup, street.server.dataDir)
    await street.startAgain(port)
    expect((await street.visits()).size).toBe(2)
    await page.reload()
    await page.getByLabel('密码').fill(password)
    await page.getByRole('button', { name: '登录' }).tap()
    await page.getByText('已全部上传').waitFor()
    const visits = await street.visits()
    expect([visits.size, Math.max(...visits.values())]).toEqual([5, 1])
  })
})

async function signIn(page: Page, username: string): Promise<void> {
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).tap()
}

describe('on plain HTTP in the village’s own network', () => {
  it('doors are walked without the server, and arrive when the page is opened with it', async () => {
    const street = await Street.of(6)
    const context = await browser.visitor(phone)
    const page = watched(await context.newPage())
    await page.goto(street.lanAddress(`/doorstep/one`))
    expect(await page.evaluate(() => isSecureContext)).toBe(false)
    await signIn(page, street.username)
    await page.locator('[data-door="1001"]').waitFor()
    // No camera for such a page: the phone's own opens the door's address.
    await expect.poll(() => page.getByRole('button', { name: '扫码' }).count()).toBe(0)
    await page.goto(street.lanAddress(`/d/${await street.token('1001')}`))
    await walk(page, 2, 'sent')
    const port = await street.stop()
    await next(page).tap()
    await walk(page, 3, 'waiting')
    await page.close()
    await street.startAgain(port)
    const later = watched(await context.newPage())
    await later.goto(street.lanAddress('/doorstep/one'))
    await later.getByText('已全部上传').waitFor()
    const visits = await street.visits()
    expect([visits.size, Math.max(...visits.values())]).toEqual([5, 1])
  })
})

describe('a phone that two workers share', () => {
  it('keeps what the first did for the first alone', async () => {
    const street = await Street.of(4)
    const other = await makeUser(street.server, 'inspector', 'one')
    const { context, page } = await street.phone()
    await page.goto(`${street.server.url}/d/${await street.token('1001')}`)
    await clean(page).waitFor()
    await context.setOffline(true)
    await walk(page, 2, 'waiting')
    await page.getByRole('button', { name: '全部门牌' }).tap()
    await page.getByRole('button', { name: '退出登录' }).tap()
    await page.getByLabel('用户名').waitFor()
    // The names behind the doors went with their worker.
    const kept = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const asked = indexedDB.open('yiping-doorstep')
          asked.onsuccess = () => {
            const all = asked.result.transaction('doors').objectStore('doors').getAllKeys()
            all.onsuccess = () => resolve(all.result)
          }
        }),
    )
    expect(kept).toEqual([])
    await context.setOffline(false)
    // Signed out without a network is signed out: nobody comes in by reloading.
    await page.reload()
    await signIn(page, other)
    await page.locator('[data-door="1001"]').waitFor()
    await page.getByRole('button', { name: '已全部上传' }).tap()
    await page.getByText('有 2 条待上传，须本人登录后上传').waitFor()
    expect((await street.visits()).size).toBe(0)
    await page.getByRole('button', { name: '返回' }).tap()
    await page.getByRole('button', { name: '退出登录' }).tap()
    await signIn(page, street.username)
    await page.getByText('已全部上传').waitFor()
    await expect.poll(async () => (await street.visits()).size).toBe(2)
    expect(await street.visitors()).toEqual([street.username])
  })
})

/** Run in the page: from now on every write is taken back, as a browser does that has no room left. */
function breakWriting(): void {
  // Chromium grants its tests all the room they ask for, whatever quota they set.
  const begin = IDBDatabase.prototype.transaction
  IDBDatabase.prototype.transaction = function (...asked) {
    const work = begin.apply(this, asked)
    if (asked[1] === 'readwrite') queueMicrotask(() => work.abort())
    return work
  }
}

describe('a phone that keeps nothing', () => {
  it('says so when its storage is full, and sends all the same', async () => {
    const street = await Street.of(3)
    const { context, page } = await street.phone()
    await page.goto(`${street.server.url}/d/${await street.token('1001')}`)
    await clean(page).waitFor()
    await page.evaluate(breakWriting)
    await context.setOffline(true)
    await clean(page).tap()
    await sent(page, 'waiting')
    await page.getByRole('alert').getByText('无法保存记录').waitFor()
    expect(await violations(page)).toEqual([])
    await context.setOffline(false)
    await page.getByText('已全部上传').waitFor()
    expect((await street.visits()).size).toBe(1)
  })

  it('says so when the browser forbids it, and sends all the same', async () => {
    const street = await Street.of(2)
    const { page } = await street.phone()
    await page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('storage is forbidden here', 'SecurityError')
      }
    })
    await page.goto(`${street.server.url}/d/${await street.token('1001')}`)
    await page.getByRole('alert').getByText('无法保存记录').waitFor()
    await clean(page).tap()
    await sent(page, 'sent')
    expect((await street.visits()).size).toBe(1)
  })
})

describe('on the home screen', () => {
  it('can be installed, under its own name and icon', async () => {
    const street = await Street.of(2)
    const { context, page } = await street.phone({ serviceWorkers: 'allow' })
    await page.goto(`${street.server.url}/doorstep/one`)
    await page.locator('[data-door="1001"]').waitFor()
    const devtools = await context.newCDPSession(page)
    const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
    expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([])
    const { data, errors, url } = await devtools.send('Page.getAppManifest')
    expect(errors).toEqual([])
    const manifest = JSON.parse(data ?? '') as { display: string; start_url: string }
    expect(manifest.display).toBe('standalone')
    expect(new URL(manifest.start_url, url).href).toBe(`${street.server.url}/doorstep/`)
  })
})

describe('what the server refuses', () => {
  it('stays with its reason until it is given up', async () => {
    const street = await Street.of(2)
    const { context, page } = await street.phone()
    await page.goto(`${street.server.url}/d/${await street.token('1001')}`)
    await clean(page).waitFor()
    await context.setOffline(true)
    await clean(page).tap()
    await sent(page, 'waiting')
    await closeTestRound(street.server.services.store, await street.village(), street.round, [])
    await context.setOffline(false)
    await page.getByRole('button', { name: /未被接受 1/ }).tap()
    const refused = page.getByRole('list', { name: '未被接受' })
    await expect.poll(() => refused.innerText()).toContain('已结束')
    expect(await violations(page)).toEqual([])
    await refused.getByRole('button', { name: '放弃' }).tap()
    await refused.getByRole('alertdialog').getByRole('button', { name: '放弃' }).tap()
    await page.getByText('还没有记录').waitFor()
    expect((await street.visits()).size).toBe(0)
  })
})
