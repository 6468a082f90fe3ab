/** The office's lists as workbooks; whatever a person typed stays text, in the eyes of any reader. */
import { randomUUID } from 'node:crypto'
import readXlsxFile from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromBufferPromise } from 'yauzl'
import { mustFindDoor } from '../../../db/households/doors.ts'
import { suggest } from '../../../db/residents/suggestions.ts'
import { ownerScope } from '../../../db/store/scope.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { confirmScreen } from '../../../db/villages/screens.ts'
import type { PublicationView } from '../../../server/contract/publicity/publicity.ts'
import type { GoodsView } from '../../../server/contract/redemption/redemption.ts'
import type { CheckSheetView } from '../../../server/contract/rounds/rounds.ts'
import type { SeasonEntry } from '../../../server/contract/seasons/seasons.ts'
import type { RuleView } from '../../../server/contract/villages/rules.ts'
import type { VillageView } from '../../../server/contract/villages/villages.ts'
import { yardSheet } from '../../../server/domain/rules/readySheets.ts'
import { valueOf } from '../../support/db/values.ts'
import {
  type Caller,
  day,
  makeVillage,
  password,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
  year,
} from '../../support/server.ts'

/** What a spreadsheet would take for a formula. */
const formula = '=1+1'
const village = '/api/villages/one'
let server: TestServer
let admin: Caller

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  admin = await signedIn(server, 'admin', null)
  const { dimensions } = (await admin.get(village)).body as VillageView
  const terms = {
    effect: 'award',
    scale: { type: 'perUnit', points: 10, unit: '小时', maxUnits: 4 },
    caps: [{ period: 'month', by: 'points', limit: 60 }],
    evidence: true,
    reviewers: 1,
  }
  const added = await admin.post(`${village}/rules`, { dimension: dimensions[0]?.id, text: formula, terms })
  await admin.post(`${village}/people`, {
    username: 'someone',
    displayName: formula,
    password,
    roles: ['clerk', 'desk'],
  })
  const notice = { title: formula, text: '+1', startsOn: day, endsOn: `${year}-12-31` }
  expect((await admin.post(`${village}/notices`, notice)).status).toBe(201)
  const { store } = server.services
  await confirmScreen(store, ownerScope((await mustFindVillage(store, 'one')).id), formula, null)
  await admin.post(`${village}/households`, { id: randomUUID(), door: '9001', head: formula, group: formula })
  const rule = await ruleId(admin, 'one', '应急值守')
  await admin.post(`${village}/postings`, {
    id: randomUUID(),
    door: '9001',
    rule,
    occurredOn: day,
    note: formula,
  })
  const { body } = await admin.post(`${village}/goods`, {
    ...{ id: randomUUID(), name: formula, points: 5, valueCents: 450, isCounted: false },
  })
  const claim = { id: randomUUID(), door: '9001', rule: (added.body as RuleView).id, units: 2 }
  expect((await admin.post(`${village}/postings`, { ...claim, occurredOn: day, note: formula })).status).toBe(
    202,
  )
  await write(formula)
  const lines = [{ goods: (body as GoodsView).id, amount: 2 }]
  expect((await admin.post(`${village}/redemptions`, { id: randomUUID(), door: '9001', lines })).status).toBe(
    201,
  )
  await stock()
  await inspect()
  await admin.call('PATCH', village, { name: formula, privacy: 'full' })
  await publish()
  await closeSeason()
})
afterAll(() => server.close())

/** The household at 9001 writes to the village. */
async function write(text: string): Promise<void> {
  await admin.call('PATCH', village, { residents: { proposals: false, suggestions: true } })
  const { store } = server.services
  const token = await valueOf<string>(store, `SELECT door_token FROM households WHERE door = '9001'`)
  await suggest(store, await mustFindDoor(store, token), { id: randomUUID(), text })
}

