/** The rulebook in the panel: taken over, changed, printed; and what the wall and the ledger make of it. */
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it } from 'vitest'
import { createVillage, yearSeason } from '../../../db/villages/createVillage.ts'
import type { Board } from '../../../server/domain/board/board.ts'
import { rulebooks } from '../../../server/domain/rules/rulebooks.ts'
import { violations } from '../../support/browser/axe.ts'
import { bringCookie, office, untilLive, useBrowser, watched } from '../../support/browser/browser.ts'
import { administratorAt } from '../../support/browser/panel.ts'
import { type Caller, day, ruleId, signedIn, type TestServer, year } from '../../support/server.ts'

const browser = useBrowser()
let server: TestServer
let admin: Caller
let panel: Page

beforeEach(async () => {
  ;({ server, caller: admin, page: panel } = await administratorAt(browser))
})

const dialog = () => panel.getByRole('dialog')
const save = () => dialog().getByRole('button', { name: '保存' }).click()

async function openRules(village = 'one'): Promise<void> {
  await panel.goto(`${server.url}/admin/${village}/rules`)
  await panel.waitForSelector('.rules-page h1')
}

describe('a village without rules', () => {
  it('begins with a rulebook of ours', async () => {
    await createVillage(server.services.store, null, {
      slug: 'new',
      name: '示范新村',
      timezone: 'Asia/Shanghai',
      season: yearSeason(year),
    })
    await openRules('new')
    await panel.locator('.rulebook-choice li').nth(2).getByRole('button').click()
    await panel.waitForSelector('.rules-page table')
    await expect
      .poll(() => panel.locator('.rules-page tbody tr:not(.section)').count())
      .toBe(rulebooks.short.length)
    await expect
      .poll(() => panel.locator('.rules-page .rise').innerText())
      .toContain(String(rulebooks.short.length))
  })
})

describe('a rule', () => {
  it('is added with a cap and dates, counts as it says, and is on the wall', async () => {
    await openRules()
    await panel.getByRole('button', { name: '新增细则' }).click()
    await dialog().getByLabel('事项').fill('护河巡查')
    await dialog().getByLabel('计分方式').selectOption('perUnit')
    await dialog().getByLabel('分值', { exact: true }).fill('１０')
    await dialog().getByLabel('单位', { exact: true }).fill('小时')
    await dialog().getByLabel('每次最多').fill('4')
    await dialog().getByRole('button', { name: '添加上限' }).click()
    await dialog().getByLabel('上限', { exact: true }).fill('60')
    await expect
      .poll(() => dialog().locator('.worth').innerText())
      .toContain('每小时 +10 分，每次不超过 4 小时 · 每月不超过 60 分')
    await save()
    await panel.waitForSelector('.rules-page td:has-text("护河巡查")')
    const rule = await ruleId(admin, 'one', '护河巡查')
    const body = { id: randomUUID(), door: '1001', rule, occurredOn: day, units: 3 }
    expect((await admin.post('/api/villages/one/postings', body)).body).toMatchObject({ points: 30 })
    const wall = await browser.page()
    await wall.goto(`${server.url}/display/one?scene=rules`)
    await untilLive(wall)
    await wall.waitForSelector('.line:has-text("护河巡查")')
  })

  it('that changes leaves what was posted, says so, and shows its versions', async () => {
    const rule = await ruleId(admin, 'one', '应急值守')
    const post = async () =>
      (
        await admin.post('/api/villages/one/postings', {
          id: randomUUID(),
          door: '1001',
          rule,
          occurredOn: day,
        })
      ).body as { points: number }
    expect((await post()).points).toBe(40)
    await openRules()
    await panel.getByRole('button', { name: '修改“应急值守”' }).click()
    await dialog().getByLabel('分值').fill('50')
    await save()
    await panel.waitForSelector('.rules-page [role=status]:has-text("第 2 版")')
    expect((await post()).points).toBe(50)
    const board = (await admin.get('/api/villages/one/board')).body as Board
    expect(board.households.find(({ door }) => door === '1001')?.score).toBe(90)
    await panel.getByRole('button', { name: '修改“应急值守”' }).click()
    await dialog().getByText('2 个版本').click()
    const versions = await dialog().locator('.versions li').allInnerTexts()
    expect(versions).toHaveLength(2)
    expect(versions[0]).toContain('+50')
    expect(versions[1]).toContain('+40')
  })

  it('with figures that make no sense cannot be saved', async () => {
    await openRules()
    await panel.getByRole('button', { name: '新增细则' }).click()
    await dialog().getByLabel('事项').fill('随便')
    await dialog().getByLabel('计分方式').selectOption('range')
    await dialog().getByLabel('最低').fill('90')
    await dialog().getByLabel('最高').fill('10')
    await expect.poll(() => dialog().getByRole('button', { name: '保存' }).isDisabled()).toBe(true)
    await dialog().getByLabel('最低').fill('很多')
    await expect.poll(() => dialog().getByRole('button', { name: '保存' }).isDisabled()).toBe(true)
  })

  it('is retired and brought back; nobody can enter it meanwhile', async () => {
    const rule = await ruleId(admin, 'one', '应急值守')
    await openRules()
    await panel.getByRole('button', { name: '停用“应急值守”' }).click()
    await panel.getByRole('dialog').getByRole('button', { name: '停用', exact: true }).click()
    await panel.getByRole('button', { name: '启用“应急值守”' }).waitFor()
    const body = { id: randomUUID(), door: '1001', rule, occurredOn: day }
    expect((await admin.post('/api/villages/one/postings', body)).status).toBe(422)
    await panel.getByRole('button', { name: '启用“应急值守”' }).click()
    await panel.getByRole('button', { name: '停用“应急值守”' }).waitFor()
    expect((await admin.post('/api/villages/one/postings', body)).status).toBe(201)
  })
})

