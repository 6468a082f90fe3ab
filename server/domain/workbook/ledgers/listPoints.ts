/** Points that stand in a list of households: what each has, without the deeds. */
import type { PointUnit } from '../../points/unit.ts'
import { recordText } from '../../text/recordText.ts'
import { type Cell, cellAddress, isBlank, type Row, type Sheet } from '../cells/cells.ts'
import { fieldAddress, fieldCell, isBetween } from '../cells/lines.ts'
import { readLinePoints, readPointsCell } from '../cells/pointsCell.ts'
import type { Findings } from '../findings.ts'
import { chosenColumn, columnChoice, headerName } from '../headers/chosenColumns.ts'
import { headerKey, mayBePoints, meaningOf, namesDeductions } from '../headers/fields.ts'
import type { Header } from '../headers/header.ts'
import { readDoor } from '../lists/doors.ts'
import { canonicalGroup } from '../lists/groups.ts'
import type { DoorProblem, HouseholdNames, NamedHousehold } from '../lists/householdNames.ts'
import type { OfficeWorkbook } from '../office.ts'
import { isOpen, type Questions } from '../questions/questions.ts'
import { addOpening } from './addLines.ts'
import {
  askAboutDifferences,
  broughtFor,
  type ListChoice,
  type ListColumn,
  type Standing,
  standingOf,
  sumsOf,
  tellSums,
  wordsOf,
} from './listSums.ts'
import { mayNameOpening } from './openingWords.ts'

/** What the list is read against. */
interface ListContext {
  village: string
  year: number
  households: HouseholdNames
  unit: PointUnit
}

/** A line with a door. */
interface ListLine {
  row: number
  cells: Row
  household: NamedHousehold | DoorProblem
}

/**
 * Asks whether a column of a list with figures, such as 上年结转 or 累计积分, comes in as what each household has
 * when the books begin. One that is the sum of what the workbook brings besides stays out, and says so; of one
 * that differs somebody says whether what it has more is from before.
 */
export function readListPoints(
  sheet: Sheet,
  header: Header,
  context: ListContext,
  office: OfficeWorkbook,
  findings: Findings,
  questions: Questions,
): void {
  const lines = householdLines(sheet, header, context)
  const columns = [...header.labels.keys()]
    .filter((column) => hasPoints(header, column, context.year))
    .filter((column) => lines.some(({ cells }) => isFigure(cells[column])))
    .map((column) => listColumn(header, column, lines, context))
  if (columns.length === 0) return
  const openings = columns.filter(({ isOpening }) => isOpening)
  const withStanding = (wanted: Standing) =>
    columns.filter((column) => standingOf(column, sumsOf(office), openings) === wanted)
  const enter = (choice: ListChoice) => take(sheet.name, header, choice, lines, context, office, findings)

  const alone = withStanding('alone')
  const counted = askWhichCounts(sheet.name, header, alone, questions)
  if (counted) enter(counted)
  // What is open may change the sums.
  if (questions.asked.some(isOpen)) return
  const isBeside = (wanted: Standing) => withStanding(wanted).filter((column) => !alone.includes(column))
  const same = isBeside('same')
  if (same.length > 0) tellSums(sheet.name, header, same, questions)
  const place = { sheet: sheet.name, header, unit: context.unit }
  const choice = askAboutDifferences(place, isBeside('differs'), sumsOf(office), questions)
  if (choice) enter(choice)
}

function isFigure(cell: Cell | undefined): boolean {
  const reading = readPointsCell(cell, 0.1)
  return reading.kind === 'points' && reading.points !== 0
}

function householdLines(sheet: Sheet, header: Header, { village, households }: ListContext): ListLine[] {
  return sheet.rows.flatMap((cells, index) => {
    if (index < header.firstRow - 1 || isBetween(cells, header)) return []
    const door = readDoor(fieldCell(cells, header, 'door'), village)
    if (door === '') return []
    const group = canonicalGroup(fieldCell(cells, header, 'group'), village)
    return [{ row: index + 1, cells, household: households.find(door, group) }]
  })
}

