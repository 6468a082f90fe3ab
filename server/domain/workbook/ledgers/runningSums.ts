/** Running sums (累计积分) beside lines and months, which tell what households had before them. */
import { formatPoints, type PointUnit } from '../../points/unit.ts'
import { recordText } from '../../text/recordText.ts'
import { tightText } from '../cells/cells.ts'
import { readPointsCell } from '../cells/pointsCell.ts'
import { headerName } from '../headers/chosenColumns.ts'
import type { OfficeLine, OfficeOpening, OfficeWorkbook } from '../office.ts'
import { isOpen, type Questions } from '../questions/questions.ts'
import type { KnownSheet } from '../sheets/sheetKinds.ts'
import { addOpening } from './addLines.ts'

type Entry = OfficeLine | OfficeOpening

/** What a running sum has at a line, and what the workbook brings up to there. */
interface Sum {
  row: number
  listed: number
  brought: number
}

/**
 * Asks whether running sums that have more than the workbook brings have points from before it, and adds these
 * where somebody says so.
 *
 * @param office what was read; changed
 */
export function askAboutRunningSums(
  tables: readonly KnownSheet[],
  unit: PointUnit,
  office: OfficeWorkbook,
  questions: Questions,
): void {
  for (const table of tables) {
    // What is open may change the sums.
    if (questions.asked.some(isOpen)) return
    const column = runningColumn(table)
    if (column === undefined) continue
    const { sheet, header } = table
    const entries = [...office.lines, ...office.openings]
    const runningAt = ({ row }: Entry): number | null => {
      const reading = readPointsCell(sheet.rows[row - 1]?.[column], unit)
      return reading.kind === 'points' ? reading.points : null
    }
    const own = byDoor(entries.filter((entry) => entry.sheet === sheet.name && runningAt(entry) !== null))
    const sums = table.cross ? sumsOfMonths(own, entries, runningAt) : sumsOfLines(own, entries, runningAt)
    const differing = [...sums].filter(([, { listed, brought }]) => listed !== brought)
    const [first] = differing
    if (!first) continue
    const [door, { row, listed, brought }] = first
    const total = differing.reduce((sum, [, one]) => sum + one.listed - one.brought, 0)
    const label = header.labels[column] ?? ''
    const shown = { listed: formatPoints(listed, unit), brought: formatPoints(brought, unit) }
    const answer = questions.ask({
      id: `list-sums-differ ${sheet.name} ${headerName(header)}`,
      code: 'list-sums-differ',
      sheet: sheet.name,
      row,
      params: { columns: label, count: differing.length, door, ...shown },
      choices: [
        { value: 'difference', code: 'difference', params: { label, sum: formatPoints(total, unit) } },
        { value: 'leave', code: 'leave' },
      ],
      preset: null,
    })
    if (answer !== 'difference') continue
    for (const [door, one] of differing)
      addOpening(office, {
        ...{ sheet: sheet.name, row: one.row, door, points: one.listed - one.brought },
        ...{ occurredOn: null, text: recordText('opening') },
      })
  }
}

/** 累计积分 of a table of months; of a ledger what is no 合计 of a line: its lines say whether it runs. */
function runningColumn({ kind, header, cross }: KnownSheet): number | undefined {
  if (cross)
    return cross.sums.find(
      ({ column, isRunning }) => isRunning && /累[计积]/u.test(tightText(header.labels[column])),
    )?.column
  const { running, points } = header.columns
  const isOfLine = /^[合总]计/u.test(tightText(header.labels[running ?? -1]))
  return kind === 'ledger' && running !== points && !isOfLine ? running : undefined
}

function byDoor(entries: readonly Entry[]): Map<string, Entry[]> {
  const doors = new Map<string, Entry[]>()
  for (const entry of [...entries].sort((a, b) => a.row - b.row)) {
    const own = doors.get(entry.door) ?? []
    doors.set(entry.door, own)
    own.push(entry)
  }
  return doors
}

const total = (entries: readonly Entry[]) => entries.reduce((sum, { points }) => sum + points, 0)

type RunningAt = (entry: Entry) => number | null

/** Of a household's earliest line. None where the column does not run with the lines of each household. */
function sumsOfLines(
  own: ReadonlyMap<string, readonly Entry[]>,
  all: readonly Entry[],
  runningAt: RunningAt,
): Map<string, Sum> {
  const links = { all: 0, up: 0, down: 0 }
  for (const entries of own.values())
    for (const [place, entry] of entries.entries()) {
      const above = entries[place - 1]
      if (!above) continue
      const step = (runningAt(entry) ?? 0) - (runningAt(above) ?? 0)
      links.all++
      if (step === entry.points) links.up++
      if (-step === above.points) links.down++
    }
  const isUp = links.up >= links.down
  if (links.all > 0 && Math.max(links.up, links.down) * 2 <= links.all) return new Map()
  const others = byDoor(all)
  return new Map(
    [...own].flatMap(([door, entries]): [string, Sum][] => {
      const first = isUp ? entries[0] : entries.at(-1)
      if (!first) return []
      const isBefore = ({ sheet, occurredOn }: Entry) =>
        sheet !== first.sheet && (occurredOn === null || occurredOn < (first.occurredOn ?? ''))
      const before = (others.get(door) ?? []).filter(isBefore)
      const brought = total(before) + first.points
      return [[door, { row: first.row, listed: runningAt(first) ?? 0, brought }]]
    }),
  )
}

/** Of a household's line, with all that it did up to the last day of the table. */
function sumsOfMonths(
  own: ReadonlyMap<string, readonly Entry[]>,
  all: readonly Entry[],
  runningAt: RunningAt,
): Map<string, Sum> {
  const lastDay = [...own.values()].flat().reduce((last, { occurredOn }) => {
    return occurredOn !== null && occurredOn > last ? occurredOn : last
  }, '')
  const others = byDoor(all)
  const sums = new Map<string, Sum>()
  let isOwn = true
  for (const [door, entries] of own) {
    const [last] = entries.slice(-1)
    if (!last) continue
    const listed = runningAt(last) ?? 0
    isOwn &&= total(entries) === listed
    const isThen = ({ occurredOn }: Entry) => occurredOn === null || occurredOn <= lastDay
    sums.set(door, { row: last.row, listed, brought: total((others.get(door) ?? []).filter(isThen)) })
  }
  return isOwn ? new Map() : sums
}
