/** A column that says of each line whether it gives or takes: 类别 with 加分 and 扣分 below it. */
import type { Effect } from '../../points/points.ts'
import { type Cell, isBlank, type Row, tightText } from '../cells/cells.ts'
import { isBetween } from '../cells/lines.ts'
import { readPointsCell } from '../cells/pointsCell.ts'
import type { KnownSheet } from '../sheets/sheetKinds.ts'
import type { Field } from './fields.ts'
import type { Header } from './header.ts'

const kind = '(?:分|项|分项|积分|事项|类|清单)?'
const gives = new RegExp(`^(?:加|奖|奖励|增|增加|正|正向|正面|激励|得)${kind}$`, 'u')
const takes = new RegExp(`^(?:扣|减|罚|扣减|扣除|减少|处罚|惩罚|惩戒|负|负向|负面|约束|违规)${kind}$`, 'u')
/** Points that were spent are neither. */
const spent = /^(?:积分)?(?:兑换|消费|支出|领取|使用)(?:积分|奖品|商品|物品)?$/u
/** Columns that say something else, whatever stands below them. */
const others: readonly Field[] = ['door', 'head', 'date', 'rule', 'award', 'deduct', 'points', 'running']

/** What a column of points says of its figures' signs; null for one that leaves it open. */
type PointsColumns = ReadonlyMap<number, Effect | null>

/**
 * The table with the signs that a column of 加分 and 扣分 gives to the figures beside it. A figure that says
 * otherwise, or was spent, stands there with the word, and is a problem by its cell.
 */
export function withSignsOfLines(known: KnownSheet): KnownSheet {
  const { sheet, header } = known
  const column = findSignColumn(known)
  // Rules are read with their sign: their points may be words.
  if (column === undefined || known.kind === 'rules') return known
  const figures = pointsColumns(known)
  const isLine = linesWith(header, figures)
  const lines = sheet.rows.filter(isLine)
  const signOf = signReader(wordsIn(lines, column), header.labels[column] ?? '')
  const rows = sheet.rows.map((row, index) => {
    const word = tightText(row[column])
    const sign = signOf(word)
    if ((sign === null && !spent.test(word)) || !isLine(row, index)) return row
    return row.map((cell, at) => {
      const own = figures.get(at)
      return own === undefined ? cell : withSign(cell, sign, own, word)
    })
  })
  return { ...known, sheet: { ...sheet, rows } }
}

/** The column of such words; undefined for a table without one. */
export function findSignColumn(known: Omit<KnownSheet, 'missing'>): number | undefined {
  const { sheet, header } = known
  if (known.kind === 'households' && !known.cross) return undefined
  const figures = pointsColumns(known)
  const lines = sheet.rows.filter(linesWith(header, figures))
  const taken = new Set([...others.map((field) => header.columns[field]), ...figures.keys()])
  return [...header.labels.keys()].find(
    (one) => !taken.has(one) && saysSigns(lines, one, header.labels[one] ?? ''),
  )
}

/** Reads the cells of that column; each gives null for a table without one, and for other words. */
export function signsOfRows(known: Omit<KnownSheet, 'missing'>): (row: Row) => Effect | null {
  const column = findSignColumn(known)
  if (column === undefined) return () => null
  const signOf = signReader(wordsIn(known.sheet.rows, column), known.header.labels[column] ?? '')
  return (row) => signOf(tightText(row[column]))
}

function linesWith(header: Header, figures: PointsColumns) {
  return (row: Row, index: number) =>
    index >= header.firstRow - 1 &&
    [...figures.keys()].some((column) => !isBlank(row[column])) &&
    !isBetween(row, header)
}

function pointsColumns({ header, cross }: Pick<KnownSheet, 'header' | 'cross'>): PointsColumns {
  if (cross) {
    const columns = cross.columns.filter(({ isOpening }) => !isOpening)
    const sums = cross.sums.filter(({ isRunning }) => !isRunning)
    return new Map([
      ...columns.map(({ column, sign }) => [column, sign === 'points' ? null : sign] as const),
      ...sums.map(({ column }) => [column, null] as const),
    ])
  }
  const { award, deduct, points } = header.columns
  const isPair = award !== undefined && deduct !== undefined
  const found: [number | undefined, Effect | null][] = [
    [points, null],
    [award, isPair ? 'award' : null],
    [deduct, 'deduct'],
  ]
  return new Map(found.flatMap(([column, sign]) => (column === undefined ? [] : [[column, sign]])))
}

/** Whether most of what is filled are words for giving and taking. */
function saysSigns(lines: readonly Row[], column: number, label: string): boolean {
  const words = wordsIn(lines, column)
  const signOf = signReader(words, label)
  let filled = 0
  let signs = 0
  for (const [word, count] of words) {
    if (word === '' || isDash(word)) continue
    filled += count
    if (signOf(word) !== null) signs += count
  }
  return signs * 2 > filled
}

/** How often each word stands in a column. */
function wordsIn(lines: readonly Row[], column: number): ReadonlyMap<string, number> {
  const cells = new Map<Cell, number>()
  for (const row of lines) {
    const cell = row[column] ?? null
    cells.set(cell, (cells.get(cell) ?? 0) + 1)
  }
  const words = new Map<string, number>()
  for (const [cell, count] of cells) {
    const word = tightText(cell)
    words.set(word, (words.get(word) ?? 0) + count)
  }
  return words
}

const isDash = (word: string) => /^[-‐-―−]$/u.test(word)
const yes = /^(?:是|有|[√✓✔Yy1])$/u
const no = /^(?:否|无|不|不是|[×✗✕XxNn0])$/u

/** What the words of a column say. A dash is a minus beside a plus; without one it says nothing. */
function signReader(words: ReadonlyMap<string, number>, label: string): (word: string) => Effect | null {
  const hasPlus = words.has('+')
  const isAboutTaking = /^是否.*[扣减罚]/u.test(label)
  const isAsked = isAboutTaking || /^是否.*[加奖]/u.test(label)
  return (word) => {
    if (isAsked && (yes.test(word) || no.test(word)))
      return yes.test(word) === isAboutTaking ? 'deduct' : 'award'
    if (hasPlus && (word === '+' || isDash(word))) return word === '+' ? 'award' : 'deduct'
    return gives.test(word) ? 'award' : takes.test(word) ? 'deduct' : null
  }
}

/**
 * @param sign of the line; null for one of points that were spent
 * @param own sign of the column
 */
function withSign(cell: Cell, sign: Effect | null, own: Effect | null, word: string): Cell {
  const reading = readPointsCell(cell, 0.1)
  if (reading.kind !== 'points' || reading.points === 0) return cell
  const written = tightText(cell)
  const said = reading.sign === '' ? own : reading.sign === '-' ? 'deduct' : 'award'
  if (sign === null || (said !== null && said !== sign)) return `${word} / ${written}`
  return said === null ? `${sign === 'deduct' ? '-' : '+'}${written}` : cell
}
