import { zipSync } from 'fflate'
import readExcelFile from 'read-excel-file/universal'
import { type Cell, isBlank, type Sheet } from '../../domain/workbook/cells/cells.ts'
import { type Archive, openArchive } from './archive.ts'
import { fileKind } from './fileKind.ts'
import type { ReadingLimits } from './limits.ts'
import { asShown, type NumberFormats, readNumberFormats, styleOf, withoutEntities } from './numberFormats.ts'
import type { WorkbookFile } from './read.ts'
import { readableXml } from './readableXml.ts'
import { RefusedWorkbook } from './refusedWorkbook.ts'
import { type SheetCells, splitCells } from './sheetCells.ts'
import { type IsStruck, readStruck } from './struckCells.ts'
import { readTextSheet } from './textSheet.ts'

/** A part of the small workbook. */
interface Part {
  name: string
  bytes: Uint8Array
}

/** Parts that say what the cells mean: names of the sheets, texts, formats of dates. */
const shared = /^xl\/(?:_rels\/workbook\.xml\.rels|[^/]+\.xml)$/iu
const withCells = /^xl\/\w*sheets\/[^/]+\.xml$/iu

/**
 * Reads all sheets of a workbook, or the one of a text file.
 *
 * A ledger of 44,400 lines has 355,200 cells, but only 4,000 different contents.
 * So the sheets are taken apart here, and read-excel-file gets a small workbook
 * with every content once, to give it its meaning (shared and rich texts, dates
 * by format and epoch, errors). That is three times as fast as giving it the
 * whole, and nothing but the parts needed ever reaches it.
 *
 * @param onProgress called with 0 to 1
 * @throws RefusedWorkbook
 */
export async function readSheets(
  { path, name }: WorkbookFile,
  limits: ReadingLimits,
  onProgress: (share: number) => void = () => {},
): Promise<Sheet[]> {
  if ((await fileKind(path, limits)) === 'text') return [await readTextSheet(path, name, limits)]
  const archive = await openArchive(path, limits)
  try {
    const { parts, sheets } = await takeApart(archive, limits)
    onProgress(0.6)
    const read = await understand(parts)
    onProgress(1)
    return join(read, sheets, parts)
  } finally {
    archive.close()
  }
}

async function takeApart(
  archive: Archive,
  limits: ReadingLimits,
): Promise<{ parts: Part[]; sheets: SheetCells[] }> {
  const parts: Part[] = []
  const sheets: SheetCells[] = []
  const addSheet = (name: string, cells: SheetCells): void => {
    parts.push({ name, bytes: sheetOfContents(sheets.length, cells) })
    sheets.push(cells)
  }
  for (const entry of archive.entries) {
    const name = entry.fileName
    if (withCells.test(name)) addSheet(name, await splitCells(readableXml(archive.unpack(entry)), limits))
    else if (shared.test(name)) {
      const bytes = await gather(readableXml(archive.unpack(entry)))
      // Some programs put their sheets beside the shared parts.
      if (isSheet(bytes)) addSheet(name, await splitCells([bytes], limits))
      else parts.push({ name, bytes: withPlainEpoch(bytes) })
    }
  }
  return { parts, sheets }
}

/** Dates since 1904, as read-excel-file knows them: it takes `true` for false. */
function withPlainEpoch(bytes: Buffer): Buffer {
  if (!bytes.includes('date1904="true"')) return bytes
  return Buffer.from(bytes.toString('latin1').replace('date1904="true"', 'date1904="1"'), 'latin1')
}

function isSheet(bytes: Buffer): boolean {
  return /<(?:\w+:)?worksheet[\s>]/u.test(bytes.toString('latin1', 0, 2000))
}

