/** One village in its four places: the staff's panel, the wall, a household's passbook on a phone, and paper. */
import { randomUUID } from 'node:crypto'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { CardView } from '../../../server/contract/residents/cards.ts'
import { type Caller, ruleId, signedIn, type TestServer } from '../server.ts'
import { bringCookie, look, office, type TestBrowser, untilLive, watched } from './browser.ts'
import { focused } from './panel.ts'

export class FourPlaces {
  readonly server: TestServer
  readonly admin: Caller
  /** The panel of an administrator. */
  readonly panel: Page
  readonly #browser: TestBrowser

  private constructor(browser: TestBrowser, server: TestServer, admin: Caller, panel: Page) {
    this.#browser = browser
    this.server = server
    this.admin = admin
    this.panel = panel
  }

  static async open(browser: TestBrowser, server: TestServer): Promise<FourPlaces> {
    const admin = await signedIn(server, 'admin', null)
    const context = await browser.visitor({ viewport: office })
    await bringCookie(context, admin)
    return new FourPlaces(browser, server, admin, watched(await context.newPage()))
  }

  /** The dialog that is open in the panel. */
  get dialog(): Locator {
    return this.panel.getByRole('dialog').filter({ visible: true })
  }

  async visit(place: string): Promise<void> {
    await this.panel.goto(`${this.server.url}/admin/one/${place}`)
    await this.panel.waitForSelector('.page h1')
  }

  /** Adds a rule in the panel, and reads what it says of itself before it is saved. */
  async addRule(text: string, fill: (dialog: Locator) => Promise<void>): Promise<string> {
    await this.visit('rules')
    await this.panel.getByRole('button', { name: '新增细则' }).click()
    await this.dialog.getByLabel('事项').fill(text)
    await fill(this.dialog)
    const worth = await this.dialog.locator('.worth strong').innerText()
    await look(this.panel, `rule-${text}`)
    await this.dialog.getByRole('button', { name: '保存' }).click()
    await this.panel.waitForSelector(`.rules-page td:has-text("${text}")`)
    return worth
  }

  /** Types one score on the entry page. @returns the sentence that says what was written, or why it was not */
  async score(door: string, rule: string, value?: string): Promise<string> {
    await this.visit('entry')
    await focused(this.panel, '住户')
    // What was refused before stands there again.
    await this.panel.keyboard.press('Escape')
    await focused(this.panel, '住户')
    await this.panel.keyboard.type(door)
    await this.panel.getByRole('option', { name: door }).waitFor()
    await this.panel.keyboard.press('Enter')
    await focused(this.panel, '细则')
    await this.panel.keyboard.type(rule)
    await this.panel.getByRole('option', { name: rule }).first().waitFor()
    await this.panel.keyboard.press('Enter')
    if (value !== undefined) {
      await focused(this.panel, '分值')
      await this.panel.keyboard.type(value)
    } else await focused(this.panel, '日期')
    await this.panel.keyboard.press('Enter')
    const said = this.panel.locator('.just-written, .beneath .refusal').first()
    await said.waitFor()
    return said.innerText()
  }

  /** Enters a score of any day, by the API. */
  async enter(door: string, text: string, occurredOn: string, more: object = {}): Promise<void> {
    const rule = await ruleId(this.admin, 'one', text)
    const body = { id: randomUUID(), door, rule, occurredOn, ...more }
    expect((await this.admin.post('/api/villages/one/postings', body)).status).toBe(201)
  }

  /** Puts nine pieces of something on the shelf. */
  async addGoods(name: string, points: number): Promise<void> {
    const { body } = await this.admin.post('/api/villages/one/goods', { id: randomUUID(), name, points })
    const moved = { id: randomUUID(), kind: 'purchase', amount: 9 }
    const { id } = body as { id: number }
    expect((await this.admin.post(`/api/villages/one/goods/${id}/movements`, moved)).status).toBe(200)
  }

  /** Lets only what is above so many points be redeemed. */
  async keepAtLeast(points: string): Promise<void> {
    await this.visit('goods')
    await this.panel.getByLabel('须保留的积分').fill(points)
    await this.panel.locator('.redemption-terms').getByRole('button', { name: '保存' }).click()
    await this.panel.getByText(`保留 ${points} 分，超出部分可兑换`).waitFor()
  }

  /** Somebody of a household stands at the desk. */
  async toDesk(door: string): Promise<void> {
    await this.visit('desk')
    await this.panel.waitForSelector('.good')
    await this.panel.keyboard.type(door)
    await this.panel.keyboard.press('Enter')
    await this.panel.locator('.who .door', { hasText: door }).waitFor()
  }

  /** The wall at one of its scenes. */
  async wall(scene: string): Promise<Page> {
    const wall = await this.#browser.page()
    await wall.goto(`${this.server.url}/display/one?scene=${scene}`)
    await untilLive(wall)
    return wall
  }

  /** Waits until the wall's list of all households shows the scores, in points. */
  async expectOnWall(scores: Record<string, number>): Promise<void> {
    const wall = await this.wall('everyone')
    for (const [door, score] of Object.entries(scores)) {
      const row = wall.locator(`.list [data-door="${door}"]`)
      await expect.poll(async () => (await row.innerText()).split(/\s+/).at(-1)).toBe(String(score))
    }
    await wall.close()
  }

  /** A household's passbook on its own phone, opened by its card. */
  async passbook(door: string): Promise<Page> {
    const { body } = await this.admin.post('/api/villages/one/cards', { id: randomUUID(), doors: [door] })
    const [card] = (body as { items: [CardView] }).items
    const phone = await this.#browser.page({ viewport: { width: 390, height: 844 } })
    await phone.goto(`${this.server.url}/d/${card.token}#${card.card}`)
    await phone.waitForSelector('.huge')
    await look(phone, `passbook-${door}`)
    return phone
  }

  /** The lines of a passbook on the phone: what each is for, and its points. */
  async linesOf(phone: Page): Promise<string[]> {
    return (await phone.locator('.line .what').allInnerTexts()).map((text) =>
      text.replace(/\s+/g, ' ').trim(),
    )
  }

  /** What is printed as a household's passbook. */
  async paper(door: string): Promise<string> {
    await this.visit(`passbooks?door=${door}`)
    return this.#printed('.passbook-sheet')
  }

  /** Waits until the rule says so on the wall, behind a door and on the printed rulebook. */
  async expectSaid(rule: string, worth: string): Promise<void> {
    const parts = worth.split(' · ')
    const wall = await this.wall('rules')
    const line = wall.locator('.line', { hasText: rule })
    for (const part of parts) await line.getByText(part, { exact: true }).waitFor()
    await wall.close()
    const phone = await this.passbook('1012')
    await phone.getByText('名次、细则和兑换').click()
    await phone.getByText('记分细则').click()
    await phone.locator('li', { hasText: rule }).getByText(worth, { exact: true }).waitFor()
    await this.visit('rules')
    expect(await this.#printed('.rules-page')).toMatch(new RegExp(`${rule}\\s+${escaped(worth)}`))
  }

  async #printed(selector: string): Promise<string> {
    await this.panel.waitForSelector(selector)
    await this.panel.emulateMedia({ media: 'print' })
    const text = await this.panel.locator(selector).first().innerText()
    await this.panel.emulateMedia({ media: 'screen' })
    return text
  }
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
