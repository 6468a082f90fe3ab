/** Rules that say more, each from the staff to the wall, the household's passbook and paper. */
import { randomUUID } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import { addDays, localDateAt } from '../../../server/domain/calendar/calendar.ts'
import { violations } from '../../support/browser/axe.ts'
import { look, useBrowser } from '../../support/browser/browser.ts'
import { FourPlaces } from '../../support/browser/fourPlaces.ts'
import { panelServer } from '../../support/browser/panel.ts'
import { year } from '../../support/server.ts'

const browser = useBrowser()
const today = localDateAt(Date.now(), 'Asia/Shanghai')
let village: FourPlaces

beforeEach(async () => {
  village = await FourPlaces.open(browser, await panelServer())
})

/** The season begins a year earlier: deeds of the month before are of it on any day. */
async function lengthenSeason(): Promise<void> {
  await village.server.services.store.write('installation', async (store) =>
    store.run('UPDATE seasons SET starts_on = ?', `${year - 1}-01-01`),
  )
}

it('a veto takes the points of its period by a posting, and keeps from levels and from the desk', async () => {
  const { panel } = village
  await lengthenSeason()
  await village.addGoods('示范香皂', 5)
  const worth = await village.addRule('违法犯罪', async (dialog) => {
    await dialog.getByLabel('类别').selectOption({ label: '扣分' })
    await dialog.getByLabel('一票否决').check()
    await dialog.getByLabel('否决范围').selectOption({ label: '当月' })
    await dialog.getByLabel('不能兑换的月数').fill('6')
    expect(await violations(panel)).toEqual([])
  })
  expect(worth).toBe('一票否决：当月积分清零，期内不再加分 · 当月不参评星级 · 6 个月内不能兑换')
  await village.expectSaid('违法犯罪', worth)

  await village.enter('1001', '应急值守', `${addDays(`${today.slice(0, 8)}01`, -1).slice(0, 8)}15`)
  await village.enter('1001', '应急值守', today)
  await village.enter('1002', '应急值守', today)
  expect(await village.score('1001', '违法犯罪')).toMatch(/1001号.*违法犯罪 −40（第 4 笔）/)
  expect(await village.score('1001', '参加村民会议')).toMatch(/已被一票否决（第 4 笔）.*不再加分/)
  await village.expectOnWall({ '1001': 40, '1002': 40 })

  // What it had before the period is still there, and is not handed out.
  const [month = 0] = [Number(today.slice(5, 7))]
  const until = `${month > 6 ? year + 1 : year}-${String(((month + 5) % 12) + 1).padStart(2, '0')}`
  const bar = new RegExp(`因“违法犯罪”，${until}-\\d\\d 前（含当日）不能兑换`)
  await village.toDesk('1001')
  await panel.getByText(bar).waitFor()
  await panel.keyboard.press('1')
  await expect.poll(() => panel.locator('.good.chosen').count()).toBe(0)
  expect(await panel.getByText(/还差 .+ 分/).count()).toBe(0)
  await look(panel, 'desk-barred')
  await village.toDesk('1002')
  await panel.keyboard.press('1')
  await panel.waitForSelector('.good.chosen')

  await village.visit('levels')
  await panel.getByLabel('周期', { exact: true }).selectOption('month')
  await panel.getByLabel('最低积分').fill('0')
  await panel.locator('.level-scheme').getByRole('button', { name: '保存' }).click()
  await panel.getByText('已保存').waitFor()
  await panel.getByLabel('所在周期的任一天').fill(today)
  await panel.getByRole('button', { name: '预览' }).click()
  await panel.getByText('1001号因“违法犯罪”（第 4 笔）不参评').waitFor()
  const awarded = await panel.locator('.levels-page tbody tr').allInnerTexts()
  expect(awarded.some((row) => row.includes('1002号'))).toBe(true)
  expect(awarded.some((row) => row.includes('1001号'))).toBe(false)

  const phone = await village.passbook('1001')
  await phone.getByText(bar).waitFor()
  expect((await village.linesOf(phone))[0]).toBe('违法犯罪 −40 分')
  const paper = await village.paper('1001')
  expect(paper).toMatch(bar)
  expect(paper).toMatch(/违法犯罪\s+−40\s+40/)
})

