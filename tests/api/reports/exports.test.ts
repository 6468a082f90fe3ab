import { randomUUID } from 'node:crypto'
import readXlsxFile from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

let server: TestServer
let clerk: Caller

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  clerk = await signedIn(server, 'clerk', 'one')
  await clerk.post('/api/villages/one/households', {
    id: randomUUID(),
    door: '9001',
    head: '=1+1',
    group: '1组',
  })
  const rule = await ruleId(clerk, 'one', '应急值守')
  for (const door of ['1001', '1002', '1001'])
    await clerk.post('/api/villages/one/postings', { id: randomUUID(), door, rule, occurredOn: day })
})
afterAll(() => server.close())

async function sheet(name: string): Promise<unknown[][]> {
  const response = await fetch(`${server.url}/api/villages/one/exports/${name}`, {
    headers: { cookie: clerk.cookie ?? '' },
  })
  expect(response.status).toBe(200)
  const [first] = await readXlsxFile(Buffer.from(await response.arrayBuffer()))
  return first?.data ?? []
}

describe('an export', () => {
  it('has all households, and a name that looks like a formula is text', async () => {
    const rows = await sheet('households.xlsx')
    expect(rows).toHaveLength(1 + 13)
    expect(rows.find(([door]) => door === '9001')?.[1]).toBe('=1+1')
  })

  it('has the postings that the filter asks for', async () => {
    const rows = await sheet('postings.xlsx?door=1001')
    expect(rows.slice(1).map(([seq, , , door]) => [seq, door])).toEqual([
      [3, '1001'],
      [1, '1001'],
    ])
  })

  it('has the standings in order of place', async () => {
    const rows = await sheet('standings.xlsx')
    expect(rows.slice(1, 4).map(([rank, door]) => [rank, door])).toEqual([
      [1, '1001'],
      [2, '1002'],
      [3, '1003'],
    ])
  })
})
