/** The same deed, household and day a second time is refused where the caller asks for it, and written otherwise. */
import { randomUUID } from 'node:crypto'
import { beforeAll, afterAll, describe, expect, it } from 'vitest'
import type { Problem } from '../../../server/contract/fields/problem.ts'
import type { PostingView } from '../../../server/contract/scores/postings.ts'
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
let clerk: Caller
let duty: number
let door = 1000

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one', 40)
  clerk = await signedIn(server, 'clerk', 'one')
  duty = await ruleId(clerk, 'one', '应急值守')
})
afterAll(() => server.close())

const postings = '/api/villages/one/postings'
const score = (door: string, more: object = {}) => ({
  id: randomUUID(),
  door,
  rule: duty,
  occurredOn: day,
  ...more,
})
const asking = { ifRepeated: 'refuse' }
/** A door that no other test has used. */
const freshDoor = () => String((door += 1))

async function enter(door: string, more: object = {}): Promise<PostingView> {
  const { status, body } = await clerk.post(postings, score(door, more))
  expect(status).toBe(201)
  return body as PostingView
}

describe('a deed that is in the ledger already', () => {
  it('is refused with the earlier line: its number, who entered it and when', async () => {
    const door = freshDoor()
    const earlier = await enter(door)
    const { status, body } = await clerk.post(postings, score(door, asking))
    expect(status).toBe(409)
    const { code, detail } = body as Problem
    expect(code).toBe('score-repeated')
    const time = new Date(Date.parse(earlier.recordedAt) + 8 * 3_600_000).toISOString()
    expect(detail).toContain(
      `第 ${earlier.seq} 笔，${earlier.recordedBy} ${time.slice(0, 16).replace('T', ' ')}`,
    )
  })

  it('is written where the caller does not ask, and where they answer that it shall be', async () => {
    const door = freshDoor()
    await enter(door)
    await enter(door)
    const request = score(door, asking)
    expect((await clerk.post(postings, request)).status).toBe(409)
    // The same id: the answer is no part of what is written.
    expect((await clerk.post(postings, { ...request, ifRepeated: 'write' })).status).toBe(201)
    expect((await clerk.post(postings, request)).status).toBe(200)
  })

  it.each([
    ['on another day', { occurredOn: `${day.slice(0, 8)}02` }],
    ['by another household', { door: '1040' }],
  ])('is written %s', async (_, more) => {
    const door = freshDoor()
    await enter(door)
    await enter(door, { ...asking, ...more })
  })

  it('is written after the earlier line was taken back', async () => {
    const door = freshDoor()
    const { id } = await enter(door)
    await clerk.post(`${postings}/${id}/reversal`, { id: randomUUID(), reason: '录错了' })
    await enter(door, asking)
  })
})

describe('in a batch', () => {
  it('each repeated line is named, and nothing is written', async () => {
    const [first, second, third] = [freshDoor(), freshDoor(), freshDoor()]
    await enter(first)
    await enter(third)
    const { status, body } = await clerk.post(
      postings,
      [first, second, third].map((door) => score(door, asking)),
    )
    expect(status).toBe(422)
    const errors = (body as Problem).errors ?? []
    expect(errors.map(({ door, code }) => ({ door, code }))).toEqual([
      { door: first, code: 'score-repeated' },
      { door: third, code: 'score-repeated' },
    ])
  })

  it('the same deed twice is refused too', async () => {
    const door = freshDoor()
    const { body } = await clerk.post(postings, [score(door, asking), score(door, asking)])
    expect((body as Problem).errors).toMatchObject([{ index: 1, code: 'score-repeated' }])
  })
})

it('a deed that waits for a review is refused with who claimed it', async () => {
  await makeVillage(server, 'strict')
  const admin = await signedIn(server, 'admin', 'strict')
  const review = { roles: ['clerk'], over: null, deductions: false }
  await admin.call('PATCH', '/api/villages/strict', { review })
  const own = await signedIn(server, 'clerk', 'strict')
  const rule = await ruleId(own, 'strict', '应急值守')
  const claim = (more: object = {}) =>
    own.post('/api/villages/strict/postings', { ...score('1001'), rule, ...more })
  expect((await claim()).status).toBe(202)
  const { status, body } = await claim({ id: randomUUID(), ...asking })
  expect(status).toBe(409)
  expect((body as Problem).code).toBe('claim-repeated')
})
