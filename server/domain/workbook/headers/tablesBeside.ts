import { isBlank, type Row, type Sheet } from '../cells/cells.ts'
import { isSumLine } from '../cells/lines.ts'
import type { Questions } from '../questions/questions.ts'
import { recognizeSheet } from '../sheets/sheetKinds.ts'
import { columnKey, headerKey, meaningOf } from './fields.ts'
import { findHeader, type Header } from './header.ts'

/** Columns of one table, from 0; those of `shared` stand left of all tables and belong to each. */
interface Block {
  from: number
  /** Not included. */
  to: number
  shared: number
}

/**
 * The tables that stand side by side in a sheet, each as a sheet of its own with its cells where they are; the
 * sheet itself where it has one. Credits beside deductions may share the door left of both.
 */
export function tablesBeside(sheet: Sheet, questions: Questions): Sheet[] {
  const header = findHeader(sheet)
  if (!header) return [sheet]
  const cut = (block: Block) => cutOut(sheet, header, block)
  const isWhole = (table: Sheet) => recognizeSheet(table, questions)?.missing.length === 0
  if (header.repeated !== null) {
    const tables = repeatedBlocks(header).map(cut)
    return tables.length > 1 && tables.every(isWhole) ? tables : [sheet]
  }
  const blocks = blocksBetweenGaps(sheet, header)
  const tables = blocks.map(cut)
  const isOwn = (table: Sheet, place: number) =>
    isWhole(table) || blocks[place] === undefined || isRanking(header, blocks[place])
  const whole = tables.filter(isWhole)
  return tables.length > 1 && whole.length > 0 && tables.every(isOwn) ? tables : [sheet]
}

/** Blocks that begin where the first repeated word stands again. */
function repeatedBlocks({ labels }: Header): Block[] {
  const keys = labels.map(columnKey)
  const first = keys.find((key, column) => meaningOf(labels[column]) && keys.lastIndexOf(key) > column)
  const starts = [...keys.keys()].filter((column) => keys[column] === first)
  return starts.map((from, place) => ({ from, to: starts[place + 1] ?? keys.length, shared: starts[0] ?? 0 }))
}

/** Blocks of two words and more, with empty columns between them. */
function blocksBetweenGaps({ rows }: Sheet, header: Header): Block[] {
  const { labels } = header
  const isEmpty = (column: number) => rows.slice(header.row - 1).every((row) => isBlank(row[column]))
  const blocks: Block[] = []
  let from = 0
  for (let column = 0; column <= labels.length; column++) {
    if (column < labels.length && !isEmpty(column)) continue
    const words = labels.slice(from, column).filter((label) => label !== '')
    if (words.length > 1) blocks.push({ from, to: column, shared: 0 })
    from = column + 1
  }
  return blocks
}

function isRanking({ labels }: Header, { from, to }: Block): boolean {
  return labels.slice(from, to).some((label) => /^(?:名次|排名|排序|位次)$/u.test(headerKey(label)))
}

/** The cells of a block, and of the titles above that are not over another one; lines of the others are empty. */
function cutOut(sheet: Sheet, header: Header, { from, to, shared }: Block): Sheet {
  const cutRow = (row: Row): Row => {
    const own = row.slice(from, to)
    // 合计 left of all tables makes the whole row one of sums.
    if (own.every(isBlank) || isSumLine(row, header)) return []
    return [...row.slice(0, shared), ...Array<null>(Math.max(from - shared, 0)).fill(null), ...own]
  }
  const cutTitle = (row: Row): Row => {
    const isOwn = (column: number) => column < shared || (column >= from && column < to)
    const filled = [...row.keys()].filter((column) => !isBlank(row[column]))
    if (filled.length < 2 || !filled.some(isOwn)) return row
    return row.map((cell, column) => (isOwn(column) ? cell : null))
  }
  return {
    ...sheet,
    rows: sheet.rows.map((row, index) => (index < header.row - 1 ? cutTitle(row) : cutRow(row))),
  }
}
