/** The sums that a ledger has itself (小计, 合计), held against its lines. */
import { formatPoints, type PointUnit } from '../../points/unit.ts'
import { type Row, tightText } from '../cells/cells.ts'
import { fieldAddress, fieldCell } from '../cells/lines.ts'
import { readPointsCell } from '../cells/pointsCell.ts'
import type { Findings } from '../findings.ts'
import type { Header } from '../headers/header.ts'
import type { Place } from '../office.ts'

/** 累计, 平均 and 承前页 are of other lines too. */
const wholeSum = /(?:小|合|总|共)计/u
const fields = ['award', 'deduct', 'points'] as const
type PointsField = (typeof fields)[number]

/** What the lines so far come to under a field: signed, without signs, and how many nobody knows. */
type Total = Readonly<Record<PointsField, { net: number; size: number }>> & { unknown: number }

/** A sum may reach back to any sum before it; of more than these, to the latest ones and to the first line. */
const mostStarts = 200

export interface SumLines {
  /** @param field under which the points stand; null where nobody knows, as of a line that does not come in */
  add(field: PointsField | null, points: number): void
  /** Notes a caution where a sum is what no lines above it come to: since any sum before it, or all. */
  check(place: Place, row: Row): void
}

export function createSumLines(header: Header, unit: PointUnit, findings: Findings): SumLines {
  const none = { net: 0, size: 0 }
  const total = { award: { ...none }, deduct: { ...none }, points: { ...none }, unknown: 0 }
  const starts: Total[] = [structuredClone(total)]

  return {
    add(field, points) {
      if (field === null) total.unknown++
      else {
        total[field].net += points
        total[field].size += Math.abs(points)
      }
    },
    check(place, row) {
      if (!row.some((cell) => typeof cell === 'string' && wholeSum.test(tightText(cell)))) return
      for (const field of fields) {
        const cell = fieldCell(row, header, field)
        const reading = readPointsCell(cell, unit)
        if (reading.kind !== 'points') continue
        const size = Math.abs(reading.points)
        const isOne = starts.some(
          (start) =>
            start.unknown < total.unknown ||
            Math.abs(total[field].net - start[field].net) === size ||
            total[field].size - start[field].size === size,
        )
        const value = `${tightText(cell)} ≠ ${formatPoints(total[field].net, unit)}`
        if (!isOne) findings.caution(place, fieldAddress(header, field, place.row), 'sum-unlike-lines', value)
      }
      starts.push(structuredClone(total))
      if (starts.length > mostStarts) starts.splice(1, 1)
    },
  }
}
