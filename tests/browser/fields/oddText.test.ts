/** Characters that earlier builds stored and nobody sees, on the pages of today. */
import { expect, it, onTestFinished } from 'vitest'
import { bringCookie, office, pages, untilLive, useBrowser, watched } from '../../support/browser/browser.ts'
import { makeVillage, signedIn, startTestServer } from '../../support/server.ts'

const browser = useBrowser()
const head = '示\u200b范\u202e户'
const seen = '示\\u200b范\\u202e户'

async function start() {
  const server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one', 3)
  const { store } = server.services
  const { changes } = await store.write('installation', async (store) =>
    store.run(`UPDATE households SET head = ?, note = ? WHERE door = '1003'`, head, '备\u0000注'),
  )
  expect(changes).toBe(1)
  await store.write('installation', async (store) =>
    store.run(`UPDATE households SET door = ? WHERE door = '1002'`, '10\u200b02'),
  )
  await store.write('installation', async (store) => store.run(`UPDATE villages SET privacy = 'full'`))
  const stored = async () => store.first('SELECT head, note, phone FROM households WHERE id = 3')
  return { server, stored }
}

it('are escapes on the wall', async () => {
  const { server } = await start()
  const wall = await browser.page()
  await wall.goto(`${server.url}/display/one?scene=everyone`)
  await untilLive(wall)
  await wall.getByText('10\\u200b02').first().waitFor()
})

it('are escapes in the panel, and a dialog that sends them back stores no escape', async () => {
  const { server, stored } = await start()
  const before = await stored()
  const context = await browser.visitor({ viewport: office })
  await bringCookie(context, await signedIn(server, 'admin', null))
  const panel = watched(await context.newPage())
  await panel.goto(`${server.url}/admin/one/households`)
  await panel.getByText(seen).first().waitFor()
  await panel.goto(`${server.url}/admin/one/households/1003`)
  await panel.getByRole('button', { name: '修改资料' }).click()
  const dialog = panel.getByRole('dialog')
  await expect.poll(() => dialog.getByLabel('户主').inputValue()).toBe(seen)
  await expect.poll(() => dialog.getByLabel('备注').inputValue()).toBe('备\\u0000注')
  await dialog.getByLabel('电话').fill('13800000000')
  await dialog.getByRole('button', { name: '保存' }).click()
  await dialog
    .getByText(/看不见|控制/)
    .first()
    .waitFor()
  expect(await stored()).toEqual(before)
  await dialog.getByLabel('户主').fill('示范户')
  await dialog.getByLabel('备注').fill('备注')
  await dialog.getByRole('button', { name: '保存' }).click()
  await dialog.waitFor({ state: 'hidden' })
  expect(await stored()).toEqual({ head: '示范户', note: '备注', phone: '13800000000' })
})
