import type { LocalDate } from '../../calendar/calendar.ts'
import type { Effect } from '../../points/points.ts'
import type { PointUnit } from '../../points/unit.ts'
import { agreesWithEffect } from '../cautions.ts'
import { type Cell, isBlank, type Row, tightText } from '../cells/cells.ts'
import type { DateReading } from '../cells/dates.ts'
import { fieldCell } from '../cells/lines.ts'
import { readLinePoints } from '../cells/pointsCell.ts'
import type { Field } from '../headers/fields.ts'
import type { Header } from '../headers/header.ts'
import type { DoorProblem, NamedHousehold } from '../lists/householdNames.ts'
import { readName } from '../lists/people.ts'
import type { ProblemCode } from '../office.ts'
import type { NamedRule, Rulebook } from '../rules/rulebook.ts'
import { namesOpening } from './openingWords.ts'

/** What a line of the ledger says. */
export interface LineReading {
  household: NamedHousehold
  /** Null for points from before the ledger. */
  rule: NamedRule | null
  /** Null where points from before the ledger have no date. */
  occurredOn: LocalDate | null
  /** Signed. */
  points: number
}

/** The first thing that stands against a line; `field` is null when no single cell is to blame. */
export interface LineProblem {
  problem: ProblemCode
  field: Field | null
  value: Cell
}

/** What a line is read against. */
export interface LineContext {
  rulebook: Rulebook
  /** The item of a line, which its sheet's name may give. */
  itemOf: (row: Row) => Cell
  dateOf: (cell: Cell) => DateReading
  /** Of the village's points. */
  unit: PointUnit
  /** What the heading above the line says of its sign. */
  section: Effect | null
  /** Lines count by their doors, whatever name stands beside. */
  anyName: boolean
}

/**
 * Reads one line: door, name, item, date, points, in this order.
 *
 * @param found the household at the line's door, or what stands against it
 */
export function readLine(
  row: Row,
  header: Header,
  found: NamedHousehold | DoorProblem | undefined,
  { rulebook, itemOf, dateOf, anyName, unit, section }: LineContext,
): LineReading | LineProblem {
  const cell = (field: Field): Cell => fieldCell(row, header, field)
  const naming: Field = header.instead.door === 'head' ? 'head' : 'door'
  if (found === undefined) return { problem: 'no-door', field: naming, value: cell('head') }
  if (typeof found === 'string') {
    const field = found === 'group-unlike-list' && !isBlank(cell('group')) ? 'group' : naming
    return { problem: found, field, value: cell(field) }
  }
  const name = readName(cell('head'))
  if (found.contested && name !== found.head)
    return {
      problem: 'ambiguous-door',
      field: naming,
      value: isBlank(cell('door')) ? found.door : cell('door'),
    }
  if (!anyName && name !== '' && !found.names.has(name))
    return { problem: 'head-unlike-list', field: 'head', value: name }
  const checked = (reading: LineReading | LineProblem): LineReading | LineProblem => {
    if ('problem' in reading || section === null || agreesWithEffect(section, reading.points)) return reading
    const field = pointsField(row, header)
    return { problem: 'sign-unlike-section', field, value: field && cell(field) }
  }
  if (header.instead.rule === 'none') return checked(readSum(row, header, found, dateOf, unit))
  const item = itemOf(row)
  const rule = rulebook.find(item, cell('dimension'))
  if (rule === 'ambiguous') return { problem: 'ambiguous-rule', field: 'rule', value: item }
  if (!rule) {
    if (namesOpening(tightText(item))) return readOpening(row, header, found, dateOf, unit)
    return { problem: isBlank(item) ? 'no-rule' : 'unknown-rule', field: 'rule', value: item }
  }
  const date = dateOf(cell('date'))
  if ('problem' in date) return { problem: date.problem, field: 'date', value: cell('date') }
  const { effect, scale } = rule.terms
  const points = readPoints(row, header, effect, scale.type === 'range', unit)
  if (typeof points === 'object') return points
  return checked({ household: found, rule, occurredOn: date.date, points })
}

/** Points from before the ledger: given by the line, or what the household has after it. */
function readOpening(
  row: Row,
  header: Header,
  household: NamedHousehold,
  dateOf: (cell: Cell) => DateReading,
  unit: PointUnit,
): LineReading | LineProblem {
  const cell = fieldCell(row, header, 'date')
  const date = dateOf(cell)
  if ('problem' in date && date.problem !== 'no-date' && date.problem !== 'date-outside-year')
    return { problem: date.problem, field: 'date', value: cell }
  let points = readPoints(row, header, 'award', false, unit)
  if (typeof points === 'object' && points.problem === 'no-points') {
    const columns = { award: null, deduct: null, points: fieldCell(row, header, 'running') }
    const running = readLinePoints(columns, 'award', false, unit)
    points =
      'points' in running
        ? running.points
        : { problem: running.problem, field: 'running', value: columns.points }
  }
  if (typeof points === 'object') return points
  return { household, rule: null, occurredOn: 'date' in date ? date.date : null, points }
}

/** Points of a month or a day, without a deed: what was given less what was taken. */
function readSum(
  row: Row,
  header: Header,
  household: NamedHousehold,
  dateOf: (cell: Cell) => DateReading,
  unit: PointUnit,
): LineReading | LineProblem {
  const date = dateOf(fieldCell(row, header, 'date'))
  if ('problem' in date)
    return { problem: date.problem, field: 'date', value: fieldCell(row, header, 'date') }
  const none = { award: null, deduct: null, points: null }
  const given = readLinePoints({ ...none, award: fieldCell(row, header, 'award') }, 'award', true, unit)
  const taken = readLinePoints({ ...none, deduct: fieldCell(row, header, 'deduct') }, 'award', true, unit)
  if (!('points' in given) || !('points' in taken) || !isBlank(fieldCell(row, header, 'points'))) {
    const points = readPoints(row, header, 'award', true, unit)
    if (typeof points === 'object') return points
    return { household, rule: null, occurredOn: date.date, points }
  }
  return { household, rule: null, occurredOn: date.date, points: given.points + taken.points }
}

function readPoints(
  row: Row,
  header: Header,
  effect: NamedRule['terms']['effect'],
  zeroCounts: boolean,
  unit: PointUnit,
): number | LineProblem {
  const columns = {
    award: fieldCell(row, header, 'award'),
    deduct: fieldCell(row, header, 'deduct'),
    points: fieldCell(row, header, 'points'),
  }
  const points = readLinePoints(columns, effect, zeroCounts, unit)
  if ('points' in points) return points.points
  const field = points.problem === 'both-columns' ? null : pointsField(row, header)
  const filled = Object.values(columns).filter((cell) => !isBlank(cell))
  return { problem: points.problem, field, value: filled.join(' / ') }
}

/** The first column with something under points. */
export function pointsField(row: Row, header: Header): 'award' | 'deduct' | 'points' | null {
  const fields = ['award', 'deduct', 'points'] as const
  return fields.find((field) => !isBlank(fieldCell(row, header, field))) ?? null
}
