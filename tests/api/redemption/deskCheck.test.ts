/** Who asks at the desk, in a village that wants to know: the six digits of the card, or another way that is recorded. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { HouseholdView } from '../../../server/contract/households/households.ts'
import type { CardView } from '../../../server/contract/residents/cards.ts'
import {
  type Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

const village = '/api/villages/one'
let server: TestServer
let admin: Caller
let goods: number
let code: string

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  admin = await signedIn(server, 'admin', 'one')
  const rule = await ruleId(admin, 'one', '庭院月检')
  for (const door of ['1001', '1002'])
    await admin.post(`${village}/postings`, { id: randomUUID(), door, rule, points: 100, occurredOn: day })
  const made = await admin.post(`${village}/goods`, {
    id: randomUUID(),
    name: '示范香皂',
    points: 5,
    isCounted: false,
  })
  goods = (made.body as { id: number }).id
  const cards = await admin.post(`${village}/cards`, { id: randomUUID(), doors: ['1001'] })
  code = (cards.body as { items: CardView[] }).items[0]!.code
  expect((await admin.call('PATCH', village, { deskCheck: 'digits' })).status).toBe(200)
})
afterAll(() => server.close())

const take = async (check?: object, more: object = {}) => {
  const asked = { id: randomUUID(), door: '1001', lines: [{ goods, amount: 1 }], ...more }
  return admin.post(`${village}/redemptions`, { ...asked, ...(check && { check }) })
}
const balance = async () => ((await admin.get(`${village}/households/1001`)).body as HouseholdView).balance

it('the digits are asked for, compared, and a redemption made before is not asked again', async () => {
  const before = await balance()
  const none = await take()
  expect([none.status, (none.body as { code: string }).code]).toEqual([422, 'desk-check-needed'])
  const other = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
  const wrong = await take({ code: other })
  expect([wrong.status, (wrong.body as { code: string }).code]).toEqual([422, 'desk-wrong-code'])
  expect((wrong.body as { detail: string }).detail).toBe('六位数字不对，还可以试 4 次。')
  expect(await balance()).toBe(before)
  const id = randomUUID()
  expect((await take({ code }, { id })).status).toBe(201)
  // A lost answer: sent again, also without the digits.
  expect((await take(undefined, { id })).status).toBe(200)
  expect(await balance()).toBe(before - 5)
})

it('without a card the desk says how it made sure, and the record of changes has it', async () => {
  const none = await take({ code: '123456' }, { door: '1002' })
  expect([none.status, (none.body as { code: string }).code]).toEqual([422, 'desk-no-card'])
  expect((await take({ otherwise: '已核对身份证' }, { door: '1002' })).status).toBe(201)
  const changes = await admin.get(`${village}/audit`)
  expect(JSON.stringify(changes.body)).toContain('已核对身份证')
})

it('the digits cannot be guessed: after five tries the door waits', async () => {
  for (let tries = 0; tries < 5; tries += 1) await take({ code: '000000' })
  const locked = await take({ code })
  expect([locked.status, (locked.body as { code: string }).code]).toEqual([409, 'desk-code-locked'])
})
