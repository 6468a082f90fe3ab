/** A wall whose boards cannot be fetched while its socket lives. */
import { expect, it, onTestFinished } from 'vitest'
import { ownerScope } from '../../../db/store/scope.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'
import { pages, untilLive, useBrowser } from '../../support/browser/browser.ts'
import { makeVillage, startTestServer } from '../../support/server.ts'

const browser = useBrowser()

it('goes on showing the last board, says since when, and is live with the new one as soon as it gets it', async () => {
  const server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one')
  const wall = await browser.page()
  await wall.clock.install()
  let answers = 0
  wall.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      if (String(payload).startsWith('43/live,')) answers += 1
    }),
  )
  await wall.goto(`${server.url}/display/one?scene=leaders`)
  await untilLive(wall)
  let refused = 0
  await wall.route(/\/board\?/, (route) => {
    refused += 1
    return route.abort()
  })
  const { id } = await mustFindVillage(server.services.store, 'one')
  await changeVillage(server.services.store, ownerScope(id), { privacy: 'door' })
  await expect.poll(() => refused).toBeGreaterThan(0)
  for (let times = 0; times < 3; times += 1) {
    const before = answers
    await wall.clock.fastForward(5_000)
    await expect.poll(() => answers).toBeGreaterThan(before)
  }
  // Although each heartbeat was answered.
  await wall.locator('.state.stale', { hasText: /数据停在 \d\d:\d\d/ }).waitFor({ timeout: 5_000 })
  await wall.locator('.scene', { hasText: '示**' }).first().waitFor()
  expect(refused).toBeGreaterThan(1)
  await wall.unroute(/\/board\?/)
  await wall.clock.fastForward(4_000)
  await untilLive(wall)
  await expect.poll(() => wall.locator('.scene').first().innerText()).not.toContain('示**')
})
