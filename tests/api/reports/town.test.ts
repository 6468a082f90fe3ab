/** Several villages side by side: who sees which, and what the figures are. */
import { randomUUID } from 'node:crypto'
import readXlsxFile from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TownVillageView } from '../../../server/contract/reports/town.ts'
import {
  type Caller,
  Caller as Stranger,
  day,
  makeVillage,
  password,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
  year,
} from '../../support/server.ts'

let server: TestServer
let clerk: Caller
let town: Caller

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  await makeVillage(server, 'two', 4)
  await makeVillage(server, 'three', 0)
  clerk = await signedIn(server, 'clerk', 'one')
  town = await signedIn(server, 'viewer', null)
  await post('应急值守', '1001')
  await post('应急值守', '1002')
  const wrong = await post('应急值守', '1003')
  await clerk.post(`/api/villages/one/postings/${wrong}/reversal`, { id: randomUUID(), reason: '记错了户' })
  await post('乱堆乱放', '1001')
})
afterAll(() => server.close())

async function post(rule: string, door: string): Promise<string> {
  const id = randomUUID()
  const body = { id, door, rule: await ruleId(clerk, 'one', rule), occurredOn: day }
  expect((await clerk.post('/api/villages/one/postings', body)).status).toBe(201)
  return id
}
const read = async (caller: Caller, query = '') =>
  ((await caller.get(`/api/town${query}`)).body as { items: TownVillageView[] }).items

describe('the town', () => {
  it('shows a viewer of all villages every one, with what happened in each', async () => {
    const [one, two, three] = await read(town)
    expect(one).toMatchObject({
      slug: 'one',
      from: `${year}-01-01`,
      to: `${year}-12-31`,
      households: 12,
      active: 3,
      points: 60,
      seq: 5,
    })
    expect(one?.byDimension.filter(({ points }) => points !== 0)).toEqual([
      { name: '环境卫生', points: -20 },
      { name: '志愿服务', points: 80 },
    ])
    expect(one?.months[0]).toEqual({ month: `${year}-01`, points: 60 })
    expect(one?.months).toHaveLength(12)
    expect(two).toMatchObject({ households: 4, active: 0, points: 0, lastAt: null, head: '' })
    expect(three).toMatchObject({ households: 0 })
  })

  it('counts no household that was merged into another', async () => {
    const secretary = await signedIn(server, 'admin', 'two')
    const rule = await ruleId(secretary, 'two', '应急值守')
    for (const door of ['1001', '1002'])
      await secretary.post('/api/villages/two/postings', { id: randomUUID(), door, rule, occurredOn: day })
    await secretary.post('/api/villages/two/households/1002/merge', { id: randomUUID(), into: '1001' })
    expect((await read(town))[1]).toMatchObject({ slug: 'two', households: 3, active: 1 })
  })

  it('gives the same figures for the days of the season as for the season', async () => {
    expect(await read(town, `?from=${year}-01-01&to=${year}-12-31`)).toEqual(await read(town))
    const [cut] = await read(town, `?from=${day}&to=${day}`)
    expect(cut).toMatchObject({ active: 3, points: 60, months: [{ month: `${year}-01`, points: 60 }] })
    const [after] = await read(town, `?from=${year}-01-02`)
    expect(after).toMatchObject({ active: 0, points: 0 })
  })

  it('shows the staff of one village that one alone', async () => {
    expect((await read(clerk)).map(({ slug }) => slug)).toEqual(['one'])
    expect((await new Stranger(server.url).get('/api/town')).status).toBe(401)
  })

  it('refuses a period that ends before it begins', async () => {
    const { status, body } = await town.get(`/api/town?from=${year}-02-01&to=${year}-01-01`)
    expect([status, (body as { code: string }).code]).toEqual([422, 'period-backwards'])
    expect((await town.get('/api/town?from=soon')).status).toBe(400)
  })

  it('refuses a period that is a slip of the keyboard, instead of reading for ever', async () => {
    const { status, body } = await town.get(`/api/town?from=1926-01-01&to=${year}-01-01`)
    expect([status, (body as { code: string }).code]).toEqual([422, 'period-too-long'])
    for (const period of ['from=0001-01-01&to=9998-12-31', 'from=2026-01-01&to=9999-12-31'])
      expect((await town.get(`/api/town?${period}`)).status).toBe(400)
  })

  it('lets its viewer write nothing anywhere', async () => {
    const rule = await ruleId(town, 'one', '应急值守')
    const writes = [
      town.post('/api/villages/one/postings', { id: randomUUID(), door: '1001', rule, occurredOn: day }),
      town.call('PATCH', '/api/villages/one/households/1001', { note: 'x' }),
      town.post('/api/villages', { slug: 'four', name: '示范四村', year }),
      town.post('/api/staff', { username: 'x1', password, roles: ['admin'] }),
    ]
    for (const { status } of await Promise.all(writes)) expect(status).toBe(403)
  })

  it('goes out as a workbook', async () => {
    const response = await fetch(`${server.url}/api/town/exports/town.xlsx`, {
      headers: { cookie: town.cookie ?? '' },
    })
    const [sheet] = await readXlsxFile(Buffer.from(await response.arrayBuffer()))
    expect(sheet?.data).toHaveLength(4)
    expect(sheet?.data[0]).toContain('志愿服务')
    expect(sheet?.data[1]?.slice(0, 8)).toEqual([
      '示范一村',
      new Date(`${year}-01-01T00:00:00Z`),
      new Date(`${year}-12-31T00:00:00Z`),
      12,
      3,
      25,
      60,
      5,
    ])
  })
})

describe('a village', () => {
  it('is not named like a page of the panel', async () => {
    const admin = await signedIn(server, 'admin', null)
    const { status } = await admin.post('/api/villages', { slug: 'town', name: '示范镇', year })
    expect(status).toBe(422)
  })
})
