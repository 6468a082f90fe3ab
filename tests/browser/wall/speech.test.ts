/** Reading aloud. Headless browsers have no voice: a recorder stands in the place of the box's speech. */
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { defaultSettings } from '../../../server/domain/board/screens.ts'
import { localDateAt } from '../../../server/domain/calendar/calendar.ts'
import { bringCookie, office, pages, untilLive, useBrowser, watched } from '../../support/browser/browser.ts'
import {
  type Caller,
  makeScreen,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

const browser = useBrowser()
const today = localDateAt(Date.now(), 'Asia/Shanghai')
let server: TestServer
let admin: Caller

beforeEach(async () => {
  server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one')
  await makeScreen(server, 'one', 'hall')
  admin = await signedIn(server, 'admin', null)
})

/** A page on a box with voices of these languages. */
async function pageWithVoices(...languages: string[]): Promise<Page> {
  const page = await browser.page()
  await page.addInitScript((langs) => {
    const spoken: string[] = []
    class Recorder extends EventTarget {
      getVoices = () => langs.map((lang) => ({ lang, localService: true }))
      cancel = () => {}
      speak = (utterance: { text: string; onend: () => void }) => {
        spoken.push(utterance.text)
        utterance.onend()
      }
    }
    Object.defineProperty(globalThis, 'speechSynthesis', { value: new Recorder() })
    Object.defineProperty(globalThis, 'SpeechSynthesisUtterance', {
      value: class {
        text: string
        constructor(text: string) {
          this.text = text
        }
      },
    })
    Object.defineProperty(globalThis, 'spoken', { value: spoken })
  }, languages)
  return page
}

const spoken = (page: Page) => page.evaluate(() => (globalThis as unknown as { spoken: string[] }).spoken)

async function post(door: string, text: string): Promise<void> {
  const rule = await ruleId(admin, 'one', text)
  await admin.post('/api/villages/one/postings', { id: randomUUID(), door, rule, occurredOn: today })
}

const notify = (title: string) =>
  admin.post('/api/villages/one/notices', {
    title,
    text: '早上八点在村中心集合。',
    startsOn: today,
    endsOn: today,
  })

async function openWall(page: Page): Promise<void> {
  await page.goto(`${server.url}/display/one?screen=hall`)
  await untilLive(page)
}

async function speaks(): Promise<void> {
  const path = '/api/villages/one/screens/1'
  const { status } = await admin.call('PATCH', path, { settings: { ...defaultSettings, speech: true } })
  expect(status).toBe(200)
}

describe('a wall that reads aloud', () => {
  it('is switched on in the panel', async () => {
    const context = await browser.visitor({ viewport: office })
    await bringCookie(context, admin)
    const panel = watched(await context.newPage())
    await panel.goto(`${server.url}/admin/one/screens`)
    await panel.click('[data-screen="hall"] a')
    const box = panel.getByLabel(/语音播报/)
    expect(await box.isChecked()).toBe(false)
    await box.check()
    await panel.click('.screen-form button[type=submit]')
    await panel.waitForSelector('.screen-form .rise')
    const wall = await pageWithVoices('zh-CN')
    await openWall(wall)
    await post('1001', '应急值守')
    await expect.poll(() => spoken(wall)).toEqual(['1001号，应急值守，加 40 分'])
  })

  it('speaks new postings and notices as the public may know them, nothing that was there before', async () => {
    await notify('停水通知')
    await post('1001', '应急值守')
    await speaks()
    const wall = await pageWithVoices('en-US', 'zh-CN')
    await openWall(wall)
    // Deductions are not named in public.
    await post('1003', '乱堆乱放')
    await post('1002', '应急值守')
    await expect.poll(() => spoken(wall)).toEqual(['1002号，应急值守，加 40 分'])
    await notify('周六义务劳动')
    await expect
      .poll(() => spoken(wall))
      .toEqual(['1002号，应急值守，加 40 分', '周六义务劳动，早上八点在村中心集合。'])
  })

  it('is silent unless it is set to speak, and without a voice of its language', async () => {
    const quiet = await pageWithVoices('zh-CN')
    await openWall(quiet)
    await post('1001', '应急值守')
    await quiet.waitForSelector('.banner')
    expect(await spoken(quiet)).toEqual([])
    await speaks()
    const foreign = await pageWithVoices('en-US')
    await openWall(foreign)
    await post('1002', '应急值守')
    await foreign.waitForSelector('.banner')
    expect(await spoken(foreign)).toEqual([])
  })
})

describe('the resident’s page', () => {
  it('reads the household’s numbers where the phone has a voice', async () => {
    await post('1001', '应急值守')
    const look = async (...languages: string[]) => {
      const page = await pageWithVoices(...languages)
      await page.goto(`${server.url}/d/?v=one`)
      await page.getByLabel('门牌号', { exact: true }).fill('1001')
      await page.keyboard.press('Enter')
      await page.waitForSelector('h1:has-text("1001号")')
      return page
    }
    const page = await look('zh-CN')
    await page.getByRole('button', { name: '朗读' }).click()
    const [text = ''] = await spoken(page)
    expect(text).toMatch(/^1001号，\d+年度累计积分 40，第 1 名 \/ 共 12 户，/)
    const mute = await look()
    expect(await mute.getByRole('button', { name: '朗读' }).count()).toBe(0)
  })
})
