import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import type { OfficeContext } from '../../server/domain/workbook/index.ts'
import { officeOfBytes } from '../../server/workbook/office/packedOffice.ts'
import { openArchive } from '../../server/workbook/reading/archive.ts'
import { readingLimits } from '../../server/workbook/reading/limits.ts'
import { readPacked, type ReadingOptions } from '../../server/workbook/reading/read.ts'

const nothingKnown: OfficeContext = { village: '晓塘村', year: 2026, known: { doors: [], rules: [] } }

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workbook-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

let files = 0

/** What the reader makes of a file with these bytes. */
async function readBytes(bytes: Buffer | string, options?: ReadingOptions, context = nothingKnown) {
  const path = join(folder, `${++files}.xlsx`)
  await writeFile(path, bytes)
  return readPath(path, options, context)
}

async function readPath(path: string, options?: ReadingOptions, context = nothingKnown) {
  const reading = await readPacked({ path, name: basename(path) }, context, options)
  return reading.ok ? { ok: true as const, office: officeOfBytes(reading.office) } : reading
}

async function refusalOf(bytes: Buffer | string, options?: ReadingOptions) {
  const reading = await readBytes(bytes, options)
  return reading.ok ? null : reading.refusal
}

type Value = string | number | Date | null | { value: string; type: 'Formula' }
interface Table {
  sheet: string
  rows: Value[][]
}

const households: Table = {
  sheet: '户册',
  rows: [
    ['组别', '门牌号', '户主'],
    ['1组', '1号', '张 三'],
    [null, 2, '李四'],
  ],
}
const rules: Table = {
  sheet: '细则',
  rows: [
    ['类别', '内容', '分值'],
    ['会议学习', '参加村民会议', '+20'],
  ],
}
function ledger(...lines: Value[][]): Table {
  return { sheet: '台账', rows: [['日期', '门牌号', '事项', '加分', '扣分'], ...lines] }
}

function workbook(...tables: Table[]): Promise<Buffer> {
  const sheets = tables.map(({ sheet, rows }) => ({ sheet, data: rows, dateFormat: 'yyyy-mm-dd' }))
  return writeExcelFile(sheets).toBuffer()
}

interface Part {
  name: string
  bytes: Buffer
  /** What the directory says of the unpacked size; the truth where it is left out. */
  claimed?: number
}

/** A zip archive, packed; for files that no spreadsheet program would write. */
function zip(...parts: Part[]): Buffer {
  const pieces: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, bytes, claimed = bytes.length } of parts) {
    const packed = deflateRawSync(bytes)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(claimed, 18)
    common.writeUInt16LE(name.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, place, Buffer.from(name))
    pieces.push(Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), packed)
    offset += 30 + name.length + packed.length
  }
  const listing = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(listing.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...pieces, listing, end])
}

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A workbook with one sheet of these rows, and parts of its own. */
function handMade(rows: string, ...more: Part[]): Buffer {
  return workbookOf(`<worksheet><sheetData>${rows}</sheetData></worksheet>`, ...more)
}

function workbookOf(sheet: string, ...more: Part[]): Buffer {
  const relation = `<Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/>`
  return zip(
    part(
      'xl/workbook.xml',
      `<workbook xmlns:r="${office}"><sheets><sheet name="户册" r:id="r1"/></sheets></workbook>`,
    ),
    part('xl/_rels/workbook.xml.rels', `<Relationships>${relation}</Relationships>`),
    part('xl/worksheets/sheet1.xml', sheet),
    ...more,
  )
}

function part(name: string, text: string): Part {
  return { name, bytes: Buffer.from(text) }
}

function row(number: number, ...cells: string[]): string {
  return `<row r="${number}">${cells.join('')}</row>`
}

function cell(address: string, text: string): string {
  return `<c r="${address}" t="inlineStr"><is><t>${text}</t></is></c>`
}

const listHeader = row(1, cell('A1', '门牌号'), cell('B1', '户主'))
const listLine = row(2, cell('A2', '1号'), cell('B2', '张三'))