it('a rule once in a life counts once for a household, in later years too', async () => {
  const { admin, server } = village
  await server.services.store.write('installation', async (store) =>
    store.run(
      'UPDATE seasons SET name = ?, starts_on = ?, ends_on = ?',
      ...[String(year - 1), `${year - 1}-01-01`, `${year - 1}-12-31`],
    ),
  )
  const worth = await village.addRule('见义勇为', async (dialog) => {
    await dialog.getByLabel('分值').fill('50')
    await dialog.getByRole('button', { name: '添加上限' }).click()
    await dialog.getByLabel('周期').selectOption({ label: '终身' })
    await dialog.getByLabel('上限', { exact: true }).fill('1')
    await dialog.getByLabel('单位', { exact: true }).selectOption({ label: '次' })
  })
  expect(worth).toBe('+50 · 终身不超过 1 次')
  await village.enter('1001', '见义勇为', `${year - 1}-11-15`)
  const { body } = await admin.get('/api/villages/one/seasons')
  const [season] = (body as { items: [{ id: number }] }).items
  const next = { name: String(year), startsOn: `${year}-01-01`, endsOn: `${year}-12-31` }
  const closing = { id: randomUUID(), carry: { type: 'none' }, next }
  expect((await admin.post(`/api/villages/one/seasons/${season.id}/closing`, closing)).status).toBe(201)

  await village.expectSaid('见义勇为', worth)
  expect(await village.score('1001', '见义勇为')).toMatch(/终身最多 1 次，已有 1 次/)
  expect(await village.score('1002', '见义勇为')).toMatch(/1002号.*见义勇为 \+50/)
  await village.expectOnWall({ '1001': 0, '1002': 50 })
  expect(await village.linesOf(await village.passbook('1001'))).not.toContain('见义勇为 +50 分')
  expect(await village.linesOf(await village.passbook('1002'))).toEqual(['见义勇为 +50 分'])
  expect(await village.paper('1002')).toMatch(/见义勇为\s+\+50\s+50/)
})

it('points for each person are those of the household, without a number to type', async () => {
  const { admin } = village
  const worth = await village.addRule('医保全员参保', async (dialog) => {
    await dialog.getByLabel('计分方式').selectOption('perUnit')
    await dialog.getByLabel('分值', { exact: true }).fill('2')
    await dialog.getByLabel('单位', { exact: true }).fill('人')
    await dialog.getByLabel('按户内人口计分').check()
  })
  expect(worth).toBe('户内每人 +2 分')
  await village.expectSaid('医保全员参保', worth)
  for (const [door, members] of [
    ['1002', 5],
    ['1003', null],
  ] as const)
    expect((await admin.call('PATCH', `/api/villages/one/households/${door}`, { members })).status).toBe(200)

  expect(await village.score('1001', '医保全员参保')).toMatch(/医保全员参保 \+6（/)
  expect(await village.score('1002', '医保全员参保')).toMatch(/医保全员参保 \+10（/)
  expect(await village.score('1003', '医保全员参保')).toContain('没有填写这户的人口')
  await village.expectOnWall({ '1001': 6, '1002': 10, '1003': 0 })
  expect(await village.linesOf(await village.passbook('1002'))).toEqual(['医保全员参保 +10 分'])
  expect(await village.paper('1002')).toMatch(/医保全员参保\s+\+10\s+10/)
})

