import type { LocalDate } from '../../calendar/calendar.ts'
import type { Effect } from '../../points/points.ts'
import type { PointUnit } from '../../points/unit.ts'
import { recordText } from '../../text/recordText.ts'
import { type Cell, isBlank, type Row, type Sheet } from '../cells/cells.ts'
import { readDate, readLunarDate } from '../cells/dates.ts'
import { fieldAddress, fieldCell, findOddField, isBetween, isSumLine, soleText } from '../cells/lines.ts'
import { memoized } from '../cells/memoized.ts'
import { lastDayOf } from '../cross/headerWords.ts'
import type { Findings } from '../findings.ts'
import type { Field } from '../headers/fields.ts'
import type { Header } from '../headers/header.ts'
import { titlesOf, yearInTitles } from '../headers/titles.ts'
import { namesGroup } from '../lists/groups.ts'
import type { HouseholdNames } from '../lists/householdNames.ts'
import { readNote } from '../lists/people.ts'
import type { OfficeWorkbook, Place } from '../office.ts'
import type { Questions } from '../questions/questions.ts'
import { effectOfSection, effectOfTitles } from '../rules/headings.ts'
import type { Rulebook } from '../rules/rulebook.ts'
import { addLine, addOpening } from './addLines.ts'
import { withCarriedCells } from './carriedCells.ts'
import { type LineReading, pointsField, readLine } from './ledgerLine.ts'
import { askAboutLunar, askAboutNames } from './ledgerQuestions.ts'
import type { LookAtLine } from './lineCautions.ts'
import { createLineHouseholds } from './lineHousehold.ts'
import { createSumLines } from './sumLines.ts'

/** Fields whose text is stored or names what is. */
const textFields: readonly Field[] = ['door', 'head', 'rule', 'dimension', 'clerk', 'note']

/** What the ledger's lines are read against. */
export interface LedgerContext {
  village: string
  year: number
  /** Of the village's points. */
  unit: PointUnit
  households: HouseholdNames
  rulebook: Rulebook
  look: LookAtLine
}

/** Reads the lines of ledger sheets; one reader for all of them, since it remembers the cells it understood. */
export interface LedgerReader {
  read(sheet: Sheet, header: Header, office: OfficeWorkbook): void
}

export function createLedgerReader(
  context: LedgerContext,
  findings: Findings,
  questions: Questions,
): LedgerReader {
  const { households, rulebook, village, year, unit, look } = context
  const lineHouseholds = createLineHouseholds(village, households)
  const { nameOf } = lineHouseholds
  const solarOf = memoized((cell) => readLunarDate(cell, year))
  const noteOf = memoized(readNote)

  function take(office: OfficeWorkbook, place: Place, row: Row, header: Header, reading: LineReading): void {
    const { household, rule, occurredOn, points } = reading
    if (!rule || occurredOn === null) {
      const text = textOf(header, occurredOn)
      addOpening(office, { ...place, door: household.door, points, occurredOn, text })
      return
    }
    // Field by field: spread objects take four times as long over 44,400 lines.
    const line = {
      sheet: place.sheet,
      row: place.row,
      door: household.door,
      dimension: rule.dimension,
      rule: rule.text,
      points,
      occurredOn,
      head: nameOf(fieldCell(row, header, 'head')),
      clerk: nameOf(fieldCell(row, header, 'clerk')),
      note: noteOf(fieldCell(row, header, 'note')),
    }
    addLine(office, line)
    const field = pointsField(row, header)
    look(line, field && fieldAddress(header, field, place.row), reading)
  }

  return {
    read(original, header, office) {
      const sheet = withCarriedCells(original, header, questions)
      const sheetGroup = lineHouseholds.groupOfSheet(sheet, header)
      const agreement = (row: Row): boolean | null => {
        const name = nameOf(fieldCell(row, header, 'head'))
        const household = name === null ? undefined : lineHouseholds.find(row, header, sheetGroup)
        return typeof household === 'object' && name !== null ? household.names.has(name) : null
      }
      const ofSheet = yearInTitles(sheet, header.row) ?? year
      const dateOf = memoized((cell) => readDate(cell, year, ofSheet))
      const isConverted = askAboutLunar(sheet, header, solarOf, questions)
      const context = {
        rulebook,
        unit,
        dateOf: isConverted ? (cell: Cell) => solarOf(cell) ?? dateOf(cell) : dateOf,
        itemOf: (row: Row): Cell =>
          header.instead.rule === 'sheet-name' ? sheet.name : fieldCell(row, header, 'rule'),
        anyName: askAboutNames(sheet, header, agreement, questions),
      }
      const sums = createSumLines(header, unit, findings)
      let group = sheetGroup
      const titled = effectOfTitles(titlesOf(sheet, header.row))
      const headed = effectOfSection(header.labels[header.columns.rule ?? -1] ?? '')
      let section: Effect | null = headed ?? (titled === 'deduct' ? titled : null)
      for (let index = 0; index < header.row - 1; index++)
        section = effectOfSection(soleText(sheet.rows[index] ?? [], index + 1)?.text ?? '') ?? section
      for (let index = header.firstRow - 1; index < sheet.rows.length; index++) {
        const row = sheet.rows[index] ?? []
        const place = { sheet: sheet.name, row: index + 1 }
        const sole = soleText(row, index + 1)
        if (sole) section = effectOfSection(sole.text) ?? section
        if (sole && namesGroup(sole.text)) group = lineHouseholds.groupOf(sole.cell)
        const odd = findOddField(row, header, textFields)
        const reading = odd
          ? { problem: 'odd-characters' as const, field: odd, value: fieldCell(row, header, odd) }
          : readLine(row, header, lineHouseholds.find(row, header, group), { ...context, section })
        if ('problem' in reading) {
          // Only now: nearly all lines are none of these.
          if (isSumLine(row, header)) sums.check(place, row)
          if (isBetween(row, header) || isRemark(row, header)) continue
          office.counts.ledgerRows++
          const cell = reading.field && fieldAddress(header, reading.field, place.row)
          findings.problem(place, cell, reading.problem, reading.value)
          sums.add(null, 0)
          continue
        }
        sums.add(pointsField(row, header), reading.points)
        take(office, place, row, header, reading)
      }
    },
  }
}

/** Points of a month, or of a day, where no line names its item. */
function textOf({ instead }: Header, occurredOn: LocalDate | null): string {
  if (instead.rule !== 'none' || occurredOn === null) return recordText('opening')
  const [year = 0, month = 0, day = 0] = occurredOn.split('-').map(Number)
  return occurredOn === lastDayOf(year, month)
    ? recordText('points-of-month', { month: String(month) })
    : recordText('points-of-day', { month: String(month), day: String(day) })
}

/** A line without door, item and points: only a remark. */
function isRemark(row: Row, header: Header): boolean {
  const fields: readonly Field[] = ['door', 'rule', 'award', 'deduct', 'points']
  return fields.every((field) => isBlank(fieldCell(row, header, field)))
}
