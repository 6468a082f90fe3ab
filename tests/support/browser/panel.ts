/** People at the panel of a real server, and what they do on its pages. */
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import type { Role } from '../../../server/domain/people/powers.ts'
import { type Caller, makeUser, makeVillage, signedIn, startTestServer, type TestServer } from '../server.ts'
import { bringCookie, office, pages, type TestBrowser, watched } from './browser.ts'

/** A server with the village `one`, which somebody has set up. */
export async function panelServer(households = 12): Promise<TestServer> {
  const server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one', households)
  await makeUser(server, 'admin', null)
  return server
}

export interface PersonAtPanel {
  page: Page
  context: BrowserContext
  caller: Caller
}

/** Somebody of the staff of village `one` at an office PC, on a page of the panel; errors of the page fail the test. */
export async function personAt(
  browser: TestBrowser,
  server: TestServer,
  place: string,
  { role = 'clerk', viewport = office }: { role?: Role; viewport?: { width: number; height: number } } = {},
): Promise<PersonAtPanel> {
  const caller = await signedIn(server, role, 'one')
  const context = await browser.visitor({ viewport })
  await bringCookie(context, caller)
  const page = watched(await context.newPage())
  await page.goto(`${server.url}/admin/one/${place}`)
  return { page, context, caller }
}

/** The administrator of all villages at an office PC, and a server of its own with the village `one`; no page is open. */
export async function administratorAt(browser: TestBrowser): Promise<PersonAtPanel & { server: TestServer }> {
  const server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one')
  const caller = await signedIn(server, 'admin', null)
  const context = await browser.visitor({ viewport: office })
  await bringCookie(context, caller)
  return { server, caller, context, page: watched(await context.newPage()) }
}

/** The input with this label. */
export const box = (page: Page, label: string): Locator =>
  page.getByLabel(label, { exact: true }).and(page.locator('input'))

/** Waits until the input with this label has the focus. */
export const focused = (page: Page, label: string): Promise<void> =>
  box(page, label).and(page.locator(':focus')).waitFor()

/** Pastes a text where the focus is, as out of a spreadsheet. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const data = new DataTransfer()
    data.setData('text/plain', pasted)
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
  }, text)
}

/** Chooses a rule by the text typed, on the entry page or for a batch. */
export async function chooseRule(page: Page, typed: string): Promise<void> {
  await box(page, '细则').focus()
  await page.keyboard.type(typed)
  await page.keyboard.press('Enter')
  await focused(page, '日期')
}
