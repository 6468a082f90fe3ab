/** Workbooks with characters that cannot be stored, from the file's bytes to the confirmed import. */
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { ImportView } from '../../../server/contract/scores/imports.ts'
import { upload } from '../../support/api/readImport.ts'
import {
  type Caller,
  day,
  makeVillage,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

let server: TestServer
let clerk: Caller
/** A new village for each test, by its slug and its address. */
let slug = ''
let village = ''
let villages = 0

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  villages += 1
  slug = `v${villages}`
  village = `/api/villages/${slug}`
  await makeVillage(server, slug, 1)
  clerk = await signedIn(server, 'clerk', slug)
})

const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

type Sheets = Record<string, (string | number)[][]>

/** A workbook whose texts stand in its XML as they are given here. */
function workbookOf(sheets: Sheets, encode = (xml: string) => strToU8(xml)): Buffer {
  const names = Object.keys(sheets)
  const relation = (at: number) =>
    `<Relationship Id="r${at}" Type="${relations}/worksheet" Target="worksheets/${at}.xml"/>`
  const parts = {
    'xl/workbook.xml': `<workbook xmlns:r="${relations}"><sheets>${names
      .map((name, at) => `<sheet name="${name}" r:id="r${at}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${names.map((_, at) => relation(at)).join('')}</Relationships>`,
    ...Object.fromEntries(
      Object.values(sheets).map((rows, at) => [
        `xl/worksheets/${at}.xml`,
        `<worksheet><sheetData>${rows.map(rowXml).join('')}</sheetData></worksheet>`,
      ]),
    ),
  }
  return Buffer.from(
    zipSync(Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, encode(xml)]))),
  )
}

function rowXml(cells: (string | number)[], index: number): string {
  const address = (column: number) => `${String.fromCharCode(65 + column)}${index + 1}`
  const xml = cells.map((cell, column) =>
    typeof cell === 'number'
      ? `<c r="${address(column)}"><v>${cell}</v></c>`
      : `<c r="${address(column)}" t="inlineStr"><is><t>${cell}</t></is></c>`,
  )
  return `<row r="${index + 1}">${xml.join('')}</row>`
}

const list = (head: string) => [
  ['组别', '门牌号', '户主姓名'],
  ['1组', '101', '示范户子'],
  ['1组', '102', head],
]
const ledger = (note: string) => [
  ['日期', '门牌号', '事项', '加分', '扣分', '备注'],
  [day, '101', '应急值守', 40, '', note],
]

const preview = (sheets: Sheets) => settled(workbookOf(sheets))

const settled = (workbook: Buffer) => upload(clerk, `${village}/imports`, workbook)

const confirm = ({ id }: ImportView) => clerk.post(`${village}/imports/${id}/confirm`, { skipProblems: true })

it.each([
  ['&#xD800;', '\\ud800'],
  ['&#55296;', '\\ud800'],
  ['_xD800_', '\\ud800'],
  ['_x0000_', '\\u0000'],
  ['_xFFFE_', '\\ufffe'],
  ['\u{fffe}', '\\ufffe'],
  ['&#xFFFE;', '\\ufffe'],
  ['&#x200B;', '\\u200b'],
  ['\u202e', '\\u202e'],
])('%j in a cell is a problem of that cell, and the rest comes in', async (written, shown) => {
  const sheets = { 户册: list(`示范${written}户`), 积分台账: ledger(`到${written}场`) }
  const view = await preview(sheets)
  expect(view.problems).toMatchObject([
    { sheet: '户册', row: 3, cell: 'C3', problem: 'odd-characters', value: `示范${shown}户` },
    { sheet: '积分台账', row: 2, cell: 'F2', problem: 'odd-characters', value: `到${shown}场` },
  ])
  expect(await confirm(view)).toMatchObject({ status: 200, body: { state: 'done' } })
  const { body } = await clerk.get(`${village}/households`)
  expect(JSON.stringify(body)).toContain('示范户子')
  expect(JSON.stringify(body)).not.toContain('示范户丑')
})

it('&#0; is a problem of its cell too, or refuses the file in a sentence', async () => {
  const view = await preview({ 户册: list('示范&#0;户'), 积分台账: ledger('到场') })
  if (view.state === 'failed') expect(view.failure).toMatch(/。$/u)
  else expect(view.problems).toMatchObject([{ cell: 'C3', problem: 'odd-characters' }])
})

it('a look-alike of a door is a problem in the preview, and confirming leaves it out', async () => {
  expect(
    (await confirm(await preview({ 户册: [...list('示范户丑'), ['1组', 'A12', '示范户寅']] }))).status,
  ).toBe(200)
  const view = await preview({ 户册: [...list('示范户丑'), ['1组', '\u041012', '示范户卯']] })
  expect(view.problems).toMatchObject([{ row: 4, cell: 'B4', problem: 'door-alike' }])
  expect(view.problems[0]?.detail).toContain('与已有的 A12 看起来一样')
  expect(await confirm(view)).toMatchObject({ status: 200, body: { state: 'done', newHouseholds: 0 } })
})

it.each(['_x000D_\n', '_x000D__x000A_', '_x0009_', '\n'])('%j in a note stays a blank', async (written) => {
  const view = await preview({ 户册: list('示范户丑'), 积分台账: ledger(`到${written}场`) })
  expect(view.problems).toEqual([])
  expect((await confirm(view)).status).toBe(200)
  expect((await clerk.get(`${village}/postings`)).body).toMatchObject({ items: [{ note: '到 场' }] })
})

it('a character beyond U+FFFF comes in from its number, and the same workbook again adds nothing', async () => {
  const sheets = { 户册: list('&#x20BB7;田一'), 积分台账: ledger('到&#128512;场') }
  const view = await preview(sheets)
  expect(view.problems).toEqual([])
  expect(await confirm(view)).toMatchObject({ status: 200, body: { state: 'done', alreadyWritten: 0 } })
  const { body } = await clerk.get(`${village}/households`)
  expect(JSON.stringify(body)).toContain('"𠮷田一"')
  expect((await clerk.get(`${village}/postings`)).body).toMatchObject({ items: [{ note: '到😀场' }] })
  expect(await confirm(await preview(sheets))).toMatchObject({ body: { alreadyWritten: 1 } })
})

it('a workbook that an earlier build read with another character adds nothing', async () => {
  clerk = await signedIn(server, 'admin', slug)
  const sheets = (character: string) => ({
    户册: list('示范户丑'),
    细则: [
      ['类别', '内容', '分值'],
      ['移风易俗', `夸${character}邻里`, '+40'],
    ],
    积分台账: [
      ['日期', '门牌号', '事项', '加分'],
      [day, '101', `夸${character}邻里`, 40],
    ],
  })
  expect(await confirm(await preview(sheets('\uf600')))).toMatchObject({ body: { state: 'done' } })
  const again = await preview(sheets('&#x1F600;'))
  expect(again).toMatchObject({ newRules: 0, problems: [] })
  expect(await confirm(again)).toMatchObject({ body: { alreadyWritten: 1 } })
})

it('bytes that are no text refuse the file and say what to do', async () => {
  const encode = (xml: string) => strToU8(xml).map((byte) => (byte === 64 ? 0xff : byte))
  const view = await settled(workbookOf({ 户册: list('示范@户'), 积分台账: ledger('到场') }, encode))
  expect(view).toMatchObject({ state: 'failed' })
  expect(view.failure).toContain('请用 Excel 或 WPS 打开，核对文字，另存为 .xlsx 后再导入。')
})
