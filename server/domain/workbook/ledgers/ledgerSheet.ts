import { agreesWithEffect, agreesWithScale, type CapTally } from '../cautions.ts'
import { type Cell, isBlank, type Row, type Sheet } from '../cells/cells.ts'
import { readDate } from '../cells/dates.ts'
import { fieldAddress, fieldCell, findOddField, isBetween } from '../cells/lines.ts'
import type { Findings } from '../findings.ts'
import type { Field, Header } from '../headers/header.ts'
import { readDoor } from '../lists/doors.ts'
import type { HouseholdNames } from '../lists/householdNames.ts'
import { readName, readNote } from '../lists/people.ts'
import type { CautionCode, OfficeLine, OfficeWorkbook, Place } from '../office.ts'
import type { Rulebook } from '../rules/rulebook.ts'
import { type LineReading, pointsField, readLine } from './ledgerLine.ts'

/** Fields whose text is stored or names what is. */
const textFields: readonly Field[] = ['door', 'head', 'rule', 'dimension', 'clerk', 'note']

/** What the ledger's lines are read against. */
export interface LedgerContext {
  village: string
  year: number
  households: HouseholdNames
  rulebook: Rulebook
  caps: CapTally
}

/** Reads the lines of ledger sheets; one reader for all of them, since it remembers the cells it understood. */
export interface LedgerReader {
  read(sheet: Sheet, header: Header, lines: OfficeLine[], counts: OfficeWorkbook['counts']): void
}

export function createLedgerReader(context: LedgerContext, findings: Findings): LedgerReader {
  const { households, rulebook, village, year } = context
  const householdOf = memoized((cell) => {
    const door = readDoor(cell, village)
    return door === '' ? undefined : households.find(door)
  })
  const dateOf = memoized((cell) => readDate(cell, year))
  const nameOf = memoized((cell) => readName(cell) || null)
  const noteOf = memoized(readNote)

  function note(place: Place, row: Row, header: Header, code: CautionCode, points: number): void {
    const field = pointsField(row, header)
    findings.caution(place, field && fieldAddress(header, field, place.row), code, points)
  }

  /** Notes what a person should look at; the line comes in all the same. */
  function look(
    place: Place,
    row: Row,
    header: Header,
    { household, rule, occurredOn, points }: LineReading,
  ): void {
    const { effect, scale, caps } = rule.terms
    if (!agreesWithEffect(effect, points)) note(place, row, header, 'sign-unlike-rule', points)
    else {
      if (!agreesWithScale(scale, points)) note(place, row, header, 'points-unlike-rule', points)
      if (context.caps.exceeds(household.number, caps, occurredOn, points))
        note(place, row, header, 'over-cap', points)
    }
    const head = nameOf(fieldCell(row, header, 'head'))
    if (head !== null && head !== household.head)
      findings.caution(place, fieldAddress(header, 'head', place.row), 'head-unlike-list', head)
  }

  return {
    read(sheet, header, lines, counts) {
      for (let index = header.firstRow - 1; index < sheet.rows.length; index++) {
        const row = sheet.rows[index] ?? []
        const household = householdOf(fieldCell(row, header, 'door'))
        const place = { sheet: sheet.name, row: index + 1 }
        const odd = findOddField(row, header, textFields)
        const reading = odd
          ? { problem: 'odd-characters' as const, field: odd, value: fieldCell(row, header, odd) }
          : readLine(row, header, household, rulebook, dateOf)
        if ('problem' in reading) {
          // Only now: nearly all lines are none of these.
          if (isBetween(row, header) || isRemark(row, header)) continue
          counts.ledgerRows++
          const cell = reading.field && fieldAddress(header, reading.field, place.row)
          findings.problem(place, cell, reading.problem, reading.value)
          continue
        }
        // Field by field: spread objects take four times as long over 44,400 lines.
        lines.push({
          sheet: sheet.name,
          row: place.row,
          door: reading.household.door,
          dimension: reading.rule.dimension,
          rule: reading.rule.text,
          points: reading.points,
          occurredOn: reading.occurredOn,
          head: nameOf(fieldCell(row, header, 'head')),
          clerk: nameOf(fieldCell(row, header, 'clerk')),
          note: noteOf(fieldCell(row, header, 'note')),
        })
        counts.ledgerRows++
        counts.importableRows++
        counts.totalPoints += reading.points
        if (reading.points < 0) counts.deductions++
        look(place, row, header, reading)
      }
    },
  }
}

/** A line such as 制表人:张三: nothing under door, item and points. */
function isRemark(row: Row, header: Header): boolean {
  const fields: readonly Field[] = ['door', 'rule', 'award', 'deduct', 'points']
  return fields.every((field) => isBlank(fieldCell(row, header, field)))
}

/** The function with its answers kept: a ledger repeats the same few thousand cells. */
function memoized<Answer>(read: (cell: Cell) => Answer): (cell: Cell) => Answer {
  const answers = new Map<Cell, { answer: Answer }>()
  /** Dates are told apart by their instant, not as objects. */
  const byInstant = new Map<number, { answer: Answer }>()
  return (cell) => {
    const isDate = cell instanceof Date
    let known = isDate ? byInstant.get(cell.getTime()) : answers.get(cell)
    if (known) return known.answer
    known = { answer: read(cell) }
    if (isDate) byInstant.set(cell.getTime(), known)
    else answers.set(cell, known)
    return known.answer
  }
}
