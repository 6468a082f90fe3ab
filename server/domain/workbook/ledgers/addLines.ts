/** Adds what a workbook's lines bring, and counts them. */
import type { OfficeLine, OfficeOpening, OfficeWorkbook } from '../office.ts'

export function addLine({ lines, counts }: OfficeWorkbook, line: OfficeLine): void {
  lines.push(line)
  count(counts, line.points)
}

export function addOpening({ openings, counts }: OfficeWorkbook, opening: OfficeOpening): void {
  openings.push(opening)
  count(counts, opening.points)
}

function count(counts: OfficeWorkbook['counts'], points: number): void {
  counts.ledgerRows++
  counts.importableRows++
  counts.totalPoints += points
  if (points < 0) counts.deductions++
}
