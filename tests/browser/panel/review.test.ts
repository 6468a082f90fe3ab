/** 一键评议 in the panel: a clerk enters, another passes with one key, and the wall shows it. */
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { ownerScope } from '../../../db/store/scope.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { changeRule, listRules } from '../../../db/villages/rulebook.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'
import type { Role } from '../../../server/domain/people/powers.ts'
import { violations } from '../../support/browser/axe.ts'
import { bringCookie, office, pages, useBrowser, watched } from '../../support/browser/browser.ts'
import { makeVillage, signedIn, startTestServer, type TestServer } from '../../support/server.ts'

const browser = useBrowser()
const phone = { width: 390, height: 844 }
let server: TestServer

beforeEach(async () => {
  server = await startTestServer({ pages })
  onTestFinished(() => server.close())
  await makeVillage(server, 'one')
  const { store } = server.services
  const { id } = await mustFindVillage(store, 'one')
  // Without an administrator the panel asks to be set up.
  await signedIn(server, 'admin', null)
  await changeVillage(store, ownerScope(id), { review: { roles: ['clerk'], over: null, deductions: true } })
})

async function panelOf(role: Role, page: string, viewport = office): Promise<Page> {
  const context = await browser.visitor({ viewport })
  await bringCookie(context, await signedIn(server, role, role === 'admin' ? null : 'one'))
  const panel = watched(await context.newPage())
  await panel.goto(`${server.url}/admin/one/${page}`)
  await panel.waitForSelector(`.${page}-page`)
  return panel
}

/** Enters one meeting for so many doors, by the keyboard. */
async function enterMany(panel: Page, doors: string[]): Promise<void> {
  await panel.getByRole('combobox', { name: '细则' }).fill('应急')
  await panel.keyboard.press('Enter')
  await panel.getByLabel('门牌或姓名').fill(doors.join(' '))
  await panel.keyboard.press('Enter')
  await panel.keyboard.press('Control+Enter')
  await panel.waitForSelector('.batch-written')
}

