/** Words that make a line none of its table: sums, the header again, signatures, marks. */
import { headerKey, meaningOf } from '../headers/fields.ts'
import { namesSum } from '../lists/groups.ts'
import { type Cell, isBlank, type Row, tightText } from './cells.ts'
import { memoized } from './memoized.ts'
import { maySign } from './signatures.ts'

const runningSum =
  /(?:累计|平均|人均|户均)(?:积?分数?)?:?$|^(?:承前页?|承上页|[过转]次页|接上页|[月季年]计|总分|[Σ∑])$/u

/** 本月累计, 平均 or 承前页. */
export function namesRunningSum(text: string): boolean {
  return text.length <= 12 && runningSum.test(text)
}

/** 满分 or 分值 where a household would be named. */
export function namesMarks(text: string): boolean {
  return /^(?:满分|标准分|分值|标准分值|最高分|权重)$/u.test(text)
}

const hasSuchWord = memoized((cell) => {
  const text = tightText(cell)
  const isWord = [namesSum, namesRunningSum, namesMarks, maySign].some((names) => names(text))
  return isWord || meaningOf(cell) !== undefined
})

const keyOf = memoized(headerKey)

/** What a row says whatever its header. */
interface RowWords {
  /** Whether a cell has such a word. Nearly all lines of a ledger have none. */
  hasSuchWord: boolean
  /** The first filled column; -1 for an empty row. */
  first: number
  /** What stands in it, as a header's key. */
  key: string
}

const known = new WeakMap<Row, RowWords>()

/** Decided once for each row: a ledger is gone through many times. */
function wordsOf(row: Row): RowWords {
  let words = known.get(row)
  if (!words) {
    const first = row.findIndex((cell) => !isBlank(cell))
    const isWord = (cell: Cell) => typeof cell === 'string' && hasSuchWord(cell)
    words = { hasSuchWord: row.some(isWord), first, key: keyOf(row[first] ?? null) }
    known.set(row, words)
  }
  return words
}

/**
 * Whether a filled row is a line of the table by its words alone: it has none of those above, and does not begin
 * as its header does.
 */
export function isPlainLine(row: Row, labels: readonly string[]): boolean {
  const { hasSuchWord, first, key } = wordsOf(row)
  return !hasSuchWord && first !== -1 && key !== keyOf(labels[first] ?? '')
}