it('honour points count for the place alone, and of the others what is above 100 is handed out', async () => {
  const { panel } = village
  await village.addGoods('示范香皂', 25)
  const worth = await village.addRule('最美庭院', async (dialog) => {
    await dialog.getByLabel('分值').fill('60')
    await dialog.getByLabel('荣誉积分').check()
  })
  expect(worth).toBe('+60 · 荣誉积分，不可兑换')
  await village.expectSaid('最美庭院', worth)
  await village.keepAtLeast('100')
  await village.score('1001', '庭院月检', '90')
  await village.score('1001', '应急值守')
  await village.score('1001', '最美庭院')
  await village.expectOnWall({ '1001': 190 })

  const kept = '可兑换 30 分：须保留 100 分，超出部分可兑换'
  const honour = '另有荣誉积分 60 分，只计名次，不可兑换'
  const phone = await village.passbook('1001')
  await phone.getByText(kept).waitFor()
  await phone.getByText(honour).waitFor()
  expect(await phone.locator('.huge').innerText()).toBe('130')
  const paper = await village.paper('1001')
  expect(paper).toContain(`${kept}；${honour}`)
  expect(paper).toMatch(/累计积分\s+190\s+可用积分\s+130/)

  // One piece is within it, a second is not.
  await village.toDesk('1001')
  await panel.getByText(kept).waitFor()
  await panel.getByText(honour).waitFor()
  await look(panel, 'desk-kept')
  await panel.keyboard.press('1')
  await panel.keyboard.press('1')
  await expect.poll(() => panel.locator('.good.chosen .amount b').allInnerTexts()).toEqual(['1'])
  await panel.getByText('兑换后可用积分 105 分').waitFor()
  await panel.keyboard.press('Control+Enter')
  await panel.locator('.receipt', { hasText: '示范香皂 ×1' }).waitFor()
  await phone.reload()
  await phone.getByText('可兑换 5 分：须保留 100 分，超出部分可兑换').waitFor()
  await village.expectOnWall({ '1001': 190 })
  const scene = await village.wall('redemption')
  await scene.getByText('保留 100 分，超出部分可兑换').waitFor()
})

it('base points are given to everybody and spent by deductions, never below zero', async () => {
  const { panel } = village
  const worth = await village.addRule('月基础分', async (dialog) => {
    await dialog.getByLabel('分值').fill('100')
    await dialog.getByLabel('作为基础分，按期发给每一户').check()
    expect(await violations(panel)).toEqual([])
  })
  expect(worth).toBe('每月基础分 100 分 · 扣分从基础分中扣除，扣完为止')
  await panel.getByRole('button', { name: '立即发放' }).click()
  await panel.getByText('已全部发放').waitFor()
  await look(panel, 'base-points')
  await village.addRule('乱倒垃圾', async (dialog) => {
    await dialog.getByLabel('类别').selectOption({ label: '扣分' })
    await dialog.getByLabel('分值').fill('90')
  })
  await village.expectSaid('月基础分', worth)
  await village.score('1001', '应急值守')
  expect(await village.score('1001', '乱倒垃圾')).toMatch(/乱倒垃圾 −90（/)
  // Ten are left of a hundred; what was earned stays.
  expect(await village.score('1001', '乱堆乱放')).toMatch(/乱堆乱放 −10（/)
  await village.expectOnWall({ '1001': 40, '1002': 100 })
  const lines = await village.linesOf(await village.passbook('1001'))
  expect(lines.sort()).toEqual(['乱倒垃圾 −90 分', '乱堆乱放 −10 分', '应急值守 +40 分', '月基础分 +100 分'])
  expect(await village.paper('1001')).toMatch(/乱堆乱放\s+−10\s+40/)
})

it('a multiplier by an attribute counts for the households that have it', async () => {
  const { panel } = village
  await village.visit('rules')
  await panel.getByRole('button', { name: '住户属性' }).click()
  await village.dialog.getByLabel('新属性').fill('党员户')
  await village.dialog.getByRole('button', { name: '添加', exact: true }).click()
  await village.dialog.getByLabel('有该属性的门牌').fill('1001，1002')
  await village.dialog.getByRole('button', { name: '保存' }).click()
  await village.dialog.getByText('2 户').waitFor()
  expect(await violations(panel)).toEqual([])
  const worth = await village.addRule('带头参加志愿服务', async (dialog) => {
    await dialog.getByLabel('分值').fill('10')
    await dialog.getByRole('button', { name: '添加倍数' }).click()
    await dialog.getByRole('textbox', { name: '倍数' }).fill('1.5')
  })
  expect(worth).toBe('+10 · 党员户按 1.5 倍计')
  await village.expectSaid('带头参加志愿服务', worth)
  expect(await village.score('1001', '带头参加志愿服务')).toMatch(/带头参加志愿服务 \+15（/)
  expect(await village.score('1003', '带头参加志愿服务')).toMatch(/带头参加志愿服务 \+10（/)
  await village.expectOnWall({ '1001': 15, '1003': 10 })
  expect(await village.linesOf(await village.passbook('1001'))).toEqual(['带头参加志愿服务 +15 分'])
  expect(await village.paper('1001')).toMatch(/带头参加志愿服务\s+\+15\s+15/)
})
