import { type Cell, isBlank, type Row, type Sheet } from '../cells/cells.ts'
import { fieldCell, isBetween } from '../cells/lines.ts'
import { headerName } from '../headers/chosenColumns.ts'
import type { Field } from '../headers/fields.ts'
import type { Header } from '../headers/header.ts'
import type { Questions } from '../questions/questions.ts'

/** Fewer lines say nothing about a whole sheet. */
const fewLines = 3

/** Columns that an office fills once for the lines below, without merging their cells. */
const carried: readonly Field[] = ['date', 'door', 'rule', 'group']

/**
 * The sheet with what its lines leave out because it is the same as above, where somebody says so.
 */
export function withCarriedCells(sheet: Sheet, header: Header, questions: Questions): Sheet {
  return carried.reduce((sheet, field) => {
    const column = header.columns[field]
    return column === undefined ? sheet : carryDown(sheet, header, column, questions, field)
  }, sheet)
}

/** The same for one column. @param name of what is carried, as the question's id has it */
export function carryDown(
  sheet: Sheet,
  header: Header,
  column: number,
  questions: Questions,
  name = header.labels[column] ?? '',
): Sheet {
  const isLeftOut = (index: number | undefined) => isBlank(sheet.rows[index ?? -1]?.[column])
  const indexes = [...sheet.rows.keys()].slice(header.firstRow - 1)
  if (indexes.filter(isLeftOut).length < fewLines) return sheet
  const lines = indexes.filter((index) => isLine(sheet.rows[index] ?? [], header))
  const leftOut = lines.filter(isLeftOut)
  const isUsual = leftOut.length >= fewLines && leftOut.length * 4 >= lines.length
  if (!isUsual || isLeftOut(lines[0]) || leftOut.length === lines.length) return sheet
  const answer = questions.ask({
    id: `blank ${name} ${headerName(header)}`,
    code: 'blank-means-same',
    sheet: sheet.name,
    row: (leftOut[0] ?? 0) + 1,
    params: { column: header.labels[column] ?? '', count: leftOut.length },
    choices: [
      { value: 'same', code: 'same' },
      { value: 'problem', code: 'problem' },
    ],
    preset: null,
  })
  if (answer !== 'same') return sheet
  let above: Cell = null
  const isOfLine = new Set(lines)
  const rows = sheet.rows.map((row, index): Row => {
    if (!isOfLine.has(index)) return row
    if (!isBlank(row[column])) above = row[column] ?? null
    const filled = [...row]
    while (filled.length <= column) filled.push(null)
    filled[column] = above
    return filled
  })
  return { ...sheet, rows }
}

/** Whether the row is a line with points. */
function isLine(row: Row, header: Header): boolean {
  if (isBetween(row, header)) return false
  const fields = ['award', 'deduct', 'points'] as const
  return fields.some((field) => !isBlank(fieldCell(row, header, field)))
}
