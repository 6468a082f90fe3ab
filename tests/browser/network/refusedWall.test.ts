/** A wall that the server does not accept for now. */
import { expect, it, onTestFinished } from 'vitest'
import { pages, untilLive, useBrowser } from '../../support/browser/browser.ts'
import { openRaw } from '../../support/live/rawClient.ts'
import { makeVillage, startTestServer } from '../../support/server.ts'

const browser = useBrowser()

it('says so, tries again by itself, and is live when there is room', async () => {
  const server = await startTestServer({ pages, limits: { connections: 1 } })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one')
  const first = await openRaw(server.url)
  onTestFinished(() => first.close())
  const wall = await browser.page()
  await wall.route(/\/board$/, (route) => route.abort())
  await wall.goto(`${server.url}/display/one`)
  await wall.getByText('服务器暂时不接受连接').waitFor()
  first.close()
  await untilLive(wall)
  await expect.poll(() => wall.getByText('服务器暂时不接受连接').count()).toBe(0)
})
