import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Problem } from '../../../server/contract/fields/problem.ts'
import type { PostingView } from '../../../server/contract/scores/postings.ts'
import {
  Caller,
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
let check: number

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  await makeVillage(server, 'two', 20)
  clerk = await signedIn(server, 'clerk', 'one')
  duty = await ruleId(clerk, 'one', '应急值守')
  check = await ruleId(clerk, 'one', '庭院月检')
})
afterAll(() => server.close())

const postings = '/api/villages/one/postings'
const score = (more: object = {}) => ({
  id: randomUUID(),
  door: '1001',
  rule: duty,
  occurredOn: day,
  ...more,
})

async function count(): Promise<number> {
  const { body } = await clerk.get('/api/villages/one')
  return (body as { seq: number }).seq
}

describe('entering a score', () => {
  it('answers 201 with the posting, its seq and its hash', async () => {
    const before = await count()
    const { status, body } = await clerk.post(postings, score())
    expect(status).toBe(201)
    expect(body).toMatchObject({ seq: before + 1, door: '1001', points: 40, kind: 'award', text: '应急值守' })
    expect((body as PostingView).hash).toMatch(/^[0-9a-f]{64}$/)
  })

  it('answers 200 with the same posting when the same id comes again', async () => {
    const request = score()
    const first = await clerk.post(postings, request)
    const again = await clerk.post(postings, request)
    expect(again.status).toBe(200)
    expect(again.body).toEqual(first.body)
  })

  it('refuses with 422 when the same id comes with other content', async () => {
    const request = score()
    await clerk.post(postings, request)
    const { status, body } = await clerk.post(postings, { ...request, door: '1002' })
    expect(status).toBe(422)
    expect((body as Problem).code).toBe('id-used-before')
  })

  it("answers 404 for another village's household, in a sentence that names the door", async () => {
    const { status, body } = await clerk.post(postings, score({ door: '1015' }))
    expect(status).toBe(404)
    expect((body as Problem).detail).toContain('1015')
  })

  it('answers 401 without a session', async () => {
    const { status } = await new Caller(server.url).post(postings, score())
    expect(status).toBe(401)
  })

  it('answers 403 when the request comes from a foreign origin', async () => {
    const before = await count()
    const { status } = await clerk.post(postings, score(), { origin: 'http://elsewhere.example' })
    expect(status).toBe(403)
    expect(await count()).toBe(before)
  })

  it('takes requests from its own origin', async () => {
    const { status } = await clerk.post(postings, score(), { origin: server.url })
    expect(status).toBe(201)
  })

  it("answers 403 in a village that is not the clerk's", async () => {
    const { status } = await clerk.post('/api/villages/two/postings', score())
    expect(status).toBe(403)
  })

  it.each([
    ['no door', { door: undefined }, '请填写门牌号。'],
    ['a door that is no text', { door: 5 }, '门牌号必须是文字。'],
    ['an id that is no UUID', { id: 'abc' }, '编号的格式有误。'],
    ['an impossible date', { occurredOn: '2026-02-30' }, '日期不是有效的日期，如 2026-03-05。'],
    ['points that are no number', { points: 'many' }, '分值必须是数字。'],
    ['a whole object as rule', { rule: { id: 1 } }, '细则必须是数字。'],
  ])('refuses %s with 400 and a sentence that names the field', async (_what, change, sentence) => {
    const { status, body, headers } = await clerk.post(postings, score(change))
    expect(status).toBe(400)
    expect(headers.get('content-type')).toContain('application/problem+json')
    expect((body as Problem).detail).toBe(sentence)
  })

  it('refuses a body that is not JSON with 400', async () => {
    const response = await fetch(server.url + postings, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: clerk.cookie ?? '' },
      body: '{"id":',
    })
    expect(response.status).toBe(400)
  })

  it('explains a cap in plain words, with the lines that fill it', async () => {
    const meeting = await ruleId(clerk, 'one', '参加村民会议')
    const seqs: number[] = []
    for (let time = 0; time < 3; time += 1) {
      const { body } = await clerk.post(postings, score({ rule: meeting, door: '1009' }))
      seqs.unshift((body as PostingView).seq)
    }
    const { status, body } = await clerk.post(postings, score({ rule: meeting, door: '1009' }))
    expect(status).toBe(422)
    const lines = seqs.map((seq) => `${day.slice(5)} +20 #${seq}`).join(', ')
    expect((body as Problem).detail).toBe(`每月最多 60 分，已有 60 分 (${lines})，再记 20 分将超过上限。`)
  })

  it("speaks the caller's language", async () => {
    const { body } = await clerk.post(postings, score({ door: '9999' }), { 'accept-language': 'en-GB,en' })
    expect((body as Problem).detail).toBe('This village has no door 9999. Check the number.')
  })
})

