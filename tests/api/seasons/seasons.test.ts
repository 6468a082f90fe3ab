import { randomUUID } from 'node:crypto'
import readXlsxFile from 'read-excel-file/node'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { verifyVillage } from '../../../db/ledger/proof/verify.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import type { Problem } from '../../../server/contract/fields/problem.ts'
import type { PostingView } from '../../../server/contract/scores/postings.ts'
import type { ClosingPreview, Honours, SeasonEntry } from '../../../server/contract/seasons/seasons.ts'
import type { Board } from '../../../server/domain/board/board.ts'
import { valuesOf } from '../../support/db/values.ts'
import {
  type Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
  year,
} from '../../support/server.ts'

let server: TestServer
let secretary: Caller
let clerk: Caller
let duty: number
/** A new village for each test, by its slug and its address. */
let slug = ''
let base = ''
let villages = 0

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  villages += 1
  slug = `v${villages}`
  base = `/api/villages/${slug}`
  await makeVillage(server, slug)
  secretary = await signedIn(server, 'admin', slug)
  clerk = await signedIn(server, 'clerk', slug)
  duty = await ruleId(clerk, slug, '应急值守')
})

const nextDay = `${year}-01-02`
const next = { name: '下一年度', startsOn: nextDay, endsOn: `${year}-12-31` }
const closing = (more: object = {}) => ({ id: randomUUID(), carry: { type: 'none' }, next, ...more })
const score = (door: string, more: object = {}) => ({
  id: randomUUID(),
  door,
  rule: duty,
  occurredOn: day,
  ...more,
})
const codeOf = ({ body }: { body: unknown }) => (body as Problem).code

async function seasons(): Promise<SeasonEntry[]> {
  return ((await secretary.get(`${base}/seasons`)).body as { items: SeasonEntry[] }).items
}

/** Lets the season end on its first day, so that it is over; gives its address. */
async function overSeason(): Promise<string> {
  const path = `${base}/seasons/${(await seasons())[0]?.id}`
  expect((await secretary.call('PATCH', path, { endsOn: day })).status).toBe(200)
  return path
}

describe('closing a season', () => {
  it('is previewed, done once, and shown to everybody', async () => {
    await clerk.post(`${base}/postings`, [score('1001'), score('1001'), score('1002')])
    const path = await overSeason()
    const preview = await secretary.post(`${path}/closing/preview`, { carry: { type: 'upTo', points: 50 } })
    expect(preview.body as ClosingPreview).toMatchObject({
      households: 12,
      balance: 120,
      carried: 90,
      expired: 30,
      losing: [{ door: '1001', balance: 80, carried: 50 }],
      hindrances: [],
      next: { startsOn: nextDay },
    })
    const request = closing({ carry: { type: 'upTo', points: 50 }, expires: 30 })
    const first = await secretary.post(`${path}/closing`, request)
    expect(first.status).toBe(201)
    expect(first.body).toMatchObject({
      closed: { state: 'closed', closing: { expired: 30, losing: 1 } },
      opened: { ...next, state: 'active' },
    })
    const again = await secretary.post(`${path}/closing`, request)
    expect(again).toMatchObject({ status: 200, body: first.body as object })
    const other = await secretary.post(`${path}/closing`, closing())
    expect([other.status, codeOf(other)]).toEqual([409, 'season-closed'])
    const board = (await clerk.get(`${base}/board`)).body as Board
    expect(board.season.name).toBe(next.name)
    expect(board.households.every(({ score: points }) => points === 0)).toBe(true)
    const passbook = (await clerk.get(`${base}/households/1001/passbook`)).body as {
      lines: PostingView[]
      household: { balance: number }
    }
    expect(passbook.household.balance).toBe(50)
    expect(passbook.lines.map(({ kind, points }) => [kind, points])).toEqual([
      ['carry', -30],
      ['award', 40],
      ['award', 40],
    ])
  })

  it('is refused before its last day, in a sentence', async () => {
    const [season] = await seasons()
    await secretary.call('PATCH', `${base}/seasons/${season?.id}`, { endsOn: `${year + 1}-12-31` })
    const refused = await secretary.post(`${base}/seasons/${season?.id}/closing`, closing())
    expect((refused.body as Problem).detail).toContain(`${year + 1}-12-31`)
    expect(refused.status).toBe(409)
  })

  it('never comes between the lines of those who enter meanwhile', async () => {
    const path = await overSeason()
    let closed = false
    const outcomes: (number | string)[] = []
    const load = Array.from({ length: 4 }, async (_, at) => {
      for (let extra = 0; extra < 5; extra += closed ? 1 : 0) {
        const answer = await clerk.post(`${base}/postings`, [score(`100${at + 1}`), score(`100${at + 5}`)])
        outcomes.push(answer.status === 201 ? 201 : codeOf(answer))
      }
    })
    while (outcomes.length < 20) await new Promise((resolve) => setImmediate(resolve))
    const results = await Promise.all([1, 2].map(() => secretary.post(`${path}/closing`, closing())))
    closed = true
    await Promise.all(load)
    expect(results.map(({ status }) => status).sort()).toEqual([201, 409])
    expect(new Set(outcomes)).toEqual(new Set([201, 'lines-refused']))
    const { store } = server.services
    const village = await mustFindVillage(store, slug)
    const kinds = await valuesOf<string>(
      store,
      'SELECT kind FROM postings WHERE village_id = ? ORDER BY seq',
      village.id,
    )
    const carries = kinds.length - kinds.indexOf('carry')
    expect(kinds.slice(-carries)).toEqual(new Array(8).fill('carry'))
    expect(kinds.filter((kind) => kind === 'award')).toHaveLength(
      2 * outcomes.filter((outcome) => outcome === 201).length,
    )
    expect(
      await store.first('SELECT max(abs(balance)) AS most FROM balances WHERE village_id = ?', village.id),
    ).toEqual({ most: 0 })
    expect((await verifyVillage(store, village)).faults).toEqual([])
  })
})

