/** The doorstep over HTTP: what a phone takes along, visits and scores sent once or often, and in plain words why not. */
import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findUser } from '../../../db/people/users.ts'
import { importRecords } from '../../../db/scores/imports.ts'
import { ownerScope } from '../../../db/store/scope.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { listRules } from '../../../db/villages/rulebook.ts'
import type { DoorstepView } from '../../../server/contract/rounds/doorstep.ts'
import { localDateAt, monthOf } from '../../../server/domain/calendar/calendar.ts'
import { giveGrid, openTestRound, setDoorstep } from '../../support/db/rounds.ts'
import {
  Caller,
  makeUser,
  makeVillage,
  password,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

let server: TestServer
let inspector: Caller
let user: number
let round: number
let litter: number
const today = localDateAt(Date.now(), 'Asia/Shanghai')

beforeAll(async () => {
  server = await startTestServer()
  const { store } = server.services
  await makeVillage(server, 'one', 12)
  const { id: village } = await mustFindVillage(store, 'one')
  const username = await makeUser(server, 'inspector', 'one')
  user = (await findUser(store, username))!.id
  const rules = await listRules(store, village)
  litter = rules.find(({ text }) => text === '乱堆乱放')!.id
  round = await openTestRound(store, {
    village,
    rule: rules.find(({ text }) => text === '庭院月检')!.id,
    month: monthOf(today),
    name: '本月督导',
    second: 'average',
    assigned: [{ user, group: '1组' }],
  })
  await giveGrid(store, village, user, ['1组'])
  await setDoorstep(store, village, { dailyDoors: 100, rules: [litter] })
  inspector = new Caller(server.url)
  await inspector.post('/api/session', { username, password })
})
afterAll(() => server.close())

const visits = (of = round) => `/api/villages/one/rounds/${of}/visits`
const visit = (more: object = {}) => ({
  id: randomUUID(),
  door: '1001',
  found: [],
  visitedOn: today,
  ...more,
})

/** Sends a photo of a door. @returns its id */
async function photographed(door: string): Promise<string> {
  const photo = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#115c45' } })
    .jpeg()
    .toBuffer()
  const id = randomUUID()
  const sent = await inspector.call('POST', `/api/villages/one/photos/${id}?door=${door}`, photo, {
    'content-type': 'image/jpeg',
  })
  expect(sent.status).toBe(201)
  return id
}

describe('a visit', () => {
  it('is answered 201 with its points, and 200 when it is sent again', async () => {
    const body = visit({ found: ['tidy'] })
    const sent = await inspector.post(visits(), body)
    expect(sent.status).toBe(201)
    expect(sent.body).toMatchObject({ id: body.id, door: '1001', points: 60, stars: 0, isCurrent: true })
    const again = await inspector.post(visits(), body)
    expect([again.status, again.body]).toEqual([200, sent.body])
    expect((await inspector.post(visits(), { ...body, found: [] })).status).toBe(422)
  })

  it.each<[number, string, { of?: number; [more: string]: unknown }]>([
    [404, '找不到这轮检查', { of: 999_999 }],
    [403, '没有分配给您', { door: '1002' }],
    [422, '请先拍照', { found: ['pile'] }],
    [422, '不在“本月督导”的月份', { visitedOn: '2020-01-01' }],
    [400, '检查日期不是有效的日期', { visitedOn: '2026-02-30' }],
  ])('is refused with %i: %s', async (status, said, { of, ...more }) => {
    const refused = await inspector.post(visits(of), visit(more))
    expect(refused.status).toBe(status)
    expect((refused.body as { detail: string }).detail).toContain(said)
  })

  it('carries the photos that were sent of its door, and no others', async () => {
    const photos = [await photographed('1001')]
    const elsewhere = await inspector.post(visits(), visit({ door: '1003', found: ['pile'], photos }))
    expect([elsewhere.status, (elsewhere.body as { code: string }).code]).toEqual([422, 'unknown-photo'])
    const body = visit({ found: ['tidy', 'pile'], photos })
    expect((await inspector.post(visits(), body)).body).toMatchObject({ points: 40 })
    expect((await inspector.post(visits(), body)).status).toBe(200)
  })

  it('sent many times at once is one visit', async () => {
    const body = visit({ door: '1003' })
    const answers = await Promise.all(Array.from({ length: 8 }, () => inspector.post(visits(), body)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(7)
  })
})

describe('a score on the spot', () => {
  it('says its points, once', async () => {
    const photos = [await photographed('1001')]
    const body = { id: randomUUID(), door: '1001', rule: litter, occurredOn: today, photos }
    const sent = await inspector.post('/api/villages/one/doorstep/scores', body)
    expect([sent.status, sent.body]).toEqual([
      201,
      { id: body.id, door: '1001', text: '乱堆乱放', points: -20, waits: false },
    ])
    expect((await inspector.post('/api/villages/one/doorstep/scores', body)).status).toBe(200)
    expect(
      (await inspector.post('/api/villages/one/doorstep/scores', { ...body, door: '1003' })).status,
    ).toBe(422)
  })

  it('is not the way past the door: the office’s call stays shut', async () => {
    const body = { id: randomUUID(), door: '1001', rule: litter, occurredOn: today }
    expect((await inspector.post('/api/villages/one/postings', body)).status).toBe(403)
  })
})

describe('what a phone takes along', () => {
  it('names the doors of the grid with what was done there', async () => {
    const { body } = await inspector.get('/api/villages/one/doorstep')
    const { doors, daily, rounds, groups } = body as DoorstepView
    expect(doors.map(({ door }) => door)).toEqual(['1001', '1003', '1005', '1007', '1009', '1011'])
    expect(doors[0]?.visits).toMatchObject([{ round, whose: 'own', points: 40, found: ['tidy', 'pile'] }])
    expect(rounds).toHaveLength(1)
    expect(groups).toEqual([{ name: '1组', inGrid: true, rounds: [round] }])
    expect(daily).toEqual({ limit: 100, left: 98 })
  })

  it('is at most 60 KB gzipped for 786 doors, each with a visit', async () => {
    const { store } = server.services
    await makeVillage(server, 'large', 0)
    const { id: village } = await mustFindVillage(store, 'large')
    const surnames = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜'
    await importRecords(store, ownerScope(village), {
      rules: [],
      lines: [],
      households: Array.from({ length: 786 }, (_, index) => ({
        door: String(1001 + index),
        head: `${surnames[index % 32]}示范${surnames[(index * 7) % 31]}`,
        group: `${1 + (index % 12)}组`,
        members: 3,
        phone: null,
        note: null,
      })),
    })
    const admin = new Caller(server.url)
    const username = await makeUser(server, 'admin', 'large')
    await admin.post('/api/session', { username, password })
    const by = (await findUser(store, username))!.id
    const large = await openTestRound(store, {
      village,
      rule: (await listRules(store, village)).find(({ text }) => text === '庭院月检')!.id,
      month: monthOf(today),
      name: '本月督导',
      second: 'average',
      assigned: Array.from({ length: 12 }, (_, index) => ({ user: by, group: `${1 + index}组` })),
    })
    await store.write(village, async (store) =>
      store.run(
        `INSERT INTO visits (village_id, request_id, request, round_id, household_id, user_id, inspector,
             found, points, visited_on, recorded_at)
           SELECT village_id, 'request-' || id, '', ?, id, ?, '示范网格员', '["tidy"]', 60, ?, '' FROM households
           WHERE village_id = ?`,
        large,
        by,
        today,
        village,
      ),
    )
    const { body } = await admin.get('/api/villages/large/doorstep')
    expect((body as DoorstepView).doors).toHaveLength(786)
    expect(gzipSync(JSON.stringify(body)).length).toBeLessThan(60_000)
  })
})
