/** The first page that an administrator sees, on a machine without a Chinese font too. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { office, pages, useBrowser } from '../../../support/browser/browser.ts'
import { startTestServer, type TestServer } from '../../../support/server.ts'

const browser = useBrowser()
let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ pages })
})
afterAll(() => server.close())

it('is written in characters, not in boxes, before anybody types', async () => {
  const page = await browser.page({ viewport: office })
  await page.goto(`${server.url}/admin/`)
  await page.getByRole('heading', { name: '第一次使用' }).waitFor()
  /** Pixels of a character of the page in its own font. */
  const drawn = (character: string) =>
    page.evaluate((text) => {
      const context = document.createElement('canvas').getContext('2d')!
      context.font = `32px ${getComputedStyle(document.querySelector('h1, h2')!).fontFamily}`
      context.fillText(text, 0, 32)
      return context.getImageData(0, 0, 40, 40).data.join()
    }, character)
  await expect.poll(async () => (await drawn('第')) === (await drawn('次'))).toBe(false)
})
