import { randomUUID } from 'node:crypto'
import readXlsxFile from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportView } from '../../../server/contract/scores/imports.ts'
import { untilRead, upload } from '../../support/api/readImport.ts'
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

async function download(name: string, caller = clerk): Promise<Buffer> {
  const response = await fetch(`${server.url}/api/villages/one/exports/${name}`, {
    headers: { cookie: caller.cookie ?? '' },
  })
  expect(response.status).toBe(200)
  return Buffer.from(await response.arrayBuffer())
}

async function sheet(name: string, caller = clerk): Promise<unknown[][]> {
  const [first] = await readXlsxFile(await download(name, caller))
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

describe('the export of the households', () => {
  it('has their attributes as an import of another village reads them', async () => {
    const admin = await signedIn(server, 'admin', null)
    for (const [name, doors] of [
      ['党员户', ['1001', '1002']],
      ['军属户', ['1001']],
    ] as const) {
      const { body } = await admin.post('/api/villages/one/attributes', { name, isPublic: false })
      const { id } = body as { id: number }
      const { status } = await admin.call('PATCH', `/api/villages/one/attributes/${id}`, { doors })
      expect(status).toBe(200)
    }
    const [header = [], ...rows] = await sheet('households.xlsx')
    const place = header.indexOf('住户属性')
    expect(rows.slice(0, 3).map((row) => row[place] ?? '')).toEqual(['党员户、军属户', '党员户', ''])

    await makeVillage(server, 'two', 1)
    const imports = '/api/villages/two/imports'
    const view = await upload(admin, `${imports}?filename=book.xlsx`, await download('households.xlsx'))
    // Of a household that the village has, too.
    const answerTo = (code: string) => (code === 'attributes-differ' ? 'as-workbook' : 'leave')
    const answers = Object.fromEntries(view.questions.map(({ id, code }) => [id, answerTo(code)]))
    const { body } = await admin.post(`${imports}/${view.id}/answers`, { answers })
    await untilRead(admin, imports, body as ImportView)
    const done = await admin.post(`${imports}/${view.id}/confirm`, { skipProblems: false })
    expect(done.body).toMatchObject({ state: 'done' })
    const listed = await admin.get('/api/villages/two/attributes')
    expect(listed.body).toMatchObject({
      items: [
        { name: '党员户', isPublic: false, households: [{ door: '1001' }, { door: '1002' }] },
        { name: '军属户', isPublic: false, households: [{ door: '1001' }] },
      ],
    })
  })

  it('has no attributes for those whose work does not need them', async () => {
    const desk = await signedIn(server, 'desk', 'one')
    const [header = []] = await sheet('households.xlsx', desk)
    expect(header).toContain('户主')
    expect(header).not.toContain('住户属性')
  })
})
