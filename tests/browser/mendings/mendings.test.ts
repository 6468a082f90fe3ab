/** A deduction with a deadline: the household mends it and sends a photo, the staff pass it, part comes back. */
import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import type { CardView } from '../../../server/contract/residents/cards.ts'
import type { Board } from '../../../server/domain/board/board.ts'
import { localDateAt } from '../../../server/domain/calendar/calendar.ts'
import { violations } from '../../support/browser/axe.ts'
import { useBrowser } from '../../support/browser/browser.ts'
import { photoOfCode } from '../../support/browser/codePhotos.ts'
import { panelServer, personAt } from '../../support/browser/panel.ts'
import { ruleId, signedIn } from '../../support/server.ts'

const browser = useBrowser()

it('is put right by the household, passed by the staff, and given back by the rule’s share', async () => {
  const server = await panelServer()
  const admin = await signedIn(server, 'admin', null)
  const today = localDateAt(Date.now(), 'Asia/Shanghai')

  // The administrator gives time for it, and half of it back.
  const office = await personAt(browser, server, 'mendings', { role: 'admin' })
  await office.page.getByRole('button', { name: '整改期限' }).click()
  await office.page.getByLabel('乱堆乱放的期限').fill('7')
  await office.page.getByLabel('乱堆乱放的恢复比例').fill('50')
  expect(await violations(office.page)).toEqual([])
  await office.page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await office.page.getByText('整改期限已保存').waitFor()
  const rule = await ruleId(admin, 'one', '乱堆乱放')
  const deduction = { id: randomUUID(), door: '1001', rule, occurredOn: today }
  expect((await admin.post('/api/villages/one/postings', deduction)).status).toBe(201)

  // The household sees until when, and sends how it is now.
  const { body } = await admin.post('/api/villages/one/cards', { id: randomUUID(), doors: ['1001'] })
  const [card] = (body as { items: [CardView] }).items
  const phone = await browser.page({ viewport: { width: 390, height: 844 } })
  await phone.goto(`${server.url}/d/${card.token}#${card.card}`)
  await phone.getByText('核查到位后恢复 10 分').waitFor()
  await phone.getByRole('button', { name: '提交整改照片' }).click()
  const picture = { name: 'now.jpg', mimeType: 'image/jpeg', buffer: await photoOfCode(null) }
  await phone.getByLabel('整改后的照片').setInputFiles(picture)
  expect(await violations(phone)).toEqual([])
  await phone.getByRole('button', { name: '提交', exact: true }).click()
  await phone.getByText('整改照片已提交，等待核查。').first().waitFor()

  // The inspector passes it.
  const inspector = await personAt(browser, server, 'mendings', { role: 'inspector' })
  await inspector.page.getByRole('button', { name: '核查 1001号：乱堆乱放' }).click()
  await inspector.page.getByRole('dialog').getByRole('button', { name: '1001号整改后' }).waitFor()
  expect(await violations(inspector.page)).toEqual([])
  await inspector.page.getByRole('button', { name: '提交核查结果' }).click()
  await inspector.page.getByText('1001号已整改到位，恢复 10 分。').waitFor()
  await phone.reload()
  await phone.getByText('已整改到位。').first().waitFor()
  await expect.poll(async () => ((await admin.get('/api/villages/one/board')).body as Board).mended).toBe(1)
})
