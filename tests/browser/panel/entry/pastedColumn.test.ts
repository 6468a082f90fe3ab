/** A list out of Excel, pasted: doors, names and points, what is not recognised first and mended in place. */
import { expect, it } from 'vitest'
import type { PostingView } from '../../../../server/contract/scores/postings.ts'
import { violations } from '../../../support/browser/axe.ts'
import { useBrowser } from '../../../support/browser/browser.ts'
import { chooseRule, focused, panelServer, paste, personAt } from '../../../support/browser/panel.ts'

const browser = useBrowser()

it('is entered with its points, after what is not recognised was mended in place', async () => {
  const { page, caller } = await personAt(browser, await panelServer(10), 'many')
  // The first field has the focus.
  await focused(page, '细则')
  await page.keyboard.type('tyyj')
  await page.keyboard.press('Enter')
  await focused(page, '统一分值')
  await page.keyboard.press('Enter')
  await focused(page, '门牌或姓名')
  const rows = [
    '门牌\t姓名\t得分',
    '1001\t示范户甲\t80',
    '\t示范户乙\t90',
    '9999\t示范户丁\t70',
    '1005号\t\t60',
  ]
  await paste(page, rows.join('\n'))
  await page.getByText('已选 3 户').waitFor()
  await page.getByText('1 条无法识别').first().waitFor()
  // The sum is of those that there are.
  await page.getByText('合计 +230 分').waitFor()
  expect(await violations(page)).toEqual([])
  const first = page.locator('.many-table tbody tr').first()
  await first.getByRole('combobox', { name: '“9999示范户丁”对应的住户' }).fill('1004')
  await page.getByRole('option', { name: '1004' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('已选 4 户').waitFor()
  await page.getByText('合计 +300 分').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByText('已为 4 户记分').waitFor()
  const { body } = await caller.get('/api/villages/one/postings')
  const entered = (body as { items: PostingView[] }).items.map(({ door, points }) => [door, points])
  expect(new Map(entered as [string, number][])).toEqual(
    new Map([
      ['1001', 80],
      ['1002', 90],
      ['1004', 70],
      ['1005', 60],
    ]),
  )
})

it('asks which household is meant by a name that several have, and leads to what is not recognised', async () => {
  const { page, caller } = await personAt(browser, await panelServer(12), 'many')
  await chooseRule(page, 'yjzs')
  await page.keyboard.press('Enter')
  await focused(page, '门牌或姓名')
  await paste(page, ['门牌\t姓名', '1003\t示范户丙', '\t示范户甲', '\t示范户生人'].join('\n'))
  await page.getByText('2 条无法识别').first().waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('alert').getByText('有 2 条无法识别').waitFor()
  await page
    .getByRole('combobox', { name: '“示范户生人”对应的住户' })
    .and(page.locator(':focus'))
    .fill('1004')
  await page.getByRole('option', { name: '1004' }).waitFor()
  await page.keyboard.press('Enter')
  // What is left has the focus: one of two.
  await page.getByText('有 2 户的户主叫“示范户甲”，请选择：').waitFor()
  await page.getByRole('button', { name: '1001号 1组' }).and(page.locator(':focus')).waitFor()
  await page.getByRole('button', { name: '1011号 1组' }).click()
  await page.getByText('已选 3 户').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByText('已为 3 户记分').waitFor()
  const { body } = await caller.get('/api/villages/one/postings')
  const doors = (body as { items: PostingView[] }).items.map(({ door }) => door)
  expect(doors.sort()).toEqual(['1003', '1004', '1011'])
})

it('of sixty people takes no mouse, and no more keys than fit into 15 seconds', async () => {
  const { page } = await personAt(browser, await panelServer(60), 'many')
  await focused(page, '细则')
  const pressed = await page.evaluateHandle(() => {
    const counts = { keys: 0, clicks: 0 }
    addEventListener('keydown', () => (counts.keys += 1), true)
    addEventListener('pointerdown', () => (counts.clicks += 1), true)
    return counts
  })
  await page.keyboard.type('yjzs')
  await page.keyboard.press('Enter')
  await focused(page, '日期')
  await page.keyboard.press('Enter')
  await focused(page, '门牌或姓名')
  await paste(page, Array.from({ length: 60 }, (_, index) => String(1001 + index)).join('\n'))
  await page.getByText('已选 60 户').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByText('已为 60 户记分').waitFor()
  const { keys, clicks } = await pressed.jsonValue()
  // Half a second a key, as for somebody who looks at each; Ctrl and V are the two of the paste.
  expect((keys + 2) / 2).toBeLessThanOrEqual(15)
  expect(clicks).toBe(0)
})

it('finds a household in the picker by its name or initials', async () => {
  const { page } = await personAt(browser, await panelServer(10), 'many')
  const picker = page.getByRole('region', { name: '按组勾选' })
  await picker.getByLabel('查找').fill('示范户丙')
  await expect.poll(() => picker.getByRole('checkbox').count()).toBe(1)
  await picker.getByRole('checkbox').check()
  await page.getByText('已选 1 户').waitFor()
})
