/** What is made beside the ledger: once for each id that a client made, whatever the network does. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays, localDateAt } from '../../../server/domain/calendar/calendar.ts'
import { valueOf } from '../../support/db/values.ts'
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
const today = localDateAt(Date.now(), 'Asia/Shanghai')
let server: TestServer
let admin: Caller
let goods: number
let range: number
let dimension: number

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  await makeVillage(server, 'two')
  admin = await signedIn(server, 'admin', null)
  const post = async (path: string, body: object) => (await admin.post(village + path, body)).body
  goods = ((await post('/goods', { id: randomUUID(), name: '示范大豆油', points: 30 })) as { id: number }).id
  range = await ruleId(admin, 'one', '庭院月检')
  const rule = await ruleId(admin, 'one', '应急值守')
  await post('/postings', { id: randomUUID(), door: '1001', rule, occurredOn: day })
  dimension = ((await admin.get(village)).body as { dimensions: { id: number }[] }).dimensions[0]!.id
})
afterAll(() => server.close())

const terms = {
  effect: 'award',
  scale: { type: 'fixed', points: 5 },
  caps: [],
  evidence: false,
  reviewers: 0,
}
const item = { key: 'clean', text: '地面干净', kind: 'points', points: 100, photo: false }

/** Where each is asked for, how, and how many there are. */
const asked: [path: () => string, body: () => object, other: object, table: string][] = [
  [() => '/goods', () => ({ name: '示范香皂', points: 5 }), { points: 6 }, 'goods'],
  [
    () => `/goods/${goods}/movements`,
    () => ({ kind: 'purchase', amount: 3 }),
    { amount: 4 },
    'stock_movements',
  ],
  [
    () => '/check-sheets',
    () => ({ name: '检查表', rule: range, items: [item] }),
    { name: '表' },
    'check_sheets',
  ],
  [
    () => '/households',
    () => ({ door: '3001', head: '示范户', group: '1组' }),
    { head: '别人' },
    'households',
  ],
  [() => '/rules', () => ({ dimension, text: '扫雪', terms }), { text: '除草' }, 'rules'],
  [
    () => '/notices',
    () => ({ title: '开会', startsOn: today, endsOn: today }),
    { title: '不开会' },
    'notices',
  ],
  [
    () => '/publications',
    () => ({ closesOn: addDays(today, 7) }),
    { closesOn: addDays(today, 9) },
    'publications',
  ],
  [
    () => '/publications/1/objections',
    () => ({ posting: 1, text: '分数不对' }),
    { text: '不是我家' },
    'objections',
  ],
]

describe('the same id', () => {
  it.each(asked)('makes one %s, and is refused with other content', async (path, body, other, table) => {
    const count = async () =>
      valueOf<number>(server.services.store, `SELECT count(*) FROM ${table} WHERE village_id = 1`)
    const before = await count()
    const request = { id: randomUUID(), ...body() }
    const first = await admin.post(village + path(), request)
    expect([first.status, await count()]).toEqual([table === 'stock_movements' ? 200 : 201, before + 1])
    const again = await admin.post(village + path(), request)
    expect([again.status < 300, again.body, await count()]).toEqual([true, first.body, before + 1])
    const changed = await admin.post(village + path(), { ...request, ...other })
    expect(changed.status).toBe(422)
    expect(changed.body).toMatchObject({ code: 'id-used-before' })
    expect(await count()).toBe(before + 1)
  })

  it('is not taken for a purchase of nothing', async () => {
    const nothing = { id: randomUUID(), kind: 'purchase', amount: 0 }
    expect((await admin.post(`${village}/goods/${goods}/movements`, nothing)).status).toBe(400)
    const count = { ...nothing, kind: 'count' }
    expect((await admin.post(`${village}/goods/${goods}/movements`, count)).status).toBe(200)
  })

  it('is free again for what was refused, and is another village’s own', async () => {
    const id = randomUUID()
    const goods = { id, name: '示范米', points: 5, picture: 'none' }
    expect((await admin.post(`${village}/goods`, goods)).status).toBe(404)
    expect((await admin.post(`${village}/goods`, { ...goods, picture: null })).status).toBe(201)
    expect((await admin.post('/api/villages/two/goods', { id, name: '别的', points: 1 })).status).toBe(201)
  })
})
