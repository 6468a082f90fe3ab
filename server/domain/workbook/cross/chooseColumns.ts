/** Which columns of a cross table have points. */
import { type Cell, isBlank, type Row, tightText } from '../cells/cells.ts'
import { readPointsCell } from '../cells/pointsCell.ts'
import { mayBePoints } from '../headers/fields.ts'
import { effectOfHeading } from '../rules/headings.ts'
import { ruleKey } from '../rules/ruleText.ts'
import type { CrossColumn, CrossTable, ItemWords } from './crossTable.ts'
import { signInWords } from './headerWords.ts'

/**
 * Those that have points: of days and of items that are known, or whose sums the table has itself; and those
 * that give or take without a word for what, beside them.
 *
 * @param areItems whether somebody has said that unknown words over figures are items
 * @returns null for a table with no such columns
 */
export function chooseColumns(
  all: readonly CrossColumn[],
  sums: CrossTable['sums'],
  lines: readonly Row[],
  words: ItemWords,
  areItems: boolean,
): CrossColumn[] | null {
  const bare = all.filter(({ isBareSign }) => isBareSign)
  const columns = all.filter(({ isBareSign }) => !isBareSign)
  const hasPoints = ({ column }: CrossColumn) => mayHavePoints(lines, column)
  const openings = columns.filter(({ isOpening }) => isOpening)
  const dated = columns.filter(({ day, isOpening }) => day !== null && !isOpening)
  const items = columns.filter((column) => isItem(column, words) && column.day === null)
  const others = columns.filter(
    (column) =>
      (column.item !== '' || column.isOccasion) &&
      column.day === null &&
      !items.includes(column) &&
      hasPoints(column),
  )
  const addUp = (some: readonly CrossColumn[]) =>
    addsUp(lines, some, [...sums, ...bare]) || addsUp(lines, [...some, ...bare], sums)
  if (dated.some(hasPoints)) {
    const own = [...openings, ...dated, ...items]
    const isPart = !addUp(own) && addUp([...own, ...others])
    return [...own, ...others.filter((other) => isPart || tellsPoints(other)), ...bare].sort(byColumn)
  }
  const candidates = [...openings, ...items, ...others].sort(byColumn)
  const occasions = others.filter(({ isOccasion }) => isOccasion)
  const isChosen =
    items.some(hasPoints) ||
    occasions.length > 1 ||
    (areItems && candidates.length > 0) ||
    (others.length > 0 && others.length + bare.length > 1 && addUp(candidates))
  return isChosen ? [...candidates, ...bare].sort(byColumn) : null
}

/** 志愿分, 处罚. */
function tellsPoints({ item }: CrossColumn): boolean {
  return mayBePoints(item) || effectOfHeading(item) !== null
}

const byColumn = (a: CrossColumn, b: CrossColumn) => a.column - b.column

/** 卫生(10分) and 卫生(5分/次) name what 卫生 does. */
export function withoutMarks(item: string): string {
  return item.replace(/[([][^()[\]]*\d[^()[\]]*[)\]]$/u, '')
}

function isItem({ item, isOpening }: CrossColumn, { rules, dimensions }: ItemWords): boolean {
  if (item === '' || isOpening) return false
  const key = ruleKey(withoutMarks(item))
  return rules.has(ruleKey(item)) || rules.has(key) || dimensions.has(key)
}

/** Marks of a person who was there. */
export function isTick(cell: Cell | undefined): boolean {
  return typeof cell === 'string' && present.test(tightText(cell))
}

/** What stands for a person who was not there, beside ticks. */
export function isAbsence(cell: Cell | undefined): boolean {
  return typeof cell === 'string' && absent.test(tightText(cell))
}

const present = /^(?:[√✓✔☑到]|已?参加|参会|已?到[场会]?|出席|已?签到)$/u
const absent = /^(?:[×xX✗✕╳○〇0]|缺席?|缺勤|[未没](?:到|来|参加|参会|到[场会]|出席|签到)|请假|[事病]假|否)$/u

/** Whether most of the filled cells are figures or tell who was there. */
function mayHavePoints(lines: readonly Row[], column: number): boolean {
  const filled = lines.map((row) => row[column]).filter((cell) => !isBlank(cell))
  const hasTicks = filled.some(isTick)
  const fit = filled.filter(
    (cell) => (hasTicks && (isTick(cell) || isAbsence(cell))) || readPointsCell(cell, 0.1).kind !== 'bad',
  )
  return fit.length * 2 > filled.length
}

/** Whether a column of sums has, in nearly all lines, what these columns come to. */
function addsUp(
  lines: readonly Row[],
  columns: readonly CrossColumn[],
  sums: readonly { column: number }[],
): boolean {
  const figure = (row: Row, column: number) => {
    const reading = readPointsCell(row[column], 0.1)
    return reading.kind === 'points' ? reading.points : 0
  }
  const signed = (row: Row, { column, sign, item }: CrossColumn) =>
    (sign === 'points' ? signInWords(item) : sign) === 'deduct'
      ? -Math.abs(figure(row, column))
      : figure(row, column)
  return sums.some(({ column }) => {
    const filled = lines.filter((row) => figure(row, column) !== 0)
    const alike = filled.filter(
      (row) => columns.reduce((sum, each) => sum + signed(row, each), 0) === figure(row, column),
    )
    return filled.length > 1 && alike.length * 5 >= filled.length * 4
  })
}
