import { type Field, headerKey, meaningOf } from '../headers/fields.ts'
import { type Header, isHeaderLine } from '../headers/header.ts'
import { namesSum } from '../lists/groups.ts'
import { type Cell, cellAddress, isBlank, type Row, tightText } from './cells.ts'
import { isPlainLine, namesMarks, namesRunningSum } from './lineWords.ts'
import { isOdd } from './oddText.ts'
import { isSignature } from './signatures.ts'

/** The cell of a line under a column, null where the table has no such column. */
export function fieldCell(row: Row, header: Header, field: Field): Cell {
  const column = header.columns[field]
  return column === undefined ? null : (row[column] ?? null)
}

/** The address of that cell, such as `C275`; null where the sheet has no such column. */
export function fieldAddress(header: Header, field: Field, row: number): string | null {
  const column = header.columns[field]
  // Columns behind the last are not of the sheet: its titles or its name say what is in them.
  return column === undefined || column >= header.width ? null : cellAddress(row, column)
}

function isEmptyLine(row: Row): boolean {
  return row.every(isBlank)
}

/** Fields in whose place the words 小计, 合计 or 总计 make a line one of sums. */
const labelled: readonly Field[] = ['group', 'door', 'head', 'date', 'dimension']

/** Whether the line holds sums of others: its first words, or those under a naming column, say so. */
export function isSumLine(row: Row, header: Header): boolean {
  const { rule } = header.columns
  // A rule may be called 志愿服务时长合计; only the bare word makes a sum there.
  if (rule !== undefined && /^(?:小|合|总|共)计$/u.test(tightText(row[rule]))) return true
  const first = row.findIndex((cell) => !isBlank(cell))
  if (first !== -1 && first !== rule && namesSum(tightText(row[first]))) return true
  // No sum where the line names a household, which it may tell the points of.
  if (namesRunningSum(tightText(row[first])) && lacksHousehold(row, header)) return true
  return labelled.some((field) => namesSum(tightText(fieldCell(row, header, field))))
}

function lacksHousehold(row: Row, header: Header): boolean {
  const first = row.findIndex((cell) => !isBlank(cell))
  const naming = [header.columns.door, header.columns.head]
  return naming.every((column) => column === undefined || column === first || isBlank(row[column]))
}

/** Whether the line is no part of the table: empty, sums, the header again, a signature. */
export function isBetween(row: Row, header: Header): boolean {
  return (
    !isPlainLine(row, header.labels) &&
    (isEmptyLine(row) ||
      isSumLine(row, header) ||
      isHeaderLine(row) ||
      repeatsHeader(row, header) ||
      isSignature(row, header) ||
      isMarks(row, header))
  )
}

/** The words of the naming columns again, or most words of the header, as over every page of a printed list. */
function repeatsHeader(row: Row, header: Header): boolean {
  const filled = [...row.keys()].filter((column) => !isBlank(row[column]))
  const isWord = (column: number) => headerKey(row[column]) === headerKey(header.labels[column])
  if (filled.length > 2 && filled.every(isWord)) return true
  const naming = (['door', 'head'] as const).filter((field) => header.columns[field] !== undefined)
  return (
    naming.length > 0 && naming.every((field) => meaningOf(fieldCell(row, header, field))?.field === field)
  )
}

/** 满分 or 分值 where a household would be named: the most that each column can have. */
function isMarks(row: Row, header: Header): boolean {
  const texts = [row.find((cell) => !isBlank(cell)), fieldCell(row, header, 'head')].map(tightText)
  return texts.some(namesMarks)
}

/** The first of the fields whose cell has a character that no stored text may have. */
export function findOddField(row: Row, header: Header, fields: readonly Field[]): Field | undefined {
  return fields.find(
    (field) => isOdd(fieldCell(row, header, field)) && !isBlank(fieldCell(row, header, field)),
  )
}

/** A text that holds for the lines below it too, and where it was read. */
export interface Carried {
  text: string
  /** As it stands in the workbook. */
  cell: Cell
  /** Null for a sheet's name. */
  address: string | null
}

/**
 * The only text of a line that holds nothing else, such as 第三组 or 二、扣分项; null for other lines.
 *
 * @param number of the row, from 1
 */
export function soleText(row: Row, number: number): Carried | null {
  const place = row.findIndex((cell) => !isBlank(cell))
  const only = row[place]
  if (typeof only !== 'string' || row.some((cell, other) => other > place && !isBlank(cell))) return null
  return { text: tightText(only), cell: only, address: cellAddress(number, place) }
}
