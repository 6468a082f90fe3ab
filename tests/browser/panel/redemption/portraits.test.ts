/** The photo of a household at the desk: switched on in the office, taken and compared at the desk, deleted again. */
import { expect, it } from 'vitest'
import { violations } from '../../../support/browser/axe.ts'
import { useBrowser } from '../../../support/browser/browser.ts'
import { photoOfCode } from '../../../support/browser/codePhotos.ts'
import { panelServer, personAt } from '../../../support/browser/panel.ts'

const browser = useBrowser()

it('is shown where the village wants it, and gone when it is switched off', async () => {
  const server = await panelServer()
  const { page: office } = await personAt(browser, server, 'goods', { role: 'admin' })
  const wanted = office.getByRole('checkbox', { name: /在兑换台显示住户照片/ })
  await wanted.check()
  await office.getByText('已保存').waitFor()
  expect(await violations(office)).toEqual([])

  const { page: desk } = await personAt(browser, server, 'desk', { role: 'desk' })
  const choose = async (door: string) => {
    await desk.getByRole('combobox', { name: '住户' }).fill(door)
    await desk.keyboard.press('Enter')
    await desk.locator('.who .door', { hasText: `${door}号` }).waitFor()
  }
  await choose('1001')
  await desk.getByText('暂无照片').waitFor()
  await desk
    .getByLabel('住户照片', { exact: true })
    .locator('input')
    .setInputFiles({
      ...{ name: 'household.jpg', mimeType: 'image/jpeg' },
      buffer: await photoOfCode(null),
    })
  const photo = desk.getByRole('img', { name: '1001号住户照片' })
  await expect.poll(() => photo.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBeGreaterThan(0)
  expect(await violations(desk)).toEqual([])
  await choose('1002')
  await desk.getByText('暂无照片').waitFor()
  await choose('1001')
  await photo.waitFor()
  await desk.getByRole('button', { name: '删除照片' }).click()
  await desk.getByRole('dialog').getByRole('button', { name: '删除照片' }).click()
  await desk.getByText('暂无照片').waitFor()

  await wanted.uncheck()
  await office.getByRole('dialog').getByRole('button', { name: '关闭并删除照片' }).click()
  await office.getByRole('dialog').waitFor({ state: 'hidden' })
  await desk.reload()
  await choose('1002')
  expect(await desk.getByText('暂无照片').count()).toBe(0)
})
