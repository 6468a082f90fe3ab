/** An id that was used for one thing is refused for any other: never a broken constraint. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  type Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

let server: TestServer
let administrator: Caller
let desk: Caller
let award: number
let deduct: number
const village = '/api/villages/one'

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  administrator = await signedIn(server, 'admin', null)
  desk = await signedIn(server, 'desk', 'one')
  award = await ruleId(administrator, 'one', '应急值守')
  deduct = await ruleId(administrator, 'one', '乱堆乱放')
})
afterAll(() => server.close())

/** Writes one score and gives its id. */
async function score(rule: number): Promise<string> {
  const id = randomUUID()
  const answer = await administrator.post(`${village}/postings`, { id, door: '1001', rule, occurredOn: day })
  expect(answer.status).toBe(201)
  return id
}

it.each<[string, (id: string) => Promise<[string, object]>]>([
  ['a posting', async (id) => ['postings', { id, door: '1002', rule: award, occurredOn: day }]],
  [
    'two postings of one batch',
    async (id) => {
      const line = { id: randomUUID(), door: '1002', rule: award, occurredOn: day }
      return ['postings', [line, { ...line, door: '1003' }, { ...line, id }]]
    },
  ],
  ['a reversal', async (id) => [`postings/${await score(award)}/reversal`, { id, reason: '示范' }]],
  ['a restore', async (id) => [`postings/${await score(deduct)}/restore`, { id, reason: '示范', points: 1 }]],
  [
    'opening balances',
    async (id) => ['openings', { lines: [{ id, door: '1002', points: 5 }], reason: '示范' }],
  ],
  [
    'two equal ids of opening balances',
    async () => {
      const id = randomUUID()
      const lines = ['1005', '1006'].map((door) => ({ id, door, points: 5 }))
      return ['openings', { lines, reason: '示范' }]
    },
  ],
  ['a household', async (id) => ['households', { id, door: '1001', head: '示范户子', group: '1组' }]],
  ['a move', async (id) => ['households/1001/move', { id, door: '1002', group: '1组' }]],
  [
    'a split',
    async (id) => [
      'households/1001/split',
      { id, door: '1002', head: '示范户子', group: '1组', share: { percent: 50 } },
    ],
  ],
  ['a merge', async (id) => ['households/1001/merge', { id, into: '1001' }]],
])('used again for %s', async (_what, request) => {
  const [path, body] = await request(await score(award))
  const { status, body: answer } = await administrator.post(`${village}/${path}`, body)
  expect([status >= 400 && status < 500, (answer as { detail: string }).detail]).toEqual([
    true,
    expect.any(String),
  ])
})

it('used for a redemption', async () => {
  const goods = await administrator.post(`${village}/goods`, {
    id: randomUUID(),
    name: '示范大米',
    points: 1,
    isCounted: false,
  })
  const { id: goodsId } = goods.body as { id: number }
  const id = await score(award)
  const body = { id, door: '1001', lines: [{ goods: goodsId, amount: 1 }] }
  const first = await desk.post(`${village}/redemptions`, body)
  expect(first.status).toBeLessThan(500)
  const more = await desk.post(`${village}/redemptions`, { ...body, lines: [...body.lines, ...body.lines] })
  expect(more.status).toBeLessThan(500)
  expect(
    (
      await desk.post(`${village}/redemptions`, {
        ...body,
        id: randomUUID(),
        lines: [...body.lines, ...body.lines],
      })
    ).status,
  ).toBeLessThan(500)
})

it('crests, pictures and groups that there are not', async () => {
  for (const change of [{ crest: 'none' }, { doorstep: { dailyDoors: null, rules: [999] } }]) {
    const answer = await administrator.call('PATCH', village, change)
    expect(answer).toMatchObject({ status: 404, body: { detail: expect.stringMatching(/。$/) } })
  }
  const goods = { id: randomUUID(), name: '示范油', points: 1, picture: 'none' }
  const notice = { title: '示范', startsOn: day, endsOn: day, picture: 'none' }
  const person = { username: 'shifan', roles: ['inspector'], password: 'a long enough password', grid: [999] }
  const sheet = {
    id: randomUUID(),
    name: '示范',
    rule: 999,
    items: [{ key: 'a', text: '示范', kind: 'deduction', points: 1, photo: false }],
  }
  for (const [path, body] of [
    ['goods', goods],
    ['notices', notice],
    ['people', person],
    ['check-sheets', sheet],
  ] as const) {
    const answer = await administrator.post(`${village}/${path}`, body)
    expect([path, answer.status >= 400 && answer.status < 500]).toEqual([path, true])
  }
})
