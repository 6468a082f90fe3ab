/** Every kind of request that carries a client id, sent once, with texts as people and phones type them. */
import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { addDays, localDateAt } from '../../server/domain/calendar/calendar.ts'
import {
  Caller,
  day,
  makeUser,
  makeVillage,
  password,
  ruleId,
  signedIn,
  type TestServer,
  year,
} from '../support/server.ts'

/** One request as it was sent, and its first answer. */
export interface RecordedRequest {
  /** User name of the sender, or the door of a household. */
  by: string
  path: string
  /** JSON, or base64 of a picture. */
  body: unknown
  status: number
  answer: unknown
}

export interface Recording {
  /** User names, all with the password of the tests. */
  users: string[]
  /** Address and card of the household that sent requests. */
  door: { path: string; card: string }
  requests: RecordedRequest[]
}

/** `é` as a letter and a combining accent, which another normal form writes as one character. */
const decomposed = 'e\u0301'

/**
 * Sends the requests to a server with an empty database.
 *
 * @throws Error when a request is refused
 */
export async function sendAllKinds(server: TestServer): Promise<Recording> {
  const requests: RecordedRequest[] = []
  const send = async (by: string, caller: Caller, path: string, body: unknown): Promise<never> => {
    const { status, body: answer } = await caller.post(path, body)
    if (status !== 201 && status !== 200 && status !== 202 && status !== 204)
      throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`)
    requests.push({ by, path, body, status, answer })
    return answer as never
  }
  const users: string[] = []
  const staff = async (role: Parameters<typeof signedIn>[1], name: string) => {
    users.push(await makeUser(server, role, null, name))
    const caller = new Caller(server.url)
    await caller.post('/api/session', { username: name, password })
    return (path: string, body: unknown) => send(name, caller, `/api/villages/one/${path}`, body)
  }
  await makeVillage(server, 'one')
  const admin = await staff('admin', 'secretary')
  const clerk = await staff('clerk', 'clerk')
  const reviewer = await staff('reviewer', 'reviewer')
  const desk = await staff('desk', 'desk')
  const inspector = await staff('inspector', 'inspector')
  const secretary = await signedIn(server, 'admin', null)
  const at = (path: string) => `/api/villages/one/${path}`
  const patch = async (path: string, body: unknown) => {
    const answer = await secretary.call('PATCH', at(path), body)
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`)
  }
  const rule = (text: string) => ruleId(secretary, 'one', text)
  const today = localDateAt(Date.now(), 'Asia/Shanghai')
  const id = () => randomUUID()
  const score = async (door: string, text: string, more: object = {}) => ({
    id: id(),
    door,
    rule: await rule(text),
    occurredOn: day,
    ...more,
  })

  // Settings that let every kind happen.
  const { body: view } = await secretary.get('/api/villages/one')
  const { dimensions, groups } = view as { dimensions: { id: number }[]; groups: { id: number }[] }
  const duty = await rule('应急值守')
  await patch('', {
    residents: { proposals: true, suggestions: true },
    doorstep: { dailyDoors: null, rules: [duty] },
  })

  // Rules, households, goods, notices.
  await admin('rules', {
    id: id(),
    dimension: dimensions[0]?.id,
    text: ` 调解纠纷${decomposed} `,
    terms: { effect: 'award', scale: { type: 'fixed', points: 30 }, caps: [], evidence: false, reviewers: 1 },
  })
  await clerk('households', {
    id: id(),
    door: '２００１',
    head: `示范户${decomposed}`,
    group: '1组',
    members: 2,
    phone: ' 138 0000 0000 ',
    note: ' 外出打工，\n春节回来 ',
  })
  await clerk('households', { id: id(), door: '2002', head: '示范户戌', group: '2组' })
  await clerk('households/1012/move', { id: id(), door: '1112', group: '2组' })
  await clerk('households/1011/split', {
    id: id(),
    door: '1011-1',
    head: '示范户亥',
    group: '1组',
    share: { percent: 50 },
  })
  await clerk('households/1010/merge', { id: id(), into: '1009' })
  const goods = await admin('goods', { id: id(), name: ' 洗洁精 ', points: 10, valueCents: 500 })
  const goodsId = (goods as { id: number }).id
  await desk(`goods/${goodsId}/movements`, { id: id(), kind: 'purchase', amount: 20, note: ' 新到 ' })
  await admin('notices', {
    id: id(),
    title: ` 通知${decomposed} `,
    text: '周六打扫\n请带工具',
    startsOn: today,
    endsOn: today,
  })

  // Scores: single, many, with odd texts, reversed, restored, opening balances.
  const first = await clerk('postings', await score('1001', '参加村民会议', { note: ` 代开${decomposed} ` }))
  await clerk('postings', [
    await score('1002', '志愿服务', { units: 1.5 }),
    await score('１００３', '庭院月检', { points: 80, note: '控制\u0007字符\u0000在此' }),
    await score('1004', '应急值守', { note: '' }),
  ])
  const deduction = await clerk('postings', await score('1004', '乱堆乱放'))
  const idOf = (answer: never) => (answer as { id: string }).id
  await clerk(`postings/${idOf(deduction)}/restore`, { id: id(), points: 10, reason: ` 已整改${decomposed}` })
  await admin(`postings/${idOf(first)}/reversal`, { id: id(), reason: ` 记错了${decomposed} ` })
  await admin('openings', {
    lines: [
      { id: id(), door: '1005', points: 100 },
      { id: id(), door: '1006', points: -20 },
    ],
    reason: ' 上年结转 ',
  })

  // Claims: passed and stopped.
  const claims = await clerk('postings', [
    await score('1006', `调解纠纷${decomposed}`),
    await score('1007', `调解纠纷${decomposed}`),
  ])
  const [passed, stopped] = (claims as { claims: { id: string }[] }).claims
  await reviewer('claims/pass', { id: id(), claims: [passed?.id] })
  await reviewer(`claims/${stopped?.id}/stop`, { id: id(), reason: ` 证据不足${decomposed} ` })

  // Redemption.
  const bought = await desk('redemptions', {
    id: id(),
    door: '1005',
    lines: [{ goods: goodsId, amount: 2 }],
    total: 20,
  })
  const line = (bought as { lines: { id: number }[] }).lines[0]?.id
  await desk(`redemptions/lines/${line}/return`, { id: id(), reason: ` 换一种${decomposed}` })

  // A round: visits, a score at the door, its closing.
  const sheet = await admin('check-sheets', {
    id: id(),
    name: ` 月检${decomposed}`,
    rule: await rule('庭院月检'),
    items: [
      { key: 'tidy', text: '整洁', kind: 'points', points: 60, photo: false },
      { key: 'pile', text: ' 乱堆 ', kind: 'deduction', points: 20, photo: false },
    ],
  })
  const people = await secretary.get(at('people'))
  const person = (people.body as { items: { id: number; username: string }[] }).items.find(
    ({ username }) => username === 'inspector',
  )
  const round = await admin('rounds', {
    id: id(),
    month: today.slice(0, 7),
    name: ' 本月督导 ',
    sheet: (sheet as { id: number }).id,
    outcome: 'postings',
    assignments: [{ person: person?.id, groups: groups.map((group) => group.id) }],
  })
  const roundId = (round as { id: number }).id
  await inspector(`rounds/${roundId}/visits`, {
    id: id(),
    door: '1008',
    found: ['pile'],
    note: ` 已告知${decomposed} `,
    photos: [],
    visitedOn: today,
  })
  await inspector(`rounds/${roundId}/visits`, { id: id(), door: '1009', found: [], visitedOn: today })
  await inspector('doorstep/scores', await score('1008', '应急值守', { photos: [], note: ' 雨天值守 ' }))
  await admin(`rounds/${roundId}/closing`, { id: id(), visits: 2 })

  // Publicity: a publication, an objection by staff and one by the household, an answer.
  const publication = await admin('publications', { id: id(), closesOn: addDays(today, 10) })
  const publicationId = (publication as { id: number }).id
  const listed = await secretary.get(at('postings?limit=100'))
  const seqOf = (door: string) =>
    (listed.body as { items: { door: string; seq: number; kind: string }[] }).items.find(
      (one) => one.door === door && one.kind === 'award',
    )?.seq
  const objection = await clerk(`publications/${publicationId}/objections`, {
    id: id(),
    posting: seqOf('1002'),
    objector: ' 示范户乙 ',
    text: ` 应是两小时${decomposed}`,
  })
  await admin(`objections/${(objection as { id: string }).id}/answer`, {
    id: id(),
    outcome: 'upheld',
    reason: ` 记录无误${decomposed}`,
  })

  // A household: cards, an objection, a proposal, a suggestion and its answer.
  // Cards are not made twice by one id: their secrets are told once.
  const cards = await secretary.post(at('cards'), { id: id(), doors: ['1009', '1003'] })
  const card = (cards.body as { items: { door: string; token: string; card: string }[] }).items.find(
    ({ door }) => door === '1003',
  )
  if (!card) throw new Error('no card')
  const phone = new Caller(server.url)
  const path = `/api/doors/${card.token}`
  await phone.post(`${path}/session`, { card: card.card })
  const household = (more: string, body: unknown) => send('1003', phone, `${path}/${more}`, body)
  await household('objections', { id: id(), posting: seqOf('1003'), text: ` 分数偏低${decomposed} ` })
  await household('proposals', { id: id(), rule: duty, occurredOn: today, text: ` 值守一晚${decomposed} ` })
  const suggestion = id()
  await household('suggestions', { id: suggestion, text: ` 路灯坏了${decomposed}\n请修 ` })
  await clerk(`suggestions/${suggestion}/answer`, { id: id(), text: ` 已报修${decomposed} ` })

  // Photos, whose id stands in the address.
  const photo = await sharp({ create: { width: 16, height: 12, channels: 3, background: '#115c45' } })
    .jpeg()
    .toBuffer()
  const picture = photo.toString('base64')
  const photoPath = `/api/villages/one/photos/${id()}?door=1001`
  const sent = await secretary.call('POST', photoPath, photo, { 'content-type': 'image/jpeg' })
  if (sent.status !== 201) throw new Error(`photo: ${sent.status}`)
  requests.push({ by: 'secretary', path: photoPath, body: { picture }, status: 201, answer: sent.body })

  await closeAnotherSeason(server, requests, secretary)
  return { users, door: { path, card: card.card }, requests }
}

/** A season is closed in a village of its own, where it ends on its first day. */
async function closeAnotherSeason(
  server: TestServer,
  requests: RecordedRequest[],
  secretary: Caller,
): Promise<void> {
  await makeVillage(server, 'two', 2)
  const base = '/api/villages/two'
  const { body } = await secretary.get(`${base}/seasons`)
  const season = `${base}/seasons/${(body as { items: { id: number }[] }).items[0]?.id}`
  await secretary.call('PATCH', season, { endsOn: day })
  const closing = {
    id: randomUUID(),
    carry: { type: 'all' },
    next: { name: ' 下一年度 ', startsOn: `${year}-01-02`, endsOn: `${year}-12-31` },
  }
  const { status, body: answer } = await secretary.post(`${season}/closing`, closing)
  if (status !== 201) throw new Error(`closing: ${status}`)
  requests.push({ by: 'secretary', path: `${season}/closing`, body: closing, status, answer })
}
