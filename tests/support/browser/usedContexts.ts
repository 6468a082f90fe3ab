/**
 * Contexts that tests are done with, emptied and lent to the next: a page in a renderer that has shown one before
 * takes less than half of the CPU of one in a new renderer.
 */
import type { Browser, BrowserContext, BrowserContextOptions, CDPSession, Page } from 'playwright-core'

/** Calls whose effect outlives a page: a context that had one is closed. */
const lasting = [
  ...['addInitScript', 'exposeBinding', 'exposeFunction', 'route', 'routeWebSocket', 'setOffline'],
  ...['emulateMedia', 'grantPermissions', 'setExtraHTTPHeaders', 'setGeolocation', 'setViewportSize'],
  ...['install', 'pauseAt', 'runFor', 'fastForward', 'setFixedTime', 'setSystemTime'],
]

/** What tests listen to. */
const heard = ['console', 'dialog', 'download', 'pageerror', 'popup', 'request', 'response', 'requestfailed']

const storageTypes = 'local_storage,indexeddb,cache_storage'

/** With more of them the longest unused is closed. */
const mostSpare = 4

export class UsedContexts {
  readonly #browser: Browser
  readonly #spare: LentContext[] = []

  constructor(browser: Browser) {
    this.#browser = browser
  }

  /** A context without cookies and storage, and how to give it back. */
  async take(options: BrowserContextOptions): Promise<LentContext> {
    const key = JSON.stringify(options)
    const at = this.#spare.findIndex((one) => one.options === key)
    const [found] = at < 0 ? [] : this.#spare.splice(at, 1)
    // What a service worker has stored would answer for the next server.
    const isForOne = options.serviceWorkers !== 'block'
    return found ?? new LentContext(await this.#browser.newContext(options), key, isForOne)
  }

  /** @param isSound false for the context of a test that failed */
  async giveBack(lent: LentContext, isSound: boolean): Promise<void> {
    if (!isSound || !(await lent.empty().catch(() => false))) return lent.context.close()
    this.#spare.push(lent)
    if (this.#spare.length > mostSpare) await this.#spare.shift()?.context.close()
  }
}

export class LentContext {
  readonly context: BrowserContext
  readonly options: string
  /** The blank page that the next `newPage` gives. */
  #blank: Page | null = null
  #isForOne: boolean
  readonly #origins = new Set<string>()
  readonly #sessions = new Set<CDPSession>()

  /** @param isForOne whether it is closed after its first test */
  constructor(context: BrowserContext, options: string, isForOne: boolean) {
    this.context = context
    this.options = options
    this.#isForOne = isForOne
    this.#mark(context)
    this.#mark(context.clock)
    context.on('page', (page) => {
      this.#mark(page)
      page.on('framenavigated', (frame) => this.#origins.add(new URL(frame.url()).origin))
    })
    const newPage = context.newPage.bind(context)
    context.newPage = async () => {
      const blank = this.#blank
      this.#blank = null
      return blank ?? newPage()
    }
    const newSession = context.newCDPSession.bind(context)
    context.newCDPSession = async (page) => {
      const session = await newSession(page)
      this.#sessions.add(session)
      return session
    }
  }

  /** Notes calls of lasting effect. */
  #mark(owner: object): void {
    const methods = owner as Record<string, ((...args: unknown[]) => unknown) | undefined>
    for (const name of lasting) {
      const original = methods[name]?.bind(owner)
      if (!original) continue
      methods[name] = (...args) => {
        this.#isForOne = true
        return original(...args)
      }
    }
  }

  /** Takes out what a test left in it. @returns whether it can be used again */
  async empty(): Promise<boolean> {
    const { context } = this
    const [page, ...others] = context.pages()
    if (!page || this.#isForOne) return false
    for (const other of others) await other.close()
    for (const event of heard) page.removeAllListeners(event)
    await page.evaluate(() => sessionStorage.clear()).catch(() => {})
    await page.goto('about:blank')
    await context.clearCookies()
    const devtools = await context.newCDPSession(page)
    for (const origin of this.#origins)
      if (origin !== 'null') await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes })
    this.#origins.clear()
    // What a session emulates ends with it.
    for (const session of this.#sessions) await session.detach().catch(() => {})
    this.#sessions.clear()
    this.#blank = page
    return true
  }
}
