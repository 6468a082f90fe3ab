/** One browser for the tests of a worker, and the pages of a real server in it. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { beforeAll, expect, onTestFinished } from 'vitest'
import { pagesFolder } from '../../../server/builtFiles.ts'
import { builtPages } from '../../../server/pages/serve.ts'
import type { Caller } from '../server.ts'
import { launch } from './chromium.ts'
import { UsedContexts } from './usedContexts.ts'

/** The pages as they were built before the tests. */
export const pages = builtPages(pagesFolder)

export const office = { width: 1366, height: 768 }
export const landscape = { width: 1920, height: 1080 }
export const portrait = { width: 1080, height: 1920 }

export interface TestBrowser {
  /** A person's browser with a storage of its own, gone when the test is. */
  visitor: (options?: BrowserContextOptions) => Promise<BrowserContext>
  /** A page of a new visitor; whatever it throws, and whatever its policy blocks, fails the test. */
  page: (options?: BrowserContextOptions) => Promise<Page>
  /** A page for several tests; the caller closes its context and asserts `errorsOf` it after each. */
  sharedPage: (options?: BrowserContextOptions) => Promise<Page>
}

/** One browser a worker for each set of settings; it ends with the worker. */
const browsers = new Map<string, Promise<SharedBrowser>>()

interface SharedBrowser {
  browser: Browser
  contexts: UsedContexts
}

async function sharedBrowser(settings: string[]): Promise<SharedBrowser> {
  const key = settings.join(' ')
  const running = await browsers.get(key)
  if (running?.browser.isConnected()) return running
  const launched = launch(settings).then((browser) => ({ browser, contexts: new UsedContexts(browser) }))
  browsers.set(key, launched)
  return launched
}

/** Gives the calling file a browser; each test has visitors of its own in it. */
export function useBrowser(...settings: string[]): TestBrowser {
  let shared: SharedBrowser
  beforeAll(async () => {
    shared = await sharedBrowser(settings)
  })

  async function visitor(options?: BrowserContextOptions): Promise<BrowserContext> {
    const { contexts } = shared
    const lent = await contexts.take({ ...usual, ...options })
    onTestFinished(({ task }) => contexts.giveBack(lent, task.result?.state !== 'fail'))
    return withTimeout(lent.context)
  }

  return {
    visitor,
    page: async (options) => watched(await (await visitor(options)).newPage()),
    sharedPage: async (options) =>
      withTimeout(await shared.browser.newContext({ ...usual, ...options })).newPage(),
  }
}

/** What a person's browser is like where a test says nothing else. */
const usual: BrowserContextOptions = {
  viewport: landscape,
  locale: 'zh-CN',
  // What a test cuts off must be cut off.
  serviceWorkers: 'block',
}

function withTimeout(context: BrowserContext): BrowserContext {
  // Before the test's own time is up, so that the message says what was waited for.
  context.setDefaultTimeout(30_000)
  return context
}

/** A page whose errors fail the test. */
export function watched(page: Page): Page {
  const errors = errorsOf(page)
  onTestFinished(() => expect(errors).toEqual([]))
  return page
}

/** What the page throws or its policy blocks, from now on. */
export function errorsOf(page: Page): string[] {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    // A refused or unreachable call is told to the person; the browser notes it besides.
    if (message.type() === 'error' && !/^Failed to load resource|WebSocket connection/.test(message.text()))
      errors.push(message.text())
  })
  return errors
}

/** Signs a visitor in without the form: the panel opens as if they had been there before. */
export async function bringCookie(context: BrowserContext, caller: Caller): Promise<void> {
  const [name = '', value = ''] = (caller.cookie ?? '').split('=')
  await context.addCookies([{ name, value, url: caller.url, httpOnly: true, sameSite: 'Strict' }])
}

/** Waits until the wall shows the server's board, with its own fonts. */
export async function untilLive(page: Page): Promise<void> {
  await page.waitForSelector('[data-state=live] h1')
  await page.evaluate(() => document.fonts.ready)
}

/** Writes a picture of a page to the folder that YIPING_LOOK names, to be looked at. */
export async function look(page: Page, name: string): Promise<void> {
  const folder = process.env['YIPING_LOOK']
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}
