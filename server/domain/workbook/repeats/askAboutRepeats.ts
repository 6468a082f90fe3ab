/** The same lines on two sheets: read both, all would count twice. */
import { recordText } from '../../text/recordText.ts'
import type { OfficeWorkbook, Place } from '../office.ts'
import type { Choice, Questions } from '../questions/questions.ts'
import type { KnownSheet } from '../sheets/sheetKinds.ts'
import { compareParts, countOwn, type PartComparison, sameIn, type SharedEntries } from './compareParts.ts'
import { contentMark } from './contentMark.ts'
import { type Entry, partsOf, type SheetPart, sheetsWithoutDays } from './sheetParts.ts'

/** How many sheets, and rows, a question names. */
const mostNamed = 5

/**
 * Asks about sheets whose entries other sheets have too: copies, a year beside its months, sums beside what they are
 * sums of. What only one sheet has stays, unless somebody leaves the sheet out. Equal lines of one sheet are as many
 * deeds.
 *
 * @param office what was read; what counts once is taken out, as long as nobody has chosen too
 * @returns whether a line was taken out
 */
export function askAboutRepeats(
  office: OfficeWorkbook,
  chosen: readonly KnownSheet[],
  questions: Questions,
): (line: Place) => boolean {
  const out = new Set<Place>()
  const parts = partsOf(office, sheetsWithoutDays(chosen))
  const settled: SheetPart[] = []
  for (const part of parts) {
    const others = settled.filter(({ sheet }) => sheet !== part.sheet)
    const found = others.length > 0 ? compareParts(part, others) : null
    if (found) {
      const answer = ask(part, found, office, questions)
      for (const entry of leftOut(part, found, answer)) out.add(entry)
      for (const one of found.shared) if (answer !== 'read') carryOver(one)
      for (const one of settled) one.entries = one.entries.filter((entry) => !out.has(entry))
    }
    settled.push({ ...part, entries: part.entries.filter((entry) => !out.has(entry)) })
  }
  if (out.size > 0) takeOut(office, out)
  return (line) => out.has(line)
}

function ask(
  part: SheetPart,
  found: PartComparison,
  { sheets }: OfficeWorkbook,
  questions: Questions,
): string | null {
  const { sheet, kind } = part
  const { shared, only } = found
  const same = sameIn(found)
  const count = countOwn(shared)
  const others = new Set(shared.flatMap((one) => one.others.map((entry) => entry.sheet)))
  const other = listed([...new Set(sheets.map(({ name }) => name))].filter((name) => others.has(name)))
  const apart = [...shared.filter(({ isSame }) => !isSame).flatMap(({ own }) => own), ...only]
  const deedsCode = apart.length > 0 ? 'sheet-repeated' : 'sheet-contained'
  const rows = [...new Set(apart.map(({ row }) => row))].sort((a, b) => a - b)
  return questions.ask({
    id: `counted-twice ${sheet.slice(0, 60)} ${markOf(found)}`,
    code: kind === 'deeds' ? deedsCode : 'counted-twice',
    sheet,
    row: rows[0] ?? null,
    params: {
      ...{ other, count, same, differ: count - same, only: only.length },
      rows: rows.length === 0 ? '–' : listed(rows.map(String)),
    },
    choices: choicesFor(sheet, other, { differ: count - same, only: only.length, count }),
    preset: null,
  })
}

function choicesFor(
  sheet: string,
  other: string,
  { differ, only, count }: { differ: number; only: number; count: number },
): Choice[] {
  const params = { sheet, other }
  return [
    ...(only > 0 ? [{ value: 'once', code: 'count-once' as const, params }] : []),
    ...(differ > 0 ? [{ value: 'prefer', code: 'prefer-sheet' as const, params }] : []),
    ...(count >= only ? [{ value: 'leave', code: 'leave-sheet' as const, params }] : []),
    { value: 'read', code: 'read-both', params },
  ]
}

/** What does not count, as somebody chose, or as long as nobody has. */
function leftOut({ entries }: SheetPart, { shared }: PartComparison, answer: string | null): Entry[] {
  if (answer === 'read') return []
  if (answer === 'leave') return entries
  return shared.flatMap(({ own, others }) => (answer === 'prefer' ? others : own))
}

/** Who wrote a line, and what beside, may stand on the sheet that does not count. */
function carryOver({ own, others, isSame }: SharedEntries): void {
  const [a, b] = [own[0], others[0]]
  if (!isSame || own.length + others.length > 2 || !a || !b || !('rule' in a) || !('rule' in b)) return
  for (const [to, from] of [
    [a, b],
    [b, a],
  ] as const) {
    to.head ??= from.head
    to.clerk ??= from.clerk
    to.note ??= from.note
  }
}

/** Tells one comparison from another by all its entries. */
function markOf({ shared, only }: PartComparison): string {
  const textOf = (entry: Entry) =>
    `${entry.sheet} ${entry.door} ${entry.occurredOn} ${'rule' in entry ? entry.rule : entry.text} ${entry.points}`
  return contentMark([
    ...shared.flatMap(({ own, others }) => [...own.map(textOf), '=', ...others.map(textOf)]),
    '',
    ...only.map(textOf),
  ])
}

function listed(names: readonly string[]): string {
  return names.slice(0, mostNamed).join(recordText('comma')) + (names.length > mostNamed ? '…' : '')
}

function takeOut(office: OfficeWorkbook, out: ReadonlySet<Place>): void {
  const { counts, sheets } = office
  for (const entry of [...office.lines, ...office.openings]) {
    if (!out.has(entry)) continue
    counts.ledgerRows--
    counts.importableRows--
    counts.totalPoints -= entry.points
    if (entry.points < 0) counts.deductions--
    const account = sheets.find(({ name }) => name === entry.sheet)
    if (account) account.repeated++
  }
  office.lines = office.lines.filter((line) => !out.has(line))
  office.openings = office.openings.filter((opening) => !out.has(opening))
}
