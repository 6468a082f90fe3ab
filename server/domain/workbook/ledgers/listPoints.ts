/** Points that stand in a list of households: what each has, without the deeds. */
import type { PointUnit } from '../../points/unit.ts'
import { recordText } from '../../text/recordText.ts'
import { cellAddress, isBlank, type Sheet } from '../cells/cells.ts'
import { fieldAddress, fieldCell, isBetween } from '../cells/lines.ts'
import { readLinePoints } from '../cells/pointsCell.ts'
import type { Findings } from '../findings.ts'
import { chosenColumn, columnChoice, headerName } from '../headers/chosenColumns.ts'
import { mayBePoints, meaningOf } from '../headers/fields.ts'
import type { Header } from '../headers/header.ts'
import { readDoor } from '../lists/doors.ts'
import { canonicalGroup } from '../lists/groups.ts'
import type { HouseholdNames } from '../lists/householdNames.ts'
import type { OfficeWorkbook } from '../office.ts'
import type { Questions } from '../questions/questions.ts'
import { addOpening } from './addLines.ts'

/**
 * Asks whether a column of a list with figures, such as 累计积分, comes in as what each household has when the
 * books begin. Beside a ledger that tells the deeds it stays out unless somebody says otherwise.
 */
export function readListPoints(
  sheet: Sheet,
  header: Header,
  { village, households, unit }: { village: string; households: HouseholdNames; unit: PointUnit },
  office: OfficeWorkbook,
  findings: Findings,
  questions: Questions,
): void {
  const lines = [...sheet.rows.keys()].filter(
    (index) => index >= header.firstRow - 1 && !isBetween(sheet.rows[index] ?? [], header),
  )
  const hasFigure = (column: number) =>
    lines.some((index) => typeof sheet.rows[index]?.[column] === 'number' && sheet.rows[index][column] !== 0)
  const columns = [...header.labels.keys()].filter(
    (column) => isOfPoints(header, column) && hasFigure(column),
  )
  if (columns.length === 0) return
  const hasDeeds = office.lines.length + office.openings.length > 0
  const answer = questions.ask({
    id: `list-points ${headerName(header)}`,
    code: 'list-has-points',
    sheet: sheet.name,
    row: header.row,
    params: { columns: columns.map((column) => header.labels[column]).join(recordText('comma')) },
    choices: [...columns.map((column) => columnChoice(header, column)), { value: 'leave', code: 'leave' }],
    preset: hasDeeds ? 'leave' : null,
  })
  const column = chosenColumn(header, answer)
  if (column === undefined) return
  for (const index of lines) {
    const row = sheet.rows[index] ?? []
    const place = { sheet: sheet.name, row: index + 1 }
    const door = readDoor(fieldCell(row, header, 'door'), village)
    if (door === '' || isBlank(row[column])) continue
    const found = households.find(door, canonicalGroup(fieldCell(row, header, 'group'), village))
    const points = readLinePoints(
      { award: null, deduct: null, points: row[column] ?? null },
      'award',
      true,
      unit,
    )
    if (typeof found !== 'string' && 'points' in points && points.points === 0) continue
    if (typeof found !== 'string' && 'points' in points) {
      const text = recordText('opening')
      addOpening(office, { ...place, door: found.door, points: points.points, occurredOn: null, text })
      continue
    }
    office.counts.ledgerRows++
    if (typeof found === 'string')
      findings.problem(place, fieldAddress(header, 'door', place.row), found, fieldCell(row, header, 'door'))
    else if ('problem' in points)
      findings.problem(place, cellAddress(place.row, column), points.problem, row[column] ?? null)
  }
}

function isOfPoints({ labels }: Header, column: number): boolean {
  return meaningOf(labels[column])?.field === 'running' || mayBePoints(labels[column])
}
