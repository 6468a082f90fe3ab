/** A deduction with a deadline: the household mends it and sends a photo, the staff pass it, part comes back. */
import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import type { CardView } from '../../../server/contract/residents/cards.ts'
import type { Board } from '../../../server/domain/board/board.ts'
import { localDateAt } from '../../../server/domain/calendar/calendar.ts'
import { violations } from '../../support/browser/axe.ts'
import { bringCookie, look, useBrowser, watched } from '../../support/browser/browser.ts'
import { photoOfCode } from '../../support/browser/codePhotos.ts'
import { panelServer, personAt } from '../../support/browser/panel.ts'
import { type Caller, ruleId, signedIn, type TestServer } from '../../support/server.ts'

const browser = useBrowser()
const hand = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

/** A deduction with time to put it right, with a photo of how it was, and the household's card. */
async function toMend(server: TestServer, admin: Caller, days: number | null = 7) {
  const rule = await ruleId(admin, 'one', '乱堆乱放')
  if (days !== null)
    await admin.post('/api/villages/one/mending-terms', { id: randomUUID(), rule, days, percent: 50 })
  const [door, photo] = ['1001', randomUUID()]
  const image = { 'content-type': 'image/jpeg' }
  const at = `/api/villages/one/photos/${photo}?door=${door}`
  expect((await admin.call('POST', at, await photoOfCode(null), image)).status).toBe(201)
  const occurredOn = localDateAt(Date.now(), 'Asia/Shanghai')
  const deduction = { id: randomUUID(), door, rule, occurredOn, photos: [photo] }
  expect((await admin.post('/api/villages/one/postings', deduction)).status).toBe(201)
  const { body } = await admin.post('/api/villages/one/cards', { id: randomUUID(), doors: [door] })
  const [card] = (body as { items: [CardView] }).items
  return `${server.url}/d/${card.token}#${card.card}`
}

it('is put right by the household, passed by the staff, and given back by the rule’s share', async () => {
  const server = await panelServer()
  const admin = await signedIn(server, 'admin', null)

  // The administrator gives time for it, and half of it back.
  const office = await personAt(browser, server, 'mendings', { role: 'admin' })
  await office.page.getByRole('button', { name: '整改期限' }).click()
  await office.page.getByLabel('乱堆乱放的期限').fill('7')
  await office.page.getByLabel('乱堆乱放的恢复比例').fill('50')
  expect(await violations(office.page)).toEqual([])
  await office.page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await office.page.getByText('整改期限已保存').waitFor()

  // The household sees until when, and sends how it is now.
  const own = await toMend(server, admin, null)
  const phone = await browser.page({ viewport: { width: 390, height: 844 } })
  await phone.goto(own)
  await phone.getByText('核查到位后恢复 10 分').waitFor()
  await phone.getByRole('button', { name: '提交整改照片' }).click()
  const picture = { name: 'now.jpg', mimeType: 'image/jpeg', buffer: await photoOfCode(null) }
  await phone.getByLabel('整改后的照片').setInputFiles(picture)
  expect(await violations(phone)).toEqual([])
  await phone.getByRole('button', { name: '提交', exact: true }).click()
  await phone.getByText('整改照片已提交，等待核查。').first().waitFor()

  // The inspector returns it with a photo, which the household and whoever looks next see.
  const inspector = await personAt(browser, server, 'mendings', { role: 'inspector' })
  await inspector.page.getByRole('button', { name: '核查 1001号：乱堆乱放' }).click()
  const dialog = inspector.page.getByRole('dialog')
  await dialog.getByLabel('未到位，退回').check()
  await dialog.getByLabel('原因（必填）').fill('墙角还有杂物')
  await dialog.locator('input[type=file]').setInputFiles({ ...picture, name: 'corner.jpg' })
  await dialog.getByRole('button', { name: '提交核查结果' }).click()
  const row = inspector.page.locator('tr[data-seq="1"]')
  await row.getByText(/退回原因：墙角还有杂物（inspector-\S+ /).waitFor()
  await expect.poll(() => row.getByRole('button', { name: /1001号退回/ }).count()).toBe(2)
  await look(inspector.page, 'returned')
  await phone.reload()
  await phone.getByText('核查未到位：墙角还有杂物。').waitFor()
  // As it was, what the household sent, and what the inspector saw.
  await expect.poll(() => phone.locator('.mending .photo-row img').count()).toBe(2)
  await look(phone, 'returned-home')
  await phone.getByRole('button', { name: '提交整改照片' }).click()
  await phone.getByLabel('整改后的照片').setInputFiles({ ...picture, name: 'again.jpg' })
  await phone.getByRole('button', { name: '提交', exact: true }).click()
  await phone.getByText('整改照片已提交，等待核查。').first().waitFor()

  // Then it is passed.
  await inspector.page.reload()
  await inspector.page.getByRole('button', { name: '核查 1001号：乱堆乱放' }).click()
  await inspector.page.getByRole('dialog').getByRole('button', { name: '1001号整改后' }).waitFor()
  expect(await violations(inspector.page)).toEqual([])
  await inspector.page.getByRole('button', { name: '提交核查结果' }).click()
  await inspector.page.getByText('1001号已整改到位，恢复 10 分。').waitFor()
  await phone.reload()
  await phone.getByText('已整改到位。').first().waitFor()
  await expect.poll(async () => ((await admin.get('/api/villages/one/board')).body as Board).mended).toBe(1)
})

