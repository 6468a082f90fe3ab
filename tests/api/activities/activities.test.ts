/** Activities over HTTP: many phones at once, a network that is away for a minute, and what the public may see. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type {
  ActivityDetail,
  ActivityView,
  OwnSignInView,
} from '../../../server/contract/activities/activities.ts'
import type { CardView } from '../../../server/contract/residents/cards.ts'
import type { Board } from '../../../server/domain/board/board.ts'
import { localDateAt } from '../../../server/domain/calendar/calendar.ts'
import {
  Caller,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

const minute = 60_000
const phones = 40
const householdsOfPhone = 5

let server: TestServer
let clerk: Caller
let admin: Caller
/** When the activity begins, far from midnight, at a full code. */
const start = Date.parse(`${localDateAt(Date.now(), 'Asia/Shanghai')}T09:00:00+08:00`)

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: start })
  server = await startTestServer()
  await makeVillage(server, 'one', phones * householdsOfPhone)
  admin = await signedIn(server, 'admin', null)
  clerk = await signedIn(server, 'clerk', 'one')
})
afterAll(async () => {
  await server.close()
  vi.useRealTimers()
})
beforeEach(() => void vi.setSystemTime(start))

const base = '/api/villages/one'
const today = () => localDateAt(Date.now(), 'Asia/Shanghai')

async function opened(more: object = {}): Promise<ActivityView> {
  const plan = {
    ...{ id: randomUUID(), name: '村民大会', venue: '礼堂', heldOn: today(), starts: '09:00', ends: '11:00' },
    ...{ rule: await ruleId(clerk, 'one', '应急值守'), points: null, units: null, counts: 'household' },
    ...{ room: null, groups: [], byCode: true, wall: 'alone' },
    ...more,
  }
  const made = await clerk.post(`${base}/activities`, plan)
  expect(made.status).toBe(201)
  const { id } = made.body as ActivityView
  const { body } = await clerk.call('PATCH', `${base}/activities/${id}`, { state: 'open' })
  return body as ActivityView
}

const at = ({ id }: ActivityView, path = '') => `${base}/activities/${id}${path}`
const detail = async (activity: ActivityView) => (await clerk.get(at(activity))).body as ActivityDetail
async function code(activity: ActivityView): Promise<string> {
  return ((await clerk.get(at(activity, '/code'))).body as { code: string }).code
}

async function cardsOf(doors: readonly string[]): Promise<CardView[]> {
  const cards: CardView[] = []
  for (let from = 0; from < doors.length; from += 100) {
    const body = { id: randomUUID(), doors: doors.slice(from, from + 100) }
    cards.push(...((await admin.post(`${base}/cards`, body)).body as { items: CardView[] }).items)
  }
  return cards
}

/** A phone of one household, opened by its card. */
async function phoneOf({ token, card }: CardView): Promise<(body: object) => Promise<OwnSignInView>> {
  const phone = new Caller(server.url)
  expect((await phone.post(`/api/doors/${token}/session`, { card })).status).toBe(201)
  return async (body) => {
    const answer = await phone.post(`/api/doors/${token}/sign-ins`, body)
    expect(answer).toMatchObject({ status: 200 })
    return answer.body as OwnSignInView
  }
}