describe('many at once', () => {
  const doors = Array.from({ length: 12 }, (_, index) => String(1001 + index))

  it('writes all lines in one go', async () => {
    const before = await count()
    const { status, body } = await clerk.post(
      postings,
      doors.map((door) => score({ door, rule: check, points: 80 })),
    )
    expect(status).toBe(201)
    expect((body as { postings: PostingView[] }).postings.map(({ seq }) => seq)).toEqual(
      doors.map((_, index) => before + 1 + index),
    )
  })

  it('writes nothing and names the line when one door is unknown', async () => {
    const before = await count()
    const lines = [...doors, '8888'].map((door) => score({ door }))
    const { status, body } = await clerk.post(postings, lines)
    expect(status).toBe(422)
    expect((body as Problem).errors).toEqual([
      {
        index: 12,
        door: '8888',
        field: '12.door',
        code: 'unknown-household',
        detail: '本村没有门牌 8888。请核对门牌号。',
      },
    ])
    expect(await count()).toBe(before)
  })

  it('refuses more than 500 lines', async () => {
    const { status } = await clerk.post(
      postings,
      Array.from({ length: 501 }, () => score()),
    )
    expect(status).toBe(400)
  })
})

describe('taking back', () => {
  it('writes a reversal that names what it reverses, and takes the points off again', async () => {
    const { body } = await clerk.post(postings, score({ door: '1011' }))
    const { id, seq } = body as PostingView
    const reversal = await clerk.post(`${postings}/${id}/reversal`, { id: randomUUID(), reason: '记错了户' })
    expect(reversal.status).toBe(201)
    expect(reversal.body).toMatchObject({ kind: 'reversal', points: -40, reverses: seq, note: '记错了户' })
  })

  it('refuses a second reversal with 409', async () => {
    const { body } = await clerk.post(postings, score())
    const path = `${postings}/${(body as PostingView).id}/reversal`
    await clerk.post(path, { id: randomUUID(), reason: '一' })
    const { status } = await clerk.post(path, { id: randomUUID(), reason: '二' })
    expect(status).toBe(409)
  })

  it('needs a reason', async () => {
    const { body } = await clerk.post(postings, score())
    const path = `${postings}/${(body as PostingView).id}/reversal`
    expect((await clerk.post(path, { id: randomUUID(), reason: ' ' })).status).toBe(400)
  })
})

describe('reading the ledger', () => {
  it('pages from the newest to the oldest without a gap', async () => {
    const seen: number[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body } = await clerk.get(`${postings}?limit=7${cursor && `&cursor=${cursor}`}`)
      const page = body as { items: PostingView[]; next: string | null }
      seen.push(...page.items.map(({ seq }) => seq))
      cursor = page.next
    }
    const total = await count()
    expect(seen).toEqual(Array.from({ length: total }, (_, index) => total - index))
  })

  it('finds the lines of one door and kind', async () => {
    const { body } = await clerk.get(`${postings}?door=1011号&kind=reversal`)
    const { items } = body as { items: PostingView[] }
    expect(items.map(({ door, kind }) => `${door} ${kind}`)).toEqual(['1011 reversal'])
  })
})
