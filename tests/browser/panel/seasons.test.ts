/** A secretary ends the year in the panel: what the wall, the passbook and the hall of fame say then. */
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { publish } from '../../../db/publicity/publish.ts'
import { ownerScope } from '../../../db/store/scope.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import type { CardView } from '../../../server/contract/residents/cards.ts'
import { violations } from '../../support/browser/axe.ts'
import { untilLive, useBrowser } from '../../support/browser/browser.ts'
import { administratorAt } from '../../support/browser/panel.ts'
import { type Caller, day, ruleId, type TestServer, year } from '../../support/server.ts'

const browser = useBrowser()
let server: TestServer
let secretary: Caller
let panel: Page

beforeEach(async () => {
  ;({ server, caller: secretary, page: panel } = await administratorAt(browser))
})

const dialog = () => panel.getByRole('dialog').filter({ visible: true })
const closed = () => dialog().waitFor({ state: 'hidden' })

async function score(text: string, door: string, occurredOn = day): Promise<void> {
  const rule = await ruleId(secretary, 'one', text)
  const { status } = await secretary.post('/api/villages/one/postings', {
    id: randomUUID(),
    door,
    rule,
    occurredOn,
  })
  expect(status).toBe(201)
}

async function visit(path: string, ready: string): Promise<void> {
  await panel.goto(`${server.url}/admin/one/${path}`)
  await panel.waitForSelector(ready)
}

/** Lets the season end on its first day, in the panel. */
async function endEarly(): Promise<void> {
  await panel.getByRole('button', { name: '修改名称和日期' }).click()
  await dialog().getByLabel('到', { exact: true }).fill(day)
  await dialog().getByRole('button', { name: '保存' }).click()
  await panel.waitForSelector('.seasons-page .rise:has-text("已改为")')
  await closed()
}

async function closeYear(): Promise<void> {
  await panel.getByRole('button', { name: '结束年度' }).click()
  await dialog().getByLabel('可用积分结转').selectOption({ label: '每户最多结转' })
  await dialog().getByLabel('结转上限（分）').fill('50')
  await panel.waitForSelector('[data-expired]:has-text("30")')
  await dialog().getByLabel('年度名称').fill('下一年度')
  await dialog()
    .getByRole('button', { name: `结束 ${year} 年度` })
    .click()
  await panel.waitForSelector('.seasons-page .rise:has-text("已结束")')
  await closed()
}

describe('the end of a year', () => {
  it('is chosen, shown, done; wall, passbook and hall of fame follow', async () => {
    for (const door of ['1001', '1001', '1002']) await score('应急值守', door)
    const wall = await browser.page()
    await wall.goto(`${server.url}/display/one?scene=leaders`)
    await untilLive(wall)
    await wall.waitForSelector('[data-door="1001"][data-score="80"]')
    await visit('seasons', '.seasons-page .now')
    await endEarly()
    await closeYear()
    await expect.poll(() => panel.locator('.seasons-page .now').innerText()).toContain('下一年度')
    await expect
      .poll(() => panel.locator(`tr[data-season="${year}"]`).innerText())
      .toContain('每户最多 50 分')
    await wall.waitForSelector('[data-door="1001"][data-score="0"]')
    await wall.waitForSelector('[data-door="1002"][data-score="0"]')

    await panel.getByRole('link', { name: `${year} 年度名次` }).click()
    await panel.waitForSelector('.season-page tr[data-door="1001"]:has-text("80")')
    await visit('households/1001', '.household-page .badge:has-text("清零")')
    await expect.poll(() => panel.locator('.household-page tbody tr').allInnerTexts()).toHaveLength(3)
    await expect
      .poll(() => panel.locator('.account-figures .main').innerText())
      .toMatch(/累计积分\s*0\s*可用积分\s*50/)
    await visit('honours', `.honours-page [data-season="${year}"] li`)
    await expect.poll(() => panel.locator('.honours-page li').allInnerTexts()).toHaveLength(2)
    await expect.poll(() => panel.locator('.honours-page').innerText()).toContain('示**')
  })

  it('says what hinders it, and cannot be sent then', async () => {
    await visit('seasons', '.seasons-page .now')
    await panel.getByRole('button', { name: '修改名称和日期' }).click()
    await dialog()
      .getByLabel('到', { exact: true })
      .fill(`${year + 1}-06-30`)
    await dialog().getByRole('button', { name: '保存' }).click()
    await closed()
    await panel.getByRole('button', { name: '结束年度' }).click()
    const hindrance = dialog()
      .getByRole('alert')
      .filter({ hasText: `${year + 1}-06-30` })
    await hindrance.waitFor()
    const send = dialog().getByRole('button', { name: `结束 ${year} 年度` })
    await expect.poll(() => send.isDisabled()).toBe(true)
  })
})

