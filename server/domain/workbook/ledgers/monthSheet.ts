import type { PointUnit } from '../../points/unit.ts'
import { recordText } from '../../text/recordText.ts'
import type { Sheet } from '../cells/cells.ts'
import { cellAddress, isBlank } from '../cells/cells.ts'
import { fieldAddress, fieldCell, isBetween } from '../cells/lines.ts'
import { readLinePoints } from '../cells/pointsCell.ts'
import type { Findings } from '../findings.ts'
import { headerName } from '../headers/chosenColumns.ts'
import type { Header } from '../headers/header.ts'
import { findMonthColumns, type MonthColumn } from '../headers/monthColumns.ts'
import { readDoor } from '../lists/doors.ts'
import { canonicalGroup } from '../lists/groups.ts'
import type { HouseholdNames } from '../lists/householdNames.ts'
import type { OfficeWorkbook } from '../office.ts'
import type { Questions } from '../questions/questions.ts'
import { addOpening } from './addLines.ts'

/** What the months are read against. */
interface MonthContext {
  village: string
  year: number
  households: HouseholdNames
  unit: PointUnit
}

/**
 * Reads the points of a table with months as columns, where somebody says that they count: one opening a
 * household and month, on the month's last day, since no deeds are named.
 */
export function readMonths(
  sheet: Sheet,
  header: Header,
  { village, year, households, unit }: MonthContext,
  office: OfficeWorkbook,
  findings: Findings,
  questions: Questions,
): void {
  const months = findMonthColumns(sheet, header, year)
  if (months.length === 0) return
  const lines = [...sheet.rows.keys()].filter(
    (index) => index >= header.firstRow - 1 && !isBetween(sheet.rows[index] ?? [], header),
  )
  const filled = lines.flatMap((index) =>
    months.filter(({ column }) => !isBlank(sheet.rows[index]?.[column])),
  )
  if (filled.length === 0) return
  const answer = questions.ask({
    id: `months ${headerName(header)}`,
    code: 'months-as-columns',
    sheet: sheet.name,
    row: header.row,
    params: { count: new Set(months.map(({ day }) => day)).size },
    choices: [
      { value: 'by-month', code: 'by-month' },
      { value: 'leave', code: 'leave' },
    ],
    preset: null,
  })
  if (answer !== 'by-month') return
  for (const index of lines) {
    const row = sheet.rows[index] ?? []
    const place = { sheet: sheet.name, row: index + 1 }
    const door = readDoor(fieldCell(row, header, 'door'), village)
    const found =
      door === ''
        ? undefined
        : households.find(door, canonicalGroup(fieldCell(row, header, 'group'), village))
    if (found === undefined) continue
    if (typeof found === 'string') {
      findings.problem(place, fieldAddress(header, 'door', place.row), found, fieldCell(row, header, 'door'))
      continue
    }
    for (const [day, columns] of byDay(months)) {
      const points = columns.map(({ column, sign }) => ({
        column,
        ...readFigure(row[column] ?? null, sign, unit),
      }))
      const fault = points.find((reading) => 'problem' in reading && reading.problem !== 'no-points')
      if (fault && 'problem' in fault) {
        office.counts.ledgerRows++
        findings.problem(
          place,
          cellAddress(place.row, fault.column),
          fault.problem,
          row[fault.column] ?? null,
        )
        continue
      }
      const sum = points.reduce((sum, reading) => sum + ('points' in reading ? reading.points : 0), 0)
      if (sum === 0) continue
      const text = recordText('points-of-month', { month: String(Number(day.slice(5, 7))) })
      addOpening(office, { ...place, door: found.door, points: sum, occurredOn: day, text })
    }
  }
}

function readFigure(cell: Sheet['rows'][number][number], sign: MonthColumn['sign'], unit: PointUnit) {
  const columns = { award: null, deduct: null, points: null, [sign]: cell }
  return readLinePoints(columns, 'award', false, unit)
}

function byDay(months: readonly MonthColumn[]): Map<string, MonthColumn[]> {
  const days = new Map<string, MonthColumn[]>()
  for (const month of months) days.set(month.day, [...(days.get(month.day) ?? []), month])
  return days
}
