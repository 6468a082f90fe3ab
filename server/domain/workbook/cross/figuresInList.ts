/** Columns of figures in a table that only lists the households again: points by week, perhaps, or by item. */
import { recordText } from '../../text/recordText.ts'
import { isBlank, type Row } from '../cells/cells.ts'
import { isBetween } from '../cells/lines.ts'
import { readPointsCell } from '../cells/pointsCell.ts'
import { headerName } from '../headers/chosenColumns.ts'
import { isNumbering, mayBePoints, meaningOf } from '../headers/fields.ts'
import type { Header } from '../headers/header.ts'
import type { Questions } from '../questions/questions.ts'
import { asKind, type KnownSheet } from '../sheets/sheetKinds.ts'
import { findCrossTable } from './crossTable.ts'

const noItems = { rules: new Set<string>(), dimensions: new Set<string>() }

/**
 * Asks whether a repeated list has points in its columns of figures.
 *
 * @returns the table as a cross table, `left-out`, or null for a list without such columns
 */
export function askAboutFigures(known: KnownSheet, year: number, questions: Questions) {
  const { sheet, header } = known
  const columns = figureColumns(sheet.rows, header)
  if (columns.length === 0) return null
  const answer = questions.ask({
    id: `figures-in-list ${headerName(header)}`,
    code: 'figures-in-list',
    sheet: sheet.name,
    row: header.row,
    params: { columns: columns.map((column) => header.labels[column]).join(recordText('comma')) },
    choices: [
      { value: 'figures', code: 'figures' },
      { value: 'leave', code: 'leave' },
    ],
    preset: null,
  })
  if (answer !== 'figures') return answer === 'leave' ? ('left-out' as const) : null
  const cross = findCrossTable(sheet, header, noItems, year, true)
  return cross && { ...asKind(sheet, { ...header, firstRow: cross.firstRow }, 'ledger'), cross }
}

/** Columns under unknown words with figures in nearly all filled cells. */
function figureColumns(rows: readonly Row[], header: Header): number[] {
  const lines = rows.slice(header.firstRow - 1).filter((row) => !isBetween(row, header))
  return [...header.labels.keys()].filter((column) => {
    const label = header.labels[column] ?? ''
    if (label === '' || meaningOf(label) || isNumbering(label) || mayBePoints(label)) return false
    const filled = lines.map((row) => row[column]).filter((cell) => !isBlank(cell))
    const figures = filled.filter((cell) => readPointsCell(cell, 0.1).kind === 'points')
    return figures.length > 0 && figures.length * 5 >= filled.length * 4
  })
}
