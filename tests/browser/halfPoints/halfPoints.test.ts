/** A village that counts in half points: what the office types is what every page, sheet and list shows. */
import type { Page } from 'playwright-core'
import readXlsxFile from 'read-excel-file/node'
import { beforeEach, describe, expect, it } from 'vitest'
import type { CardView } from '../../../server/contract/residents/cards.ts'
import { untilLive, useBrowser } from '../../support/browser/browser.ts'
import { box, focused, panelServer, personAt } from '../../support/browser/panel.ts'
import { type Caller, signedIn, type TestServer } from '../../support/server.ts'

const browser = useBrowser()
const village = '/api/villages/one'
let server: TestServer
let admin: Caller
/** Signed in as the administrator. */
let panel: Page

beforeEach(async () => {
  server = await panelServer()
  admin = await signedIn(server, 'admin', null)
  expect((await admin.call('PATCH', village, { unit: 0.5 })).status).toBe(200)
  panel = (await personAt(browser, server, 'entry', { role: 'admin' })).page
  await enter('1001', '12.5')
  await enter('1002', '0.5')
})

/** Types a score of the monthly check as a clerk does. */
async function enter(door: string, points: string): Promise<void> {
  await focused(panel, '住户')
  await panel.keyboard.type(door)
  await panel.getByRole('option', { name: door }).waitFor()
  await panel.keyboard.press('Enter')
  await focused(panel, '细则')
  await panel.keyboard.type('庭院月检')
  await panel.keyboard.press('Enter')
  await focused(panel, '分值')
  await panel.keyboard.type(points)
  await panel.keyboard.press('Enter')
  await panel.getByText(new RegExp(`已记：${door}号.*\\+${points.replace('.', '\\.')}`)).waitFor()
}

const textOf = (page: Page, selector: string) => page.locator(selector).innerText()

async function own(path: string): Promise<Page> {
  await panel.goto(`${server.url}/admin/one/${path}`)
  await panel.waitForSelector('.page h1')
  return panel
}

async function sheet(list: string) {
  const response = await fetch(`${server.url}${village}/exports/${list}`, {
    headers: { cookie: admin.cookie ?? '' },
  })
  const [first] = await readXlsxFile(Buffer.from(await response.arrayBuffer()))
  return first?.data ?? []
}

describe('half points', () => {
  it('stand in the panel as they were typed', async () => {
    await own('postings')
    await expect.poll(() => textOf(panel, '.page tbody')).toMatch(/\+0\.5[\s\S]*\+12\.5/)
    await own('households')
    await expect.poll(() => textOf(panel, '.page tbody')).toContain('12.5')
    await own('report')
    await expect.poll(() => textOf(panel, '.page')).toContain('13')
    expect(await textOf(panel, '.page')).not.toMatch(/\b26\b|\b25\b/)
  })

  it('finer than a half are refused at the field', async () => {
    await own('entry')
    await focused(panel, '住户')
    await panel.keyboard.type('1003')
    await panel.getByRole('option', { name: '1003' }).waitFor()
    await panel.keyboard.press('Enter')
    await panel.keyboard.type('庭院月检')
    await panel.keyboard.press('Enter')
    await box(panel, '分值').fill('0.3')
    await panel.getByRole('button', { name: '记分', exact: true }).click()
    await panel.getByText(/0\.5/).first().waitFor()
    expect(((await admin.get(`${village}/postings`)).body as { items: unknown[] }).items).toHaveLength(2)
  })

  it('stand on the wall, and the next one as it comes', async () => {
    const wall = await browser.page({ viewport: { width: 1920, height: 1080 } })
    await wall.goto(`${server.url}/display/one?scene=leaders`)
    await untilLive(wall)
    await expect.poll(() => textOf(wall, '[data-door="1001"]')).toContain('12.5')
    expect(await textOf(wall, '[data-door="1002"]')).toContain('0.5')
    await enter('1003', '7.5')
    await expect.poll(() => textOf(wall, '[data-door="1003"]')).toContain('7.5')
  })

  it('stand in the passbook on the phone and on paper', async () => {
    const { body } = await admin.post(`${village}/cards`, { id: crypto.randomUUID(), doors: ['1001'] })
    const [card] = (body as { items: [CardView] }).items
    const phone = await browser.page({ viewport: { width: 360, height: 640 } })
    await phone.goto(`${server.url}/d/${card.token}#${card.card}`)
    await phone.waitForSelector('.huge')
    expect(await textOf(phone, '.huge')).toContain('12.5')
    await expect.poll(() => textOf(phone, '.month')).toContain('+12.5')
    await own('passbooks?door=1001')
    await expect.poll(() => textOf(panel, '.passbook-sheet tbody')).toMatch(/\+12\.5\s*12\.5/)
  })

  it('are numbers with halves in workbooks', async () => {
    const postings = await sheet('postings.xlsx')
    const points = postings[0]?.indexOf('分值') ?? -1
    expect(postings.slice(1).map((row) => row[points])).toEqual(expect.arrayContaining([12.5, 0.5]))
    const standings = await sheet('standings.xlsx')
    expect(standings.slice(1, 3).map((row) => row[4])).toEqual([12.5, 0.5])
    const households = await sheet('households.xlsx?q=1001')
    expect(households[1]?.slice(3, 5)).toEqual([12.5, 12.5])
  })
})
