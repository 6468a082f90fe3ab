import type { LocalDate } from '../../calendar/calendar.ts'
import { type Cell, isBlank, type Row } from '../cells/cells.ts'
import type { DateReading } from '../cells/dates.ts'
import { fieldCell } from '../cells/lines.ts'
import { readLinePoints } from '../cells/pointsCell.ts'
import type { Field, Header } from '../headers/header.ts'
import type { NamedHousehold } from '../lists/householdNames.ts'
import { readName } from '../lists/people.ts'
import type { ProblemCode } from '../office.ts'
import type { NamedRule, Rulebook } from '../rules/rulebook.ts'

/** What a line of the ledger says. */
export interface LineReading {
  household: NamedHousehold
  rule: NamedRule
  occurredOn: LocalDate
  /** Signed. */
  points: number
}

/** The first thing that stands against a line; `field` is null when no single cell is to blame. */
export interface LineProblem {
  problem: ProblemCode
  field: Field | null
  value: Cell
}

/**
 * Reads one line: door, item, date, points, in this order.
 *
 * @param household the one at the line's door, if there is one
 */
export function readLine(
  row: Row,
  header: Header,
  household: NamedHousehold | undefined,
  rulebook: Rulebook,
  dateOf: (cell: Cell) => DateReading,
): LineReading | LineProblem {
  if (!household) {
    const value = fieldCell(row, header, 'door')
    return isBlank(value)
      ? { problem: 'no-door', field: 'door', value: fieldCell(row, header, 'head') }
      : { problem: 'unknown-household', field: 'door', value }
  }
  if (household.contested && readName(fieldCell(row, header, 'head')) !== household.head)
    return { problem: 'ambiguous-door', field: 'door', value: fieldCell(row, header, 'door') }
  const item = fieldCell(row, header, 'rule')
  const rule = rulebook.find(item, fieldCell(row, header, 'dimension'))
  if (!rule) return { problem: isBlank(item) ? 'no-rule' : 'unknown-rule', field: 'rule', value: item }
  if (rule === 'ambiguous') return { problem: 'ambiguous-rule', field: 'rule', value: item }
  const date = dateOf(fieldCell(row, header, 'date'))
  if ('problem' in date)
    return { problem: date.problem, field: 'date', value: fieldCell(row, header, 'date') }
  const columns = {
    award: fieldCell(row, header, 'award'),
    deduct: fieldCell(row, header, 'deduct'),
    points: fieldCell(row, header, 'points'),
  }
  const points = readLinePoints(columns, rule.terms.effect, rule.terms.scale.type === 'range')
  if ('problem' in points) {
    const field = points.problem === 'both-columns' ? null : pointsField(row, header)
    const filled = Object.values(columns).filter((cell) => !isBlank(cell))
    return { problem: points.problem, field, value: filled.join(' / ') }
  }
  return { household, rule, occurredOn: date.date, points: points.points }
}

/** The first column with something under points. */
export function pointsField(row: Row, header: Header): Field | null {
  const fields = ['award', 'deduct', 'points'] as const
  return fields.find((field) => !isBlank(fieldCell(row, header, field))) ?? null
}
