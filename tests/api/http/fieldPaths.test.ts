/** A refusal names the field of the body that it is about, down to the row of a list. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CheckSheetView } from '../../../server/contract/rounds/rounds.ts'
import { addDays, localDateAt, monthOf } from '../../../server/domain/calendar/calendar.ts'
import {
  type Caller,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

const village = '/api/villages/one'
const today = localDateAt(Date.now(), 'Asia/Shanghai')
const nextWeek = addDays(today, 7)
const item = (more: object = {}) => ({
  key: randomUUID(),
  text: '示范',
  kind: 'points',
  points: 60,
  photo: false,
  ...more,
})
const line = (door: string, points = 5) => ({ id: randomUUID(), door, points })

let server: TestServer
let admin: Caller
let range: number
let fixed: number
let sheet: number

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  admin = await signedIn(server, 'admin', null)
  range = await ruleId(admin, 'one', '庭院月检')
  fixed = await ruleId(admin, 'one', '应急值守')
  expect((await admin.post(`${village}/people`, person)).status).toBe(201)
  const body = { id: randomUUID(), name: '示范检查表', rule: range, items: [item()] }
  sheet = ((await admin.post(`${village}/check-sheets`, body)).body as CheckSheetView).id
})
afterAll(() => server.close())

const person = { username: 'shifanyuan', password: 'shi-fan-2026', roles: ['clerk'] }
const sheetOf = (items: unknown[]) => ({ id: randomUUID(), name: '示范', rule: range, items })
const round = (more: object) => ({
  id: randomUUID(),
  month: monthOf(today),
  name: '示范检查',
  sheet,
  ...more,
})
const score = (more: object) => ({ id: randomUUID(), door: '1001', rule: fixed, occurredOn: today, ...more })

type Case = [title: string, path: string, body: () => unknown, fields: string[]]

const cases: Case[] = [
  [
    'items of a check sheet',
    '/check-sheets',
    () => sheetOf([item(), item({ points: 0 }), item({ text: '' })]),
    ['items.1.points', 'items.2.text'],
  ],
  ['a check sheet without items', '/check-sheets', () => sheetOf([]), ['items']],
  [
    'a check sheet that its rule cannot hold',
    '/check-sheets',
    () => sheetOf([item({ points: 5_000 })]),
    ['rule'],
  ],
  [
    'star thresholds',
    '/rounds',
    () =>
      round({
        stars: [
          { stars: 5, from: 90 },
          { stars: 4, from: null },
        ],
      }),
    ['stars.1.from'],
  ],
  [
    'who inspects in a round',
    '/rounds',
    () => round({ assignments: [{ person: 4_242, groups: [] }] }),
    ['assignments.0.person'],
  ],
  ['the month of a round', '/rounds', () => round({ month: '2199-01' }), ['month']],
  [
    'rows of opening balances',
    '/openings/preview',
    () => ({ lines: [line('1001'), line('8888'), line('1001')] }),
    ['lines.1.door', 'lines.2.door'],
  ],
  [
    'the only row of opening balances',
    '/openings/preview',
    () => ({ lines: [line('8888')] }),
    ['lines.0.door'],
  ],
  [
    'the points of opening balances',
    '/openings/preview',
    () => ({ lines: [line('1001'), line('1002', 0)] }),
    ['lines.1.points'],
  ],
  [
    'rows of scores',
    '/postings',
    () => [score({}), score({ occurredOn: nextWeek }), score({ rule: range, points: 4_000 })],
    ['1.occurredOn', '2.points'],
  ],
  ['a single score', '/postings', () => score({ door: '8888' }), ['door']],
  [
    'the household to merge into',
    '/households/1001/merge',
    () => ({ id: randomUUID(), into: '1001' }),
    ['into'],
  ],
  ['a name of a dimension that is taken', '/dimensions', () => ({ name: '志愿服务' }), ['name']],
  [
    'a door that is taken',
    '/households',
    () => ({ id: randomUUID(), door: '1001', head: '示范', group: '1组' }),
    ['door'],
  ],
  ['a user name that is taken', '/people', () => person, ['username']],
]

describe('a refusal names the field that it is about', () => {
  it.each(cases)('%s', async (_title, path, body, fields) => {
    const answer = await admin.post(`${village}${path}`, body())
    expect(answer.status).toBeGreaterThanOrEqual(400)
    const { errors = [] } = answer.body as { errors?: { field?: string; detail: string }[] }
    expect(errors.map(({ field }) => field)).toEqual(fields)
    for (const { detail } of errors) expect(detail).not.toBe('')
  })

  it.each([
    ['how many doors a day', { doorstep: { dailyDoors: 0, rules: [] } }, 'doorstep.dailyDoors'],
    ['rules for the doorstep', { doorstep: { dailyDoors: null, rules: [4_242] } }, 'doorstep.rules'],
    ['points that wait for a review', { review: { roles: [], over: -1, deductions: false } }, 'review.over'],
  ])('%s', async (_title, body, field) => {
    const answer = await admin.call('PATCH', village, body)
    expect(answer.body).toMatchObject({ errors: [{ field }] })
  })

  it('names none for what the address of the call names', async () => {
    const move = await admin.post(`${village}/households/8888/move`, {
      id: randomUUID(),
      door: '9001',
      group: '1组',
    })
    expect(move).toMatchObject({ status: 404, body: { code: 'unknown-household' } })
    expect(move.body).not.toHaveProperty('errors')
  })
})
