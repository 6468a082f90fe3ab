import { recordText } from '../../text/recordText.ts'
import { type Cell, isBlank, type Row, type Sheet, tightText } from '../cells/cells.ts'
import { isBetween } from '../cells/lines.ts'
import type { Choice, Questions } from '../questions/questions.ts'
import type { KnownSheet } from '../sheets/sheetKinds.ts'
import { chosenColumn, columnChoice, headerName } from './chosenColumns.ts'
import { isShortForPoints, mayBePoints, meaningOf, namesDeductions } from './fields.ts'
import type { Columns, Header } from './header.ts'

/**
 * Asks which column has the points where several could, such as 标准分 and 实得分. Columns that say the same
 * in every line are one, and a column that nets 加分 and 扣分 adds nothing to them.
 *
 * @returns the sheet with one column, or with 加分 and 扣分; as it is while nobody has chosen
 */
export function askPointsColumn(known: KnownSheet, questions: Questions): KnownSheet | 'left-out' {
  const { sheet, header } = known
  const { award, deduct } = header.columns
  const isPair = award !== undefined && deduct !== undefined
  const table = { header, lines: linesOf(sheet, header) }
  const filled = pointsColumns(table)
  const isOne = isPair && filled.some((column) => isLeftOf(table, column, [award, deduct]))
  const others = filled.filter((column) => !isPair || isOne || (column !== award && column !== deduct))
  const candidates = distinct(table, others, isPair ? [award, deduct] : null)
  if (isPair && candidates.length === 0)
    return { ...known, header: withoutOthers(header, ['award', 'deduct']) }
  if (!isPair && candidates.length < 2)
    return candidates[0] === undefined ? known : withPoints(known, candidates[0])
  const own: Choice[] = isPair ? [{ value: 'award-and-deduct', code: 'award-and-deduct' }] : []
  const pairs = known.kind === 'ledger' ? pairsOf(table, filled) : []
  const answer = questions.ask({
    id: `points ${known.kind} ${headerName(header)}`,
    code: 'points-column',
    sheet: sheet.name,
    row: header.row,
    params: {
      columns: [...(isPair ? [award, deduct] : []), ...candidates]
        .map((column) => header.labels[column])
        .join(recordText('comma')),
    },
    choices: [
      ...own,
      ...pairs.filter((pair) => !isPair || pair.given !== award || pair.taken !== deduct).map(pairChoice),
      ...candidates.map((column) => withSum(columnChoice(header, column), sumOf(table, column))),
      { value: 'leave', code: 'leave' },
    ],
    preset: null,
  })
  if (answer === 'leave') return 'left-out'
  const column = chosenColumn(header, answer)
  if (column !== undefined) return withPoints(known, column)
  const chosen = pairs.find((pair) => pairChoice(pair).value === answer)
  if (chosen) return withPair(known, chosen)
  return answer === 'award-and-deduct'
    ? { ...known, header: withoutOthers(header, ['award', 'deduct']) }
    : known
}

/** A table's lines, without those between them. */
interface Table {
  header: Header
  lines: readonly Row[]
}

/** Whether the pair's first column has what is left of another after the second: 得分 of 基础分 less 扣分. */
function isLeftOf(table: Table, column: number, [left, taken]: [number, number]): boolean {
  if (column === left || column === taken) return false
  const lines = table.lines.filter((row) => figure(row[taken]) !== 0)
  const isLeft = (row: Row) => netOf(row[column], row[taken]) === figure(row[left])
  return lines.length > 0 && lines.every(isLeft)
}

/** A column of what is given beside one of what is taken. */
interface Pair {
  header: Header
  given: number
  taken: number
  sum: number
}

/** The pairs of which no line fills both. */
function pairsOf({ header, lines }: Table, columns: readonly number[]): Pair[] {
  const isTaken = (column: number) => namesDeductions(header.labels[column])
  return columns.filter(isTaken).flatMap((taken) =>
    columns
      .filter((given) => !isTaken(given))
      .filter((given) => !lines.some((row) => figure(row[given]) !== 0 && figure(row[taken]) !== 0))
      .map((given) => ({
        ...{ header, given, taken },
        sum: lines.reduce((sum, row) => sum + (netOf(row[given], row[taken]) || 0), 0),
      })),
  )
}

