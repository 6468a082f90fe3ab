/** Enter and Esc while an input method composes, as a Mac sends them: they confirm letters and do nothing else. */
import type { CDPSession, Page } from 'playwright-core'
import { beforeEach, describe, expect, it } from 'vitest'
import { useBrowser } from '../../support/browser/browser.ts'
import { administratorAt } from '../../support/browser/panel.ts'
import { type Caller, password, type TestServer } from '../../support/server.ts'

const browser = useBrowser()
let server: TestServer
let clerk: Caller
let page: Page
let cdp: CDPSession

beforeEach(async () => {
  const opened = await administratorAt(browser)
  ;({ server, caller: clerk, page } = opened)
  cdp = await opened.context.newCDPSession(page)
})

const keys = { Enter: '\r', Escape: '' }

/** Chrome: the key comes while the letters are still being composed. */
async function compose(key: keyof typeof keys, text = 'bangmang'): Promise<void> {
  const at = text.length
  await cdp.send('Input.imeSetComposition', { text, selectionStart: at, selectionEnd: at })
  const event = { key, code: key, windowsVirtualKeyCode: 229 }
  await cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', text: keys[key], ...event })
  await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event, windowsVirtualKeyCode: 13 })
}

/** Safari: the composition has ended when the key comes; only its code tells. */
async function composeInSafari(key: keyof typeof keys, text = '帮忙'): Promise<void> {
  await cdp.send('Input.insertText', { text })
  await page.evaluate((key) => {
    const init = { key, code: key, keyCode: 229, bubbles: true, cancelable: true, composed: true }
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', init))
  }, key)
}

const ways = [
  ['Chrome', compose],
  ['Safari', composeInSafari],
] as const

const postings = async () =>
  ((await clerk.get('/api/villages/one/postings?limit=50')).body as { items: { note: string | null }[] })
    .items.length

const box = (label: string) => page.getByLabel(label, { exact: true }).and(page.locator('input'))

/** A line with door and rule chosen, and the note focused. */
async function beginLine(): Promise<void> {
  await page.goto(`${server.url}/admin/one/entry`)
  await box('住户').and(page.locator(':focus')).waitFor()
  await page.keyboard.type('1001')
  await page.locator('[role=option][aria-selected=true]:visible').waitFor()
  await page.keyboard.press('Enter')
  await box('细则').and(page.locator(':focus')).waitFor()
  await page.keyboard.type('应急值守')
  await page.locator('[role=option][aria-selected=true]:visible').waitFor()
  await page.keyboard.press('Enter')
  await box('备注').focus()
}

describe.each(ways)('while %s composes', (_, press) => {
  it('a line is not posted, and stays', async () => {
    await beginLine()
    await press('Enter')
    await press('Escape')
    await expect.poll(() => box('住户').inputValue()).toContain('1001')
    await cdp.send('Input.insertText', { text: '帮忙搬运' })
    await page.keyboard.press('Enter')
    await page.locator('#posting-1').waitFor()
    expect(await postings()).toBe(1)
    const { items } = (await clerk.get('/api/villages/one/postings')).body as { items: { note: string }[] }
    expect(items[0]?.note).toContain('帮忙搬运')
  })

  it('a dialog is neither sent nor closed', async () => {
    await page.goto(`${server.url}/admin/one/people`)
    await page.getByRole('button', { name: '添加人员' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('用户名').fill('示范')
    await dialog.getByLabel('初始密码').fill(password)
    await dialog.getByLabel('姓名').focus()
    let sent = 0
    page.on('request', (request) => (sent += request.method() === 'POST' ? 1 : 0))
    await press('Enter')
    await press('Escape')
    await page.evaluate(() => new Promise(requestAnimationFrame))
    await expect.poll(() => page.locator('.dialog-fade-leave-active').count()).toBe(0)
    await expect.poll(() => dialog.isVisible()).toBe(true)
    expect(sent).toBe(0)
  })

  it('a form is not sent from the sign-in page', async () => {
    await page.context().clearCookies()
    await page.goto(`${server.url}/admin/`)
    await page.getByLabel('密码').fill(password)
    await page.getByLabel('用户名').focus()
    let sent = 0
    page.on('request', (request) => (sent += request.method() === 'POST' ? 1 : 0))
    await press('Enter')
    await page.evaluate(() => new Promise(requestAnimationFrame))
    expect(sent).toBe(0)
    await expect.poll(() => page.getByRole('alert').count()).toBe(0)
  })
})

describe('every page with fields', () => {
  it('stops these keys before its listeners', async () => {
    for (const path of ['/admin/', '/d/', '/d/unknown0', '/admin/doorstep/']) {
      await page.goto(server.url + path)
      await page.waitForSelector('h1, main, [role=alert], form')
      const reached = await page.evaluate(() => {
        let reached = 0
        document.addEventListener('keydown', () => (reached += 1), { capture: true })
        for (const keyCode of [13, 229])
          document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode, bubbles: true }))
        return reached
      })
      expect([path, reached]).toEqual([path, 1])
    }
  })
})