describe('two hundred households', () => {
  it('sign in within five minutes from 40 phones at once, each once, the network away for one of them', async () => {
    const activity = await opened()
    const doors = Array.from({ length: phones * householdsOfPhone }, (_, index) => String(1001 + index))
    const cards = await cardsOf(doors)
    const own = await Promise.all(cards.map(phoneOf))
    const staff = await Promise.all(Array.from({ length: 8 }, () => signedIn(server, 'inspector', 'one')))
    const away = 2
    let kept: { household: number; body: { id: string; code: string } }[] = []
    for (let passed = 0; passed < householdsOfPhone; passed += 1) {
      vi.setSystemTime(start + passed * minute)
      const now = await code(activity)
      const reads = Array.from({ length: phones }, (_, phone) => ({
        household: phone * householdsOfPhone + passed,
        body: { id: randomUUID(), code: now },
      }))
      if (passed === away) {
        kept = reads
        continue
      }
      // What was read while the network was away goes out first; each request twice, as after a lost answer.
      const all = [...kept, ...reads].flatMap((one) => [one, one])
      const late = new Set(kept.map(({ household }) => household))
      kept = []
      const answers = await Promise.all(
        all.map(async ({ household, body }) => ({ household, answer: await own[household]?.(body) })),
      )
      for (const { household, answer } of answers)
        expect(answer).toMatchObject({ isAgain: false, isLate: late.has(household), people: 1 })
      // The staff scan some of the same households besides.
      const again = reads.slice(0, staff.length).map(async ({ household }, index) =>
        staff[index]?.post(at(activity, '/sign-ins'), {
          id: randomUUID(),
          token: cards[household]?.token,
          way: 'scan',
        }),
      )
      for (const answer of await Promise.all(again)) expect(answer?.body).toMatchObject({ isAgain: true })
    }
    const seen = await detail(activity)
    expect([seen.households, seen.people]).toEqual([200, 200])
    const signIns = seen.attendants.flatMap((one) => one.signIns)
    expect(signIns).toHaveLength(200)
    expect(signIns.filter(({ isLate }) => isLate)).toHaveLength(phones)

    await clerk.call('PATCH', at(activity), { state: 'closed' })
    const settled = await clerk.post(at(activity, '/settlement'), { id: randomUUID(), people: 200 })
    const { batch } = settled.body as ActivityDetail
    expect((await clerk.get(`${base}/batches/${batch}`)).body).toMatchObject({
      kind: 'activity',
      lines: 200,
      postings: 200,
      points: 8_000,
    })
    expect((await clerk.get(`${base}/verify`)).body).toMatchObject({ holds: true })
  })
})

describe('the public', () => {
  it('sees who came as the village names them, and never the code', async () => {
    const activity = await opened()
    await clerk.post(at(activity, '/sign-ins'), { id: randomUUID(), door: '1001', way: 'hand' })
    const now = await code(activity)
    await vi.waitFor(async () => {
      const { body } = await new Caller(server.url).get(`${base}/board`)
      const { activity: shown } = body as Board
      expect(shown).toMatchObject({ id: activity.id, people: 1, arrived: [{ door: '1001', name: '示**' }] })
      for (const secret of [now, '示范户甲', 'secret']) expect(JSON.stringify(shown)).not.toContain(secret)
    })
    const { body } = await clerk.get(at(activity))
    expect(JSON.stringify(body)).not.toContain('secret')
  })

  it('sees nothing of an activity that is kept off the wall', async () => {
    const first = (await clerk.get(`${base}/activities`)).body as { items: ActivityView[] }
    for (const one of first.items.filter(({ state }) => state === 'open'))
      await clerk.call('PATCH', at(one), { state: 'closed' })
    await opened({ wall: 'off' })
    await vi.waitFor(async () => {
      const { body } = await new Caller(server.url).get(`${base}/board`)
      expect((body as Board).activity).toBeNull()
    })
  })
})

describe('a household', () => {
  it('that guesses codes must wait', async () => {
    await opened()
    const [card] = await cardsOf(['1002'])
    const phone = new Caller(server.url)
    await phone.post(`/api/doors/${card?.token}/session`, { card: card?.card })
    const statuses: number[] = []
    for (let guess = 0; guess < 21; guess += 1) {
      const body = { id: randomUUID(), code: String(guess).padStart(6, '0') }
      statuses.push((await phone.post(`/api/doors/${card?.token}/sign-ins`, body)).status)
    }
    expect([...new Set(statuses)]).toEqual([422, 429])
  })

  it('sees in its passbook what it may come to', async () => {
    await opened({ name: '夜校', wall: 'off' })
    const [card] = await cardsOf(['1003'])
    const phone = new Caller(server.url)
    await phone.post(`/api/doors/${card?.token}/session`, { card: card?.card })
    const { status, body } = await phone.get(`/api/doors/${card?.token}/passbook`)
    expect([status, body]).toMatchObject([200, {}])
    expect((body as { activities: { name: string; isOpen: boolean }[] }).activities).toContainEqual(
      expect.objectContaining({ name: '夜校', isOpen: true, byCode: true, people: 0 }),
    )
  })
})

it('exports who came and who did not', async () => {
  const activity = await opened()
  const { status, headers } = await clerk.get(at(activity, '/attendance.xlsx'))
  expect(status).toBe(200)
  expect(decodeURIComponent(headers.get('content-disposition') ?? '')).toContain('活动签到')
})