describe('the page', () => {
  it('is printed as the rules alone, with the ledger’s number', async () => {
    await openRules()
    await panel.emulateMedia({ media: 'print' })
    await expect.poll(() => panel.locator('.side-nav').isVisible()).toBe(false)
    await expect.poll(() => panel.getByRole('button', { name: '新增细则' }).isVisible()).toBe(false)
    await expect.poll(() => panel.locator('.print-only').innerText()).toContain('示范一村')
    expect((await panel.pdf({ preferCSSPageSize: true })).subarray(0, 5).toString()).toBe('%PDF-')
  })

  it('can be used by all, its dialog too', async () => {
    await openRules()
    expect(await violations(panel)).toEqual([])
    await panel.getByRole('button', { name: '修改“应急值守”' }).click()
    await dialog().getByRole('button', { name: '添加上限' }).click()
    expect(await violations(panel)).toEqual([])
  })

  it('is read by a clerk, who finds nothing to change', async () => {
    const context = await browser.visitor({ viewport: office })
    await bringCookie(context, await signedIn(server, 'clerk', 'one'))
    const page = watched(await context.newPage())
    await page.goto(`${server.url}/admin/one/rules`)
    await page.waitForSelector('td:has-text("应急值守")')
    await expect.poll(() => page.getByRole('button', { name: /修改|停用|新增/ }).count()).toBe(0)
  })
})

describe('the dimensions', () => {
  it('are renamed, moved and added, and an open wall has them at once', async () => {
    const wall = await browser.page()
    await wall.goto(`${server.url}/display/one?scene=dimensions`)
    await untilLive(wall)
    await openRules()
    await panel.getByRole('button', { name: '维度' }).click()
    await dialog().getByLabel('第 5 个').fill('公益服务')
    await dialog().getByLabel('第 5 个').press('Tab')
    await wall.waitForSelector('text=公益服务')
    await dialog().getByRole('button', { name: '上移 公益服务' }).click()
    await dialog().locator('li:nth-child(4)[data-dimension="公益服务"]').waitFor()
    await dialog().getByLabel('新维度').fill('公益服务')
    await dialog().getByRole('button', { name: '添加' }).click()
    await dialog().locator('[role=alert]').waitFor()
    await expect.poll(() => dialog().locator('[role=alert]').innerText()).toContain('已存在')
    await dialog().getByLabel('新维度').fill('移风易俗')
    await dialog().getByRole('button', { name: '添加' }).click()
    await dialog().locator('[data-dimension="移风易俗"]').waitFor()
    const { dimensions } = (await admin.get('/api/villages/one/board')).body as Board
    expect(dimensions.map(({ name }) => name).slice(3)).toEqual(['公益服务', '遵纪守法', '移风易俗'])
    await dialog().getByRole('button', { name: '删除公益服务' }).click()
    const question = (name: string) => panel.getByRole('dialog', { name })
    await question('删除公益服务').getByRole('button', { name: '删除', exact: true }).click()
    await dialog().getByRole('alert').getByText('下有细则或积分').waitFor()
    await dialog().getByRole('button', { name: '删除移风易俗' }).click()
    await question('删除移风易俗').getByRole('button', { name: '删除', exact: true }).click()
    await dialog().locator('[data-dimension="移风易俗"]').waitFor({ state: 'detached' })
  })
})
