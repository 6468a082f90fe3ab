/** How exported workbooks are named and laid out, and that they have what is on the screen. */
import { randomUUID } from 'node:crypto'
import readXlsxFile from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromBufferPromise } from 'yauzl'
import { localTimeAt } from '../../../server/domain/calendar/calendar.ts'
import {
  type Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

const village = '/api/villages/one'
let server: TestServer
let clerk: Caller

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  clerk = await signedIn(server, 'clerk', 'one')
  const rule = await ruleId(clerk, 'one', '应急值守')
  await clerk.post(`${village}/postings`, { id: randomUUID(), door: '1001', rule, occurredOn: day })
})
afterAll(() => server.close())

async function download(path: string, language = 'zh-CN') {
  const headers = { cookie: clerk.cookie ?? '', 'accept-language': language }
  const response = await fetch(`${server.url}${village}/exports/${path}`, { headers })
  expect(response.status).toBe(200)
  const bytes = Buffer.from(await response.arrayBuffer())
  const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  return { bytes, name: decodeURIComponent(name ?? '') }
}

async function rowsOf(path: string): Promise<unknown[][]> {
  const [sheet] = await readXlsxFile((await download(path)).bytes)
  return sheet?.data ?? []
}

async function sheetXml(bytes: Buffer): Promise<string> {
  const archive = await fromBufferPromise(bytes, { lazyEntries: true })
  for await (const entry of archive.eachEntry()) {
    if (entry.fileName !== 'xl/worksheets/sheet1.xml') continue
    const chunks: Buffer[] = []
    for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks).toString()
  }
  return ''
}

describe('the file of an export', () => {
  it('is named by village, list and day, in the language of the caller', async () => {
    expect((await download('postings.xlsx')).name).toMatch(/^.+-流水-\d{4}-\d\d-\d\d\.xlsx$/)
    expect((await download('postings.xlsx', 'en')).name).toMatch(/^.+-Postings-\d{4}-\d\d-\d\d\.xlsx$/)
  })

  it('has a header that stays in sight, with a filter', async () => {
    const xml = await sheetXml((await download('postings.xlsx')).bytes)
    expect(xml).toMatch(/<pane [^>]*state="frozen"/)
    expect(xml).toMatch(/<\/sheetData><autoFilter ref="A1:P2"\/>/)
  })

  it('has days and times as dates, the times as the clock of the village shows them', async () => {
    const before = Date.now()
    const [header, line] = await rowsOf('postings.xlsx')
    const cell = (title: string) => line?.[header?.indexOf(title) ?? -1]
    expect(cell('日期')).toEqual(new Date(`${day}T00:00:00Z`))
    const recorded = cell('录入时间')
    expect(recorded).toBeInstanceOf(Date)
    const shown = (recorded as Date).toISOString().slice(0, 16).replace('T', ' ')
    expect([0, 60_000, 120_000].map((ago) => localTimeAt(before - ago, 'Asia/Shanghai'))).toContain(shown)
  })

  it('has the households that the search of the page finds, in its order', async () => {
    const rows = await rowsOf('households.xlsx?q=100&sort=door&order=desc')
    const doors = rows.slice(1).map(([door]) => String(door))
    expect(doors.length).toBeGreaterThan(1)
    expect(doors.every((door) => door.includes('100'))).toBe(true)
    expect(doors).toEqual([...doors].sort().reverse())
  })
})
