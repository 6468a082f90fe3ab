/**
 * Three rule tables as villages publish them: typed into the panel by a person, said as they are published, scored
 * for a month, and added up on the wall, in the passbook and on paper.
 */
import type { Locator } from 'playwright-core'
import { beforeEach, describe, expect, it } from 'vitest'
import { addDays, localDateAt } from '../../../server/domain/calendar/calendar.ts'
import { look, useBrowser } from '../../support/browser/browser.ts'
import { FourPlaces } from '../../support/browser/fourPlaces.ts'
import { panelServer } from '../../support/browser/panel.ts'
import { ruleId } from '../../support/server.ts'

const browser = useBrowser()
const today = localDateAt(Date.now(), 'Asia/Shanghai')
let village: FourPlaces

beforeEach(async () => {
  village = await FourPlaces.open(browser, await panelServer())
})

/** A day of this month that is not in the future. */
function onDay(number: number): string {
  const day = addDays(`${today.slice(0, 8)}01`, number - 1)
  return day < today ? day : today
}

/** Types the rules one by one, and holds what each says against what is published. */
async function typeTable(table: Record<string, [fill: (dialog: Locator) => Promise<void>, says: string]>) {
  for (const [text, [fill, says]] of Object.entries(table))
    expect([text, await village.addRule(text, fill)]).toEqual([text, says])
}

const points = (amount: string) => (dialog: Locator) =>
  dialog.getByLabel('分值', { exact: true }).fill(amount)
const deduct = (dialog: Locator) => dialog.getByLabel('类别').selectOption({ label: '扣分' })
const inDimension = (dialog: Locator, name: string) => dialog.getByLabel('维度').selectOption({ label: name })

async function cap(dialog: Locator, period: string, limit: string, by: '分' | '次'): Promise<void> {
  await dialog.getByRole('button', { name: '添加上限' }).click()
  await dialog.getByLabel('周期').selectOption({ label: period })
  await dialog.getByLabel('上限', { exact: true }).fill(limit)
  await dialog.getByLabel('单位', { exact: true }).selectOption({ label: by })
}

/** One line of the month: door, rule, day of the month, and what it gives. */
type Line = [door: string, rule: string, day: number, more?: object]

async function scoreMonth(lines: readonly Line[]): Promise<void> {
  for (const [door, rule, day, more] of lines)
    await village.enter(door, rule, onDay(day), { ifRepeated: 'write', ...more })
}

async function giveBase(): Promise<void> {
  await village.panel.getByRole('button', { name: '立即发放' }).click()
  await village.panel.getByText('已全部发放').waitFor()
}

async function refusal(door: string, text: string, day: number): Promise<string> {
  const body = { id: crypto.randomUUID(), door, rule: await ruleId(village.admin, 'one', text) }
  const asked = { ...body, occurredOn: onDay(day), ifRepeated: 'write' }
  const answer = await village.admin.post('/api/villages/one/postings', asked)
  return (answer.body as { code: string }).code
}

/** Score and balance of the household as its passbook has them on the phone and on paper, in points. */
async function expectAccount(door: string, score: number, balance: number): Promise<void> {
  const phone = await village.passbook(door)
  expect([door, await phone.locator('.huge').innerText()]).toEqual([door, String(balance)])
  const paper = await village.paper(door)
  expect(paper).toMatch(new RegExp(`累计积分\\s+${score}\\s+可用积分\\s+${balance}\\s`))
  await phone.close()
}

describe('a monthly base of 100, with contributions and penalties', () => {
  it('is typed as it is published, and a month of it adds up everywhere', async () => {
    await typeTable({
      参加义务劳动: [
        async (dialog) => {
          await points('5')(dialog)
          await cap(dialog, '每月', '20', '分')
        },
        '+5 · 每月不超过 20 分',
      ],
      乱倒垃圾: [
        async (dialog) => {
          await deduct(dialog)
          await points('30')(dialog)
        },
        '−30',
      ],
      散养家禽: [
        async (dialog) => {
          await deduct(dialog)
          await dialog.getByLabel('计分方式').selectOption('escalating')
          await dialog.getByLabel('第一次、第二次、第三次').fill('10/20/30')
        },
        '−10/−20/−30',
      ],
      违法犯罪: [
        async (dialog) => {
          await deduct(dialog)
          await dialog.getByLabel('一票否决').check()
          await dialog.getByLabel('否决范围').selectOption({ label: '当季度' })
          await dialog.getByLabel('不能兑换的月数').fill('6')
        },
        '一票否决：当季度积分清零，期内不再加分 · 当季度不参评星级 · 6 个月内不能兑换',
      ],
      月基础分: [
        async (dialog) => {
          await points('100')(dialog)
          await dialog.getByLabel('作为基础分，按期发给每一户').check()
        },
        '每月基础分 100 分 · 扣分从基础分中扣除，扣完为止',
      ],
    })
    await giveBase()
    await look(village.panel, 'table-base')
    await scoreMonth([
      ['1001', '参加义务劳动', 2],
      ['1001', '参加义务劳动', 3],
      ['1002', '乱倒垃圾', 4],
      ['1002', '散养家禽', 5],
      ['1002', '散养家禽', 6],
      ['1002', '乱倒垃圾', 7],
      ['1002', '乱倒垃圾', 8],
      ['1002', '参加义务劳动', 9],
      ...[1, 8, 15, 22].map((day): Line => ['1004', '参加义务劳动', day]),
    ])
    expect(await refusal('1004', '参加义务劳动', 23)).toBe('cap-points')
    await village.score('1003', '违法犯罪')
    await village.expectOnWall({ '1001': 110, '1002': 5, '1003': 0, '1004': 120, '1005': 100 })
    await expectAccount('1002', 5, 5)
    await expectAccount('1004', 120, 120)
    // The last of three went as far as the base did.
    expect(await village.paper('1002')).toMatch(/乱倒垃圾\s+−10\s+0\s/)
    expect(await village.paper('1003')).toMatch(/违法犯罪\s+−100\s+0\s/)
    expect(await village.paper('1003')).toContain('不能兑换')
  })
})

