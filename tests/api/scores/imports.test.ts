import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import type { PersonView } from '../../../server/contract/people/people.ts'
import type { ImportView } from '../../../server/contract/scores/imports.ts'
import type { Board } from '../../../server/domain/board/board.ts'
import { untilRead, upload } from '../../support/api/readImport.ts'
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
const imports = '/api/villages/one/imports'

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one', 3)
  clerk = await signedIn(server, 'clerk', 'one')
})
afterAll(() => server.close())

const ledger = [
  ['日期', '门牌号', '户主', '事项', '加分', '扣分'],
  [day, '1001号', '示范户甲', '应急值守', 40, null],
  [day, 1002, '示范户乙', '应急值守', 40, null],
  [`${year}.2.30`, '1003', '示范户丙', '应急值守', 40, null],
  [day, '1003', '示范户丙', '乱堆乱放', null, 20],
]

async function workbook(rows: (string | number | null)[][]): Promise<Buffer> {
  return writeExcelFile(rows, { sheet: '台账' }).toBuffer()
}

const preview = (bytes: Buffer) => upload(clerk, `${imports}?filename=book.xlsx`, bytes)

/** The import once it has been read. */
const settled = (started: ImportView) => untilRead(clerk, imports, started)

async function board(): Promise<Board> {
  return (await clerk.get('/api/villages/one/board')).body as Board
}

describe('imports that nobody confirms', () => {
  it('are five at most in a village: the oldest is forgotten', async () => {
    const made: string[] = []
    for (let file = 0; file < 6; file += 1) made.push((await preview(Buffer.from('no workbook'))).id)
    const statuses = await Promise.all(made.map(async (id) => (await clerk.get(`${imports}/${id}`)).status))
    expect(statuses).toEqual([404, 200, 200, 200, 200, 200])
  })
})

