import { isBlank, type Row, type Sheet } from '../cells/cells.ts'
import { isSumLine } from '../cells/lines.ts'
import type { Questions } from '../questions/questions.ts'
import { recognizeSheet } from '../sheets/sheetKinds.ts'
import { columnKey, headerKey, isNumbering, mayBePoints, meaningOf } from './fields.ts'
import { findHeader, type Header } from './header.ts'

/** Columns of one table, from 0; those of `shared` stand left of all tables and belong to each. */
interface Block {
  from: number
  /** Not included. */
  to: number
  shared: number
  /** Columns from here on stand right of all tables, and belong to each that has something in the line. */
  tail: number
}

/**
 * The tables that stand side by side in a sheet, each as a sheet of its own with its cells where they are; the
 * sheet itself where it has one. Credits beside deductions may share the door left of both.
 */
export function tablesBeside(sheet: Sheet, questions: Questions): Sheet[] {
  const header = findHeader(sheet)
  if (!header) return [sheet]
  const isWhole = (table: Sheet) => recognizeSheet(table, questions)?.missing.length === 0
  if (header.repeated !== null) {
    const tables = cutApart(sheet, header, repeatedBlocks(header))
    return tables.length > 1 && tables.every(isWhole) ? tables : [sheet]
  }
  const blocks = blocksBetweenGaps(sheet, header)
  if (blocks.length < 2) return [sheet]
  const tables = cutApart(sheet, header, blocks)
  const isOwn = (table: Sheet, place: number) =>
    isWhole(table) || blocks[place] === undefined || isRanking(header, blocks[place])
  const whole = tables.filter(isWhole)
  return whole.length > 0 && tables.every(isOwn) ? tables : [sheet]
}

/** Blocks that begin where the first repeated word stands again. */
function repeatedBlocks({ labels }: Header): Block[] {
  const keys = labels.map(columnKey)
  const isWord = (column: number) => meaningOf(labels[column]) ?? isNumbering(labels[column])
  const first = keys.find((key, column) => isWord(column) && keys.lastIndexOf(key) > column)
  const starts = [...keys.keys()].filter((column) => keys[column] === first)
  const [shared = 0, second = keys.length] = starts
  const last = starts.at(-1) ?? 0
  const ofFirst = keys.slice(shared, second)
  // 备注 behind the last of the tables is each one's, where the first has none of its own.
  const isOver = keys.slice(last).findIndex((key, place) => place > 0 && !isAlike(key, ofFirst[place]))
  const tail = isOver === -1 ? keys.length : last + isOver
  return starts.map((from, place) => ({ from, to: starts[place + 1] ?? tail, shared, tail }))
}

/** Whether two words stand over the same in two tables: 加分 and 扣分 do. */
function isAlike(a: string, b: string | undefined): boolean {
  const areOfPoints = [a, b].every((word) => mayBePoints(word ?? ''))
  return a === b || areOfPoints
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
    if (words.length > 1) blocks.push({ from, to: column, shared: 0, tail: labels.length })
    from = column + 1
  }
  return blocks
}

function isRanking({ labels }: Header, { from, to }: Block): boolean {
  return labels.slice(from, to).some((label) => /^(?:名次|排名|排序|位次)$/u.test(headerKey(label)))
}

/**
 * Each block with the titles above it that are not over another one. A line is of the blocks that have cells in
 * it; one that has none but shared cells is of the first block, and of all where it is a heading.
 */
function cutApart(sheet: Sheet, header: Header, blocks: readonly Block[]): Sheet[] {
  return blocks.map((block, place) => cutOut(sheet, header, block, place === 0 ? blocks : null))
}

/** @param all blocks, where this one has the lines of none */
function cutOut(sheet: Sheet, header: Header, block: Block, all: readonly Block[] | null): Sheet {
  const { from, to, shared, tail } = block
  const isBare = (row: Row, { from, to }: Block) => row.slice(from, to).every(isBlank)
  const isOwnLine = (row: Row): boolean => {
    if (!isBare(row, block)) return true
    const filled = row.slice(0, shared).filter((cell) => !isBlank(cell)).length
    return filled === 1 || (filled > 1 && (all?.every((other) => isBare(row, other)) ?? false))
  }
  const cutRow = (row: Row): Row => {
    // 合计 left of all tables makes the whole row one of sums.
    if (!isOwnLine(row) || isSumLine(row, header)) return []
    const gap = (width: number) => Array<null>(Math.max(width, 0)).fill(null)
    const own = [...row.slice(0, shared), ...gap(from - shared), ...row.slice(from, to)]
    return row.length > tail ? [...own, ...gap(tail - own.length), ...row.slice(tail)] : own
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