describe('the end of a quarter', () => {
  /** The last quarter of last year, which is over whenever this runs. */
  const deed = `${year - 1}-10-05`
  const cleared = `${year - 1}年第4季度的可用积分已清零。`

  /** Publishes all there is at a time when objections could be raised until the end of that month. */
  async function publishedThen(): Promise<void> {
    const { store } = server.services
    const scope = ownerScope((await mustFindVillage(store, 'one')).id)
    vi.setSystemTime(Date.UTC(year - 1, 9, 20))
    await publish(store, scope, { id: randomUUID(), closesOn: `${year - 1}-10-31` })
    vi.useRealTimers()
  }

  async function ownPassbook(door: string): Promise<Page> {
    const { body } = await secretary.post('/api/villages/one/cards', { id: randomUUID(), doors: [door] })
    const [card] = (body as { items: [CardView] }).items
    const phone = await browser.page({ viewport: { width: 390, height: 844 } })
    await phone.goto(`${server.url}/d/${card.token}#${card.card}`)
    return phone
  }

  it('waits for the publicity, then takes what is left; score and place stay', async () => {
    await secretary.call('PATCH', '/api/villages/one/seasons/1', { startsOn: `${year - 1}-10-01` })
    for (const door of ['1001', '1001', '1002']) await score('应急值守', door, deed)
    await visit('period-end', '.steps')
    // The one that ended last comes first.
    await panel.getByText('✓ 已完成').nth(2).waitFor()
    await panel.getByLabel('周期', { exact: true }).selectOption({ label: '按季度' })
    await panel.getByLabel('所在周期的任一天').fill(deed)
    await panel.getByText(`${year - 1}年第4季度`).waitFor()
    await panel.getByText('2 户共 120 分待清零').waitFor()
    const clear = panel.getByRole('button', { name: '清零', exact: true })
    await expect.poll(() => clear.isDisabled()).toBe(true)
    await panel.getByRole('link', { name: '前往办理' }).first().waitFor()
    expect(await violations(panel)).toEqual([])
    await publishedThen()
    await panel.reload()
    await panel.getByLabel('所在周期的任一天').fill(deed)
    await clear.click()
    await dialog().getByText('2 户共 120 分将清零').waitFor()
    await dialog().getByRole('button', { name: '清零', exact: true }).click()
    await panel.getByText(cleared).waitFor()
    await panel.getByText('已清零：2 户共 120 分').waitFor()

    const wall = await browser.page()
    await wall.goto(`${server.url}/display/one?scene=leaders`)
    await wall.waitForSelector('[data-door="1001"][data-score="80"]')
    const phone = await ownPassbook('1001')
    await expect.poll(() => phone.locator('.huge').last().innerText()).toBe('0')
    await phone
      .getByText(/期末清零/)
      .first()
      .waitFor()
    await visit('passbooks?door=1001', '.passbook-sheet')
    await expect
      .poll(() => panel.locator('.passbook-sheet tbody tr').last().innerText())
      .toMatch(/期末清零\s*−80\s*0/)
    await expect
      .poll(() => panel.locator('.passbook-sheet .totals').innerText())
      .toMatch(/累计积分\s*80\s*可用积分\s*0/)
    // Once for a period; what it took stays to be read.
    await visit('period-end', '.steps')
    await panel.getByLabel('所在周期的任一天').fill(deed)
    await panel.getByText('已清零：2 户共 120 分').waitFor()
    expect(await clear.count()).toBe(0)
  })
})

describe('a deduction', () => {
  it('is given back in part, and says so', async () => {
    await score('乱堆乱放', '1003')
    await visit('households/1003', '.household-page .posting-table')
    await panel.getByRole('button', { name: '恢复第 1 笔扣的分' }).click()
    await dialog().getByLabel('恢复分值').fill('25')
    await expect.poll(() => dialog().locator('.says.refusal').innerText()).toContain('1 到 20')
    await dialog().getByLabel('恢复分值').fill('15')
    await dialog().getByRole('button', { name: '已整改到位' }).click()
    await dialog().getByRole('button', { name: '恢复', exact: true }).click()
    await panel.waitForSelector('.posting-table #posting-2:has-text("恢复第 1 笔")')
    await panel.waitForSelector('.posting-table #posting-1:has-text("已恢复 15")')
    await closed()
    await panel.getByRole('button', { name: '冲正第 1 笔' }).click()
    await dialog().getByRole('button', { name: '记错了户' }).click()
    await dialog().getByRole('button', { name: '冲正', exact: true }).click()
    await panel.waitForSelector('[role=alert]:has-text("请先冲正第 2 笔恢复")')
  })
})

describe('opening balances', () => {
  it('are pasted, shown, corrected and written together', async () => {
    await visit('seasons', '.seasons-page .now')
    await panel.getByRole('button', { name: '录入期初积分' }).click()
    await dialog().getByLabel('每行一户').fill('1001\t300\n9999\t20')
    await dialog().getByLabel('原因').fill('纸质积分册结余')
    await dialog().getByRole('button', { name: '预览' }).click()
    await dialog().getByRole('alert').waitFor()
    await expect.poll(() => dialog().getByRole('alert').innerText()).toContain('9999')
    await dialog().getByLabel('每行一户').fill('1001 300\n1002号，-20')
    await dialog().getByRole('button', { name: '预览' }).click()
    await dialog().getByRole('button', { name: '写入 2 户，合计 +280 分' }).click()
    await panel.waitForSelector('.seasons-page .rise:has-text("已为 2 户录入期初")')
  })
})

describe('the pages', () => {
  it('can be used by all', async () => {
    for (const door of ['1001', '1001', '1002']) await score('应急值守', door)
    await visit('seasons', '.seasons-page .now')
    await endEarly()
    for (const name of ['录入期初积分', '修改名称和日期', '结束年度']) {
      await panel.getByRole('button', { name }).click()
      await dialog().waitFor()
      expect(await violations(panel)).toEqual([])
      await panel.keyboard.press('Escape')
      await closed()
    }
    await closeYear()
    expect(await violations(panel)).toEqual([])
    await panel.getByRole('link', { name: `${year} 年度名次` }).click()
    await panel.waitForSelector('.season-page tbody tr')
    expect(await violations(panel)).toEqual([])
    await visit('honours', '.honours-page li')
    expect(await violations(panel)).toEqual([])
  })
})