function hasPoints({ labels }: Header, column: number, year: number): boolean {
  const label = labels[column]
  return meaningOf(label)?.field === 'running' || mayBePoints(label) || mayNameOpening(headerKey(label), year)
}

function listColumn(
  header: Header,
  column: number,
  lines: readonly ListLine[],
  { year, unit }: ListContext,
): ListColumn {
  const figures = new Map<string, number>()
  for (const { cells, household } of lines) {
    const reading = readPointsCell(cells[column], unit)
    if (typeof household === 'string' || reading.kind !== 'points') continue
    figures.set(household.door, (figures.get(household.door) ?? 0) + reading.points)
  }
  return { column, figures, isOpening: mayNameOpening(headerKey(header.labels[column]), year) }
}

/** What comes in, of columns that the workbook has nothing else about; null for nothing. */
function askWhichCounts(
  sheet: string,
  header: Header,
  columns: readonly ListColumn[],
  questions: Questions,
): ListChoice | null {
  if (columns.length === 0) return null
  const pair = pairOf(header, columns)
  const answer = questions.ask({
    id: `list-points ${headerName(header)}`,
    code: 'list-has-points',
    sheet,
    row: header.row,
    params: { columns: wordsOf(header, columns) },
    choices: [
      ...columns.map(({ column }) => columnChoice(header, column)),
      ...(pair ? [{ value: 'award-and-deduct', code: 'award-and-deduct' as const }] : []),
      { value: 'leave', code: 'leave' },
    ],
    preset: null,
  })
  if (pair && answer === 'award-and-deduct') return { columns: pair, isOpening: false, isDifference: false }
  const chosen = columns.find(({ column }) => column === chosenColumn(header, answer))
  return chosen ? { columns: [chosen.column], isOpening: chosen.isOpening, isDifference: false } : null
}

/** 加分 and 扣分 side by side. */
function pairOf({ labels }: Header, columns: readonly ListColumn[]): number[] | null {
  const given = columns.find(({ column }) => meaningOf(labels[column])?.field === 'award')
  const taken = columns.find(({ column }) => namesDeductions(labels[column]))
  return given && taken ? [given.column, taken.column] : null
}

function take(
  sheet: string,
  header: Header,
  choice: ListChoice,
  lines: readonly ListLine[],
  { unit }: ListContext,
  office: OfficeWorkbook,
  findings: Findings,
): void {
  const brought = sumsOf(office)
  const read = (column: number, cell: Cell) => {
    const sign = namesDeductions(header.labels[column]) ? 'deduct' : 'points'
    return readLinePoints({ award: null, deduct: null, points: null, [sign]: cell }, 'award', true, unit)
  }
  for (const { row, cells, household } of lines) {
    const filled = choice.columns.filter((column) => !isBlank(cells[column]))
    if (filled.length === 0) continue
    const place = { sheet, row }
    const readings = filled.map((column) => ({ column, reading: read(column, cells[column] ?? null) }))
    const fault = readings.find(({ reading }) => 'problem' in reading)
    if (typeof household !== 'string' && !fault) {
      const { door } = household
      const sum = readings.reduce((sum, { reading }) => sum + ('points' in reading ? reading.points : 0), 0)
      const points = sum - (choice.isDifference ? broughtFor(choice, brought.get(door)) : 0)
      // A door may have several lines.
      brought.delete(door)
      if (points !== 0)
        addOpening(office, { ...place, door, points, occurredOn: null, text: recordText('opening') })
      continue
    }
    office.counts.ledgerRows++
    if (typeof household === 'string')
      findings.problem(place, fieldAddress(header, 'door', row), household, fieldCell(cells, header, 'door'))
    else if (fault && 'problem' in fault.reading)
      findings.problem(
        place,
        cellAddress(row, fault.column),
        fault.reading.problem,
        cells[fault.column] ?? null,
      )
  }
}
