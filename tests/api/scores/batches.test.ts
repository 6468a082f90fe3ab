/** What was entered together is found again, and taken back together. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Problem } from '../../../server/contract/fields/problem.ts'
import type { BatchView } from '../../../server/contract/scores/batches.ts'
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
let mess: number

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  clerk = await signedIn(server, 'clerk', 'one')
  duty = await ruleId(clerk, 'one', '应急值守')
  mess = await ruleId(clerk, 'one', '乱堆乱放')
})
afterAll(() => server.close())

const base = '/api/villages/one'
const reversal = (reason = '录错了') => ({ id: randomUUID(), reason })
const lines = (doors: readonly string[], rule = duty) =>
  doors.map((door) => ({ id: randomUUID(), door, rule, occurredOn: day }))

interface Entered {
  postings: PostingView[]
  claims: { id: string }[]
  batch: number | null
}

async function enter(doors: readonly string[], rule = duty): Promise<Entered & { batch: number }> {
  const { status, body } = await clerk.post(`${base}/postings`, lines(doors, rule))
  expect(status).toBe(201)
  const entered = body as Entered
  if (entered.batch === null) throw new Error('the array made no batch')
  return { ...entered, batch: entered.batch }
}

async function scoreOf(door: string): Promise<number> {
  const { body } = await clerk.get(`${base}/households/${door}/passbook`)
  return (body as { score: number }).score
}

async function listed(query: string): Promise<PostingView[]> {
  const { body } = await clerk.get(`${base}/postings?${query}`)
  return (body as { items: PostingView[] }).items
}

async function batchOf(batch: number): Promise<BatchView> {
  return (await clerk.get(`${base}/batches/${batch}`)).body as BatchView
}

describe('an array of postings', () => {
  it('makes one batch, which tells what was entered', async () => {
    const { batch, postings } = await enter(['1001', '1002', '1003'])
    expect(postings.map((one) => one.batch)).toEqual([batch, batch, batch])
    expect(await batchOf(batch)).toMatchObject({
      kind: 'entry',
      lines: 3,
      postings: 3,
      points: 120,
      reversed: 0,
      waiting: 0,
      text: '应急值守',
      occurredOn: day,
    })
    const { body } = await clerk.get(`${base}/batches?limit=1`)
    expect(body).toMatchObject({ items: [{ id: batch }] })
  })

  it('gives the same batch when it is sent again', async () => {
    const request = lines(['1001', '1002'])
    const first = await clerk.post(`${base}/postings`, request)
    const again = await clerk.post(`${base}/postings`, request)
    expect(again.status).toBe(200)
    expect(again.body).toEqual(first.body)
  })

  it('leaves scores out of its batch that were written before', async () => {
    const [early, late] = lines(['1001', '1002'])
    await clerk.post(`${base}/postings`, early)
    const { body } = await clerk.post(`${base}/postings`, [early, late])
    const { postings, batch } = body as Entered
    expect(postings.map((one) => one.batch)).toEqual([null, batch])
  })

  it('is no batch when it is one posting alone', async () => {
    const { body } = await clerk.post(`${base}/postings`, lines(['1001'])[0])
    expect(body).toMatchObject({ batch: null })
  })
})

describe('taking a batch back', () => {
  it('reverses all of its postings with one reason, and lists them under the batch', async () => {
    const before = await scoreOf('1004')
    const { batch, postings } = await enter(['1004', '1005'])
    const { status, body } = await clerk.post(`${base}/batches/${batch}/reversal`, reversal('日期记错'))
    expect(status).toBe(201)
    expect(body).toMatchObject({ id: batch, lines: 2, reversed: 2 })
    expect(await scoreOf('1004')).toBe(before)
    const found = await listed(`batch=${batch}`)
    expect(found.map(({ kind, note, points }) => ({ kind, note, points }))).toEqual([
      { kind: 'reversal', note: '日期记错', points: -40 },
      { kind: 'reversal', note: '日期记错', points: -40 },
      { kind: 'award', note: null, points: 40 },
      { kind: 'award', note: null, points: 40 },
    ])
    expect(found.slice(0, 2).map(({ reverses }) => reverses)).toEqual(
      postings.map(({ seq }) => seq).reverse(),
    )
    const verified = await clerk.get(`${base}/verify`)
    expect(verified.body).toMatchObject({ holds: true })
  })

  it('does it once: the same request again answers 200 and writes nothing', async () => {
    const { batch } = await enter(['1001', '1002'])
    const request = reversal()
    await clerk.post(`${base}/batches/${batch}/reversal`, request)
    const again = await clerk.post(`${base}/batches/${batch}/reversal`, request)
    expect(again.status).toBe(200)
    expect(await listed(`batch=${batch}`)).toHaveLength(4)
  })

  it('leaves alone what was reversed singly before', async () => {
    const { batch, postings } = await enter(['1001', '1002'])
    await clerk.post(`${base}/postings/${postings[0]?.id}/reversal`, reversal())
    const { body } = await clerk.post(`${base}/batches/${batch}/reversal`, reversal())
    expect(body).toMatchObject({ reversed: 2 })
    expect(await listed(`batch=${batch}`)).toHaveLength(4)
  })

  it('answers 409 when nothing is left of it', async () => {
    const { batch } = await enter(['1001', '1002'])
    await clerk.post(`${base}/batches/${batch}/reversal`, reversal())
    const { status, body } = await clerk.post(`${base}/batches/${batch}/reversal`, reversal())
    expect(status).toBe(409)
    expect((body as Problem).code).toBe('batch-reversed')
  })

  it('takes nothing back where one line is hindered, and says which and why', async () => {
    const { batch, postings } = await enter(['1006', '1007'], mess)
    await clerk.post(`${base}/postings/${postings[1]?.id}/restore`, { ...reversal(), points: 5 })
    const { status, body } = await clerk.post(`${base}/batches/${batch}/reversal`, reversal())
    expect(status).toBe(422)
    const { code, errors } = body as Problem
    expect(code).toBe('batch-not-reversible')
    expect(errors).toMatchObject([{ door: '1007', code: 'deduction-restored' }])
    expect(await batchOf(batch)).toMatchObject({ reversed: 0 })
  })

  it("answers 404 for another village's batch", async () => {
    const { batch } = await enter(['1001', '1002'])
    await makeVillage(server, 'two')
    const other = await signedIn(server, 'clerk', 'two')
    const { status } = await other.post(`/api/villages/two/batches/${batch}/reversal`, reversal())
    expect(status).toBe(404)
    expect(await batchOf(batch)).toMatchObject({ reversed: 0 })
  })
})

describe('a batch that waits for a review', () => {
  it('is withdrawn where it still waits, and reversed where it was passed', async () => {
    await makeVillage(server, 'strict')
    const admin = await signedIn(server, 'admin', 'strict')
    const review = { roles: ['clerk'], over: null, deductions: false }
    await admin.call('PATCH', '/api/villages/strict', { review })
    const own = await signedIn(server, 'clerk', 'strict')
    const rule = await ruleId(own, 'strict', '应急值守')
    const entered = await own.post('/api/villages/strict/postings', lines(['1001', '1002'], rule))
    const { claims, batch } = entered.body as Entered
    expect(claims).toHaveLength(2)
    await admin.post('/api/villages/strict/claims/pass', { id: randomUUID(), claims: [claims[0]?.id] })
    const { body } = await own.post(`/api/villages/strict/batches/${batch}/reversal`, reversal())
    expect(body).toMatchObject({ lines: 2, postings: 1, reversed: 1, waiting: 0 })
  })
})
