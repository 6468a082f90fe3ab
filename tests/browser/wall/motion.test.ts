/** How the rows of a wall move when places change, on a stage that is scaled. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import { pages, untilLive, useBrowser } from '../../support/browser/browser.ts'
import { day, makeVillage, ruleId, signedIn, startTestServer } from '../../support/server.ts'

const browser = useBrowser()

interface Place {
  left: number
  top: number
}

describe('a row whose place changes', () => {
  it.each([
    // Pages of everyone are by group, which here has each second household.
    ['everyone', '1007'],
    ['leaders', '1006'],
  ])('travels from where it was to where it belongs, in %s', async (scene, below) => {
    const server = await startTestServer({ pages })
    onTestFinished(() => server.close())
    await makeVillage(server, 'one', 12)
    const clerk = await signedIn(server, 'clerk', 'one')
    const page = await browser.page({ viewport: { width: 1280, height: 720 } })
    await page.goto(`${server.url}/display/one?scene=${scene}&page=1`)
    await untilLive(page)
    const placeOf = (door: string) =>
      page.locator(`.row[data-door="${door}"]`).evaluate((row): Place => {
        const { left, top } = row.getBoundingClientRect()
        return { left, top }
      })
    const former = { moved: await placeOf('1005'), below: await placeOf(below) }
    const rule = await ruleId(clerk, 'one', '应急值守')
    await clerk.post('/api/villages/one/postings', { id: randomUUID(), door: '1007', rule, occurredOn: day })
    const started = await page.waitForFunction(
      () => {
        const row = document.querySelector('.row[data-door="1005"]')
        const [animation] = row?.getAnimations() ?? []
        if (!row || !animation) return null
        animation.pause()
        const at = (time: number): { left: number; top: number } => {
          animation.currentTime = time
          const { left, top } = row.getBoundingClientRect()
          return { left, top }
        }
        return { first: at(0), last: at(Number(animation.effect?.getComputedTiming().duration) - 0.01) }
      },
      undefined,
      { polling: 'raf' },
    )
    const seen = await started.jsonValue()
    for (const [place, expected] of [
      [seen?.first, former.moved],
      [seen?.last, former.below],
    ] as const) {
      expect(place?.left).toBeCloseTo(expected.left, 0)
      expect(place?.top).toBeCloseTo(expected.top, 0)
    }
  })
})
