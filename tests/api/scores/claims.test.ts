/** The review queue over HTTP: what waits is answered so, and four eyes hold whoever calls. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { listRules } from '../../../db/villages/rulebook.ts'
import type { ClaimsPassed, ClaimView } from '../../../server/contract/scores/claims.ts'
import type { PostingView } from '../../../server/contract/scores/postings.ts'
import {
  type Caller,
  day,
  makeVillage,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

let server: TestServer
let admin: Caller
let clerk: Caller
let reviewer: Caller
let second: Caller
let rule: number

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  await makeVillage(server, 'two')
  admin = await signedIn(server, 'admin', 'one')
  clerk = await signedIn(server, 'clerk', 'one')
  reviewer = await signedIn(server, 'reviewer', 'one')
  second = await signedIn(server, 'reviewer', 'one')
  const { store } = server.services
  rule = (await listRules(store, (await mustFindVillage(store, 'one')).id)).find(
    ({ text }) => text === '应急值守',
  )!.id
})
afterAll(() => server.close())

const claims = '/api/villages/one/claims'
const postings = '/api/villages/one/postings'
const asksFor = async (reviewers: number) => {
  const terms = {
    effect: 'award',
    scale: { type: 'fixed', points: 40 },
    caps: [],
    evidence: false,
    reviewers,
  }
  expect((await admin.call('PATCH', `/api/villages/one/rules/${rule}`, { terms })).status).toBe(200)
}
beforeEach(() => asksFor(1))

const request = (door = '1001') => ({ id: randomUUID(), door, rule, occurredOn: day })
async function claimed(by = clerk): Promise<string> {
  const body = request()
  expect((await by.post(postings, body)).status).toBe(202)
  return body.id
}
const pass = (ids: string[], by = reviewer) => by.post(`${claims}/pass`, { id: randomUUID(), claims: ids })
const countOf = async (id: string) =>
  ((await admin.get(`${postings}?door=1001&limit=500`)).body as { items: PostingView[] }).items.filter(
    (posting) => posting.id === id,
  ).length

describe('a score that must be reviewed', () => {
  it('is answered 202 with the claim, 200 when it is sent again', async () => {
    const body = request()
    const sent = await clerk.post(postings, body)
    expect(sent.status).toBe(202)
    expect(sent.body).toMatchObject({ id: body.id, state: 'waiting', points: 40, isOwn: true, seq: null })
    expect((await clerk.post(postings, body)).status).toBe(200)
    expect((await clerk.post(postings, { ...body, door: '1002' })).status).toBe(422)
  })

  it('stands in the queue as each may review it', async () => {
    const id = await claimed(admin)
    const seen = async (by: Caller) =>
      ((await by.get(`${claims}?state=waiting&limit=500`)).body as { items: ClaimView[] }).items.find(
        (claim) => claim.id === id,
      )?.hindrance
    expect([await seen(admin), await seen(clerk), await seen(reviewer)]).toEqual([
      'own-claim',
      'no-power',
      null,
    ])
  })
})

describe('four eyes', () => {
  it('who entered a claim cannot pass it, and is told why', async () => {
    const id = await claimed(admin)
    const refused = await pass([id], admin)
    expect(refused.status).toBe(403)
    expect((refused.body as { detail: string }).detail).toContain('须由他人评议')
    expect(await countOf(id)).toBe(0)
  })

  it('the second reviewer is not the first', async () => {
    await asksFor(2)
    const id = await claimed()
    expect((await pass([id])).body).toMatchObject({ passed: [{ id, outcome: 'first' }] })
    expect((await pass([id])).status).toBe(403)
    expect(await countOf(id)).toBe(0)
    expect((await pass([id], second)).body).toMatchObject({ passed: [{ id, outcome: 'posted' }] })
    expect(await countOf(id)).toBe(1)
  })

  it('two who press at once make one posting', async () => {
    const id = await claimed()
    const answers = await Promise.all([pass([id]), pass([id], second), pass([id]), pass([id], second)])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await countOf(id)).toBe(1)
    await asksFor(2)
    const double = await claimed()
    await Promise.all([pass([double]), pass([double], second)])
    expect(await countOf(double)).toBe(1)
  })
})

describe('passing many', () => {
  it('passes sixty with one call and names the one that cannot pass', async () => {
    const ids = await Promise.all(Array.from({ length: 60 }, () => claimed()))
    const own = await claimed(admin)
    const { body } = await pass([...ids, own], admin)
    const { passed, refused } = body as ClaimsPassed
    expect(passed).toHaveLength(60)
    expect(refused).toMatchObject([{ door: '1001', code: 'own-claim' }])
  })

  it('pages through the queue', async () => {
    const { body } = await reviewer.get(`${claims}?state=passed&limit=10&by=newest`)
    const page = body as { items: ClaimView[]; next: string; total: number }
    expect(page.items).toHaveLength(10)
    expect(page.total).toBeGreaterThanOrEqual(60)
    const next = (await reviewer.get(`${claims}?state=passed&limit=10&by=newest&cursor=${page.next}`))
      .body as {
      items: ClaimView[]
    }
    expect(next.items.map(({ id }) => id)).not.toEqual(page.items.map(({ id }) => id))
  })
})

describe('searching the queue', () => {
  beforeAll(async () => {
    for (const door of ['1002', '1003', '1012'])
      expect((await clerk.post(postings, request(door))).status).toBe(202)
  })
  const found = async (q: string, more = '') => {
    const query = `state=waiting&by=date&limit=500&q=${encodeURIComponent(q)}${more}`
    const { items, total } = (await reviewer.get(`${claims}?${query}`)).body as {
      items: ClaimView[]
      total: number
    }
    expect(total).toBe(items.length)
    return items.map(({ door }) => door)
  }

  it.each([
    ['a door', '1003号', ['1003']],
    ['how doors begin', '101', ['1012']],
    ['part of a name', '户丙', ['1003']],
    ['the initials of a name', 'sfhy', ['1002', '1012']],
    ['nobody', '无此人', []],
  ])('finds %s', async (_, q, doors) => {
    expect(await found(q)).toEqual(doors)
  })

  it('within a group', async () => {
    expect(await found('100', `&group=${encodeURIComponent('1组')}`)).toContain('1003')
    expect(await found('1002', `&group=${encodeURIComponent('1组')}`)).toEqual([])
  })
})

describe('stopping', () => {
  it('needs a reason; the author reads it', async () => {
    const id = await claimed()
    expect((await reviewer.post(`${claims}/${id}/stop`, { id: randomUUID(), reason: ' ' })).status).toBe(400)
    await reviewer.post(`${claims}/${id}/stop`, { id: randomUUID(), reason: '照片不清' })
    const { items } = (await clerk.get(`${claims}?whose=own&by=newest`)).body as { items: ClaimView[] }
    expect(items.find((claim) => claim.id === id)).toMatchObject({ state: 'stopped', reason: '照片不清' })
  })

  it('is not for another village’s reviewer', async () => {
    const id = await claimed()
    const stranger = await signedIn(server, 'admin', 'two')
    expect((await pass([id], stranger)).status).toBe(403)
    const elsewhere = await stranger.post('/api/villages/two/claims/pass', { id: randomUUID(), claims: [id] })
    expect(elsewhere.status).toBe(404)
    expect(await countOf(id)).toBe(0)
  })

  it('or the author takes it back', async () => {
    const id = await claimed()
    expect((await clerk.call('DELETE', `${claims}/${id}`)).body).toMatchObject({ state: 'withdrawn' })
    expect((await pass([id])).status).toBe(409)
  })
})
