import { briefText, type Cell, isBlank, type Row, type Sheet } from '../cells/cells.ts'
import { labelledHousehold } from '../sheets/sheetHousehold.ts'
import { columnKey, type Field, headerKey, meaningOf } from './fields.ts'

/** Column, counted from 0, of every field that the header names. */
export type Columns = Partial<Record<Field, number>>

export interface Header {
  columns: Columns
  /** What stands in place of a column that the table lacks. */
  instead: Partial<Record<Field, 'head' | 'sheet-name' | 'none' | 'sheet' | 'month' | 'titles'>>
  /** What stands over each column, empty over those without a word. */
  labels: readonly string[]
  /** Columns of the sheet. */
  width: number
  /**
   * Words of a naming column that stand there twice, or with another sign (加分项/扣分项), as over two tables side
   * by side; null for none.
   */
  repeated: string | null
  /** Sheet row of the header, from 1; of its upper line where it has two. */
  row: number
  /** Sheet row of the first line below it. */
  firstRow: number
}

/** The header lies within the first filled lines of a sheet, below its title and date. */
const deepestHeader = 30
/** Words over a column, as questions name it. */
const longestLabel = 24

/**
 * The header of a table: the line that names most columns, two or three lines where
 * an upper one spans columns of the lower. Null where no line names two.
 */
export function findHeader(sheet: Sheet): Header | null {
  let best: Header | null = null
  let most = 1
  const width = sheet.rows.reduce((most, { length }) => Math.max(most, length), 0)
  const top = sheet.rows.findIndex((row) => !row.every(isBlank))
  for (let index = Math.max(top, 0); index < Math.min(sheet.rows.length, top + deepestHeader); index++) {
    const upper = sheet.rows[index] ?? []
    const lower = sheet.rows[index + 1] ?? []
    const lines = headerLines(upper, lower, sheet.rows[index + 2] ?? [])
    const named = lines.reduce(joined)
    const columns = readColumns(named)
    const count = Object.keys(columns).length
    if (count <= most) continue
    most = count
    best = {
      columns,
      instead: {},
      width,
      labels: Array.from(named, (cell) => briefText(cell, longestLabel)),
      repeated: findRepeated(named),
      row: index + 1,
      firstRow: index + lines.length + 1,
    }
  }
  return best
}

function headerLines(upper: Row, lower: Row, lowest: Row): [Row, ...Row[]] {
  if (!isHeaderLine(lower) || !spansColumns(upper, lower) || isTitle(upper, lower)) return [upper]
  const isThree =
    isHeaderLine(lowest) && lowest.some((cell, column) => !isBlank(cell) && isBlank(lower[column]))
  return isThree ? [upper, lower, lowest] : [upper, lower]
}

/** Whether the line names the household that the table below is about (门牌号 1号 户主 张三). */
function isTitle(upper: Row, lower: Row): boolean {
  const namesHousehold = lower.some((cell) => ['door', 'head'].includes(meaningOf(cell)?.field ?? ''))
  return !namesHousehold && labelledHousehold(upper, '') !== null
}

/** Whether a line repeats the header, as printed lists do on every page. */
export function isHeaderLine(row: Row): boolean {
  const filled = row.filter((cell) => !isBlank(cell))
  return filled.length > 0 && filled.every((cell) => meaningOf(cell) !== undefined)
}

/** Some column is named by the lower line alone. */
function spansColumns(upper: Row, lower: Row): boolean {
  const named = upper.filter((cell) => meaningOf(cell) !== undefined).length
  return named > 0 && lower.some((cell, column) => !isBlank(cell) && isBlank(upper[column]))
}

/** The lower word of each column, but 加分 or 扣分 above a column of points: it tells their sign. */
function joined(upper: Row, lower: Row): Cell[] {
  const width = Math.max(upper.length, lower.length)
  let above: Cell = null
  return Array.from({ length: width }, (_, column) => {
    if (!isBlank(upper[column])) above = upper[column] ?? null
    const below = lower[column] ?? null
    if (isBlank(below)) return upper[column] ?? null
    const sign = meaningOf(above)?.field
    return (sign === 'award' || sign === 'deduct') && meaningOf(below)?.field === 'points' ? above : below
  })
}

function readColumns(row: Row): Columns {
  const columns: Columns = {}
  const ranks: Partial<Record<Field, number>> = {}
  row.forEach((cell, column) => {
    const meaning = meaningOf(cell)
    if (!meaning) return
    const { field, rank } = meaning
    const taken = ranks[field]
    // Of 项目 and 内容 side by side, the broader word names the class of the other.
    const isOther = columnKey(cell) !== columnKey(row[columns.rule ?? -1])
    const broader = field === 'rule' && taken !== undefined && columns.dimension === undefined && isOther
    if (taken === undefined || rank < taken) {
      if (broader && columns.rule !== undefined) columns.dimension = columns.rule
      columns[field] = column
      ranks[field] = rank
    } else if (broader) columns.dimension = column
  })
  return columns
}

/** Of these columns a table has one. */
const single: ReadonlySet<Field> = new Set(['door', 'head', 'date', 'rule'])

function findRepeated(row: Row): string | null {
  const seen = new Map<string, string>()
  for (const cell of row) {
    const key = columnKey(cell)
    const word = headerKey(cell)
    const meaning = meaningOf(cell)
    if (!meaning || !single.has(meaning.field)) continue
    const first = seen.get(key)
    if (first !== undefined) return first === word ? word : `${first}/${word}`
    seen.set(key, word)
  }
  return null
}
