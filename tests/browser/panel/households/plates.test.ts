/** Sheets of door plates: printed in real size, and a reader finds each code's address. */
import jsqr from 'jsqr'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { listPlates } from '../../../../db/residents/plates.ts'
import { ownerScope } from '../../../../db/store/scope.ts'
import { mustFindVillage } from '../../../../db/villages/findVillages.ts'
import type { SessionState } from '../../../../server/contract/people/session.ts'
import { violations } from '../../../support/browser/axe.ts'
import { bringCookie, office, pages, useBrowser, watched } from '../../../support/browser/browser.ts'
import { makeVillage, signedIn, startTestServer, type TestServer } from '../../../support/server.ts'

const browser = useBrowser()
let server: TestServer
let panel: Page

beforeEach(async () => {
  server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one', 45)
  const context = await browser.visitor({ viewport: office, deviceScaleFactor: 4 })
  await bringCookie(context, await signedIn(server, 'admin', null))
  panel = watched(await context.newPage())
  await panel.goto(`${server.url}/admin/one/plates`)
  await panel.waitForSelector('.plate-label')
})

/** What a reader of QR codes makes of a picture; null where it finds none. */
async function decoded(picture: Buffer): Promise<string | null> {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return jsqr(new Uint8ClampedArray(data), info.width, info.height)?.data ?? null
}

const tokens = async () => {
  const { store } = server.services
  return listPlates(store, ownerScope((await mustFindVillage(store, 'one')).id))
}
const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0

describe('a sheet of door plates', () => {
  it.each([
    ['large', 6],
    ['medium', 3],
    ['small', 2],
  ])(
    'of the layout %s prints on %i sheets of A4, and every code carries its address',
    async (layout, sheets) => {
      await panel.getByLabel('标签纸', { exact: true }).selectOption(layout)
      expect(pagesOf(await panel.pdf({ preferCSSPageSize: true }))).toBe(sheets)
      await panel.emulateMedia({ media: 'print' })
      for (const { door, token } of (await tokens()).slice(0, 12)) {
        // The label as it is cut out: the reader has to find the code beside the words.
        const label = panel.locator(`.plate-label:has(svg[data-door="${door}"])`)
        expect(await decoded(await label.screenshot())).toBe(`${server.url}/d/${token}`)
      }
      const [width] = await panel
        .locator('.plate-label svg')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width))
      const label = await panel.locator('.plate-label').first().innerText()
      expect(label).not.toContain('示范户')
      expect(label).toContain('1001号')
      // CSS pixels of a mm: 96 / 25.4.
      expect((width ?? 0) / (96 / 25.4)).toBeCloseTo({ large: 52, medium: 32, small: 22 }[layout] ?? 0, 0)
    },
  )

  it('is of the doors asked for; one of them gets a new code', async () => {
    await panel.getByLabel('指定门牌（选填）').fill('1003号 9999')
    await panel.waitForSelector('[role=alert]:has-text("9999")')
    await expect.poll(() => panel.locator('.plate-label').count()).toBe(1)
    const before = (await tokens()).find(({ door }) => door === '1003')?.token
    await panel.getByRole('button', { name: '给 1003号 换新码' }).click()
    await panel.getByRole('dialog').getByRole('button', { name: '换新码' }).click()
    await panel.waitForSelector('.plates-page .rise')
    expect((await tokens()).find(({ door }) => door === '1003')?.token).not.toBe(before)
  })

  it('carries an address that a phone finds, and warns where there is none', async () => {
    await panel.waitForSelector('[role=alert]:has-text("手机扫码无法打开")')
    const lan = ['http://192.0.2.7:8080', 'http://198.51.100.7:8080']
    await panel.route('**/api/session', async (route) => {
      const response = await route.fetch()
      const state = (await response.json()) as SessionState
      const session = state.session && { ...state.session, origins: { configured: null, lan } }
      await route.fulfill({ response, json: { ...state, session } })
    })
    const carried = async () => {
      await panel.emulateMedia({ media: 'print' })
      const code = await decoded(await panel.locator('.plate-label').first().screenshot())
      await panel.emulateMedia({ media: 'screen' })
      return new URL(code ?? '').origin
    }
    await panel.reload()
    await panel.waitForSelector('.plate-label')
    await expect.poll(() => panel.locator('[role=alert]').count()).toBe(0)
    expect(await carried()).toBe(lan[0])
    await panel.getByLabel('二维码中的网址').selectOption(lan[1] ?? '')
    expect(await carried()).toBe(lan[1])
    // Whatever is printed next on this machine leads there too.
    await panel.reload()
    await panel.waitForSelector('.plate-label')
    expect(await carried()).toBe(lan[1])
  })

  it('can be used by all', async () => {
    expect(await violations(panel)).toEqual([])
  })
})