describe('seasons that are over', () => {
  async function closedSeason(): Promise<number> {
    await clerk.post(`${base}/postings`, [score('1003'), score('1003'), score('1002')])
    const path = await overSeason()
    await secretary.post(`${path}/closing`, closing())
    return Number(path.split('/').pop())
  }

  it('keep their standings, a hall of fame, and an export', async () => {
    const id = await closedSeason()
    const standings = await clerk.get(`${base}/seasons/${id}/standings?limit=2`)
    expect(standings.body).toMatchObject({
      items: [
        { rank: 1, door: '1003', score: 80, name: '示**' },
        { rank: 2, door: '1002', score: 40 },
      ],
      next: '2',
    })
    const found = await clerk.get(`${base}/seasons/${id}/standings?q=${encodeURIComponent('户丙')}`)
    expect(found.body).toMatchObject({ items: [{ rank: 1, door: '1003' }], next: null })
    const honours = (await clerk.get(`${base}/honours`)).body as Honours
    expect(honours.items.map(({ season, top }) => [season.id, top.map(({ door }) => door)])).toEqual([
      [id, ['1003', '1002']],
    ])
    const response = await fetch(`${server.url}${base}/exports/standings.xlsx?season=${id}`, {
      headers: { cookie: clerk.cookie ?? '' },
    })
    const [first] = await readXlsxFile(Buffer.from(await response.arrayBuffer()))
    expect(first?.data.slice(0, 3).map((row) => [row[0], row[1], row[4]])).toEqual([
      ['名次', '门牌号', '累计积分'],
      [1, '1003', 80],
      [2, '1002', 40],
    ])
  })

  it('take no more deeds, and say so', async () => {
    await closedSeason()
    const refused = await clerk.post(`${base}/postings`, score('1001'))
    expect((refused.body as Problem).detail).toContain('已经结束')
  })
})

describe('opening balances', () => {
  const line = (door: string, points: number) => ({ id: randomUUID(), door, points })

  it('are previewed, written once, and refused whole for one bad door', async () => {
    const lines = [line('1001', 300), line('1002', -20)]
    const preview = await secretary.post(`${base}/openings/preview`, { lines })
    expect(preview.body).toMatchObject({
      items: [{ door: '1001', points: 300, already: 0 }, { points: -20 }],
    })
    const first = await secretary.post(`${base}/openings`, { lines, reason: '旧册结余' })
    const again = await secretary.post(`${base}/openings`, { lines, reason: '旧册结余' })
    expect([first.status, again.status]).toEqual([201, 200])
    expect(again.body).toEqual(first.body)
    const bad = await secretary.post(`${base}/openings`, {
      lines: [line('1003', 5), line('9999', 5)],
      reason: '旧册结余',
    })
    expect(bad.body).toMatchObject({ code: 'openings-refused', errors: [{ index: 1, door: '9999' }] })
    expect((bad.body as Problem).detail).toContain('9999')
  })

  it('are not for clerks', async () => {
    const { status } = await clerk.post(`${base}/openings`, { lines: [line('1001', 1)], reason: '旧册' })
    expect(status).toBe(403)
  })
})

describe('restoring points', () => {
  it('answers 201, again 200, and names what is left when it is too much', async () => {
    const litter = await ruleId(clerk, slug, '乱堆乱放')
    const { body } = await clerk.post(`${base}/postings`, score('1001', { rule: litter }))
    const path = `${base}/postings/${(body as PostingView).id}`
    const request = { id: randomUUID(), points: 15, reason: '已整改' }
    const first = await clerk.post(`${path}/restore`, request)
    expect(first).toMatchObject({ status: 201, body: { kind: 'restore', restores: 1, points: 15 } })
    expect((await clerk.post(`${path}/restore`, request)).status).toBe(200)
    const more = await clerk.post(`${path}/restore`, { ...request, id: randomUUID() })
    expect((more.body as Problem).detail).toBe('最多还能恢复 5 分。')
    const reversal = await clerk.post(`${path}/reversal`, { id: randomUUID(), reason: '记错' })
    expect([reversal.status, codeOf(reversal)]).toEqual([409, 'deduction-restored'])
  })
})
