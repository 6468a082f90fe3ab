/** What the formats of cells say: crossed out, in percent, days counted from 1904. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import { readingLimits } from '../../server/workbook/reading/limits.ts'
import { readSheets } from '../../server/workbook/reading/readSheets.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'styled-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

type Rows = NonNullable<Parameters<typeof writeExcelFile>[0]> & unknown[][]

/** The first sheet of a workbook whose parts may be changed before it is read. */
async function read(rows: unknown[][], change: (name: string, xml: string) => string = (_name, xml) => xml) {
  const bytes = await writeExcelFile(rows as Rows).toBuffer()
  const parts = Object.entries(unzipSync(bytes)).map(
    ([name, part]) => [name, name.endsWith('.xml') ? strToU8(change(name, strFromU8(part))) : part] as const,
  )
  const path = join(folder, 'book.xlsx')
  await writeFile(path, zipSync(Object.fromEntries(parts)))
  const [sheet] = await readSheets({ path, name: 'book.xlsx' }, readingLimits)
  return sheet
}

describe('a cell', () => {
  it('that is crossed out is told by its row', async () => {
    const rows = [
      [{ value: '一' }],
      [{ value: '二', textDecoration: { strikethrough: true } }],
      [{ value: '三', fontWeight: 'bold' }],
    ]
    expect(await read(rows)).toMatchObject({ struckRows: [2] })
  })

  it('with some letters crossed out is one of them', async () => {
    const rich = '<si><r><rPr><strike/></rPr><t>20</t></r><r><t>10</t></r></si>'
    const sheet = await read([['一'], ['二']], (name, xml) =>
      name === 'xl/sharedStrings.xml' ? xml.replace(/<si>(?:(?!<\/si>).)*二.*?<\/si>/su, rich) : xml,
    )
    expect(sheet).toMatchObject({ rows: [['一'], ['2010']], struckRows: [2] })
  })

  it('that is empty and crossed out says nothing', async () => {
    expect(await read([['一', { value: null, textDecoration: { strikethrough: true } }]])).toMatchObject({
      struckRows: [],
    })
  })

  it('with an error is read as the error shows', async () => {
    const sheet = await read([['张三', 20]], (name, xml) =>
      name === 'xl/worksheets/sheet1.xml'
        ? xml.replace(/<c r="A1"[^>]*>.*?<\/c>/su, '<c r="A1" t="e"><f>VLOOKUP(1,B:B,1,0)</f><v>#N/A</v></c>')
        : xml,
    )
    expect(sheet).toMatchObject({ rows: [['#N/A', 20]] })
  })

  it('in a hidden column says so', async () => {
    const sheet = await read([['一', '二', '三']], (name, xml) =>
      name === 'xl/worksheets/sheet1.xml'
        ? xml.replace(
            /(?:<cols>.*?<\/cols>)?<sheetData/su,
            '<cols><col min="2" max="3" hidden="1"/></cols><sheetData',
          )
        : xml,
    )
    expect(sheet).toMatchObject({ hiddenColumns: [1, 2] })
  })

  it('in a row without height, or a column without width, is hidden', async () => {
    const sheet = await read([['一', '二'], ['三']], (name, xml) =>
      name === 'xl/worksheets/sheet1.xml'
        ? xml
            .replace('<row r="2"', '<row r="2" ht="0" customHeight="1"')
            .replace(
              /(?:<cols>.*?<\/cols>)?<sheetData/su,
              '<cols><col min="2" max="2" width="0" customWidth="1"/><col min="3" max="3" width="0.5"/></cols><sheetData',
            )
        : xml,
    )
    expect(sheet).toMatchObject({ hiddenRows: [2], hiddenColumns: [1] })
  })

  it('in percent is read as it is shown', async () => {
    const rows = [[{ value: 0.2, format: '0%' }, { value: 0.125, format: '0.0%' }, { value: 20 }]]
    expect(await read(rows)).toMatchObject({ rows: [['20%', '12.5%', 20]] })
  })

  it('with a day is read by the epoch of its workbook', async () => {
    const rows = [[{ value: new Date('2026-03-05T00:00:00Z'), format: 'yyyy-mm-dd' }]]
    expect((await read(rows))?.rows[0]?.[0]).toEqual(new Date('2026-03-05T00:00:00Z'))
    for (const flag of ['1', 'true']) {
      const since1904 = await read(rows, (name, xml) => {
        if (name === 'xl/workbook.xml') return xml.replace('<workbookPr', `<workbookPr date1904="${flag}"`)
        return name === 'xl/worksheets/sheet1.xml' ? xml.replace('46086', String(46086 - 1462)) : xml
      })
      expect(since1904?.rows[0]?.[0]).toEqual(new Date('2026-03-05T00:00:00Z'))
    }
  })
})