describe('a workbook as offices write them', () => {
  it('is read from households to ledger', async () => {
    const bytes = await workbook(
      households,
      rules,
      ledger(
        [new Date('2026-03-05T00:00:00Z'), '1号', '参加村民会议', 20, null],
        ['2026.3.6', 9, '参加村民会议', 20, null],
      ),
    )
    const reading = await readBytes(bytes)
    expect(reading).toMatchObject({
      ok: true,
      office: {
        households: [
          { door: '1', head: '张三', group: '1组', row: 2 },
          { door: '2', head: '李四', group: '1组', row: 3 },
        ],
        rules: [{ text: '参加村民会议', dimension: '会议学习' }],
        lines: [{ row: 2, door: '1', points: 20, occurredOn: '2026-03-05' }],
        problems: [{ sheet: '台账', row: 3, cell: 'B3', problem: 'unknown-household', value: '9' }],
      },
    })
  })

  it('may be a ledger alone, read against what the village has', async () => {
    const known: OfficeContext['known'] = {
      doors: [{ door: '1', head: '张三' }],
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
    }
    const bytes = await workbook(ledger(['2026-03-05', 1, '参加村民会议', 20, null]))
    expect(await readBytes(bytes, {}, { ...nothingKnown, known })).toMatchObject({
      office: { households: [], lines: [{ door: '1', points: 20 }] },
    })
  })

  it('tells how far it is, to the end', async () => {
    const shares: number[] = []
    await readBytes(await workbook(households), { onProgress: (share) => shares.push(share) })
    expect(shares.length).toBeGreaterThan(2)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.at(-1)).toBe(1)
  })

  it('may come from a program that prefixes its tags and leaves out addresses', async () => {
    const bare = (text: string) => `<x:c t="inlineStr"><x:is><x:t>${text}</x:t></x:is></x:c>`
    const rows = `<x:row>${bare('门牌号')}${bare('户主')}</x:row><x:row r="3">${bare('1号')}${bare('张三')}</x:row>`
    const sheet = `<?xml version="1.0"?>
<x:worksheet xmlns:x="m"><x:sheetData><!-- <c r="A9"/> -->${rows}</x:sheetData></x:worksheet>`
    const reading = await readBytes(workbookOf(sheet))
    expect(reading).toMatchObject({ office: { households: [{ row: 3, door: '1', head: '张三' }] } })
  })

  it('may hold a sheet that is one chart', async () => {
    const sheets = `<sheet name="图" sheetId="2" r:id="r2"/><sheet name="户册" sheetId="1" r:id="r1"/>`
    const relations = [
      `<Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/>`,
      `<Relationship Id="r2" Type="${office}/chartsheet" Target="chartsheets/sheet1.xml"/>`,
    ]
    const bytes = zip(
      part('xl/workbook.xml', `<workbook xmlns:r="${office}"><sheets>${sheets}</sheets></workbook>`),
      part('xl/_rels/workbook.xml.rels', `<Relationships>${relations.join('')}</Relationships>`),
      part('xl/chartsheets/sheet1.xml', '<chartsheet/>'),
      part(
        'xl/worksheets/sheet1.xml',
        `<worksheet><sheetData>${listHeader}${listLine}</sheetData></worksheet>`,
      ),
    )
    expect(await readBytes(bytes)).toMatchObject({ office: { households: [{ door: '1' }] } })
  })

  it('may merge the group over its households', async () => {
    const sheet = [
      row(1, cell('A1', '组别'), cell('B1', '门牌号'), cell('C1', '户主')),
      row(2, cell('A2', '第三组'), cell('B2', '1号'), cell('C2', '张三')),
      row(3, '<c r="A3" s="0"/>', cell('B3', '2号'), cell('C3', '李四')),
    ].join('')
    expect(await readBytes(handMade(sheet))).toMatchObject({
      office: { households: [{ group: '3组' }, { group: '3组' }] },
    })
  })
})

describe('a file that is no workbook', () => {
  it.each<[string, Buffer | string, string]>([
    ['an empty file', '', 'empty-file'],
    ['a picture called .xlsx', Buffer.from('ffd8ffe000104a46494600010100', 'hex'), 'not-a-workbook'],
    [
      'an old .xls file',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2048)]),
      'old-xls',
    ],
    ['a workbook with a password', compound('EncryptedPackage'), 'password'],
    ['a Word document', zip(part('word/document.xml', '<document/>')), 'not-a-workbook'],
    ['a binary workbook', zip(part('xl/workbook.bin', 'x')), 'binary-xlsb'],
  ])('is refused: %s', async (_, bytes, code) => {
    expect(await refusalOf(bytes)).toMatchObject({ code })
  })

  it('is refused when cut off, at any place', async () => {
    const whole = await workbook(households, rules)
    for (const share of [0.2, 0.6, 0.95])
      expect(await refusalOf(whole.subarray(0, Math.floor(whole.length * share)))).toMatchObject({
        code: 'damaged',
      })
  })

  it('is refused when its parts are broken', async () => {
    const broken = handMade(listHeader + row(2, '<c r="A2" t="s"><v>77</v></c>'))
    expect(await refusalOf(broken)).toMatchObject({ code: 'damaged' })
  })
})

