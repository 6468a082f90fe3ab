import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OfficeContext } from '../../server/domain/workbook/index.ts'
import { officeOfBytes } from '../../server/workbook/office/packedOffice.ts'
import type { ReadingLimits } from '../../server/workbook/reading/limits.ts'
import { readPacked } from '../../server/workbook/reading/read.ts'

const known: OfficeContext = {
  village: '晓塘村',
  year: 2026,
  known: {
    doors: [
      { door: '0012', head: '张三' },
      { door: '12', head: '李四' },
    ],
    rules: [
      {
        text: '参加村民会议',
        dimension: '会议学习',
        terms: {
          effect: 'award',
          scale: { type: 'fixed', points: 20 },
          caps: [],
          evidence: false,
          reviewers: 0,
        },
      },
    ],
  },
}

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'text-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

let files = 0

async function read(bytes: Uint8Array, name = '三月.csv', limits: Partial<ReadingLimits> = {}) {
  const path = join(folder, String(++files))
  await writeFile(path, bytes)
  const reading = await readPacked({ path, name }, known, { limits })
  return reading.ok ? officeOfBytes(reading.office) : reading.refusal
}

const utf8 = (text: string) => Buffer.from(text)

/** The text in GBK: Node decodes it only, so every two bytes are tried. */
function gbk(text: string): Buffer {
  const decoder = new TextDecoder('gbk')
  const bytes = new Map<string, number[]>()
  for (let lead = 0x81; lead < 0xff; lead++)
    for (let trail = 0x40; trail < 0xff; trail++)
      bytes.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail])
  return Buffer.from(Array.from(text, (sign) => bytes.get(sign) ?? [sign.charCodeAt(0)]).flat())
}

const lines = [
  ['日期', '门牌号', '事项', '加分', '备注'],
  ['2026/3/5', '0012', '参加村民会议', '20', '第一次,全家'],
  ['2026.3.6', '12', '参加村民会议', '20', ''],
]
const textWith = (delimiter: string) =>
  lines
    .map((cells) => cells.map((cell) => (cell.includes(delimiter) ? `"${cell}"` : cell)).join(delimiter))
    .join('\r\n')

const posted = [
  { sheet: '三月', row: 2, door: '0012', points: 20, occurredOn: '2026-03-05', note: '第一次,全家' },
  { sheet: '三月', row: 3, door: '12', points: 20, occurredOn: '2026-03-06' },
]

describe('a text file of cells', () => {
  it.each([
    ['GBK', gbk(textWith(','))],
    ['UTF-8', utf8(textWith(','))],
    ['UTF-8 with a byte order mark', utf8(`\ufeff${textWith(',')}`)],
    ['UTF-16 with tabs, as Excel saves it', Buffer.from(`\ufeff${textWith('\t')}`, 'utf16le')],
    ['GBK with tabs', gbk(textWith('\t'))],
    ['UTF-8 with semicolons', utf8(textWith(';'))],
  ])('is read in %s, without a question', async (_encoding, bytes) => {
    expect(await read(bytes)).toMatchObject({ questions: [], problems: [], lines: posted })
  })

  it('finds the delimiter below a title with marks of its own', async () => {
    const bytes = gbk(`晓塘村;积分台账;一组;二组\r\n制表:示范员;会计\r\n${textWith(',')}`)
    expect(await read(bytes)).toMatchObject({ lines: [{ row: 4 }, { row: 5 }] })
  })

  it('does not guess whether 3.1 was the tenth: a spreadsheet saves 3.10 so', async () => {
    expect(await read(utf8('日期,门牌号,事项,加分\n3.1,12,参加村民会议,20'))).toMatchObject({
      lines: [],
      problems: [{ cell: 'A2', problem: 'ambiguous-date' }],
    })
  })

  it('counts a line break in quotes as part of its cell', async () => {
    const bytes = utf8('日期,门牌号,事项,"加\n分"\n2026-3-5,12,参加村民会议,20\n2026-3-5,99,参加村民会议,20')
    expect(await read(bytes)).toMatchObject({
      lines: [{ row: 2 }],
      problems: [{ row: 3, cell: 'B3', problem: 'unknown-household' }],
    })
  })

  it('is refused with the row of a quote that is never closed', async () => {
    const bytes = utf8('日期,门牌号,事项,加分\n2026-3-5,12,"参加村民会议,20\n2026-3-6,12,参加村民会议,20')
    expect(await read(bytes)).toEqual({ code: 'open-quote', params: { row: 2 } })
  })

  it('is refused in an encoding that nobody can tell', async () => {
    const bytes = Buffer.concat([
      utf8('日期,门牌号,事项,加分\n'),
      gbk('参加村民会议'),
      Buffer.from([0xff, 0x0a]),
    ])
    expect(await read(bytes)).toMatchObject({ code: 'text-file' })
  })

  it('is refused beyond the limits of rows and columns', async () => {
    expect(await read(utf8(textWith(',')), '三月.csv', { rows: 2 })).toMatchObject({ code: 'too-many-rows' })
    expect(await read(utf8(textWith(',')), '三月.csv', { columns: 4 })).toMatchObject({
      code: 'too-many-columns',
      params: { sheet: '三月', cell: 'E1' },
    })
  })

  it.each([
    ['a page of the web under the name of a workbook', '<html><body><table><tr><td>门牌号</td>'],
    [
      'a table in XML',
      '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    ],
  ])('is refused as %s', async (_what, text) => {
    expect(await read(utf8(text), '台账.xls')).toMatchObject({ code: 'web-page' })
  })
})
