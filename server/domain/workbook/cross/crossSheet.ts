import { recordText } from '../../text/recordText.ts'
import { type Cell, cellAddress, isBlank, type Row } from '../cells/cells.ts'
import { readDate } from '../cells/dates.ts'
import { fieldAddress, fieldCell, isBetween, soleText } from '../cells/lines.ts'
import type { Findings } from '../findings.ts'
import type { Field } from '../headers/fields.ts'
import { yearInTitles } from '../headers/titles.ts'
import { addLine, addOpening } from '../ledgers/addLines.ts'
import type { LedgerContext } from '../ledgers/ledgerSheet.ts'
import { createLineHouseholds } from '../ledgers/lineHousehold.ts'
import { namesGroup } from '../lists/groups.ts'
import type { DoorProblem, NamedHousehold } from '../lists/householdNames.ts'
import { isOfMember } from '../lists/people.ts'
import type { OfficeOpening, OfficeWorkbook, Place, ProblemCode } from '../office.ts'
import type { Questions } from '../questions/questions.ts'
import type { NamedRule } from '../rules/rulebook.ts'
import { createCellReading } from './crossCells.ts'
import { type CrossSheet, type SettledColumn, settleColumns } from './crossColumns.ts'
import { askAboutSums, type CrossLine, findSumFaults } from './crossSums.ts'
import { createNewRules } from './newRules.ts'
import { withoutBareSigns, withOwnFigures } from './signColumns.ts'

/** Reads cross tables: each filled cell is a line, or points of a month or a day where no deed is named. */
export interface CrossReader {
  read(table: CrossSheet): void
  /** Called once, after the last table. */
  finish(): void
}

