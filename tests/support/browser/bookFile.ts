/** Tables as a workbook, with what a spreadsheet program would hide or merge. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import writeExcelFile from 'write-excel-file/node'

export type Value = string | number | null
export interface Table {
  sheet: string
  data: Value[][]
  hidden?: boolean
  /** From 1. */
  hiddenRow?: number
  hiddenColumn?: number
  /** Such as `E2:E3`. */
  merged?: string
}

/** The tables as a file, with what is hidden and merged in it. */
export async function bookOf(tables: readonly Table[]): Promise<Buffer> {
  const bytes = await writeExcelFile(tables.map(({ sheet, data }) => ({ sheet, data }))).toBuffer()
  const parts = Object.entries(unzipSync(bytes)).map(([name, part]): [string, Uint8Array] => {
    if (!name.endsWith('.xml')) return [name, part]
    return [name, strToU8(withMerged(name, withHidden(name, strFromU8(part), tables), tables))]
  })
  return Buffer.from(zipSync(Object.fromEntries(parts)))
}

function withHidden(name: string, xml: string, tables: readonly Table[]): string {
  if (name === 'xl/workbook.xml')
    return tables.reduce(
      (all, { sheet, hidden }) =>
        hidden ? all.replace(`name="${sheet}"`, `name="${sheet}" state="hidden"`) : all,
      xml,
    )
  const table = tableIn(name, tables)
  const row = table?.hiddenRow
  const column = table?.hiddenColumn
  const rows = row ? xml.replace(`<row r="${row}"`, `<row r="${row}" hidden="1"`) : xml
  if (!column) return rows
  const cols = `<cols><col min="${column}" max="${column}" width="9" hidden="1"/></cols>`
  return rows.replace(/(?:<cols>.*?<\/cols>)?<sheetData/su, `${cols}<sheetData`)
}

function withMerged(name: string, xml: string, tables: readonly Table[]): string {
  const range = tableIn(name, tables)?.merged
  if (range === undefined) return xml
  return xml.replace(
    '</sheetData>',
    `</sheetData><mergeCells count="1"><mergeCell ref="${range}"/></mergeCells>`,
  )
}

function tableIn(name: string, tables: readonly Table[]): Table | undefined {
  return tables[Number(/sheet(\d+)\.xml$/u.exec(name)?.[1] ?? 0) - 1]
}
