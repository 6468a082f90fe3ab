/** Several screens of a village: set together, one as another, and a new one by an address to copy or scan. */
import { expect, it } from 'vitest'
import type { ScreenView } from '../../../server/contract/villages/screens.ts'
import { useBrowser } from '../../support/browser/browser.ts'
import { type PersonAtPanel, panelServer, personAt } from '../../support/browser/panel.ts'
import { makeScreen } from '../../support/server.ts'

const browser = useBrowser()

async function villageWithScreens(...names: string[]): Promise<PersonAtPanel> {
  const server = await panelServer()
  for (const name of names) await makeScreen(server, 'one', name)
  return personAt(browser, server, 'screens', { role: 'admin' })
}

/** Screens by their theme. */
async function themes({ caller }: PersonAtPanel): Promise<Record<string, string>> {
  const { body } = await caller.get('/api/villages/one/screens')
  const { items } = body as { items: ScreenView[] }
  return Object.fromEntries(items.map(({ name, settings }) => [name, settings.theme]))
}

it('are set at once, and one is set as another', async () => {
  const person = await villageWithScreens('hall', 'gate', 'west')
  const { page } = person
  await page.locator('[data-screen="hall"] a').first().click()
  await page.getByLabel('主题').selectOption({ label: '夜（深色）' })
  await page.getByRole('group', { name: '同时应用到' }).getByLabel('gate').check()
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('已保存，2 块屏幕即将生效。').waitFor()
  expect(await themes(person)).toEqual({ hall: 'ye', gate: 'ye', west: 'qing' })

  await page.goBack()
  await page.locator('[data-screen="west"] a').first().click()
  await page.getByRole('button', { name: 'hall', exact: true }).click()
  await page.getByText('已填入“hall”的设置，保存后生效。').waitFor()
  expect((await themes(person))['west']).toBe('qing')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('已保存，即将在屏幕上生效。').waitFor()
  expect((await themes(person))['west']).toBe('ye')
})

it('a new one opens an address that is copied or scanned, with a warning where only this computer has it', async () => {
  const { page, context } = await villageWithScreens()
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByLabel('名称').fill('西门')
  await page.getByRole('img', { name: '屏幕“西门”的二维码' }).waitFor()
  await page.getByText('只有这台电脑能打开').waitFor()
  await page.getByRole('button', { name: '复制网址' }).click()
  await page.getByRole('button', { name: '已复制' }).waitFor()
  const copied = new URL(await page.evaluate(() => navigator.clipboard.readText()))
  expect(copied.pathname).toBe('/display/one')
  expect(copied.searchParams.get('screen')).toBe('西门')
})