export function createCrossReader(
  context: LedgerContext,
  office: OfficeWorkbook,
  findings: Findings,
  questions: Questions,
): CrossReader {
  const { year, unit, rulebook, look } = context
  const lineHouseholds = createLineHouseholds(context.village, context.households)
  const newRules = createNewRules(office, rulebook.rules)

  function problem({ sheet }: CrossSheet, row: number, cell: string | null, code: ProblemCode, value: Cell) {
    office.counts.ledgerRows++
    findings.problem({ sheet: sheet.name, row }, cell, code, value)
  }

  /** The rule of a line that names it; null where the columns do. */
  function ruleOfRow({ header }: CrossSheet, row: Row): NamedRule | 'ambiguous' | undefined | null {
    if (header.columns.rule === undefined) return null
    return rulebook.find(fieldCell(row, header, 'rule'), fieldCell(row, header, 'dimension'))
  }

  /** The first thing that stands against a line as a whole. */
  function faultOf(
    table: CrossSheet,
    row: Row,
    found: NamedHousehold | DoorProblem | undefined,
    own: NamedRule | 'ambiguous' | undefined | null,
  ): { problem: ProblemCode; field: Field } | null {
    const naming: Field = table.header.instead.door === 'head' ? 'head' : 'door'
    if (found === undefined) return { problem: 'no-door', field: naming }
    if (typeof found === 'string') return { problem: found, field: naming }
    const name = lineHouseholds.nameOf(fieldCell(row, table.header, 'head'))
    if (found.contested && name !== found.head) return { problem: 'ambiguous-door', field: 'door' }
    if (name !== null && !found.names.has(name)) return { problem: 'head-unlike-list', field: 'head' }
    if (own === 'ambiguous') return { problem: 'ambiguous-rule', field: 'rule' }
    if (own === undefined) {
      const isNone = isBlank(fieldCell(row, table.header, 'rule'))
      return { problem: isNone ? 'no-rule' : 'unknown-rule', field: 'rule' }
    }
    return null
  }

  /** The lines against which nothing stands as a whole, and what stands against the others. */
  function readLines(table: CrossSheet, columns: readonly SettledColumn[]) {
    const { sheet, header, cross } = table
    const cells = createCellReading(table, columns, unit, questions)
    const lines: (CrossLine & { household: NamedHousehold; rule: NamedRule | null })[] = []
    const faults: { row: number; field: Field; problem: ProblemCode; value: Cell }[] = []
    let group = lineHouseholds.groupOfSheet(sheet, header)
    let above: NamedHousehold | DoorProblem | undefined
    for (let index = cross.firstRow - 1; index < sheet.rows.length; index++) {
      const row = sheet.rows[index] ?? []
      if (isBetween(row, header)) continue
      const sole = soleText(row, index + 1)
      group = sole && namesGroup(sole.text) ? lineHouseholds.groupOf(sole.cell) : group
      group = lineHouseholds.groupOf(fieldCell(row, header, 'group')) ?? group
      if (sole || columns.every(({ column }) => isBlank(row[column]))) continue
      // People of a household below its head may leave the door out.
      const isMember =
        isOfMember(fieldCell(row, header, 'relation')) && isBlank(fieldCell(row, header, 'door'))
      const household = isMember ? above : lineHouseholds.find(row, header, group)
      above = household
      const own = ruleOfRow(table, row)
      const fault = faultOf(table, row, household, own)
      if (fault) faults.push({ ...fault, row: index + 1, value: fieldCell(row, header, fault.field) })
      else if (typeof household === 'object') {
        const rule = typeof own === 'object' ? own : null
        const read = (column: SettledColumn) => cells.read(row[column.column] ?? null, column, rule)
        lines.push({
          ...{ row: index + 1, household, rule },
          cells: columns.map((column) => ({ column, cell: read(column) })),
        })
      }
    }
    return { columns, lines, faults }
  }

  /** The table read with the columns that give or take without a word for what, where they are no sums. */
  function readWhole(table: CrossSheet) {
    const settling = { year, rulebook, newRules, questions }
    const named = withoutBareSigns(table.cross)
    const columns = settleColumns({ ...table, cross: named }, settling)
    if (columns === null || columns.length === 0) return null
    const read = readLines({ ...table, cross: named }, columns)
    const cross = withOwnFigures(table, read.lines, unit)
    if (cross.columns.length === columns.length) return { ...read, cross }
    const all = settleColumns({ ...table, cross }, settling)
    return all && { ...readLines({ ...table, cross }, all), cross }
  }

  function take(table: CrossSheet, line: ReturnType<typeof readLines>['lines'][number]): void {
    const { sheet, header } = table
    const row = sheet.rows[line.row - 1] ?? []
    const place = { sheet: sheet.name, row: line.row }
    const openings = new Map<string, Omit<OfficeOpening, keyof Place | 'door'>>()
    for (const { column, cell } of line.cells) {
      const at = cellAddress(line.row, column.column)
      if (cell.kind === 'blank' || column.isLeft) continue
      if (cell.kind === 'problem') {
        problem(table, line.row, at, cell.problem, row[column.column] ?? null)
        continue
      }
      const date = column.occurredOn === 'row' ? fieldCell(row, header, 'date') : null
      const reading =
        column.occurredOn === 'row'
          ? readDate(date, year, yearInTitles(sheet, header.row) ?? year)
          : { date: column.occurredOn }
      const fault = 'problem' in reading ? reading : typeof reading.date === 'object' ? reading.date : null
      if (fault) {
        const isOwn = column.occurredOn === 'row'
        problem(
          table,
          line.row,
          isOwn ? fieldAddress(header, 'date', line.row) : at,
          fault.problem,
          isOwn ? date : (header.labels[column.column] ?? ''),
        )
        continue
      }
      const occurredOn = 'date' in reading && typeof reading.date === 'string' ? reading.date : null
      const rule = column.rule === 'row' ? line.rule : column.rule
      const { points } = cell
      if (rule && occurredOn !== null) {
        newRules.count(rule, points)
        const deed = {
          ...{ ...place, door: line.household.door, dimension: rule.dimension, rule: rule.text },
          ...{ points, occurredOn, head: lineHouseholds.nameOf(fieldCell(row, header, 'head')) },
          clerk: lineHouseholds.nameOf(fieldCell(row, header, 'clerk')),
          note: null,
        }
        addLine(office, deed)
        if (!newRules.has(rule)) look(deed, at, { household: line.household, rule, occurredOn, points })
        continue
      }
      const text = openingText(column, occurredOn)
      const key = `${occurredOn ?? ''} ${text}`
      const sum = (openings.get(key)?.points ?? 0) + points
      openings.set(key, { text, occurredOn, points: sum, ...formerText(column) })
    }
    // What was given and taken in one month is one sum, as no deed is named.
    for (const opening of openings.values())
      if (opening.points !== 0) addOpening(office, { ...place, door: line.household.door, ...opening })
  }

  return {
    read(table) {
      const whole = readWhole(table)
      if (!whole) return
      const { lines } = whole
      for (const { row, field, problem: code, value } of whole.faults)
        problem(table, row, fieldAddress(table.header, field, row), code, value)
      const faults = findSumFaults({ ...table, cross: whole.cross }, lines, unit)
      const answer = askAboutSums(table, faults, questions)
      if (answer === 'leave') return
      const wrong = new Map(faults.filter(({ isOfLine }) => isOfLine).map((fault) => [fault.row, fault]))
      for (const line of lines) {
        const fault = answer === 'problem' ? wrong.get(line.row) : undefined
        if (fault) problem(table, line.row, fault.cell, 'sum-unlike-cells', fault.value)
        else take(table, line)
      }
    },
    finish: () => newRules.finish(),
  }
}

/** Earlier builds had the last month in the text of a quarter's points. */
function formerText({ day }: SettledColumn): { formerText?: string } {
  if (!day || !('day' in day) || day.period === undefined) return {}
  return { formerText: recordText('points-of-month', { month: String(Number(day.day.slice(5, 7))) }) }
}

function openingText({ day }: SettledColumn, occurredOn: string | null): string {
  if (occurredOn === null) return recordText('opening')
  if (day && 'day' in day && day.period !== undefined)
    return recordText('points-of-period', { period: day.period })
  const [, month = '', date = ''] = occurredOn.split('-').map(Number).map(String)
  return day && 'day' in day && !day.isExact
    ? recordText('points-of-month', { month })
    : recordText('points-of-day', { month, day: date })
}