/** Counted goods that came, and of which one was lost. */
async function stock(): Promise<void> {
  const one = { name: '示范毛巾', points: 15, valueCents: 800, householdLimit: 2, isCounted: true }
  const { body } = await admin.post(`${village}/goods`, { id: randomUUID(), ...one })
  const path = `${village}/goods/${(body as GoodsView).id}/movements`
  for (const move of [
    { kind: 'purchase', amount: 30, note: formula },
    { kind: 'loss', amount: 1, note: null },
  ])
    expect((await admin.post(path, { id: randomUUID(), ...move })).status).toBe(200)
}

/** A round under a name like a formula. */
async function inspect(): Promise<void> {
  const rule = await ruleId(admin, 'one', '庭院月检')
  const { body } = await admin.post(`${village}/check-sheets`, { id: randomUUID(), rule, ...yardSheet })
  const round = { month: `${year}-01`, name: formula, sheet: (body as CheckSheetView).id, outcome: 'claims' }
  expect((await admin.post(`${village}/rounds`, { id: randomUUID(), ...round })).status).toBe(201)
}

/** Another village whose season, with one score in a group like a formula, is over. */
async function closeSeason(): Promise<void> {
  await makeVillage(server, 'two')
  const two = '/api/villages/two'
  await admin.post(`${two}/households`, { id: randomUUID(), door: '9001', head: '示范户子', group: formula })
  const rule = await ruleId(admin, 'two', '应急值守')
  const score = { id: randomUUID(), door: '9001', rule, occurredOn: `${year - 1}-05-01` }
  const { items } = (await admin.get(`${two}/seasons`)).body as { items: SeasonEntry[] }
  const path = `${two}/seasons/${items[0]?.id}`
  const over = { name: '旧年度', startsOn: `${year - 1}-01-01`, endsOn: `${year - 1}-12-31` }
  expect((await admin.call('PATCH', path, over)).status).toBe(200)
  expect((await admin.post(`${two}/postings`, score)).status).toBe(201)
  const next = { name: '新年度', startsOn: day, endsOn: `${year}-12-31` }
  const closing = { id: randomUUID(), carry: { type: 'all' }, next }
  expect((await admin.post(`${path}/closing`, closing)).status).toBe(201)
}

/** Publishes what is new, under a number like a formula, and somebody objects to its first line. */
async function publish(): Promise<void> {
  const request = { id: randomUUID(), number: formula, closesOn: `${year}-12-31` }
  const { body } = await admin.post(`${village}/publications`, request)
  const objection = { id: randomUUID(), posting: 1, objector: formula, text: formula }
  const path = `${village}/publications/${(body as PublicationView).id}/objections`
  expect((await admin.post(path, objection)).status).toBe(201)
}

async function workbook(path: string): Promise<Buffer> {
  const response = await fetch(server.url + path, { headers: { cookie: admin.cookie ?? '' } })
  expect(response.status).toBe(200)
  return Buffer.from(await response.arrayBuffer())
}
async function firstSheet(path: string): Promise<unknown[][]> {
  const [sheet] = await readXlsxFile(await workbook(path))
  return sheet?.data ?? []
}

/** A day as a workbook has it. */
const dated = (day: string) => new Date(`${day}T00:00:00Z`)

/** The files of a workbook as they lie in it, by name. */
async function parts(bytes: Buffer): Promise<Map<string, string>> {
  const archive = await fromBufferPromise(bytes, { lazyEntries: true })
  const found = new Map<string, string>()
  for await (const entry of archive.eachEntry()) {
    const chunks: Buffer[] = []
    for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(chunk as Buffer)
    found.set(entry.fileName, Buffer.concat(chunks).toString())
  }
  return found
}

const all = [
  ...[
    'households',
    'postings',
    'standings',
    'rules',
    'people',
    'screens',
    'notices',
    'audit',
    'claims',
    'suggestions',
    'publications',
    'goods',
    'rounds',
  ].map((name) => `${village}/exports/${name}.xlsx`),
  `${village}/exports/publication.xlsx?publication=1`,
  '/api/villages/two/exports/honours.xlsx',
  `${village}/exports/report.xlsx?names=full`,
  `${village}/exports/redemptions.xlsx?from=${day}&to=${year}-12-31`,
  '/api/town/exports/town.xlsx',
  '/api/staff/exports/staff.xlsx',
]

