import { inPoints } from '../../domain/points/unit.ts'
import type { OfficeWorkbook } from '../../domain/workbook/office.ts'

/** Figures of an office workbook, as `yiping import --json` prints them. */
export interface WorkbookSummary {
  village: string
  households: number
  duplicateDoors: (number | string)[]
  rowsWithoutDoor: number
  /** Households by group; `3` stands for 3组. */
  groups: Record<string, number>
  ledgerRows: number
  importableRows: number
  problemRows: { row: number; problem: string }[]
  totalPoints: number
  byDimension: Record<string, number>
  byGroup: Record<string, number>
  top20: { door: number | string; group: number | string; head: string; total: number }[]
  deductions: number
}

/** Sums a workbook up, in points as the village writes them. Points count the lines that can be posted. */
export function summarize(village: string, office: OfficeWorkbook): WorkbookSummary {
  const households = new Map(
    office.households.map(({ door, group, head }) => [
      door,
      { door, group: groupKey(group), head, total: 0 },
    ]),
  )
  const written = (units: number) => inPoints(units, office.unit)
  const writtenEach = (sums: Record<string, number>) =>
    Object.fromEntries(Object.entries(sums).map(([name, units]) => [name, written(units)]))
  const groups: Record<string, number> = {}
  for (const { group } of households.values()) groups[group] = (groups[group] ?? 0) + 1
  const byDimension: Record<string, number> = {}
  const byGroup: Record<string, number> = {}
  for (const { dimension, points } of office.lines)
    byDimension[dimension] = (byDimension[dimension] ?? 0) + points
  for (const { door, points } of [...office.lines, ...office.openings]) {
    const household = households.get(door)
    if (!household) continue
    household.total += points
    byGroup[household.group] = (byGroup[household.group] ?? 0) + points
  }
  return {
    village,
    households: households.size,
    duplicateDoors: office.duplicateDoors.map(({ door }) => figureOrText(door)),
    rowsWithoutDoor: office.rowsWithoutDoor.length,
    groups,
    ledgerRows: office.counts.ledgerRows,
    importableRows: office.counts.importableRows,
    problemRows: office.problems.map(({ row, problem }) => ({ row, problem })),
    totalPoints: written(office.counts.totalPoints),
    byDimension: writtenEach(byDimension),
    byGroup: writtenEach(byGroup),
    top20: [...households.values()]
      .sort((a, b) => b.total - a.total)
      .slice(0, 20)
      .map(({ door, group, head, total }) => ({
        door: figureOrText(door),
        group: figureOrText(group),
        head,
        total: written(total),
      })),
    deductions: office.counts.deductions,
  }
}

function groupKey(group: string): string {
  return group.replace(/^(\d+)组$/, '$1')
}

function figureOrText(text: string): number | string {
  return /^(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : text
}