function pairChoice({ header, given, taken, sum }: Pair): Choice {
  const [first, second] = [columnChoice(header, given), columnChoice(header, taken)]
  const params = {
    ...{ column: first.value, label: header.labels[given] ?? '' },
    ...{ other: second.value, otherLabel: header.labels[taken] ?? '', sum: String(sum) },
  }
  return { value: `${first.value}+${second.value}`, code: 'pair-of-columns', params }
}

function withPair(known: KnownSheet, { given, taken }: Pair): KnownSheet {
  const { header } = known
  const field = given === header.columns.award ? 'award' : 'points'
  const columns = { ...header.columns, [field]: given, deduct: taken }
  return { ...known, header: withoutOthers({ ...header, columns }, [field, 'deduct']) }
}

function sumOf({ lines }: Table, column: number): number {
  return lines.reduce((sum, row) => sum + (figure(row[column]) || 0), 0)
}

function withSum(choice: Choice, sum: number): Choice {
  return { ...choice, code: 'column-of-points', params: { ...choice.params, sum: String(sum) } }
}

/** Columns whose words may stand over points, with something below them. */
function pointsColumns(table: Table): number[] {
  const { header, lines } = table
  const named = [header.columns.award, header.columns.deduct, header.columns.points]
  return [...header.labels.keys()].filter((column) => {
    if (isProduct(table, column)) return true
    const label = header.labels[column]
    const isShort = isShortForPoints(label) && hasFigures(table, column)
    if (!named.includes(column) && !mayBePoints(label) && !isShort) return false
    const isOther = Object.values(header.columns).includes(column) && !named.includes(column)
    return !isOther && lines.some((row) => !isBlank(row[column]))
  })
}

/** Whether a column of sums (合计, 总分) has points × times, or × hours, in every line: no running sum. */
function isProduct(table: Table, column: number): boolean {
  const { header } = table
  if (meaningOf(header.labels[column])?.field !== 'running') return false
  const lines = table.lines.filter((row) => !isBlank(row[column]))
  const { award, points } = header.columns
  const each = points ?? award
  if (each === undefined || lines.length === 0) return false
  return [...header.labels.keys()].some(
    (times) =>
      times !== column &&
      times !== each &&
      lines.every((row) => figure(row[each]) * figure(row[times]) === figure(row[column])) &&
      lines.some((row) => figure(row[times]) !== 1),
  )
}

/** Whether most of what is filled are figures: 核定 may stand over names. */
function hasFigures({ lines }: Table, column: number): boolean {
  const filled = lines.filter((row) => !isBlank(row[column]))
  return filled.filter((row) => !Number.isNaN(figure(row[column]))).length * 2 > filled.length
}

function linesOf(sheet: Sheet, header: Header) {
  return sheet.rows.slice(header.firstRow - 1).filter((row) => !isBetween(row, header))
}

/** One of each set of columns that agree in every line, without those that only net a pair. */
function distinct(
  { lines }: Table,
  columns: readonly number[],
  pair: readonly [number, number] | null,
): number[] {
  const kept: number[] = []
  for (const column of columns) {
    const isNet = pair && lines.every((row) => netOf(row[pair[0]], row[pair[1]]) === figure(row[column]))
    const isCopy = kept.some((other) => lines.every((row) => figure(row[other]) === figure(row[column])))
    if (!isNet && !isCopy) kept.push(column)
  }
  return kept
}

function netOf(award: Cell | undefined, deduct: Cell | undefined): number {
  return figure(award) - Math.abs(figure(deduct))
}

/** The number in a cell, 0 where it has none; text that is no number is unlike every other. */
function figure(cell: Cell | undefined): number {
  if (typeof cell === 'number') return cell
  const text = tightText(cell).replace(/分$/u, '')
  return text === '' ? 0 : Number(text)
}

function withPoints(known: KnownSheet, column: number): KnownSheet {
  const { header } = known
  const { award, deduct } = header.columns
  const isTaken = column === deduct || namesDeductions(header.labels[column])
  const field = column === award ? 'award' : isTaken ? 'deduct' : 'points'
  const chosen = { ...header, columns: { ...header.columns, [field]: column } }
  return { ...known, header: withoutOthers(chosen, [field]) }
}

function withoutOthers(header: Header, kept: readonly ('award' | 'deduct' | 'points')[]): Header {
  const columns: Columns = { ...header.columns }
  for (const field of ['award', 'deduct', 'points'] as const) if (!kept.includes(field)) delete columns[field]
  return { ...header, columns }
}