describe('every workbook', () => {
  it.each(all)('%s keeps what looks like a formula as text', async (path) => {
    const bytes = await workbook(path)
    const sheets = await readXlsxFile(bytes)
    const cells = sheets.flatMap(({ data }) => data.flat())
    expect(cells.some((cell) => typeof cell === 'string' && cell.includes(formula))).toBe(true)
    const xml = [...(await parts(bytes))].filter(([name]) => /^xl\/worksheets\/[^/]+\.xml$/.test(name))
    expect(xml).toHaveLength(sheets.length)
    // A formula would stand in <f>, and its result in a cell of type "str".
    for (const [, content] of xml) expect(content).not.toMatch(/<f[ >/]|t="str"/)
  })
})

describe('the workbook of', () => {
  it('rules says what each is worth, in words', async () => {
    const rows = await firstSheet(`${village}/exports/rules.xlsx`)
    expect(rows[0]?.slice(0, 4)).toEqual(['维度', '事项', '分值', '上限及说明'])
    expect(rows.find(([, text]) => text === formula)?.slice(2, 4)).toEqual([
      '+10/小时',
      '每次不超过4小时；每月不超过60分；须留凭据；须评议',
    ])
    expect(rows).toHaveLength(7)
  })

  it('rules has those that the page shows, in its order', async () => {
    const { body } = await admin.get(`${village}/rules`)
    const [first, second] = (body as { items: RuleView[] }).items
    const rows = await firstSheet(`${village}/exports/rules.xlsx?ids=${second?.id},${first?.id}`)
    expect(rows.slice(1).map(([, text]) => text)).toEqual([second?.text, first?.text])
    expect(await firstSheet(`${village}/exports/rules.xlsx?ids=0`)).toHaveLength(1)
    expect((await admin.get(`${village}/exports/rules.xlsx?ids=all`)).status).toBe(400)
  })

  it('people says who may do what, here and everywhere', async () => {
    const rows = await firstSheet(`${village}/exports/people.xlsx`)
    expect(rows.find(([username]) => username === 'someone')).toEqual([
      'someone',
      formula,
      null,
      '录入员、兑换员',
    ])
    expect(rows.find(([username]) => String(username).startsWith('admin'))?.[2]).toBe('管理员')
    expect(JSON.stringify(rows)).not.toContain(password)
  })

  it('screens says how each is', async () => {
    const [, row] = await firstSheet(`${village}/exports/screens.xlsx`)
    expect(row?.slice(0, 3)).toEqual([formula, formula, '已断开'])
  })

  it('notices has each with its days', async () => {
    const [, row] = await firstSheet(`${village}/exports/notices.xlsx`)
    expect(row?.slice(0, 4)).toEqual([formula, '+1', dated(day), dated(`${year}-12-31`)])
  })

  it('claims has what the filters of the queue find, with its state in words', async () => {
    const rows = await firstSheet(`${village}/exports/claims.xlsx?state=waiting&q=9001`)
    const claim = [
      dated(day),
      formula,
      '9001',
      formula,
      '会议学习',
      formula,
      20,
      2,
      formula,
      0,
      '工作人员录入',
    ]
    expect(rows[1]?.slice(0, 11)).toEqual(claim)
    expect(rows[1]?.slice(13, 16)).toEqual(['待评议', null, 1])
    expect(rows).toHaveLength(2)
    expect(await firstSheet(`${village}/exports/claims.xlsx?state=passed`)).toHaveLength(1)
  })

  it('suggestions has what was written and answered', async () => {
    const [titles, row] = await firstSheet(`${village}/exports/suggestions.xlsx?state=open`)
    expect(titles?.slice(4, 6)).toEqual(['内容', '答复'])
    expect(row?.slice(1, 6)).toEqual([formula, '9001', formula, formula, null])
  })

  it('a publication has its sheet, the objections, and what it is over', async () => {
    const path = `${village}/exports/publication.xlsx?publication=1`
    const [list, objections, proof] = await readXlsxFile(await workbook(path))
    expect(list?.data[0]?.slice(0, 4)).toEqual(['组别', '门牌号', '户主', '会议学习'])
    expect(list?.data).toHaveLength(14)
    const row = list?.data.find(([, door]) => door === '9001')
    // The name as it was published.
    expect(row?.slice(0, 3)).toEqual([formula, '9001', '=**'])
    expect(row?.slice(-4)).toEqual([40, 40, 40, 1])
    expect(objections?.data[1]?.slice(0, 6)).toEqual([1, dated(day), '9001', formula, '应急值守', 40])
    expect(objections?.data[1]?.slice(7, 9)).toEqual([formula, formula])
    expect(objections?.data[1]?.[10]).toBe('待答复')
    expect(proof?.data[1]?.slice(0, 3)).toEqual([formula, dated(day), dated(day)])
    const all = await firstSheet(`${village}/exports/publications.xlsx`)
    expect(all).toEqual(proof?.data)
  })

  it('goods has what is left of each, and how it came to be so', async () => {
    const [goods, movements] = await readXlsxFile(await workbook(`${village}/exports/goods.xlsx`))
    expect(goods?.data).toEqual([
      ['商品', '所需积分', '库存', '每户限领', '价值（元）', '已停用'],
      [formula, 5, '不管理库存', null, 4.5, null],
      ['示范毛巾', 15, 29, 2, 8, null],
    ])
    expect(movements?.data.slice(1).map((row) => row.slice(0, 5))).toEqual([
      ['示范毛巾', '损耗', -1, 29, null],
      ['示范毛巾', '进货', 30, 30, formula],
    ])
  })

  it('rounds has each with how far it is', async () => {
    const rows = await firstSheet(`${village}/exports/rounds.xlsx`)
    expect(rows[1]?.slice(0, 6)).toEqual([`${year}-01`, formula, '进行中', 0, 13, '待评议的申报'])
    expect(rows).toHaveLength(2)
  })

  it('honours has the first places of every season that is over, with names as they hang', async () => {
    expect(await firstSheet('/api/villages/two/exports/honours.xlsx')).toEqual([
      ['年度', '名次', '门牌号', '户主', '组别', '累计积分'],
      ['旧年度', 1, '9001', '示**', formula, 40],
    ])
  })

  it('redemptions has every line, the goods, and the households', async () => {
    const path = `${village}/exports/redemptions.xlsx?from=${day}&to=${year}-12-31`
    const [lines, goods, households] = await readXlsxFile(await workbook(path))
    expect(lines?.sheet).toBe('兑换明细')
    expect(lines?.data[1]?.slice(1, 8)).toEqual([formula, '9001', formula, formula, 2, 10, 9])
    expect(lines?.data[0]?.slice(10)).toEqual(['序号', '退回第几笔'])
    expect(goods?.data.slice(1)).toEqual([[formula, 2, 1, 10, 9]])
    expect(households?.data.slice(1)).toEqual([[formula, '9001', formula, 1, 2, 10, 9]])
    const before = await readXlsxFile(
      await workbook(`${village}/exports/redemptions.xlsx?from=2001-01-01&to=2001-12-31`),
    )
    expect(before.map(({ data }) => data.length)).toEqual([1, 1, 1])
  })

  it('all staff is for administrators of all villages', async () => {
    const secretary = await signedIn(server, 'admin', 'one')
    expect((await secretary.get('/api/staff/exports/staff.xlsx')).status).toBe(403)
    const rows = await firstSheet('/api/staff/exports/staff.xlsx')
    expect(rows.find(([username]) => username === 'someone')?.[3]).toContain('录入员、兑换员')
  })
})
