/** What a spreadsheet hands over: sheets of raw cells, before anyone has read a meaning into them. */
import { cutText } from '../../text/characters.ts'

/** Dates are midnight UTC of the day that the sheet shows. */
export type Cell = string | number | boolean | Date | null

export type Row = readonly Cell[]

/** A cell whose value was computed when the workbook was last saved. */
export interface FormulaCell {
  /** Such as `E805`. */
  cell: string
  /** Without the leading `=`; empty where it is shared with another cell. */
  text: string
  /** Whether the program that saved the workbook computed it. */
  saved: boolean
}

export interface Sheet {
  name: string
  /** `rows[0]` is row 1 of the sheet; cells missing at the end of a row are empty. */
  rows: readonly Row[]
  /** Ranges such as `B4:B88`. Only their first cell carries a value. */
  merges?: readonly string[] | undefined
  formulas?: readonly FormulaCell[] | undefined
  /** Whether the spreadsheet program hides it. */
  hidden?: boolean | undefined
  /** Rows that are hidden, by hand or by a filter, from 1. */
  hiddenRows?: readonly number[] | undefined
  /** Columns that are hidden, from 0. */
  hiddenColumns?: readonly number[] | undefined
  /** Rows with a cell that is crossed out, from 1. */
  struckRows?: readonly number[] | undefined
}

/** Blanks of every kind, and characters that print nothing. */
const blanks = /[\s\u00a0\u200b-\u200d\u2060\u3000\ufeff]+/gu
/** The same without the joiner of emoji. */
export const shownBlanks = /[\s\u00a0\u200b\u200c\u2060\u3000\ufeff]+/gu
const plain = /^[\x21-\x7e\u4e00-\u9fff]*$/u
const plainStart = /^[\x21-\x7e\u4e00-\u9fff]/u

/** The text of a cell without any blanks, full-width signs made ASCII. Empty for an empty cell. */
export function tightText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'string') return plain.test(cell) ? cell : cell.normalize('NFKC').replace(blanks, '')
  return shownText(cell)
}

/** The text of a cell as a person sees it, blanks at both ends and line breaks removed. */
export function shownText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10)
  if (typeof cell === 'string' && plain.test(cell)) return cell
  return String(cell).normalize('NFC').replace(shownBlanks, ' ').trim()
}

/** The shown text, cut to a length that any screen bears. */
export function briefText(cell: Cell | undefined, length = 60): string {
  const text = shownText(cell)
  return text.length > length ? `${cutText(text, length - 1)}…` : text
}

export function isBlank(cell: Cell | undefined): boolean {
  if (typeof cell !== 'string') return cell === null || cell === undefined
  // Nearly all texts begin with a character that prints.
  return !plainStart.test(cell) && tightText(cell) === ''
}

/** The letters of a column: 0 is A, 26 is AA. */
export function columnName(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26))
  return column < 26 ? letter : columnName(Math.floor(column / 26) - 1) + letter
}

/**
 * The address of a cell, such as `C275`.
 *
 * @param row from 1, as the sheet numbers it
 * @param column from 0
 */
export function cellAddress(row: number, column: number): string {
  return `${columnName(column)}${row}`
}

/** Row from 1 and column from 0 of an address such as `C275`; null for anything else. */
export function parseAddress(address: string): { row: number; column: number } | null {
  let column = 0
  let row = 0
  // By hand: a workbook has hundreds of thousands of addresses.
  for (let index = 0; index < address.length; index++) {
    const code = address.charCodeAt(index)
    if (code >= 65 && code <= 90 && row === 0 && index < 5) column = column * 26 + code - 64
    else if (code >= 48 && code <= 57 && column > 0 && index < 13) row = row * 10 + code - 48
    else return null
  }
  return row > 0 ? { row, column: column - 1 } : null
}
