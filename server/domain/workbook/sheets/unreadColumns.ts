/** Filled columns that nothing is read from. */
import { briefText, columnName, isBlank, type Row, type Sheet } from '../cells/cells.ts'
import { isBetween } from '../cells/lines.ts'
import type { CrossTable } from '../cross/crossTable.ts'
import { type Field, headerKey, isNumbering, mayBePoints, meaningOf } from '../headers/fields.ts'
import type { Header } from '../headers/header.ts'
import { findSignColumn } from '../headers/signColumn.ts'
import { mayNameOpening } from '../ledgers/openingWords.ts'
import type { KnownSheet } from './sheetKinds.ts'

export interface UnreadColumn {
  /** What stands over it; empty where nothing does. */
  label: string
  letter: string
  /** How many of its cells are filled. */
  filled: number
  /** The first of them, as text. */
  example: string
}

const longestExample = 12

/** The unread columns of the tables of one sheet. */
export function unreadIn(tables: readonly KnownSheet[]): UnreadColumn[] {
  const found = tables.flatMap((known) => {
    const ofSigns = findSignColumn(known)
    const signs = ofSigns === undefined ? null : columnName(ofSigns)
    return unreadColumns(known.sheet, known.header, known.cross).filter(
      ({ label, letter }) => letter !== signs && !isOfOpening(known, label),
    )
  })
  const known = new Set<string>()
  return found.filter(({ letter, label }) => {
    const key = `${letter} ${label}`
    return !known.has(key) && known.add(key)
  })
}

/** Of a list, points from before the ledger are asked about. */
function isOfOpening({ kind, cross }: KnownSheet, label: string): boolean {
  return kind === 'households' && !cross && mayNameOpening(headerKey(label), Infinity)
}

/** Numbers of lines, and columns that questions are about, are none of them. */
export function unreadColumns({ rows }: Sheet, header: Header, cross?: CrossTable): UnreadColumn[] {
  const read = [...(cross?.columns ?? []), ...(cross?.sums ?? [])].map(({ column }) => column)
  const known = new Set([...Object.values(header.columns), ...read])
  const lines = rows.slice(header.firstRow - 1)
  const ofTable = lines.filter((row) => !isBetween(row, header))
  return Array.from({ length: header.width }, (_, column) => column).flatMap((column) => {
    const label = header.labels[column] ?? ''
    if (known.has(column) || isTold(label)) return []
    const filled = (label === '' ? ofTable : lines).map((row) => row[column]).filter((cell) => !isBlank(cell))
    if (filled.length === 0 || (label === '' && isNumbered(ofTable, column))) return []
    const example = briefText(filled[0], longestExample)
    return [{ label, letter: columnName(column), filled: filled.length, example }]
  })
}

/** Columns of points are asked about where several could be meant; sums are held against the lines. */
const told: readonly Field[] = ['award', 'deduct', 'points', 'running', 'year', 'month', 'day']

function isTold(label: string): boolean {
  const meaning = meaningOf(label)
  if (meaning) return told.includes(meaning.field)
  return mayBePoints(label) || isNumbering(label)
}

/** Whether a column without a word counts the lines: 1, 2, 3. */
function isNumbered(lines: readonly Row[], column: number): boolean {
  const numbers = lines.map((row) => row[column]).filter((cell) => !isBlank(cell))
  return numbers.every((cell, place) => Number(cell) === place + 1)
}
