/** Who asks at the desk is checked as the village wants it: by the six digits of the card, or with a word on how else. */
import { randomUUID } from 'node:crypto'
import { it } from 'vitest'
import type { GoodsView } from '../../../../server/contract/redemption/redemption.ts'
import type { CardView } from '../../../../server/contract/residents/cards.ts'
import { useBrowser } from '../../../support/browser/browser.ts'
import { focused, panelServer, personAt } from '../../../support/browser/panel.ts'
import { day, ruleId } from '../../../support/server.ts'

const browser = useBrowser()

it('gives nothing to wrong digits, and out to the right ones or to who is known otherwise', async () => {
  const server = await panelServer()
  const { page: office, caller } = await personAt(browser, server, 'goods', { role: 'admin' })
  const rule = await ruleId(caller, 'one', '庭院月检')
  const deed = { id: randomUUID(), door: '1001', rule, points: 100, occurredOn: day }
  await caller.post('/api/villages/one/postings', deed)
  const created = await caller.post('/api/villages/one/goods', {
    id: randomUUID(),
    name: '示范香皂',
    points: 5,
  })
  const purchase = { id: randomUUID(), kind: 'purchase', amount: 9 }
  await caller.post(`/api/villages/one/goods/${(created.body as GoodsView).id}/movements`, purchase)
  const { body } = await caller.post('/api/villages/one/cards', { id: randomUUID(), doors: ['1001'] })
  const [card] = (body as { items: [CardView] }).items
  await office.getByRole('radio', { name: /核对六位数字/ }).check()
  await office.getByText('已保存').waitFor()

  const { page: desk } = await personAt(browser, server, 'desk', { role: 'desk' })
  const choose = async () => {
    await desk.getByRole('combobox', { name: '住户' }).fill('1001')
    await desk.keyboard.press('Enter')
    await desk.locator('.who .door', { hasText: '1001号' }).waitFor()
    await desk.getByRole('button', { name: '增加一份 示范香皂' }).click()
  }
  const balance = (points: number) =>
    desk.locator('.receipt', { hasText: new RegExp(`可用积分\D*${points}(?!\d)`) }).waitFor()
  await choose()
  await desk.keyboard.press('Control+Enter')
  await focused(desk, '积分卡上的六位数字')
  const wrong = card.code === '123456' ? '654321' : '123456'
  await desk.getByLabel('积分卡上的六位数字').fill(wrong)
  await desk.keyboard.press('Control+Enter')
  await desk.getByRole('alert').getByText('六位数字不对').first().waitFor()
  await desk.getByLabel('积分卡上的六位数字').fill(card.code)
  await desk.keyboard.press('Control+Enter')
  await balance(95)
  await choose()
  await desk.getByRole('button', { name: '未带积分卡' }).click()
  await desk.getByLabel('核对方式').fill('已核对身份证')
  await desk.keyboard.press('Control+Enter')
  await balance(90)
})