async function gather(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

/** A sheet with one column: its number in our own counting, then each content once. */
function sheetOfContents(number: number, { contents }: SheetCells): Buffer {
  const rows = contents.map(
    (content, index) => `<row r="${index + 2}"><c r="A${index + 2}"${content}</c></row>`,
  )
  const first = `<row r="1"><c r="A1"><v>${number}</v></c></row>`
  return Buffer.from(`<worksheet><sheetData>${first}${rows.join('')}</sheetData></worksheet>`, 'latin1')
}

interface ReadContents {
  name: string
  number: number
  values: Cell[]
}

async function understand(parts: readonly Part[]): Promise<ReadContents[]> {
  const zip = zipSync(Object.fromEntries(parts.map(({ name, bytes }) => [name, bytes])), { level: 0 })
  const sheets = await readExcelFile(new Blob([zip])).catch(() => {
    throw new RefusedWorkbook('damaged')
  })
  return sheets.flatMap(({ sheet, data }) => {
    // A sheet that is one chart has no data.
    if (!Array.isArray(data)) return []
    const values = data.map((row: readonly unknown[]) => toCell(row[0]))
    return [{ name: sheet, number: Number(values[0]), values: values.slice(1) }]
  })
}

function toCell(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return value instanceof Date ? value : null
}

function join(read: readonly ReadContents[], sheets: readonly SheetCells[], parts: readonly Part[]): Sheet[] {
  const styles = partText(parts, 'xl/styles.xml')
  const formats = readNumberFormats(styles)
  const isStruck = readStruck(styles, partText(parts, 'xl/sharedstrings.xml'))
  const hidden = hiddenSheets(partText(parts, 'xl/workbook.xml'))
  return read.flatMap(({ name, number, values }) => {
    const cells = sheets[number]
    if (!cells) return []
    if (cells.fault) throw new RefusedWorkbook(cells.fault.code, { sheet: name, cell: cells.fault.cell })
    const { formulas, merges, hiddenRows, hiddenColumns } = cells
    const rows = placed(cells.places, shown(values, cells, formats))
    const struckRows = rowsOfStruck(cells, values, isStruck)
    const isHidden = hidden.has(name)
    return [{ name, rows, formulas, merges, hidden: isHidden, hiddenRows, hiddenColumns, struckRows }]
  })
}

function partText(parts: readonly Part[], name: string): string {
  const part = parts.find((part) => part.name.toLowerCase() === name)
  return part ? Buffer.from(part.bytes).toString() : ''
}

/** The names of the sheets that the spreadsheet program does not show. */
function hiddenSheets(workbook: string): ReadonlySet<string> {
  const tags = [...workbook.matchAll(/<(?:\w+:)?sheet\s[^>]*>/gu)].map(([tag]) => tag)
  const names = tags
    .filter((tag) => /\sstate\s*=\s*["'](?:hidden|veryHidden)["']/u.test(tag))
    .map((tag) => /\sname\s*=\s*(?:"([^"]*)"|'([^']*)')/u.exec(tag))
  return new Set(names.map((found) => withoutEntities(found?.[1] ?? found?.[2] ?? '')))
}

function shown(values: readonly Cell[], { contents }: SheetCells, formats: NumberFormats): Cell[] {
  return values.map((value, place) => {
    const content = contents[place] ?? ''
    return typeof value === 'number' ? asShown(value, formats[styleOf(content)]) : (value ?? errorIn(content))
  })
}

const errorCell = /^[^>]*\st=["']e["'][^>]*>\s*<v>(#[^<]{1,20})<\/v>/u

/** What a formula that fails shows, such as #REF!; null for other cells. */
function errorIn(content: string): string | null {
  return errorCell.exec(content)?.[1] ?? null
}

/** The rows with a filled cell that is crossed out. */
function rowsOfStruck(
  { places, contents }: SheetCells,
  values: readonly Cell[],
  isStruck: IsStruck,
): number[] {
  const struck = contents.map((content, place) => isStruck(content) && !isBlank(values[place]))
  if (!struck.includes(true)) return []
  const rows = new Set<number>()
  for (let at = 0; at < places.length; at += 3) if (struck[places[at + 2] ?? -1]) rows.add(places[at] ?? 0)
  return [...rows]
}

function placed(places: readonly number[], values: readonly Cell[]): Cell[][] {
  const rows: Cell[][] = []
  for (let at = 0; at < places.length; at += 3) {
    const row = places[at] ?? 0
    const column = places[at + 1] ?? 0
    while (rows.length < row) rows.push([])
    const cells = rows[row - 1]
    if (!cells) continue
    while (cells.length < column) cells.push(null)
    cells[column] = values[places[at + 2] ?? -1] ?? null
  }
  return rows
}
