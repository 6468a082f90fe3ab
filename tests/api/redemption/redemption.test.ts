/** The desk over HTTP: many at once, the day's sheet, and pictures of goods that anybody may see. */
import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HouseholdView } from '../../../server/contract/households/households.ts'
import type {
  GoodsView,
  RedemptionDay,
  RedemptionView,
} from '../../../server/contract/redemption/redemption.ts'
import type { PictureView } from '../../../server/contract/villages/notices.ts'
import {
  Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

const village = '/api/villages/one'
const doors = ['1001', '1002', '1003', '1004']
let server: TestServer
let admin: Caller

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  admin = await signedIn(server, 'admin', 'one')
  const rule = await ruleId(admin, 'one', '庭院月检')
  const earned = doors.map((door) => ({ id: randomUUID(), door, rule, points: 100, occurredOn: day }))
  expect((await admin.post(`${village}/postings`, earned)).status).toBe(201)
})
afterAll(() => server.close())

async function makeGoods(more: object = {}): Promise<GoodsView> {
  const { status, body } = await admin.post(`${village}/goods`, {
    ...{ id: randomUUID(), name: '示范大豆油', points: 3 },
    ...more,
  })
  expect(status).toBe(201)
  return body as GoodsView
}
const move = (goods: GoodsView, amount: number) =>
  admin.post(`${village}/goods/${goods.id}/movements`, { id: randomUUID(), kind: 'purchase', amount })
const take = (goods: GoodsView, door: string, caller = admin) =>
  caller.post(`${village}/redemptions`, {
    ...{ id: randomUUID(), door },
    lines: [{ goods: goods.id, amount: 1 }],
  })
const left = async (goods: GoodsView) => {
  const { items } = (await admin.get(`${village}/goods`)).body as { items: GoodsView[] }
  return items.find(({ id }) => id === goods.id)?.left
}
async function balances(): Promise<number> {
  const all = await Promise.all(doors.map((door) => admin.get(`${village}/households/${door}`)))
  return all.reduce((sum, { body }) => sum + (body as HouseholdView).balance, 0)
}

describe('64 callers who want the last item', () => {
  it('get one of it, and 63 sentences that say so, round after round', async () => {
    const oil = await makeGoods()
    const before = await balances()
    const rounds = 3
    for (let round = 0; round < rounds; round += 1) {
      await move(oil, 1)
      const answers = await Promise.all(
        Array.from({ length: 64 }, (_, index) => take(oil, doors[index % doors.length]!)),
      )
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
      const refused = answers.filter(({ status }) => status !== 201)
      expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([409]))
      const sentences = refused.map(({ body }) => (body as { detail: string }).detail)
      expect(new Set(sentences)).toEqual(new Set(['“示范大豆油”剩余 0 份，不够兑换。']))
      expect(await left(oil)).toBe(0)
    }
    expect(await balances()).toBe(before - rounds * oil.points)
    const { body } = await admin.get(`${village}/verify`)
    expect(body).toMatchObject({ faults: [] })
  })
})

describe('the sheet of a day', () => {
  it('has each redemption in its order, and the head of the ledger', async () => {
    const soap = await makeGoods({ name: '示范香皂', isCounted: false })
    const first = (await take(soap, '1003')).body as RedemptionView
    await take(soap, '1001')
    const viewer = await signedIn(server, 'viewer', 'one')
    const sheet = (await viewer.get(`${village}/redemptions/days/${first.on}`)).body as RedemptionDay
    expect(sheet.items.slice(-2).map(({ door }) => door)).toEqual(['1003', '1001'])
    const last = sheet.items.at(-1)!.lines[0]!
    expect([sheet.seq, sheet.head]).toEqual([last.seq, last.head])
    expect((await viewer.get(`${village}/redemptions/days/2001-01-01`)).body).toMatchObject({ items: [] })
    expect((await viewer.get(`${village}/redemptions/days/yesterday`)).status).toBe(400)
  })
})

describe('a picture of goods', () => {
  it('is for everybody to see; one that the village does not have is refused', async () => {
    const canvas = sharp({ create: { width: 40, height: 30, channels: 3, background: '#115c45' } })
    const sent = await admin.call('POST', `${village}/pictures`, await canvas.png().toBuffer(), {
      'content-type': 'image/png',
    })
    const { id, address } = sent.body as PictureView
    const oil = await makeGoods({ picture: id })
    expect(oil.picture).toBe(address)
    const seen = await new Caller(server.url).get(address)
    expect([seen.status, seen.headers.get('content-type')]).toEqual([200, 'image/webp'])
    const refused = await admin.call('PATCH', `${village}/goods/${oil.id}`, { picture: 'nothing' })
    expect([refused.status, (refused.body as { detail: string }).detail]).toEqual([
      404,
      expect.stringContaining('图片'),
    ])
  })
})

describe('a balance below zero', () => {
  it('is said to whoever redeems, in their language', async () => {
    const rule = await ruleId(admin, 'one', '应急值守')
    const posting = { id: randomUUID(), door: '1009', rule, occurredOn: day }
    expect((await admin.post(`${village}/postings`, posting)).status).toBe(201)
    const soap = await makeGoods({ points: 40 })
    await move(soap, 5)
    expect((await take(soap, '1009')).status).toBe(201)
    const reversal = { id: randomUUID(), reason: '示范：记错了' }
    expect((await admin.post(`${village}/postings/${posting.id}/reversal`, reversal)).status).toBe(201)
    expect((await admin.get(`${village}/households/1009`)).body).toMatchObject({ balance: -40, score: 0 })
    const refused = await take(soap, '1009')
    expect(refused).toMatchObject({ status: 422, body: { code: 'balance-negative' } })
    expect((refused.body as { detail: string }).detail).toMatch(/补足前不能兑换/)
  })
})
