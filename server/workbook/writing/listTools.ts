import type { Feature } from 'write-excel-file/node'
import type { LocalDate } from '../../domain/calendar/calendar.ts'
import { columnName } from '../../domain/workbook/cells/cells.ts'

/** Choices of a column's cells; columns from 0. */
type ColumnChoices = { column: number } & (
  | { values: readonly string[] }
  /** What stands in a column of another sheet, below its header. */
  | { sheet: string; from: number; rows: number }
)

/** Empty lines below a sheet, to be filled in. */
export interface EntryLines {
  rows: number
  /** The column of days, and the first and last that it takes. */
  date?: { column: number; from: LocalDate; to: LocalDate }
  lists: readonly ColumnChoices[]
}

/** What a sheet offers in the spreadsheet program. */
export interface ListTools {
  /** Columns with a filter, from A. */
  columns: number
  /** Rows, the header and empty lines included. */
  rows: number
  entry?: EntryLines | undefined
}

/** Excel's own bound on choices that stand in the rule itself, in characters. */
const mostInline = 255
const serialZero = Date.UTC(1899, 11, 30)

/**
 * A feature of write-excel-file: filters on the header of each sheet, and drop-down lists in its columns. A
 * choice is offered, not enforced: a new door may be typed.
 *
 * @param sheets in the order of the workbook
 */
export function listTools(sheets: readonly ListTools[]) {
  const insert = (_options: unknown, { sheetIndex }: { sheetIndex: number }) => {
    const tools = sheets[sheetIndex]
    return tools && tools.columns > 0 ? autoFilter(tools) + validations(tools) : undefined
  }
  return { files: { transform: { 'xl/worksheets/sheet{id}.xml': { insert } } } } satisfies Feature<never>
}

function autoFilter({ columns, rows }: ListTools): string {
  return `<autoFilter ref="A1:${columnName(columns - 1)}${rows}"/>`
}

function validations({ rows, entry }: ListTools): string {
  if (!entry) return ''
  const within = (column: number) => `sqref="${columnName(column)}2:${columnName(column)}${rows}"`
  const lists = entry.lists.flatMap((choices) => {
    const source = sourceOf(choices)
    return source === null
      ? []
      : [
          `<dataValidation type="list" errorStyle="warning" allowBlank="1" showErrorMessage="1" ${within(choices.column)}><formula1>${source}</formula1></dataValidation>`,
        ]
  })
  const { date } = entry
  const dates = date
    ? [
        `<dataValidation type="date" operator="between" errorStyle="warning" allowBlank="1" showErrorMessage="1" ${within(date.column)}><formula1>${serial(date.from)}</formula1><formula2>${serial(date.to)}</formula2></dataValidation>`,
      ]
    : []
  const all = [...dates, ...lists]
  return all.length === 0 ? '' : `<dataValidations count="${all.length}">${all.join('')}</dataValidations>`
}

/** Null where there is nothing to choose from, or it cannot be written. */
function sourceOf(choices: ColumnChoices): string | null {
  if ('sheet' in choices) {
    const column = columnName(choices.from)
    return choices.rows === 0
      ? null
      : `'${escaped(choices.sheet)}'!$${column}$2:$${column}$${choices.rows + 1}`
  }
  const text = choices.values.filter((value) => !/[",]/u.test(value)).join(',')
  return text === '' || text.length > mostInline ? null : `"${escaped(text)}"`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** The number by which a spreadsheet counts a day. */
function serial(day: LocalDate): number {
  return (Date.parse(`${day}T00:00:00Z`) - serialZero) / 86_400_000
}
