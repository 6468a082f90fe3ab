/** Attributes and levels: from the panel to the wall, the passbook and paper. */
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it } from 'vitest'
import type { CardView } from '../../../server/contract/residents/cards.ts'
import { localDateAt } from '../../../server/domain/calendar/calendar.ts'
import { violations } from '../../support/browser/axe.ts'
import { untilLive, useBrowser } from '../../support/browser/browser.ts'
import { administratorAt } from '../../support/browser/panel.ts'
import { type Caller, ruleId, type TestServer, year } from '../../support/server.ts'

const browser = useBrowser()
const today = localDateAt(Date.now(), 'Asia/Shanghai')
let server: TestServer
let admin: Caller
let panel: Page

beforeEach(async () => {
  ;({ server, caller: admin, page: panel } = await administratorAt(browser))
})

const dialog = () => panel.getByRole('dialog').filter({ visible: true })

async function visit(place: string): Promise<void> {
  await panel.goto(`${server.url}/admin/one/${place}`)
  await panel.waitForSelector('.page h1')
}

async function passbookOf(door: string): Promise<Page> {
  const { body } = await admin.post('/api/villages/one/cards', { id: randomUUID(), doors: [door] })
  const [card] = (body as { items: [CardView] }).items
  const phone = await browser.page({ viewport: { width: 390, height: 844 } })
  await phone.goto(`${server.url}/d/${card.token}#${card.card}`)
  return phone
}

describe('an attribute', () => {
  it('is set on a household’s own page, and shown on the wall of households that agreed', async () => {
    const attribute = { name: '党员户', isPublic: true }
    expect((await admin.post('/api/villages/one/attributes', attribute)).status).toBe(201)
    await visit('households/1001')
    await panel.getByRole('button', { name: '住户属性' }).click()
    await dialog().getByLabel('党员户').check()
    await dialog().getByLabel('同意日期').fill(today)
    expect(await violations(panel)).toEqual([])
    await dialog().getByRole('button', { name: '保存' }).click()
    await panel.getByText('住户属性已保存。').waitFor()
    await panel.locator('.account-figures .badge', { hasText: '党员户' }).waitFor()

    const wall = await browser.page()
    await wall.goto(`${server.url}/display/one?scene=attributes`)
    await untilLive(wall)
    await wall.getByRole('heading', { name: '党员户' }).waitFor()
    const row = wall.locator('.attributes [data-door="1001"]')
    await expect.poll(() => row.innerText()).toMatch(/1001号\s+示\*\*/)
    expect(await wall.locator('.attributes [data-door]').count()).toBe(1)
  })
})

describe('levels', () => {
  it('are awarded for a period that is over, and are on wall, passbook, paper and the checked certificate', async () => {
    await server.services.store.write('installation', async (store) =>
      store.run(`UPDATE seasons SET starts_on = ?, ends_on = ?`, `${year - 1}-01-01`, `${year}-12-31`),
    )
    const duty = await ruleId(admin, 'one', '应急值守')
    const occurredOn = `${year - 1}-11-15`
    for (const door of ['1001', '1002'])
      await admin.post('/api/villages/one/postings', { id: randomUUID(), door, rule: duty, occurredOn })

    await visit('levels')
    await panel.getByLabel('周期', { exact: true }).selectOption('month')
    await panel.getByLabel('最低积分').fill('40')
    await panel.locator('.level-scheme').getByRole('button', { name: '保存' }).click()
    await panel.getByText('已保存').waitFor()
    await panel.getByLabel('所在周期的任一天').fill(occurredOn)
    await panel.getByRole('button', { name: '预览' }).click()
    await panel.getByText('2 户有星级').waitFor()
    expect(await violations(panel)).toEqual([])
    await panel.getByRole('button', { name: '确认评定' }).click()
    await dialog().getByRole('button', { name: '确认评定' }).click()
    await panel.getByText('星级已评定').waitFor()

    const wall = await browser.page()
    await wall.goto(`${server.url}/display/one?scene=levels`)
    await untilLive(wall)
    await wall.waitForSelector('[data-door="1001"]:has-text("五星级文明户")')

    const phone = await passbookOf('1001')
    await phone.getByRole('link', { name: '查看证书' }).click()
    await phone.getByText('证书有效').waitFor()
    expect(await violations(phone)).toEqual([])
    await phone.getByText(`${year - 1}年11月`).waitFor()

    await visit('passbooks?door=1001')
    await panel.locator('.passbook-sheet').getByText('五星级文明户').waitFor()
    await visit('levels')
    await panel.evaluate(() => (window.print = () => {}))
    await panel.getByRole('button', { name: '打印荣誉证书' }).click()
    await panel.waitForSelector('.certificate', { state: 'attached' })
    const pdf = await panel.pdf({ preferCSSPageSize: true })
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length).toBe(2)
  })
})
