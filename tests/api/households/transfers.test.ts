/** Moving, splitting and merging households over HTTP, with previews and histories. */
import { randomUUID } from 'node:crypto'
import { beforeAll, afterAll, describe, expect, it } from 'vitest'
import type {
  HistoryView,
  HouseholdView,
  TransferView,
} from '../../../server/contract/households/households.ts'
import type { Board } from '../../../server/domain/board/board.ts'
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
let count = 0
const households = '/api/villages/one/households'

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  clerk = await signedIn(server, 'clerk', 'one')
})
afterAll(() => server.close())

/** A household of its own for each test, with 40 points. */
async function scored(): Promise<string> {
  const door = `7${(count += 1)}`
  await clerk.post(households, { id: randomUUID(), door, head: '示范户', group: '3组' })
  const rule = await ruleId(clerk, 'one', '应急值守')
  await clerk.post('/api/villages/one/postings', { id: randomUUID(), door, rule, occurredOn: day })
  return door
}
const read = async (door: string) => (await clerk.get(`${households}/${door}`)).body as HouseholdView
const kinds = async (door: string) =>
  ((await clerk.get(`${households}/${door}/history`)).body as { items: HistoryView[] }).items.map(
    ({ kind, by }) => [kind, by !== null],
  )
const board = async () => (await clerk.get('/api/villages/one/board')).body as Board

describe('a move', () => {
  it('is answered the same when it comes again by the old door', async () => {
    const door = await scored()
    const move = { id: randomUUID(), door: `${door}-9`, group: '4组' }
    const first = await clerk.post(`${households}/${door}/move`, move)
    const again = await clerk.post(`${households}/${door}/move`, move)
    expect([first.status, again.status]).toEqual([200, 200])
    expect(again.body).toEqual(first.body)
    expect(await kinds(`${door}-9`)).toEqual([
      ['moved', true],
      ['created', true],
    ])
    expect((await clerk.get(`${households}/${door}`)).status).toBe(404)
  })
})

describe('a split', () => {
  it('is previewed, made once, and seen on the public board', async () => {
    const door = await scored()
    const body = { id: randomUUID(), door: `${door}-2`, head: '分户', group: '3组', share: { percent: 25 } }
    const preview = await clerk.post(`${households}/${door}/split/preview`, body)
    expect((preview.body as TransferView).moved).toEqual({ score: 10, balance: 10 })
    const statuses = [
      await clerk.post(`${households}/${door}/split`, body),
      await clerk.post(`${households}/${door}/split`, body),
    ]
    expect(statuses.map(({ status }) => status)).toEqual([201, 200])
    const scores = (await board()).households
      .filter((one) => one.door.startsWith(door))
      .map(({ score }) => score)
    expect(scores).toEqual([30, 10])
  })

  it('says in a sentence why it cannot be', async () => {
    const door = await scored()
    const share = { score: 41, balance: 0 }
    const body = { id: randomUUID(), door: `${door}-2`, head: '分户', group: '3组', share }
    const refused = await clerk.post(`${households}/${door}/split/preview`, body)
    expect(refused).toMatchObject({ status: 422, body: { code: 'share-too-large' } })
    expect((refused.body as { detail: string }).detail).toMatch(/40/)
  })
})

describe('a merge', () => {
  it('closes the household: off the board and the list, not to be scored, still readable', async () => {
    const [door, into] = [await scored(), await scored()]
    const id = randomUUID()
    expect((await clerk.post(`${households}/${door}/merge`, { id, into })).status).toBe(201)
    expect((await clerk.post(`${households}/${door}/merge`, { id, into })).status).toBe(200)
    expect(await read(door)).toMatchObject({ score: 0, rank: 0, mergedInto: into })
    expect(await read(into)).toMatchObject({ score: 80, balance: 80 })
    expect((await board()).households.map((one) => one.door)).not.toContain(door)
    const listed = async (closed: boolean) =>
      ((await clerk.get(`${households}?q=${door}&closed=${closed}`)).body as { items: HouseholdView[] }).items
    expect((await listed(false)).map((one) => one.door)).not.toContain(door)
    expect((await listed(true)).map((one) => one.door)).toContain(door)
    const rule = await ruleId(clerk, 'one', '应急值守')
    const scoring = await clerk.post('/api/villages/one/postings', {
      id: randomUUID(),
      door,
      rule,
      occurredOn: day,
    })
    expect(scoring).toMatchObject({ status: 409, body: { code: 'household-closed' } })
    expect((await clerk.get(`${households}/${door}/passbook`)).status).toBe(200)
    expect((await clerk.get('/api/villages/one/verify')).body).toMatchObject({ holds: true })
  })
})

describe('consent', () => {
  it('is in the history with the day and how it was given', async () => {
    const door = await scored()
    const agreement = { on: day, how: '书面同意书' }
    await clerk.call('PATCH', `${households}/${door}`, { consented: true, agreement })
    const { items } = (await clerk.get(`${households}/${door}/history`)).body as { items: HistoryView[] }
    expect(items[0]).toMatchObject({ kind: 'consented', details: agreement })
  })
})
