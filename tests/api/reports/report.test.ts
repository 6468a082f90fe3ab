/** The report of a month or a season: its figures, whose names it carries, and its workbook. */
import { randomUUID } from 'node:crypto'
import readXlsxFile from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReportView } from '../../../server/contract/reports/reports.ts'
import type { Board } from '../../../server/domain/board/board.ts'
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
let clerk: Caller
let secretary: Caller
const january = `${year}-01`

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  clerk = await signedIn(server, 'clerk', 'one')
  secretary = await signedIn(server, 'admin', 'one')
  for (const door of ['1001', '1001', '1002']) await post('应急值守', door)
  await post('乱堆乱放', '1003')
  const wrong = await post('应急值守', '1004')
  const reversal = { id: randomUUID(), reason: '记成了示范户丁的邻居' }
  await clerk.post(`/api/villages/one/postings/${wrong}/reversal`, reversal)
})
afterAll(() => server.close())

async function post(rule: string, door: string): Promise<string> {
  const id = randomUUID()
  const body = { id, door, rule: await ruleId(clerk, 'one', rule), occurredOn: day }
  expect((await clerk.post('/api/villages/one/postings', body)).status).toBe(201)
  return id
}
const read = async (query = '', caller = clerk) =>
  (await caller.get(`/api/villages/one/report${query}`)).body as ReportView

describe('a report', () => {
  it('counts what happened in the season', async () => {
    const report = await read()
    expect(report).toMatchObject({
      season: String(year),
      month: null,
      households: 12,
      active: 4,
      lines: 6,
      points: 100,
      seq: 6,
      isInternal: false,
    })
    expect(report.byDimension.filter(({ points }) => points !== 0)).toEqual([
      { name: '环境卫生', points: -20 },
      { name: '志愿服务', points: 120 },
    ])
    expect(report.months[0]?.byDimension.reduce((sum, points) => sum + points, 0)).toBe(100)
    expect(report.top.map(({ rank, door, points }) => [rank, door, points])).toEqual([
      [1, '1001', 80],
      [2, '1002', 40],
    ])
    expect(report.rules[0]).toEqual({ text: '应急值守', dimension: '志愿服务', times: 3, points: 120 })
    expect(report.deductions).toMatchObject([{ text: '乱堆乱放', times: 1, points: -20 }])
    expect(report.reversals).toEqual([{ text: '应急值守', times: 1 }])
    expect(report.groups.map(({ name, average }) => [name, average])).toEqual([
      ['1组', 10],
      ['2组', 7],
    ])
  })

  it('of a month has the month alone, and who improved on the month before', async () => {
    const report = await read(`?month=${january}`)
    expect(report).toMatchObject({ month: january, from: `${january}-01`, points: 100 })
    expect(report.improved.map(({ door, before, gained }) => [door, before, gained])).toEqual([
      ['1001', 0, 80],
      ['1002', 0, 40],
    ])
    expect((await clerk.get(`/api/villages/one/report?month=${year - 1}-01`)).status).toBe(422)
    expect((await clerk.get('/api/villages/one/report?month=13')).status).toBe(400)
  })

  it('names households as the wall does, whatever the village has chosen', async () => {
    for (const privacy of ['door', 'masked', 'full']) {
      await secretary.call('PATCH', '/api/villages/one', { privacy })
      await secretary.call('PATCH', '/api/villages/one/households/1002', { optedOut: true, consented: true })
      await secretary.call('PATCH', '/api/villages/one/households/1001', { consented: true })
      const { top } = await read()
      const { households } = (await clerk.get('/api/villages/one/board')).body as Board
      for (const { door, name } of top)
        expect(name).toBe(households.find((household) => household.door === door)?.name)
      expect(top.find(({ door }) => door === '1002')?.name).toBeNull()
    }
  })

  it('for the public carries no full name, and no reason that staff wrote', async () => {
    await secretary.call('PATCH', '/api/villages/one', { privacy: 'masked' })
    expect(JSON.stringify(await read())).not.toMatch(/示范户/)
    const internal = await read('?names=full')
    expect(internal.isInternal).toBe(true)
    expect(internal.top[0]?.name).toBe('示范户甲')
    expect(internal.reasons).toEqual([{ reason: '记成了示范户丁的邻居', times: 1 }])
  })

  it('counts what a merged household did for the one it went into, and the merge itself for nothing', async () => {
    const before = await read(`?month=${january}`)
    await clerk.post('/api/villages/one/households/1002/merge', { id: randomUUID(), into: '1001' })
    for (const query of ['', `?month=${january}`]) {
      const report = await read(query)
      expect(report).toMatchObject({ households: 11, active: 3, points: 100 })
      expect(report.top.map(({ door, points }) => [door, points])).toEqual([['1001', 120]])
      expect(report.byDimension).toEqual(before.byDimension)
    }
    const { improved, rules } = await read(`?month=${january}`)
    expect(improved.map(({ door, gained }) => [door, gained])).toEqual([['1001', 120]])
    expect(rules).toEqual(before.rules)
  })

  it('goes out as a workbook, a sheet for each list', async () => {
    const response = await fetch(`${server.url}/api/villages/one/exports/report.xlsx?month=${january}`, {
      headers: { cookie: clerk.cookie ?? '' },
    })
    const sheets = await readXlsxFile(Buffer.from(await response.arrayBuffer()))
    expect(sheets.map(({ sheet }) => sheet)).toEqual([
      '总况',
      '各维度',
      '各组',
      '前二十名',
      '进步',
      '常用细则',
      '扣分',
      '冲正',
    ])
    expect(sheets[3]?.data[1]).toEqual([1, '1001', '示**', '1组', 120])
    expect(sheets[7]?.data[1]).toEqual(['应急值守', 1])
  })
})
