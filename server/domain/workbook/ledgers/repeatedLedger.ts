import type { OfficeLine } from '../office.ts'

/** Sheets with fewer lines may well be alike. */
const fewLines = 20

/**
 * Finds a ledger sheet that another one repeats, such as a copy kept for
 * safety, or months beside their year: posted both, all would count twice.
 *
 * @returns the names of the smaller sheet and of the one that has its lines too
 */
export function findRepeatedLedger(lines: readonly OfficeLine[]): { sheet: string; other: string } | null {
  const bySheet = new Map<string, Map<string, number>>()
  const sizes = new Map<string, number>()
  for (const { sheet } of lines) sizes.set(sheet, (sizes.get(sheet) ?? 0) + 1)
  if (sizes.size < 2) return null
  for (const { sheet, door, rule, occurredOn, points } of lines) {
    let counts = bySheet.get(sheet)
    if (!counts) bySheet.set(sheet, (counts = new Map()))
    const key = `${door} ${occurredOn} ${points} ${rule}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const sheets = [...sizes].sort(([, a], [, b]) => a - b).filter(([, size]) => size >= fewLines)
  for (const [index, [sheet, size]] of sheets.entries())
    for (const [other] of sheets.slice(index + 1))
      if (inCommon(bySheet.get(sheet), bySheet.get(other)) > size * 0.9) return { sheet, other }
  return null
}

function inCommon(
  some: ReadonlyMap<string, number> = new Map(),
  others: ReadonlyMap<string, number> = new Map(),
) {
  let common = 0
  for (const [key, count] of some) common += Math.min(count, others.get(key) ?? 0)
  return common
}