it('is seen and passed at the door, and said on paper and behind the door’s code', async () => {
  const server = await panelServer()
  const admin = await signedIn(server, 'admin', null)
  const own = await toMend(server, admin)
  const passbook = await personAt(browser, server, 'passbooks?door=1001')
  const line = passbook.page.locator('.passbook-sheet tbody tr').first()
  await line.getByText(/须在.+前（含当日）整改，到位恢复 10 分/).waitFor()
  await look(passbook.page, 'paper')
  const home = await browser.page({ viewport: hand.viewport })
  await home.goto(own)
  await home.getByRole('heading', { name: '待整改' }).waitFor()
  await home.getByText('整改前照片').waitFor()
  await look(home, 'home')

  // What it was like, until when; a finding that is not enough says why.
  const street = await browser.visitor(hand)
  await bringCookie(street, await signedIn(server, 'inspector', 'one'))
  const page = watched(await street.newPage())
  await page.goto(`${server.url}/doorstep/one`)
  await page.locator('[data-door="1001"]', { hasText: '待整改' }).tap()
  const section = page.getByRole('region', { name: '整改' })
  await section.getByText(/须在.+前（含当日）整改，到位恢复 10 分/).waitFor()
  const before = section.getByAltText('整改前 1')
  await expect.poll(() => before.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0)
  await look(page, 'door')
  await section.getByRole('button', { name: '核查' }).tap()
  await section.getByRole('button', { name: '未到位，退回' }).tap()
  await section.getByRole('alert').waitFor()
  expect(await violations(page)).toEqual([])
  await look(page, 'door-open')
  await section.getByLabel('说明（未到位时必填）').fill('还有一堆')
  await section.getByRole('button', { name: '未到位，退回' }).tap()
  await page.waitForSelector('[data-sent=sent]')
  await page.getByRole('button', { name: '全部门牌' }).tap()

  // Without a network the finding waits on the phone; then it gives the share back once.
  await street.setOffline(true)
  await page.locator('[data-door="1001"]').tap()
  await section.getByText('退回原因：还有一堆').waitFor()
  await section.getByRole('button', { name: '核查' }).tap()
  await section.getByRole('button', { name: '已整改到位，恢复 10 分' }).tap()
  await page.waitForSelector('[data-sent=waiting]')
  await street.setOffline(false)
  await page.waitForSelector('[data-sent=sent]')
  await expect.poll(() => page.locator('.big').innerText()).toBe('+10 分')
  await look(page, 'door-sent')

  await home.reload()
  await home.getByText('已整改到位。').waitFor()
  expect(await home.getByRole('heading', { name: '待整改' }).count()).toBe(0)
  await passbook.page.reload()
  await line.getByText(/已于.+整改到位/).waitFor()
  // The wall says how many, and of nobody.
  const board = (await admin.get('/api/villages/one/board')).body as Board
  expect(board.mended).toBe(1)
  expect(JSON.stringify(board)).not.toContain('还有一堆')
})