/** A file of the old format with a stream of this name, as Excel wraps workbooks with a password. */
function compound(stream: string): Buffer {
  const file = Buffer.alloc(4096)
  file.write('d0cf11e0a1b11ae1', 'hex')
  file.writeUInt32LE(1, 48)
  file.write(stream, 1024 + 128, 'utf16le')
  return file
}

/** A list of 60,000 households, which takes a second or two to read. */
function heavy(): Buffer {
  const lines = Array.from({ length: 60_000 }, (_, index) =>
    row(index + 2, cell(`A${index + 2}`, `${index}号`), cell(`B${index + 2}`, `张三${index}`)),
  )
  return handMade(listHeader + lines.join(''))
}

describe('a hostile workbook', () => {
  it('is refused when it says that it unpacks to too much', async () => {
    const zeros = Buffer.alloc(30 * 1024 * 1024)
    expect(
      await refusalOf(handMade(listHeader, { name: 'xl/worksheets/sheet2.xml', bytes: zeros })),
    ).toMatchObject({
      code: 'unpacks-too-large',
    })
  })

  it('is refused when it unpacks to more than it says', async () => {
    const bytes = Buffer.from(`<worksheet><sheetData>${' '.repeat(8_000_000)}</sheetData></worksheet>`)
    const lying = { name: 'xl/worksheets/sheet2.xml', bytes, claimed: 1000 }
    expect(await refusalOf(handMade(listHeader, lying))).toMatchObject({ code: 'damaged' })
  })

  it('gets no more unpacked than its directory says', async () => {
    const path = join(folder, 'lying.xlsx')
    await writeFile(
      path,
      handMade('', { name: 'xl/styles.xml', bytes: Buffer.alloc(4_000_000), claimed: 600_000 }),
    )
    const archive = await openArchive(path, readingLimits)
    let unpacked = 0
    const unpacking = async (): Promise<void> => {
      for (const entry of archive.entries)
        for await (const piece of archive.unpack(entry)) unpacked += piece.length
    }
    await expect(unpacking()).rejects.toThrow('damaged')
    archive.close()
    expect(unpacked).toBeLessThan(602_000)
  })

  it('is refused when it has too many parts', async () => {
    const parts = Array.from({ length: 2100 }, (_, index) => part(`xl/media/${index}.xml`, 'x'))
    expect(await refusalOf(handMade(listHeader, ...parts))).toMatchObject({ code: 'too-many-parts' })
  })

  it('is refused when a cell stands in column 100,000', async () => {
    const far = row(3, cell('A3', '2号'), cell('EQXD3', 'x'))
    expect(await refusalOf(handMade(listHeader + listLine + far))).toEqual({
      code: 'too-many-columns',
      params: { sheet: '户册', cell: 'EQXD3' },
    })
  })

  it('is refused when a cell stands below the last row of Excel', async () => {
    const far = row(99_999_999, cell('A99999999', '2号'))
    expect(await refusalOf(handMade(listHeader + listLine + far))).toMatchObject({
      code: 'too-many-rows',
      params: { sheet: '户册', cell: 'A99999999' },
    })
  })

  it('may have empty cells as far out as Excel goes', async () => {
    const styled = row(3, '<c r="A3" s="0"/>', '<c r="XFD3" s="0"/>')
    expect(await readBytes(handMade(listHeader + listLine + styled))).toMatchObject({
      office: { households: [{ door: '1' }] },
    })
  })

  it('is refused when the ledger holds a formula, naming sheet and cell', async () => {
    const formula = { value: '=10+10', type: 'Formula' } as const
    const bytes = await workbook(households, rules, ledger(['2026-03-05', 1, '参加村民会议', formula, null]))
    expect(await refusalOf(bytes)).toEqual({ code: 'formula', params: { sheet: '台账', cell: 'D2' } })
  })

  it('may sum by formula in a line of sums', async () => {
    const sum = { value: '=SUM(D2:D2)', type: 'Formula' } as const
    const bytes = await workbook(
      households,
      rules,
      ledger(['2026-03-05', 1, '参加村民会议', 20, null], [null, '合计', null, sum, null]),
    )
    expect(await readBytes(bytes)).toMatchObject({ office: { counts: { ledgerRows: 1, totalPoints: 20 } } })
  })

  it('is refused when a formula starts a program, wherever it stands', async () => {
    const evil = row(9, '<c r="K9"><f>cmd|&apos;/C calc&apos;!A0</f><v>0</v></c>')
    expect(await refusalOf(handMade(listHeader + listLine + evil))).toEqual({
      code: 'outward-formula',
      params: { sheet: '户册', cell: 'K9' },
    })
  })

  it('is refused when it is linked to another file', async () => {
    const link = part('xl/externalLinks/externalLink1.xml', '<externalLink/>')
    expect(await refusalOf(handMade(listHeader + listLine, link))).toMatchObject({ code: 'external-links' })
  })

  it('is stopped when it takes too long, and leaves no process behind', async () => {
    const processes = () => process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length
    const before = processes()
    expect(await refusalOf(heavy(), { limits: { milliseconds: 5 } })).toEqual({
      code: 'too-slow',
      params: { seconds: 1 },
    })
    await vi.waitFor(() => expect(processes()).toBeLessThanOrEqual(before))
  })

  it('is stopped when it takes too much memory', async () => {
    expect(await refusalOf(heavy(), { limits: { heapMegabytes: 24 } })).toMatchObject({
      code: 'too-much-memory',
    })
  })

  it('leaves this process free meanwhile', async () => {
    const bytes = heavy()
    let turns = 0
    const turning = setInterval(() => turns++, 5)
    await readBytes(bytes)
    clearInterval(turning)
    expect(turns).toBeGreaterThan(20)
  })
})

