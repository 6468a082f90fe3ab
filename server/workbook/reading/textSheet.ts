/** Text files of cells (.csv, .txt): their encoding and delimiter are found, not asked for. */
import { readFile } from 'node:fs/promises'
import Papa from 'papaparse'
import { cutText, visibleText } from '../../domain/text/characters.ts'
import { type Cell, cellAddress, isBlank, type Row, type Sheet } from '../../domain/workbook/cells/cells.ts'
import { findHeader } from '../../domain/workbook/headers/header.ts'
import type { ReadingLimits } from './limits.ts'
import { RefusedWorkbook } from './refusedWorkbook.ts'

const delimiters = [',', '\t', ';'] as const
type Delimiter = (typeof delimiters)[number]

/** Lines by which the delimiter is found; the header lies within them. */
const firstLines = 60
/** The longest name of a sheet. */
const longestName = 60

/**
 * The only sheet of a text file, named as the file is, without its extension.
 *
 * @param name of the file, as its owner calls it
 * @throws RefusedWorkbook for an unknown encoding, an unclosed quote, and more rows or columns than the limits
 */
export async function readTextSheet(path: string, name: string, limits: ReadingLimits): Promise<Sheet> {
  const text = decoded(await readFile(path))
  const sheet = cutText(visibleText(name.replace(/\.\w{1,4}$/u, '')), longestName)
  const { data, errors } = parse(text, delimiterOf(text))
  const quote = errors.find(({ type }) => type === 'Quotes')
  if (quote) throw new RefusedWorkbook('open-quote', { row: (quote.row ?? 0) + 1 })
  if (data.length > limits.rows)
    throw new RefusedWorkbook('too-many-rows', { sheet, cell: cellAddress(data.length, 0) })
  const rows = data.map((cells) => cells.map(cellOf))
  const wide = rows.findIndex(
    (row) => row.length > limits.columns && row.slice(limits.columns).some(isFilled),
  )
  if (wide !== -1)
    throw new RefusedWorkbook('too-many-columns', { sheet, cell: cellAddress(wide + 1, limits.columns) })
  return { name: sheet, rows }
}

/** UTF-16 by its byte order mark, else UTF-8 where the bytes are valid, else GBK (as GB 18030). */
function decoded(bytes: Buffer): string {
  const encodings =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? ['utf-16le']
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? ['utf-16be']
        : ['utf-8', 'gb18030']
  for (const encoding of encodings) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {
      // Not in this encoding.
    }
  }
  throw new RefusedWorkbook('text-file')
}

/** The delimiter with which the header names most columns. */
function delimiterOf(text: string): Delimiter {
  const named = (delimiter: Delimiter) => {
    const { data } = parse(text, delimiter, firstLines)
    return Object.keys(findHeader({ name: '', rows: data })?.columns ?? {}).length
  }
  return delimiters.reduce((best, other) => (named(other) > named(best) ? other : best))
}

function parse(text: string, delimiter: Delimiter, preview = 0): Papa.ParseResult<string[]> {
  return Papa.parse<string[]>(text, { delimiter, preview })
}

/** A number where the text is written as a spreadsheet writes one: a text such as 0012 stays a text. */
function cellOf(text: string): Cell {
  if (text === '') return null
  const number = /^-?\d{1,15}(?:\.\d{1,10})?$/u.test(text) ? Number(text) : Number.NaN
  return String(number) === text ? number : text
}

function isFilled(cell: Row[number]): boolean {
  return !isBlank(cell)
}
