/** Open data: the board and the ledger as JSON and as tables, by the privacy of the village. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { openBoard, openLedger } from '../../../server/contract/connections/openData.ts'
import { csvCell } from '../../../server/routes/connections/openTables.ts'
import { program } from '../../support/api/tokens.ts'
import {
  Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

const open = '/api/villages/one/open'
let server: TestServer
let admin: Caller
let stranger: Caller

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  admin = await signedIn(server, 'admin', null)
  stranger = new Caller(server.url)
  const duty = await ruleId(admin, 'one', '应急值守')
  const mess = await ruleId(admin, 'one', '乱堆乱放')
  const enter = (door: string, rule: number) =>
    admin.post('/api/villages/one/postings', { id: randomUUID(), door, rule, occurredOn: day })
  await enter('1001', duty)
  await enter('1002', mess)
  await enter('1003', duty)
})
afterAll(() => server.close())

type Ledger = z.output<typeof openLedger>
const ledger = async (by: Caller, query = '') => (await by.get(`${open}/ledger${query}`)).body as Ledger
const setOpen = (openData: boolean) => admin.call('PATCH', '/api/villages/one', { openData })
const inChinese = { 'accept-language': 'zh-CN' }

describe('while the village has not opened its data', () => {
  it('strangers are refused, staff too; a token reads', async () => {
    for (const path of ['/board', '/board.csv', '/ledger', '/ledger.csv'])
      for (const caller of [stranger, admin]) expect((await caller.get(open + path)).status).toBe(401)
    const reader = await program(admin, ['board', 'ledger'])
    for (const path of ['/board', '/board.csv', '/ledger', '/ledger.csv'])
      expect([path, (await reader.get(open + path)).status]).toEqual([path, 200])
  })
})

describe('the data', () => {
  it('gives what the public may see, and nothing else', async () => {
    const reader = await program(admin, ['board', 'ledger'])
    const { items, to } = await ledger(reader)
    expect(items.map(({ seq, door, name }) => [seq, door, name])).toEqual([
      [1, '1001', '示**'],
      [3, '1003', '示**'],
    ])
    expect(to).toBe(3)
    const board = (await reader.get(`${open}/board`)).body as z.output<typeof openBoard>
    expect(board.items[0]).toMatchObject({ place: 1, door: '1001', name: '示**', score: 40 })
    expect(JSON.stringify(board)).not.toContain('示范户')
  })

  it('gives names and every line to tokens that say so alone', async () => {
    const names = await program(admin, ['board', 'ledger', 'names'])
    expect((await ledger(names)).items.map(({ name }) => name)).toEqual(['示范户甲', '示范户丙'])
    const board = (await names.get(`${open}/board`)).body as z.output<typeof openBoard>
    expect(board.items.map(({ name }) => name)).toContain('示范户甲')
    const all = await program(admin, ['ledger', 'every-line'])
    expect((await ledger(all)).items.map(({ seq, name }) => [seq, name])).toEqual([
      [1, '示**'],
      [2, '示**'],
      [3, '示**'],
    ])
  })

  it('of the ledger comes page by page, and goes on later where it ended', async () => {
    const all = await program(admin, ['ledger', 'every-line'])
    const first = await ledger(all, '?limit=2')
    expect([first.items.length, first.next]).toEqual([2, '2'])
    const second = await ledger(all, `?limit=2&cursor=${first.next}`)
    expect([second.items.map(({ seq }) => seq), second.next, second.to]).toEqual([[3], null, 3])
    expect(await ledger(all, `?cursor=${second.to}`)).toMatchObject({ items: [], to: 3, next: null })
    const table = await all.get(`${open}/ledger.csv?limit=2`)
    expect(table.headers.get('link')).toBe('<?cursor=2&limit=2>; rel="next"')
  })

  it('as a table is for spreadsheets: mark, charset, points as written, no formulas', async () => {
    const all = await program(admin, ['board', 'ledger', 'every-line'])
    const response = await fetch(`${server.url}${open}/ledger.csv`, {
      headers: { ...inChinese, authorization: `Bearer ${all.secret}` },
    })
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(response.headers.get('content-disposition')).toContain('.csv')
    const bytes = Buffer.from(await response.arrayBuffer())
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const [header, , deduction] = bytes.subarray(3).toString().split('\r\n')
    expect(header).toBe('序号,校验码,类别,日期,门牌号,户主,组别,维度,事项,分值,冲正第几笔')
    expect(deduction).toContain('乱堆乱放,-20,')
    expect(csvCell('=1+1')).toBe("'=1+1")
    expect(csvCell('a,"b"')).toBe('"a,""b"""')
    const board = await all.get(`${open}/board.csv`, inChinese)
    expect(String(board.body).split('\r\n')[0]).toContain('名次,门牌号,户主,组别,累计积分,本月,会议学习')
  })

  it('is not sent again to somebody who has it, and is asked after each time', async () => {
    const reader = await program(admin, ['board', 'ledger'])
    for (const path of ['/board', '/ledger', '/ledger.csv']) {
      const first = await reader.get(open + path)
      expect(first.headers.get('cache-control')).toBe('private, no-cache')
      expect(first.headers.get('vary')?.toLowerCase()).toContain('authorization')
      const again = await reader.get(open + path, {
        'if-none-match': first.headers.get('etag') ?? '',
        // As browsers ask; fetch of Node asks for no copy.
        'cache-control': 'max-age=0',
      })
      expect([path, again.status]).toEqual([path, 304])
    }
  })
})

describe('once the village has opened its data', () => {
  it('anybody reads it, pages of other hosts too; closed again nobody does', async () => {
    expect((await setOpen(true)).status).toBe(200)
    const answer = await stranger.get(`${open}/ledger`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect((answer.body as Ledger).items.map(({ seq }) => seq)).toEqual([1, 3])
    await admin.call('PATCH', '/api/villages/one', { privacy: 'door', namesDeductions: true })
    expect((await ledger(stranger)).items.map(({ seq, name }) => [seq, name])).toEqual([
      [1, null],
      [2, null],
      [3, null],
    ])
    await setOpen(false)
    expect((await stranger.get(`${open}/ledger`)).status).toBe(401)
  })
})