describe('reading that is called off', () => {
  it('ends with the reason given', async () => {
    const controller = new AbortController()
    const reading = readBytes(await workbook(households), {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('the server stops')),
    })
    await expect(reading).rejects.toThrow('the server stops')
  })

  it('does not begin', async () => {
    await expect(readBytes(await workbook(households), { signal: AbortSignal.abort() })).rejects.toThrow()
  })
})

const bigWorkbook = join(import.meta.dirname, '../../../shared/data/village-office.xlsx')
const isThere = existsSync(bigWorkbook)
if (!isThere)
  console.warn('skipped: the big workbook is not beside the project (../shared/data/village-office.xlsx)')

describe.skipIf(!isThere)('the big workbook of a village office', () => {
  const expected = isThere
    ? (JSON.parse(readFileSync(join(bigWorkbook, '../expected.json'), 'utf8')) as Record<string, never>)
    : {}

  it('says what a careful person reads out of it', async () => {
    const reading = await readPath(bigWorkbook)
    if (!reading.ok) throw new Error(reading.refusal.code)
    const { households, duplicateDoors, rowsWithoutDoor, lines, problems, counts, rules } = reading.office
    const groupOf = new Map(households.map(({ door, group }) => [door, group.replace('组', '')]))
    expect({
      households: households.length,
      duplicateDoors: duplicateDoors.map(({ door }) => Number(door)),
      rowsWithoutDoor: rowsWithoutDoor.length,
      groups: tally(households.map(({ group }) => [group.replace('组', ''), 1])),
      ledgerRows: counts.ledgerRows,
      importableRows: counts.importableRows,
      problemRows: problems.map(({ row, problem }) => ({ row, problem })),
      totalPoints: counts.totalPoints,
      byDimension: tally(lines.map(({ dimension, points }) => [dimension, points])),
      byGroup: tally(lines.map(({ door, points }) => [groupOf.get(door) ?? '', points])),
      deductions: counts.deductions,
    }).toEqual(pick(expected))
    expect(lines).toHaveLength(counts.importableRows)
    expect(rules).toHaveLength(28)
  })

  it('is read the same from bytes somewhere else', async () => {
    const reading = await readBytes(await readFile(bigWorkbook))
    expect(reading.ok && reading.office.counts.totalPoints).toBe(expected.totalPoints)
  })
})

/** Everything of the expected figures but the ranking, which is no work of the reader. */
function pick({ village: _, top20: __, ...figures }: Record<string, unknown>): Record<string, unknown> {
  return figures
}

function tally(entries: [string, number][]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const [key, value] of entries) sums[key] = (sums[key] ?? 0) + value
  return sums
}