describe('an import', () => {
  it('shows its problems by row and cell, and writes nothing before it is confirmed', async () => {
    const view = await preview(await workbook(ledger))
    expect(view).toMatchObject({ state: 'preview', ledgerRows: 4, importableRows: 3, totalPoints: 60 })
    expect(view.problems).toMatchObject([{ sheet: '台账', row: 4, cell: 'A4', problem: 'bad-date' }])
    expect((await board()).seq).toBe(0)
  })

  it('is refused while it has problems that are not to be skipped', async () => {
    const { id } = await preview(await workbook(ledger))
    const { status } = await clerk.post(`${imports}/${id}/confirm`, { skipProblems: false })
    expect(status).toBe(409)
    expect((await board()).seq).toBe(0)
  })

  it('writes the good rows once, however often it is confirmed', async () => {
    const { id } = await preview(await workbook(ledger))
    const first = await clerk.post(`${imports}/${id}/confirm`, { skipProblems: true })
    const again = await clerk.post(`${imports}/${id}/confirm`, { skipProblems: true })
    expect(first.body).toMatchObject({ state: 'done' })
    expect(again.body).toEqual(first.body)
    expect((await board()).seq).toBe(3)
  })

  it('adds only what is new when the corrected workbook comes again', async () => {
    const mended = ledger.map((row, index) => (index === 3 ? [day, ...row.slice(1)] : row))
    const { id } = await preview(await workbook(mended))
    const { body } = await clerk.post(`${imports}/${id}/confirm`, { skipProblems: false })
    expect(body).toMatchObject({ alreadyWritten: 3 })
    expect((await board()).seq).toBe(4)
  })

  it('brings households and a few of their lines onto a board that is held', async () => {
    const before = await board()
    const households = [
      ['门牌号', '户主', '组别'],
      ['2001', '示范户丁', '1组'],
    ]
    const lines = [ledger[0] ?? [], [day, '2001', '示范户丁', '应急值守', 40, null]]
    const bytes = await writeExcelFile([
      { data: households, sheet: '户册' },
      { data: lines, sheet: '台账' },
    ]).toBuffer()
    const view = await preview(bytes)
    expect(view).toMatchObject({ newHouseholds: 1, newRules: 0, problems: [] })
    const { status } = await clerk.post(`${imports}/${view.id}/confirm`, { skipProblems: false })
    expect(status).toBe(200)
    const after = await board()
    expect(after.seq).toBe(before.seq + 1)
    expect(after.households.find(({ door }) => door === '2001')).toMatchObject({ score: 40 })
    // And the board goes on from there.
    const rule = await ruleId(clerk, 'one', '应急值守')
    const posting = { id: randomUUID(), door: '2001', rule, occurredOn: day }
    expect((await clerk.post('/api/villages/one/postings', posting)).status).toBe(201)
    expect((await board()).households.find(({ door }) => door === '2001')).toMatchObject({ score: 80 })
  })

  it('brings nobody what they could not enter by hand, and nothing of the rest', async () => {
    const admin = await signedIn(server, 'admin', null)
    const { seq } = await board()
    const confirm = async (rows: (string | number | null)[][], who = clerk) => {
      const { id } = await preview(await workbook(rows))
      const { status, body } = await who.post(`${imports}/${id}/confirm`, { skipProblems: true })
      return [status, (body as { code?: string }).code]
    }
    const lines = [ledger[0]!, [day, '1001号', '示范户甲', '志愿服务', 30, null]]
    const { items } = (await admin.get('/api/villages/one/people')).body as { items: PersonView[] }
    const path = `/api/villages/one/people/${items.find(({ roles }) => roles.includes('clerk'))!.id}`
    await admin.call('PATCH', path, { ownDoor: '1001' })
    expect(await confirm(lines)).toEqual([403, 'import-own-household'])
    await admin.call('PATCH', path, { ownDoor: null })
    await admin.call('PATCH', '/api/villages/one', { review: { roles: [], over: 20, deductions: false } })
    expect(await confirm(lines)).toEqual([403, 'import-needs-review'])
    expect((await board()).seq).toBe(seq)
    // What an office decided long ago is an administrator's to bring.
    expect(await confirm(lines, admin)).toEqual([200, undefined])
    await admin.call('PATCH', '/api/villages/one', { review: { roles: [], over: null, deductions: false } })

    const rules = [
      ['维度', '内容', '分值'],
      ['志愿服务', '扫雪', 30],
    ]
    const bytes = await writeExcelFile([{ data: rules, sheet: '细则' }]).toBuffer()
    const view = await preview(bytes)
    expect(view.newRules).toBe(1)
    const refused = await clerk.post(`${imports}/${view.id}/confirm`, { skipProblems: true })
    expect([refused.status, refused.body]).toMatchObject([403, { code: 'import-new-rules' }])
  })

  it('is refused in plain words when the file is no workbook', async () => {
    const view = await preview(Buffer.from('PK\x03\x04 not a workbook at all'))
    expect(view.state).toBe('failed')
    expect(view.failure).toMatch(/损坏.*Excel 或 WPS/)
  })

  it('asks about a column that is missing, by sheet and row, and writes nothing meanwhile', async () => {
    const view = await preview(await workbook(ledger.map(([, ...row]) => row)))
    expect(view.questions.map(({ text }) => text)).toEqual([expect.stringMatching(/台账.*1.*日期/)])
    expect(view.sheets).toMatchObject([
      { name: '台账', kind: 'other', fate: expect.stringContaining('缺少') },
    ])
    const { status, body } = await clerk.post(`${imports}/${view.id}/confirm`, { skipProblems: true })
    expect([status, body]).toMatchObject([409, { detail: expect.stringContaining('1 个问题') }])
  })

  it('takes the answer, and keeps it for the next workbook with the same header', async () => {
    const [, ...lines] = ledger
    const named = await workbook([['哪天', '门牌号', '户主', '事项', '加分', '扣分'], ...lines.slice(0, 1)])
    const asking = await preview(named)
    const [question] = asking.questions
    expect(question?.choices.map(({ value }) => value)).toEqual(['A', 'leave'])
    const answers = { [question?.id ?? '']: 'A' }
    const answered = await clerk.post(`${imports}/${asking.id}/answers`, { answers })
    expect(answered.status).toBe(202)
    const view = await settled(answered.body as ImportView)
    expect(view).toMatchObject({ state: 'preview', importableRows: 1 })
    expect(view.questions[0]).toMatchObject({ code: 'missing-column', answer: 'A' })
    expect((await clerk.post(`${imports}/${view.id}/confirm`, { skipProblems: false })).status).toBe(200)
    const again = await preview(named)
    expect(again.questions[0]).toMatchObject({ code: 'missing-column', answer: 'A' })
    expect(again.ledger).toMatchObject({ written: 1, fresh: 0, corrected: [] })
  })

  it('asks about lines that differ from the ledger, and replaces them when told', async () => {
    const header = ['日期', '门牌号', '户主', '事项', '加分', '扣分']
    const line = (points: number) => [day, '1002', '示范户乙', '乱堆乱放', null, points]
    const first = await preview(await workbook([header, line(20)]))
    await clerk.post(`${imports}/${first.id}/confirm`, { skipProblems: false })
    const view = await preview(await workbook([header, line(30)]))
    const corrected = view.questions.find(({ code }) => code === 'lines-corrected')
    expect(view.ledger.corrected).toMatchObject([{ row: 2, door: '1002', before: '−20', after: '−30' }])
    const answers = { [corrected?.id ?? '']: 'replace' }
    await settled((await clerk.post(`${imports}/${view.id}/answers`, { answers })).body as ImportView)
    const done = await clerk.post(`${imports}/${view.id}/confirm`, { skipProblems: false })
    expect(done.body).toMatchObject({ state: 'done', reversed: 1 })
  })
})
