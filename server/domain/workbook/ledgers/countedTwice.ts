/** Sheets of sums beside the lines that they are sums of: read both, all would count twice. */
import type { OfficeLine, OfficeOpening, OfficeWorkbook } from '../office.ts'
import type { Questions } from '../questions/questions.ts'

/** Points of a household in a month, by `door 2026-03`. */
type MonthSums = Map<string, number>

/**
 * Asks about sheets with points of months, without deeds, whose households have lines in the same months on other
 * sheets; and takes the sums out where somebody says so.
 *
 * @param office what was read; changed
 */
export function askAboutCountedTwice(office: OfficeWorkbook, questions: Questions): void {
  const bySheet = new Map<string, MonthSums>()
  const isOfMonth = ({ occurredOn }: OfficeOpening) => occurredOn !== null
  const add = ({ sheet, door, occurredOn, points }: OfficeLine | OfficeOpening) => {
    const sums = bySheet.get(sheet) ?? new Map<string, number>()
    const key = `${door} ${occurredOn?.slice(0, 7)}`
    bySheet.set(sheet, sums.set(key, (sums.get(key) ?? 0) + points))
  }
  const openings = office.openings.filter(isOfMonth)
  if (openings.length === 0) return
  for (const line of [...office.lines, ...openings]) add(line)
  for (const sheet of new Set(openings.map(({ sheet }) => sheet))) {
    const own = bySheet.get(sheet) ?? new Map<string, number>()
    const found = [...bySheet]
      .filter(([other]) => other !== sheet)
      .map(([other, sums]) => ({ other, keys: [...own.keys()].filter((key) => sums.has(key)), sums }))
    const count = new Set(found.flatMap(({ keys }) => keys)).size
    const [most] = found.sort((a, b) => b.keys.length - a.keys.length)
    if (!most || count === 0) continue
    const same = most.keys.filter((key) => most.sums.get(key) === own.get(key)).length
    const answer = questions.ask({
      id: `counted-twice ${sheet} ${most.other}`,
      code: 'counted-twice',
      sheet,
      row: null,
      params: { other: most.other, count, same },
      choices: [
        { value: 'leave', code: 'leave-sheet', params: { sheet, other: most.other } },
        { value: 'read', code: 'read-both' },
      ],
      preset: null,
    })
    if (answer !== 'leave') continue
    takeOut(office, (opening) => opening.sheet === sheet && isOfMonth(opening))
    bySheet.delete(sheet)
  }
}

function takeOut(office: OfficeWorkbook, isOut: (opening: OfficeOpening) => boolean): void {
  const { counts } = office
  const out = office.openings.filter(isOut)
  office.openings = office.openings.filter((opening) => !isOut(opening))
  counts.ledgerRows -= out.length
  counts.importableRows -= out.length
  counts.totalPoints -= out.reduce((sum, { points }) => sum + points, 0)
  counts.deductions -= out.filter(({ points }) => points < 0).length
}