describe('levels of honour 50/30/20/15, doubled for party members', () => {
  it('are typed as they are published, and a month of them adds up everywhere', async () => {
    const { admin } = village
    await admin.post('/api/villages/one/attributes', { name: '党员户', isPublic: false })
    await typeTable({
      获得表彰: [
        async (dialog) => {
          await dialog.getByLabel('计分方式').selectOption('levels')
          await dialog.getByLabel('各档名称和分数').fill('国家级 50/省级 30/市级 20/县级 15')
        },
        '国家级 +50，省级 +30，市级 +20，县级 +15',
      ],
      见义勇为: [
        async (dialog) => {
          await points('50')(dialog)
          await cap(dialog, '终身', '1', '次')
        },
        '+50 · 终身不超过 1 次',
      ],
      医保全员参保: [
        async (dialog) => {
          await dialog.getByLabel('计分方式').selectOption('perUnit')
          await points('2')(dialog)
          await dialog.getByLabel('单位', { exact: true }).fill('人')
          await dialog.getByLabel('按户内人口计分').check()
        },
        '户内每人 +2 分',
      ],
      带头参加志愿服务: [
        async (dialog) => {
          await points('10')(dialog)
          await dialog.getByRole('button', { name: '添加倍数' }).click()
        },
        '+10 · 党员户按 2 倍计',
      ],
    })
    const { body } = await admin.get('/api/villages/one/attributes')
    const [attribute] = (body as { items: [{ id: number }] }).items
    await admin.call('PATCH', `/api/villages/one/attributes/${attribute.id}`, { doors: ['1001'] })
    await admin.call('PATCH', '/api/villages/one/households/1002', { members: 5 })
    await scoreMonth([
      ['1001', '获得表彰', 3, { points: 30 }],
      ['1001', '见义勇为', 4],
      ['1001', '带头参加志愿服务', 5],
      ['1002', '医保全员参保', 5],
      ['1002', '带头参加志愿服务', 6],
      ...[50, 20, 15].map((points): Line => ['1003', '获得表彰', 7, { points }]),
    ])
    expect(await refusal('1001', '见义勇为', 8)).toBe('cap-times')
    expect(await refusal('1001', '获得表彰', 8)).not.toBe('')
    await village.expectOnWall({ '1001': 100, '1002': 20, '1003': 85 })
    await expectAccount('1001', 100, 100)
    await expectAccount('1002', 20, 20)
    await expectAccount('1003', 85, 85)
  })
})

describe('points of honour beside points to redeem, of which only those above 100 are', () => {
  it('are typed as they are published, and a month of them adds up everywhere', async () => {
    const { panel } = village
    await typeTable({
      最美庭院: [
        async (dialog) => {
          await points('60')(dialog)
          await dialog.getByLabel('荣誉积分').check()
        },
        '+60 · 荣誉积分，不可兑换',
      ],
      参加院坝会: [points('65'), '+65'],
      乱堆杂物: [
        async (dialog) => {
          await inDimension(dialog, '环境卫生')
          await deduct(dialog)
          await points('15')(dialog)
        },
        '−15',
      ],
      环境卫生基础分: [
        async (dialog) => {
          await inDimension(dialog, '环境卫生')
          await points('20')(dialog)
          await dialog.getByLabel('作为基础分，按期发给每一户').check()
          await dialog.getByLabel('从中扣除').selectOption({ label: '本维度的扣分' })
        },
        '每月基础分 20 分 · 本维度扣分从中扣除，扣完为止',
      ],
    })
    await giveBase()
    await village.keepAtLeast('100')
    await scoreMonth([
      ['1001', '参加院坝会', 2],
      ['1001', '参加院坝会', 9],
      ['1001', '最美庭院', 3],
      ['1001', '乱堆杂物', 4],
      ['1001', '乱堆杂物', 5],
      ['1002', '参加院坝会', 2],
    ])
    await village.expectOnWall({ '1001': 190, '1002': 85, '1003': 20 })
    await expectAccount('1001', 190, 130)
    await expectAccount('1002', 85, 85)
    const paper = await village.paper('1001')
    expect(paper).toContain('可兑换 30 分：须保留 100 分，超出部分可兑换；另有荣誉积分 60 分')
    expect(paper).toMatch(/乱堆杂物\s+−5\s+130\s/)
    expect(await village.paper('1002')).toContain('可兑换 0 分')
    await village.addGoods('示范香皂', 30)
    await village.toDesk('1001')
    await panel.keyboard.press('1')
    await panel.locator('.good.chosen').waitFor()
    await village.toDesk('1002')
    await panel.getByText('可兑换 0 分').waitFor()
    await panel.keyboard.press('1')
    expect(await panel.locator('.good.chosen').count()).toBe(0)
  })
})
