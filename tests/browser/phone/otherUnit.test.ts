/** A phone that kept a score while the village began to count in another unit. */
import type { Page } from 'playwright-core'
import { expect, it, onTestFinished } from 'vitest'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { listRules } from '../../../db/villages/rulebook.ts'
import { bringCookie, pages, useBrowser, watched } from '../../support/browser/browser.ts'
import { setDoorstep } from '../../support/db/rounds.ts'
import { Caller, makeUser, makeVillage, password, signedIn, startTestServer } from '../../support/server.ts'

const browser = useBrowser()
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

async function score(page: Page): Promise<void> {
  await page.getByRole('button', { name: '上门记分' }).tap()
  await page.getByRole('button', { name: /应急值守/ }).tap()
  await page.getByRole('button', { name: '提交 应急值守' }).tap()
}

it('is told, writes nothing, and counts in the new unit from then on', async () => {
  const server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  const { store } = server.services
  await makeVillage(server, 'one', 2)
  const { id } = await mustFindVillage(store, 'one')
  const rule = (await listRules(store, id)).find(({ text }) => text === '应急值守')
  await setDoorstep(store, id, { dailyDoors: null, rules: [rule?.id ?? 0] })
  const worker = new Caller(server.url)
  await worker.post('/api/session', { username: await makeUser(server, 'inspector', 'one'), password })
  const admin = await signedIn(server, 'admin', null)

  const context = await browser.visitor(phone)
  await bringCookie(context, worker)
  const page = watched(await context.newPage())
  const { token } = await store.one<{ token: string }>(
    `SELECT door_token AS token FROM households WHERE village_id = ? AND door = '1001'`,
    id,
  )
  await page.goto(`${server.url}/d/${token}`)
  await page.getByRole('heading', { name: /1001号/ }).waitFor()
  await context.setOffline(true)
  await score(page)
  await page.waitForSelector('[data-sent=waiting]')
  expect((await admin.call('PATCH', '/api/villages/one', { unit: 0.5 })).status).toBe(200)
  await context.setOffline(false)
  await page.getByRole('button', { name: /未被接受 1/ }).tap()
  const refused = page.getByRole('list', { name: '未被接受' })
  await expect.poll(() => refused.innerText()).toContain('最小单位已改为 0.5 分')
  expect(await store.all('SELECT seq FROM postings WHERE village_id = ?', id)).toEqual([])

  await page.goto(`${server.url}/d/${token}`)
  await page.getByRole('heading', { name: /1001号/ }).waitFor()
  await score(page)
  await page.waitForSelector('[data-sent=sent]')
  await expect.poll(() => page.locator('.big').innerText()).toBe('+40 分')
  expect(await store.all('SELECT points FROM postings WHERE village_id = ?', id)).toEqual([{ points: 80 }])
})