describe('the review queue', () => {
  it('from the clerk’s keyboard through one key of the reviewer to the wall', async () => {
    const wall = await browser.page()
    await wall.goto(`${server.url}/display/one?scene=everyone`)
    await wall.waitForSelector('[data-door="1001"]')
    const clerk = await panelOf('clerk', 'many')
    await enterMany(clerk, ['1001', '1002', '1003'])
    await expect.poll(() => clerk.locator('.batch-written').innerText()).toContain('3 户已提交')
    await expect.poll(() => wall.locator('[data-door="1001"]').first().getAttribute('data-score')).toBe('0')

    const reviewer = await panelOf('reviewer', 'review')
    await reviewer.waitForSelector('[data-claim]')
    await expect.poll(() => reviewer.locator('[data-claim]').count()).toBe(3)
    await reviewer.locator('[data-door="1003"]').getByRole('button', { name: '不通过' }).click()
    await reviewer.getByLabel('原因').fill('当天不在')
    await reviewer.keyboard.press('Enter')
    await reviewer.waitForFunction(() => document.querySelectorAll('[data-claim]').length === 2)
    await reviewer.getByRole('dialog').waitFor({ state: 'hidden' })
    await reviewer.keyboard.press('Control+Enter')
    // Several are asked about: Enter passes them, Esc does not.
    const question = reviewer.getByRole('dialog', { name: '通过 2 条，合计 +80 分' })
    await question.waitFor()
    await reviewer.keyboard.press('Escape')
    await question.waitFor({ state: 'hidden' })
    await reviewer.keyboard.press('Control+Enter')
    await question.getByRole('button', { name: '通过 2 条' }).and(reviewer.locator(':focus')).waitFor()
    await reviewer.keyboard.press('Enter')
    await reviewer.waitForSelector('.review-page .rise:has-text("已通过 2 条")')
    await wall.waitForSelector('[data-door="1001"][data-score="40"]')

    await clerk.goto(`${server.url}/admin/one/review`)
    await clerk.getByRole('button', { name: '我录入的' }).click()
    await clerk.waitForSelector('[data-door="1003"]:has-text("当天不在")')
    await clerk.waitForSelector('[data-door="1001"]:has-text("已通过，第 1 笔")')
  })

  it('does not pass what came in unseen, nor what somebody entered themselves', async () => {
    const admin = await panelOf('admin', 'review')
    await admin.waitForSelector('.state:has-text("没有待评议"), .card:has-text("没有待评议")')
    const clerk = await panelOf('clerk', 'many')
    await enterMany(clerk, ['1001'])
    await admin.getByRole('button', { name: '有新的变化' }).click()
    await admin.waitForSelector('[data-claim]')
    await enterMany(clerk, ['1002'])
    await admin.getByRole('button', { name: '有新的变化' }).waitFor()
    await admin.keyboard.press('Control+Enter')
    await admin.waitForSelector('.review-page .rise:has-text("已通过 1 条")')
    await admin.waitForSelector('[data-claim][data-door="1002"]')
    // What the same person enters and would review.
    await admin.getByRole('button', { name: '评议设置' }).click()
    await admin.getByLabel('管理员录入的分').check()
    await admin.getByRole('button', { name: '保存' }).click()
    await admin.getByRole('dialog').waitFor({ state: 'hidden' })
    await admin.goto(`${server.url}/admin/one/many`)
    await admin.waitForSelector('.many-page')
    await enterMany(admin, ['1005'])
    await admin.getByRole('link', { name: '查看评议' }).click()
    await admin.waitForSelector('[data-door="1005"]:has-text("本人录入，须他人评议")')
    await expect
      .poll(() =>
        admin.locator('[data-door="1005"]').getByRole('button', { name: '通过', exact: true }).count(),
      )
      .toBe(0)
  })

  it('is searched by initials, and the one key passes no more than what is found', async () => {
    const clerk = await panelOf('clerk', 'many')
    await enterMany(clerk, ['1001', '1002', '1003'])
    const reviewer = await panelOf('reviewer', 'review')
    await reviewer.waitForSelector('[data-door="1001"]')
    const search = reviewer.getByRole('searchbox', { name: '查找' })
    await search.fill('无此人')
    await reviewer.waitForSelector('.card:has-text("没有符合条件的申报")')
    await search.fill('sfhy')
    // The key comes before the list that was asked for: it asks, and passes nothing.
    await reviewer.keyboard.press('Control+Enter')
    await reviewer.waitForSelector('[data-claim][data-door="1002"]')
    await expect.poll(() => reviewer.locator('[data-claim]').count()).toBe(1)
    await reviewer.keyboard.press('Control+Enter')
    await reviewer.waitForSelector('.review-page .rise:has-text("已通过 1 条")')
    await search.fill('')
    await reviewer.waitForSelector('[data-claim][data-door="1003"]')
    await expect.poll(() => reviewer.locator('[data-claim]').count()).toBe(2)
  })

  it('works on a phone, and can be used by all', async () => {
    const clerk = await panelOf('clerk', 'many')
    await enterMany(clerk, ['1001', '1002'])
    const reviewer = await panelOf('reviewer', 'review', phone)
    await reviewer.waitForSelector('[data-claim]')
    expect(await violations(reviewer)).toEqual([])
    expect(await reviewer.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    const button = await reviewer.getByRole('button', { name: /^全部通过/ }).boundingBox()
    expect(button!.height).toBeGreaterThanOrEqual(44)
    await reviewer.getByRole('button', { name: /^全部通过/ }).click()
    await reviewer
      .getByRole('dialog')
      .getByRole('button', { name: /^通过 2 条/ })
      .click()
    await reviewer.waitForSelector('.review-page .rise:has-text("已通过 2 条")')
  })

  it('shows the photo that the clerk attached as evidence, small and large', async () => {
    const { store } = server.services
    const { id: village } = await mustFindVillage(store, 'one')
    const litter = (await listRules(store, village)).find(({ text }) => text === '乱堆乱放')!
    await changeRule(store, ownerScope(village), litter.id, { terms: { ...litter.terms, evidence: true } })
    const create = { width: 1_600, height: 1_200, channels: 3, background: '#7a5c3a' } as const
    const buffer = await sharp({ create }).jpeg().toBuffer()

    const clerk = await panelOf('clerk', 'entry')
    await clerk.getByRole('combobox', { name: '住户' }).fill('1001')
    await clerk.getByRole('option', { name: '1001' }).waitFor()
    await clerk.keyboard.press('Enter')
    await clerk.getByRole('combobox', { name: '细则' }).fill('乱堆')
    await clerk.keyboard.press('Enter')
    await clerk.locator('.entry-form input:focus:not([role=combobox])').press('Enter')
    await clerk.waitForSelector('.refusal:has-text("此细则须留凭据")')
    expect(await clerk.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('text')
    await clerk
      .locator('input[type=file]')
      .setInputFiles({ name: 'yard.jpg', mimeType: 'image/jpeg', buffer })
    await clerk.getByRole('button', { name: '记分', exact: true }).click()
    await clerk.waitForSelector('.entry-page .waits:has-text("乱堆乱放")')
    await expect.poll(() => clerk.locator('.photo-field').count()).toBe(0)

    const reviewer = await panelOf('reviewer', 'review', phone)
    const thumbnail = reviewer.getByRole('button', { name: /查看大图：1001号.*凭据照片 1/ })
    await thumbnail.focus()
    await reviewer.keyboard.press('Enter')
    const large = reviewer.getByRole('dialog').getByRole('img', { name: /1001号.*凭据照片 1/ })
    await large.waitFor()
    await reviewer.waitForFunction(
      () => document.querySelector<HTMLImageElement>('[role=dialog] img')?.naturalWidth === 1_280,
    )
    expect(await violations(reviewer)).toEqual([])
    // The one key passes nothing while somebody looks at a photo.
    await reviewer.keyboard.press('Control+Enter')
    await reviewer.keyboard.press('Escape')
    await large.waitFor({ state: 'hidden' })
    await reviewer.getByRole('button', { name: /^全部通过/ }).click()
    await reviewer.waitForSelector('.review-page .rise:has-text("已通过 1 条")')
  })
})
