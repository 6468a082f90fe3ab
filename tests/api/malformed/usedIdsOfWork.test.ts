/** An id that was used for one thing, used again for claims, publicity, goods and rounds: never a broken constraint. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RuleView } from '../../../server/contract/villages/rules.ts'
import type { VillageView } from '../../../server/contract/villages/villages.ts'
import { addDays, localDateAt, monthOf } from '../../../server/domain/calendar/calendar.ts'
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
let reviewer: Caller
let inspector: Caller
let desk: Caller
let award: number
let reviewed: number
let range: number
let goods: number
let sheet: number
let round: number
let publication: number
let returnedLine: number
let claim: string
let objection: string
/** One id of each kind of act. */
const used: string[] = []

/** Sends an act that succeeds; its id is used from then on. */
async function act<Answer>(caller: Caller, path: string, body: object): Promise<Answer> {
  const id = randomUUID()
  used.push(id)
  const answer = await caller.post(`${village}/${path}`, { id, ...body })
  expect([path, answer.status < 300, answer.body]).toEqual([path, true, answer.body])
  return answer.body as Answer
}

const score = (rule: number) => act(admin, 'postings', { door: '1001', rule, occurredOn: day })
const movement = { kind: 'purchase', amount: 9 }
const items = [{ key: 'tidy', text: '庭院整洁', kind: 'points', points: 60, photo: false }]
const newRound = () => ({ month: monthOf(today), name: '示范检查', sheet, outcome: 'postings' })
const newVisit = { door: '1001', found: ['tidy'], photos: [], visitedOn: today }

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  admin = await signedIn(server, 'admin', null)
  reviewer = await signedIn(server, 'reviewer', 'one')
  inspector = await signedIn(server, 'inspector', 'one')
  desk = await signedIn(server, 'desk', 'one')
  award = await ruleId(admin, 'one', '应急值守')
  range = await ruleId(admin, 'one', '庭院月检')
  const { dimensions } = (await admin.get(village)).body as VillageView
  const terms = {
    effect: 'award',
    scale: { type: 'fixed', points: 20 },
    caps: [],
    evidence: false,
    reviewers: 1,
  }
  const rule = { dimension: dimensions[0]!.id, text: '须评议', terms }
  reviewed = (await act<RuleView>(admin, 'rules', rule)).id
  await score(award)
  await score(reviewed)
  claim = used.at(-1)!
  publication = (await act<{ id: number }>(admin, 'publications', { closesOn: addDays(today, 9) })).id
  await act(admin, `publications/${publication}/objections`, { posting: 1, text: '示范' })
  objection = used.at(-1)!
  goods = (await act<{ id: number }>(admin, 'goods', { name: '示范大米', points: 1 })).id
  await act(admin, `goods/${goods}/movements`, movement)
  const redeemed = await act<{ lines: { id: number }[] }>(desk, 'redemptions', {
    door: '1001',
    lines: [{ goods, amount: 1 }],
  })
  returnedLine = redeemed.lines[0]!.id
  sheet = (await act<{ id: number }>(admin, 'check-sheets', { name: '示范', rule: range, items })).id
  round = (await act<{ id: number }>(admin, 'rounds', newRound())).id
  await act(inspector, `rounds/${round}/visits`, newVisit)
})
afterAll(() => server.close())

it.each<[string, () => [Caller, string, object]]>([
  ['a claim', () => [admin, 'postings', { door: '1002', rule: reviewed, occurredOn: day }]],
  ['stopping a claim', () => [reviewer, `claims/${claim}/stop`, { reason: '示范' }]],
  ['passing a claim', () => [reviewer, 'claims/pass', { claims: [claim] }]],
  ['a publication', () => [admin, 'publications', { closesOn: addDays(today, 8) }]],
  ['an objection', () => [admin, `publications/${publication}/objections`, { posting: 1, text: '再提' }]],
  [
    'an answer to an objection',
    () => [reviewer, `objections/${objection}/answer`, { outcome: 'revoked', reason: '示范' }],
  ],
  ['goods', () => [admin, 'goods', { name: '示范油', points: 2 }]],
  ['a stock movement', () => [admin, `goods/${goods}/movements`, { ...movement, amount: 3 }]],
  ['a return of goods', () => [desk, `redemptions/lines/${returnedLine}/return`, { reason: '示范' }]],
  ['a check sheet', () => [admin, 'check-sheets', { name: '示范二', rule: range, items }]],
  ['a round', () => [admin, 'rounds', { ...newRound(), name: '示范检查二' }]],
  ['a visit', () => [inspector, `rounds/${round}/visits`, { ...newVisit, door: '1002' }]],
  [
    'a score at the door',
    () => [inspector, 'doorstep/scores', { door: '1002', rule: award, occurredOn: day }],
  ],
  ['the closing of a round', () => [admin, `rounds/${round}/closing`, {}]],
])('used again for %s', async (_what, request) => {
  const [caller, path, body] = request()
  for (const id of used) {
    const { status, body: answer } = await caller.post(`${village}/${path}`, { id, ...body })
    expect([status < 500, status < 400 || (answer as { detail: string }).detail]).toEqual([
      true,
      status < 400 || expect.stringMatching(/。$/),
    ])
  }
  expect((await admin.get(`${village}/verify`)).body).toMatchObject({ faults: [] })
})
