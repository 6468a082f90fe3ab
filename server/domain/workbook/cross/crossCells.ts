/** The cells of a cross table: points, ticks of people who were there, or times. */
import type { PointUnit } from '../../points/unit.ts'
import { type Cell, isBlank } from '../cells/cells.ts'
import { readLinePoints, readPointsCell } from '../cells/pointsCell.ts'
import { headerName } from '../headers/chosenColumns.ts'
import { titlesOf } from '../headers/titles.ts'
import type { ProblemCode } from '../office.ts'
import type { Questions } from '../questions/questions.ts'
import { effectOfTitles } from '../rules/headings.ts'
import type { NamedRule } from '../rules/rulebook.ts'
import { isAbsence, isTick } from './chooseColumns.ts'
import type { CrossSheet, SettledColumn } from './crossColumns.ts'
import { linesOf } from './crossTable.ts'

export type CrossCell =
  | { kind: 'blank' }
  | { kind: 'problem'; problem: ProblemCode }
  /** `written`: the figure as it stands; 1 for a tick. */
  | { kind: 'points'; points: number; written: number }

export interface CellReading {
  /** @param rule of the line, where its column has none */
  read(cell: Cell, column: SettledColumn, rule: NamedRule | null): CrossCell
}

const blank: CrossCell = { kind: 'blank' }

/** Asks whether ticks count as their rules say, and small figures as times; then reads cells. */
export function createCellReading(
  { sheet, header, cross }: CrossSheet,
  columns: readonly SettledColumn[],
  unit: PointUnit,
  questions: Questions,
): CellReading {
  const lines = linesOf(sheet.rows, header, cross.firstRow)
  const cellsOf = ({ column }: SettledColumn) => lines.map((row) => row[column] ?? null)
  const ticks = columns.flatMap((column) => cellsOf(column).filter(isTick)).length
  const ticksCount = ticks > 0 && askTicks(ticks) === 'by-rule'
  const times = new Set(columns.filter((column) => looksLikeTimes(column) && askTimes(column) === 'times'))

  function askTicks(count: number): string | null {
    return questions.ask({
      id: `ticks ${headerName(header)}`,
      code: 'ticks',
      sheet: sheet.name,
      row: cross.firstRow,
      params: { count },
      choices: [
        { value: 'by-rule', code: 'by-rule' },
        { value: 'problem', code: 'problem-cells' },
      ],
      preset: null,
    })
  }

  /** Figures of which none is what the rule gives, and all are small. */
  function looksLikeTimes(column: SettledColumn): boolean {
    const each = pointsEach(column.rule)
    if (each === null || each < 2) return false
    const figures = cellsOf(column).flatMap((cell) => {
      const reading = readFigure(cell, column, 'award', unit)
      return reading.kind === 'points' ? [Math.abs(reading.points)] : []
    })
    return figures.length > 0 && figures.every((points) => points % each !== 0 && points <= 31 * each)
  }

  function askTimes({ column, rule }: SettledColumn): string | null {
    const text = typeof rule === 'object' ? (rule?.text ?? '') : ''
    return questions.ask({
      id: `times ${text} ${headerName(header)}`,
      code: 'times-or-points',
      sheet: sheet.name,
      row: cross.top,
      params: { column: header.labels[column] || text, rule: text },
      choices: [
        { value: 'times', code: 'times' },
        { value: 'points', code: 'as-points' },
      ],
      preset: null,
    })
  }

  /** Under a title such as 扣分表 nothing may give; points without a deed are taken, signed or not. */
  const taking = effectOfTitles(titlesOf(sheet, cross.top)) === 'deduct'
  function heldAgainstTitle(reading: CrossCell, cell: Cell, column: SettledColumn, rule: NamedRule | null) {
    if (!taking || column.isOpening || reading.kind !== 'points' || reading.points <= 0) return reading
    const figure = readPointsCell(cell, unit)
    const isTaken =
      rule === null && column.sign === 'points' && figure.kind === 'points' && figure.sign === ''
    if (isTaken) return { ...reading, points: -reading.points, written: -reading.written }
    return { kind: 'problem', problem: 'sign-unlike-section' } as const
  }

  function readCell(cell: Cell, column: SettledColumn, rule: NamedRule | null): CrossCell {
    const sign = rule?.terms.effect === 'deduct' || column.sign === 'deduct' ? -1 : 1
    if (isTick(cell)) {
      const points = rule && rule.terms.scale.type === 'fixed' ? rule.terms.scale.points : 0
      return ticksCount && points > 0
        ? { kind: 'points', points: sign * points, written: 1 }
        : { kind: 'problem', problem: 'bad-points' }
    }
    if (ticks > 0 && isAbsence(cell)) return blank
    const reading = readFigure(cell, column, rule?.terms.effect ?? 'award', unit)
    const each = times.has(column) ? pointsEach(rule) : null
    return reading.kind === 'points' && each !== null
      ? { ...reading, points: timesOf(reading.points, each, unit) }
      : reading
  }

  return {
    read(cell, column, own) {
      const rule = typeof column.rule === 'object' ? column.rule : own
      return heldAgainstTitle(readCell(cell, column, rule), cell, column, rule)
    },
  }
}

/** Times stand there as points would: in whole points. */
function timesOf(points: number, each: number, unit: PointUnit): number {
  return Math.round(points * unit) * each
}

/** What a rule gives each time; null for rules that do not always give the same. */
function pointsEach(rule: SettledColumn['rule']): number | null {
  if (rule === null || rule === 'row') return null
  const { scale } = rule.terms
  return scale.type === 'fixed' || scale.type === 'perUnit' ? scale.points : null
}

function readFigure(
  cell: Cell,
  { sign, rule }: SettledColumn,
  effect: 'award' | 'deduct',
  unit: PointUnit,
): CrossCell {
  if (isBlank(cell)) return blank
  const isRange = rule !== null && rule !== 'row' && rule.terms.scale.type === 'range'
  const columns = { award: null, deduct: null, points: null, [sign]: cell }
  const reading = readLinePoints(columns, effect, isRange, unit)
  if ('points' in reading) {
    const { points } = reading
    const figure = readPointsCell(cell, unit)
    return { kind: 'points', points, written: figure.kind === 'points' ? figure.points : points }
  }
  return reading.problem === 'no-points' ? blank : { kind: 'problem', problem: reading.problem }
}
