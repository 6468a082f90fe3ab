/** Behind a door's QR code: what anybody sees, how a household comes in, and who never does. */
import { randomUUID } from 'node:crypto'
import type * as Argon2 from '@node-rs/argon2'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PublicationView } from '../../../server/contract/publicity/publicity.ts'
import type { CardView } from '../../../server/contract/residents/cards.ts'
import type { DoorView, PublicHousehold } from '../../../server/contract/residents/doors.ts'
import type { OwnPassbook } from '../../../server/contract/residents/ownPassbook.ts'
import type { SuggestionView } from '../../../server/contract/residents/suggestions.ts'
import type { Board } from '../../../server/domain/board/board.ts'
import { addDays, localDateAt } from '../../../server/domain/calendar/calendar.ts'
import {
  Caller,
  day,
  makeVillage,
  recordedLog,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

/** How often a code was really held against its hash. */
const evaluations = vi.hoisted(() => ({ count: 0 }))
vi.mock('@node-rs/argon2', async (load) => {
  const argon2 = await load<typeof Argon2>()
  return {
    ...argon2,
    verify: (...given: Parameters<typeof argon2.verify>) => {
      evaluations.count += 1
      return argon2.verify(...given)
    },
  }
})

let server: TestServer
let admin: Caller
let clerk: Caller
let reviewer: Caller
const { log, lines: logged } = recordedLog()
let villages = 0
/** A village of each test's own. */
let slug = ''

beforeAll(async () => {
  server = await startTestServer({ log })
  admin = await signedIn(server, 'admin', null)
  clerk = await signedIn(server, 'clerk', null)
  reviewer = await signedIn(server, 'reviewer', null)
})
afterAll(() => server.close())
beforeEach(async () => {
  villages += 1
  slug = `v${villages}`
  await makeVillage(server, slug, 4)
})

const at = (path: string) => `/api/villages/${slug}/${path}`

async function makeCards(...doors: string[]): Promise<CardView[]> {
  const { status, body } = await admin.post(at('cards'), { id: randomUUID(), doors })
  expect(status).toBe(201)
  return (body as { items: CardView[] }).items
}

/** A card of one door, and a phone that has it. */
async function cardOf(door = '1001') {
  const [card] = await makeCards(door)
  return { ...card!, path: `/api/doors/${card!.token}`, phone: new Caller(server.url) }
}

/** A phone that was let in by its card. */
async function openedDoor(door = '1001') {
  const made = await cardOf(door)
  expect((await made.phone.post(`${made.path}/session`, { card: made.card })).status).toBe(201)
  return made
}

async function score(door: string, text = '应急值守'): Promise<void> {
  const rule = await ruleId(clerk, slug, text)
  const { status } = await clerk.post(at('postings'), {
    id: randomUUID(),
    door,
    rule,
    occurredOn: day,
    note: '秘密备注',
  })
  expect(status).toBe(201)
}

async function publish(): Promise<PublicationView> {
  const closesOn = addDays(localDateAt(Date.now(), 'Asia/Shanghai'), 9)
  const { body } = await admin.post(at('publications'), { id: randomUUID(), closesOn })
  return body as PublicationView
}

async function passbook(path: string, phone: Caller): Promise<OwnPassbook> {
  const { status, body } = await phone.get(`${path}/passbook`)
  expect(status).toBe(200)
  return body as OwnPassbook
}

const codeOf = (answer: { body: unknown }) => (answer.body as { code: string }).code
const wrong = (code: string) => (code === '123456' ? '654321' : '123456')

describe('a household looked up by its door', () => {
  const read = async (door: string) => new Caller(server.url).get(at(`board/${encodeURIComponent(door)}`))

  it('is what the board shows of it, for anybody, however the door is typed', async () => {
    const { body: board } = await new Caller(server.url).get(at('board'))
    const { households } = board as Board
    const shown = households.find(({ door }) => door === '1002')!
    for (const typed of ['1002', '１００２号', ' 示范一村1002号 ']) {
      const { status, body } = await read(typed)
      expect(status).toBe(200)
      const { door, name, score, month } = body as PublicHousehold
      expect({ door, name, score, month }).toEqual({
        door: '1002',
        name: shown.name,
        score: shown.score,
        month: shown.month,
      })
    }
  })

  it('has no name where the village shows doors alone', async () => {
    expect((await read('1001')).body).toMatchObject({ name: '示**' })
    await admin.call('PATCH', `/api/villages/${slug}`, { privacy: 'door' })
    expect((await read('1001')).body).toMatchObject({ name: null })
  })

  it('carries no account, no token, and not the full name', async () => {
    await admin.call('PATCH', at('households/1001'), { phone: '秘密电话', note: '秘密说明' })
    const text = JSON.stringify((await read('1001')).body)
    for (const secret of ['示范户', '秘密', 'balance', 'token', 'isOpen']) expect(text).not.toContain(secret)
  })

  it('is refused with a sentence where there is none', async () => {
    const { status, body } = await read('9999')
    expect(status).toBe(404)
    expect((body as { detail: string }).detail).toBe('本村没有门牌 9999。请核对门牌号。')
  })
})

describe('a stranger at a door', () => {
  it('sees what the wall shows of the household', async () => {
    await score('1001')
    await publish()
    const { path } = await cardOf('1001')
    const { body } = await new Caller(server.url).get(path)
    expect(body).toMatchObject({
      village: { slug, name: '示范一村' },
      door: '1001',
      name: '示**',
      group: '1组',
      score: 40,
      rank: 1,
      households: 4,
      tieBreakers: ['志愿服务'],
      settings: { proposals: false, suggestions: true },
      isOpen: false,
      worker: false,
    } satisfies Partial<DoorView>)
    const { byDimension, rules, publicity } = body as DoorView
    expect(publicity).toMatchObject([{ lines: 1, daysLeft: 10 }])
    expect(byDimension.map(({ points }) => points)).toEqual([0, 0, 0, 0, 40])
    expect(rules).toHaveLength(5)
  })

  it('learns nothing that is private, of the household or who wrote about it', async () => {
    const opened = await openedDoor('1001')
    await clerk.call('PATCH', at('households/1001'), {
      head: '秘密户主',
      phone: '秘密电话',
      note: '秘密说明',
      members: 7,
    })
    await score('1001')
    await opened.phone.post(`${opened.path}/suggestions`, { id: randomUUID(), text: '秘密留言' })
    const { body } = await new Caller(server.url).get(opened.path)
    const text = JSON.stringify(body)
    for (const secret of ['秘密户主', '秘密电话', '秘密说明', '秘密备注', '秘密留言', 'clerk-', opened.code])
      expect(text).not.toContain(secret)
    expect(text).toContain('秘**')
    expect(codeOf(await new Caller(server.url).get(`${opened.path}/passbook`))).toBe('no-door-session')
  })

  it('with an old or made-up token is told so', async () => {
    const { path } = await cardOf('1001')
    await admin.post(at('plates/1001/renewal'), undefined)
    for (const one of [path, '/api/doors/none']) {
      const answer = await new Caller(server.url).get(one)
      expect([answer.status, codeOf(answer)]).toEqual([404, 'unknown-door-code'])
    }
  })

  it('is told apart from those who score at doors', async () => {
    const { path } = await cardOf('1001')
    const isWorker = async (caller: Caller) => ((await caller.get(path)).body as DoorView).worker
    expect(await isWorker(await signedIn(server, 'inspector', slug))).toBe(true)
    expect(await isWorker(await signedIn(server, 'clerk', slug))).toBe(false)
    await makeVillage(server, `${slug}-other`, 1)
    expect(await isWorker(await signedIn(server, 'inspector', `${slug}-other`))).toBe(false)
  })
})

describe('a household', () => {
  it('comes in by its card or its code, and stays in until it goes', async () => {
    const { path, phone, card, code, token } = await cardOf('1001')
    expect((await phone.post(`${path}/session`, { code: wrong(code) })).body).toMatchObject({
      code: 'wrong-code',
      detail: expect.stringContaining('4'),
    })
    const { headers, status } = await phone.post(`${path}/session`, { code })
    expect(status).toBe(201)
    const cookie = headers.getSetCookie().join()
    expect(cookie).toMatch(/^yiping_door=/)
    expect(cookie).toContain(`Path=/api/doors/${token}`)
    expect(cookie).toContain('HttpOnly')
    expect(cookie).toContain('SameSite=Lax')
    expect(((await phone.get(path)).body as DoorView).isOpen).toBe(true)
    const held = phone.doorCookie
    expect((await phone.call('DELETE', `${path}/session`)).status).toBe(204)
    phone.doorCookie = held
    expect((await phone.get(`${path}/passbook`)).status).toBe(401)
    expect((await phone.post(`${path}/session`, { card })).status).toBe(201)
    expect((await phone.get(`${path}/passbook`)).status).toBe(200)
  })

  it('comes in by door number and code without the plate; a door that there is not looks like a wrong code', async () => {
    const { path, phone, code, token } = await cardOf('1001')
    const enter = (door: string, given: string) => phone.post(at('door-session'), { door, code: given })
    expect(await enter('１００１号', code)).toMatchObject({ status: 201, body: { token } })
    expect((await passbook(path, phone)).door).toBe('1001')
    const tried = async (door: string, given: string) => {
      const before = evaluations.count
      const { status, body } = await enter(door, given)
      const { requestId: _request, ...problem } = body as { requestId: string }
      return { status, problem, evaluated: evaluations.count - before }
    }
    // Of the five tries one is used already.
    await enter('9999', code)
    for (let one = 0; one < 5; one += 1)
      expect(await tried('9999', code)).toEqual(await tried('1001', wrong(code)))
    expect(codeOf(await enter('9999', code))).toBe('code-locked')
    // A door without a card is no other.
    expect(codeOf(await enter('1004', code))).toBe('wrong-code')
  })

  it('reads its whole account, and nothing that staff keep to themselves', async () => {
    await score('1001')
    await score('1001', '乱堆乱放')
    await score('1002')
    await clerk.call('PATCH', at('households/1001'), { phone: '秘密电话', note: '秘密说明' })
    const { path, phone } = await openedDoor('1001')
    const book = await passbook(path, phone)
    expect(book).toMatchObject({ head: '示范户甲', door: '1001', score: 20, balance: 20, onHold: 0, rank: 2 })
    expect(book.lines.map(({ text, points, balance }) => [text, points, balance])).toEqual([
      ['乱堆乱放', -20, 20],
      ['应急值守', 40, 40],
    ])
    const text = JSON.stringify(book)
    for (const secret of ['秘密', '1002', 'clerk-', 'recordedBy']) expect(text).not.toContain(secret)
  })

  it('is no other household, and is none where it has no card', async () => {
    const { phone } = await openedDoor('1001')
    const { path } = await cardOf('1002')
    expect((await phone.get(`${path}/passbook`)).status).toBe(401)
    expect(((await phone.get(path)).body as DoorView).isOpen).toBe(false)
  })

  it('objects to its own lines while they are published, and reads the answer', async () => {
    await score('1001')
    await score('1002')
    const { path, phone } = await openedDoor('1001')
    const object = (posting: number, id = randomUUID() as string) =>
      phone.post(`${path}/objections`, { id, posting, text: '那天我们只去了半天' })
    expect(codeOf(await object(1))).toBe('not-published-now')
    const { id: publication } = await publish()
    expect((await passbook(path, phone)).lines[0]?.objectable).toMatchObject({ number: expect.any(String) })
    expect(codeOf(await object(2))).toBe('unknown-posting')
    const id = randomUUID()
    expect((await object(1, id)).status).toBe(204)
    expect((await object(1, id)).status).toBe(204)
    expect(codeOf(await object(1))).toBe('objected-before')
    const sheet = (await reviewer.get(at(`publications/${publication}`))).body as {
      objections: { id: string; source: string; objector: string }[]
    }
    expect(sheet.objections).toMatchObject([{ id, source: 'resident', objector: '1001号' }])
    expect((await passbook(path, phone)).lines[0]).toMatchObject({
      objectable: null,
      objection: { state: 'open', reason: null },
    })
    const answer = { id: randomUUID(), outcome: 'changed', reason: '按半天计', points: 20 }
    expect((await reviewer.post(at(`objections/${id}/answer`), answer)).status).toBe(200)
    const { lines, score: total } = await passbook(path, phone)
    expect(total).toBe(20)
    expect(lines.find(({ seq }) => seq === 1)).toMatchObject({
      objection: { state: 'changed', reason: '按半天计', newPoints: 20 },
      reversedBy: 3,
    })
  })

  it('writes to the village, three times before an answer', async () => {
    const { path, phone } = await openedDoor('1001')
    const suggest = (text: string, id = randomUUID() as string) =>
      phone.post(`${path}/suggestions`, { id, text })
    const id = randomUUID()
    for (const text of ['路灯坏了', '路灯坏了']) expect((await suggest(text, id)).status).toBe(204)
    expect(codeOf(await suggest('别的', id))).toBe('id-used-before')
    await suggest('二')
    await suggest('三')
    expect(codeOf(await suggest('四'))).toBe('suggestions-enough')
    const { items } = (await clerk.get(at('suggestions?state=open'))).body as { items: SuggestionView[] }
    expect(items.map(({ text, door }) => [text, door])).toEqual([
      ['路灯坏了', '1001'],
      ['二', '1001'],
      ['三', '1001'],
    ])
    const searched = async (q: string) =>
      ((await clerk.get(at(`suggestions?q=${encodeURIComponent(q)}`))).body as { items: unknown[] }).items
    expect([await searched('1001号'), await searched('无此人')]).toMatchObject([items, []])
    const answer = { id: randomUUID(), text: '周五修' }
    expect((await clerk.post(at(`suggestions/${id}/answer`), answer)).status).toBe(200)
    expect((await clerk.post(at(`suggestions/${id}/answer`), answer)).status).toBe(200)
    expect(codeOf(await clerk.post(at(`suggestions/${id}/answer`), { ...answer, id: randomUUID() }))).toBe(
      'suggestion-answered',
    )
    expect((await passbook(path, phone)).suggestions.at(-1)).toMatchObject({
      text: '路灯坏了',
      answer: '周五修',
    })
    expect((await suggest('四')).status).toBe(204)
    await admin.call('PATCH', `/api/villages/${slug}`, {
      residents: { proposals: false, suggestions: false },
    })
    expect(codeOf(await suggest('五'))).toBe('suggestions-off')
  })
})

describe('a proposal', () => {
  const propose = async (
    { path, phone }: { path: string; phone: Caller },
    rule: string,
    more: { id?: string; units?: number; photos?: string[]; text?: string } = {},
  ) =>
    phone.post(`${path}/proposals`, {
      id: randomUUID(),
      rule: await ruleId(clerk, slug, rule),
      occurredOn: day,
      text: '我们家做的',
      ...more,
    })
  const allow = () =>
    admin.call('PATCH', `/api/villages/${slug}`, { residents: { proposals: true, suggestions: true } })

  it('waits for a review where the village takes any, by rules that leave no judgement', async () => {
    const opened = await openedDoor('1001')
    expect(codeOf(await propose(opened, '应急值守'))).toBe('proposals-off')
    await allow()
    const id = randomUUID()
    expect((await propose(opened, '志愿服务', { id, units: 2 })).status).toBe(204)
    expect((await propose(opened, '志愿服务', { id, units: 2 })).status).toBe(204)
    expect(codeOf(await propose(opened, '志愿服务', { id, units: 3 }))).toBe('id-used-before')
    for (const rule of ['庭院月检', '乱堆乱放'])
      expect(codeOf(await propose(opened, rule))).toBe('not-proposable')
    const { items } = (await reviewer.get(at('claims?state=waiting'))).body as {
      items: { id: string; source: string; claimedBy: string; reviewers: number; note: string }[]
    }
    expect(items).toMatchObject([
      { id, source: 'resident', claimedBy: '住户 1001', reviewers: 1, note: '我们家做的' },
    ])
    const book = await passbook(opened.path, opened.phone)
    expect(book.claims).toMatchObject([{ id, points: 20, state: 'waiting', isOwn: true }])
    expect(book.proposable.map(({ text }) => text)).toEqual(['参加村民会议', '志愿服务', '应急值守'])
    expect((await reviewer.post(at('claims/pass'), { id: randomUUID(), claims: [id] })).status).toBe(200)
    const after = await passbook(opened.path, opened.phone)
    expect([after.score, after.claims, after.lines.length]).toEqual([20, [], 1])
  })

  it('is one of three at most, counts for the caps, and can be taken back by its household alone', async () => {
    await allow()
    const opened = await openedDoor('1001')
    const other = await openedDoor('1002')
    const ids = [randomUUID(), randomUUID(), randomUUID()]
    for (const id of ids) expect((await propose(opened, '参加村民会议', { id })).status).toBe(204)
    expect(codeOf(await propose(opened, '应急值守'))).toBe('proposals-enough')
    const withdraw = ({ path, phone }: typeof opened) => phone.call('DELETE', `${path}/proposals/${ids[0]}`)
    expect(codeOf(await withdraw(other))).toBe('unknown-claim')
    await propose(other, '参加村民会议', { id: randomUUID() })
    expect((await withdraw(opened)).status).toBe(204)
    expect((await withdraw(opened)).status).toBe(204)
    await propose(opened, '参加村民会议')
    // Three wait, which is all that a month gives.
    expect(
      codeOf(
        await clerk.post(at('postings'), {
          id: randomUUID(),
          door: '1001',
          rule: await ruleId(clerk, slug, '参加村民会议'),
          occurredOn: day,
        }),
      ),
    ).toBe('cap-points')
    await reviewer.post(at(`claims/${ids[1]}/stop`), { id: randomUUID(), reason: '没有签到' })
    expect((await passbook(opened.path, opened.phone)).claims.at(-1)).toMatchObject({
      state: 'stopped',
      reason: '没有签到',
    })
  })

  it('has a photo where the rule wants evidence, and another household does not see it', async () => {
    await allow()
    const opened = await openedDoor('1001')
    const other = await openedDoor('1002')
    const rule = await ruleId(clerk, slug, '应急值守')
    const terms = {
      effect: 'award',
      scale: { type: 'fixed', points: 40 },
      caps: [],
      evidence: true,
      reviewers: 0,
    }
    expect((await admin.call('PATCH', at(`rules/${rule}`), { terms })).status).toBe(200)
    expect(codeOf(await propose(opened, '应急值守'))).toBe('proposal-photo')
    const photo = randomUUID()
    const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#557' } })
      .png()
      .toBuffer()
    const send = ({ path, phone }: typeof opened) =>
      phone.call('POST', `${path}/photos/${photo}`, picture, { 'content-type': 'image/png' })
    expect((await send(opened)).status).toBe(201)
    expect(codeOf(await send(other))).toBe('id-used-before')
    expect(codeOf(await propose(other, '应急值守', { photos: [photo] }))).toBe('unknown-photo')
    expect((await propose(opened, '应急值守', { photos: [photo] })).status).toBe(204)
    expect((await passbook(opened.path, opened.phone)).claims[0]?.photos).toEqual([photo])
    const own = await opened.phone.get(`${opened.path}/photos/${photo}`)
    expect([own.status, own.headers.get('content-type')]).toEqual([200, 'image/webp'])
    expect(codeOf(await other.phone.get(`${other.path}/photos/${photo}`))).toBe('unknown-photo')
    expect((await new Caller(server.url).get(`${opened.path}/photos/${photo}`)).status).toBe(401)
  })
})

describe('cards', () => {
  it('are told once: again under the same id while the server remembers, and never for other doors', async () => {
    const id = randomUUID()
    const make = (doors: string[]) => admin.post(at('cards'), { id, doors })
    const first = await make(['1001', '1002'])
    expect(first.headers.get('cache-control')).toBe('no-store')
    expect((await make(['1001', '1002'])).body).toEqual(first.body)
    expect(codeOf(await make(['1003']))).toBe('id-used-before')
    expect(codeOf(await admin.post(at('cards'), { id: randomUUID(), doors: ['1001', '9999'] }))).toBe(
      'unknown-household',
    )
  })

  it('end those before them', async () => {
    const old = await openedDoor('1001')
    const [fresh] = await makeCards('1001')
    expect((await old.phone.get(`${old.path}/passbook`)).status).toBe(401)
    expect(codeOf(await old.phone.post(`${old.path}/session`, { card: old.card }))).toBe('wrong-card')
    expect((await old.phone.post(`${old.path}/session`, { card: fresh?.card })).status).toBe(201)
  })
})

describe('guessing', () => {
  // All ten thousand in the long run of faults.
  const guesses = Number(process.env['YIPING_GUESSES'] ?? 600)

  it('a code from fifty addresses has five tries an hour, and the card opens the door meanwhile', async () => {
    const { path, phone, card, code } = await cardOf('1001')
    const guesser = new Caller(server.url)
    const before = evaluations.count
    const answers = new Map<string, number>()
    const guess = async (number: number) => {
      const guessed = String(number).padStart(6, '0')
      const answer = await guesser.post(
        `${path}/session`,
        { code: guessed === code ? '999999' : guessed },
        { 'x-forwarded-for': `10.1.0.${number % 50}` },
      )
      answers.set(codeOf(answer), (answers.get(codeOf(answer)) ?? 0) + 1)
    }
    for (let from = 0; from < guesses; from += 100) {
      await Promise.all(
        Array.from({ length: Math.min(100, guesses - from) }, (_, index) => guess(from + index)),
      )
      if (from === 100) expect((await phone.post(`${path}/session`, { card })).status).toBe(201)
    }
    expect(evaluations.count - before).toBe(5)
    expect(answers.get('code-locked')).toBe(guesses - 5)
    expect(guesser.doorCookie).toBeNull()
    expect((await phone.get(`${path}/passbook`)).status).toBe(200)
    // A right code is no better than a wrong one now.
    expect(codeOf(await guesser.post(`${path}/session`, { code }))).toBe('code-locked')
  }, 120_000)
})

describe('the log', () => {
  it('has no token and no secret, at its most talkative', async () => {
    await score('1001')
    await publish()
    const { path, phone, card, code, token } = await openedDoor('1001')
    await phone.get(path)
    await phone.post(`${path}/session`, { code })
    await phone.post(`${path}/session`, { code: wrong(code) })
    await phone.post(at('door-session'), { door: '1001', code })
    await passbook(path, phone)
    await phone.post(`${path}/objections`, { id: randomUUID(), posting: 1, text: '秘密异议' })
    await phone.post(`${path}/suggestions`, { id: randomUUID(), text: '秘密留言' })
    const session = phone.doorCookie?.split('=')[1] ?? ''
    await phone.call('DELETE', `${path}/session`)
    const text = logged.join('\n')
    for (const secret of [token, card, code, session, '秘密']) expect(text).not.toContain(secret)
    expect(text).toContain('/api/doors/:token/session')
  })
})
