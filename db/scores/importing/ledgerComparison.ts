/** What of an office's lines the ledger has otherwise: corrected since, left out, or under another door. */
import { formatPoints, type PointUnit } from '../../../server/domain/points/unit.ts'
import {
  type Answers,
  type AskedQuestion,
  type Choice,
  isOpen,
  type Question,
} from '../../../server/domain/workbook/questions/questions.ts'
import type { DoorHistory } from '../../households/doorHistory.ts'
import { isReversed } from '../../ledger/postingSql.ts'
import type { Store } from '../../store/store.ts'
import type { OfficeHousehold } from '../officeRecords.ts'
import type { IdentifiedLine, WrittenLines } from './writtenLines.ts'

/** A posting that an earlier import wrote, and that is in force. */
export interface EarlierPosting {
  id: string
  household: number
  text: string
  points: number
  occurredOn: string
}

/** A line that differs from an earlier posting of its household and rule by its points, or its day, alone. */
export interface CorrectedLine {
  line: IdentifiedLine
  earlier: EarlierPosting
}

export interface LedgerComparison {
  /** New lines that correct nothing. */
  fresh: IdentifiedLine[]
  corrected: CorrectedLine[]
  /** Earlier postings of the workbook's days that it does not have any more. */
  gone: EarlierPosting[]
}

/**
 * Compares new lines with what earlier imports of the season wrote. A line that an import wrote under another id,
 * read by an earlier build, is known by household, rule, day and points, and is not new.
 *
 * @param lines that are new by their ids
 * @param span first and last day of the whole workbook
 */
export async function compareWithLedger(
  store: Store,
  village: number,
  season: number,
  written: WrittenLines,
  lines: readonly IdentifiedLine[],
  span: readonly string[],
): Promise<LedgerComparison> {
  const imported = await store.all<EarlierPosting>(
    `SELECT p.id, p.household_id AS household, p.text, p.points, p.occurred_on AS "occurredOn"
       FROM postings p
       WHERE p.village_id = ? AND p.season_id = ? AND p.request = p.id AND p.kind IN ('award', 'deduct')
         AND NOT ${isReversed}
       ORDER BY p.seq`,
    village,
    season,
  )
  const left = new Map<string, EarlierPosting[]>()
  for (const earlier of imported)
    if (!written.matched.has(earlier.id)) {
      const key = keyOf(earlier.household, earlier.text)
      left.set(key, [...(left.get(key) ?? []), earlier])
    }
  const take = (line: IdentifiedLine, fits: (earlier: EarlierPosting) => boolean): EarlierPosting | null => {
    const key = keyOf(line.household.account, line.line.rule)
    const candidates = left.get(key) ?? []
    const found = candidates.find(fits)
    if (!found) return null
    left.set(
      key,
      candidates.filter((one) => one !== found),
    )
    return found
  }
  const unknown = lines.filter(
    (one) =>
      !take(
        one,
        ({ points, occurredOn }) => points === one.line.points && occurredOn === one.line.occurredOn,
      ),
  )
  const corrected: CorrectedLine[] = []
  const fresh = unknown.filter((line) => {
    const { points, occurredOn } = line.line
    const earlier = take(line, (one) => one.points === points || one.occurredOn === occurredOn)
    if (earlier) corrected.push({ line, earlier })
    return !earlier
  })
  const [from = '', to = ''] = span
  const gone = [...left.values()].flat().filter(({ occurredOn }) => occurredOn >= from && occurredOn <= to)
  return { fresh, corrected, gone }
}

const keyOf = (household: number, rule: string) => `${household}\n${rule}`

/** A listed household that the village seems to have under a door that the workbook does not list. */
export interface RenumberedDoor {
  sheet: string
  row: number
  door: string
  head: string
  group: string
  former: string
}

/** Finds new doors of heads whose door the list leaves out. */
export function findRenumberedDoors(
  households: readonly OfficeHousehold[],
  doors: DoorHistory,
): RenumberedDoor[] {
  const listed = new Set(households.map(({ door }) => door))
  const byHead = new Map<string, { door: string; group: string | undefined }[]>()
  for (const [door, { household, account, change }] of doors.byDoor) {
    if (change !== 'none' || listed.has(door) || household !== account || doors.isClosed(account)) continue
    const head = doors.headsOf(household)[0]?.normalize('NFC') ?? ''
    byHead.set(head, [...(byHead.get(head) ?? []), { door, group: doors.groupOf(household) }])
  }
  return households.flatMap(({ sheet = '', row = 0, door, head, group }): RenumberedDoor[] => {
    if (doors.byDoor.has(door)) return []
    const named = byHead.get(head.normalize('NFC')) ?? []
    const inGroup = named.filter((one) => one.group === group)
    const [former, another] = inGroup.length > 0 ? inGroup : named
    return former === undefined || another ? [] : [{ sheet, row, door, head, group, former: former.door }]
  })
}

const choice = (code: Choice['code']): Choice => ({ value: code, code })

/** More doors than these are one question. */
const mostDoors = 10

/** The questions that a comparison raises; each holds for this workbook and this ledger alone. */
export function comparisonQuestions(
  { corrected, gone }: LedgerComparison,
  renumbered: readonly RenumberedDoor[],
  unit: PointUnit,
): Question[] {
  const questions: Question[] = doorGroups(renumbered).map((doors) => {
    const [{ sheet, row, ...names }] = doors
    return {
      id: renumberedId(doors),
      code: doors.length > 1 ? ('doors-renumbered' as const) : ('door-renumbered' as const),
      sheet,
      row,
      params: { ...names, count: doors.length },
      choices: [choice('moved'), choice('new')],
      preset: null,
    }
  })
  const [first] = corrected
  if (first)
    questions.push({
      id: `lines-corrected ${corrected.length}`,
      code: 'lines-corrected',
      sheet: first.line.line.sheet ?? '',
      row: first.line.line.row ?? null,
      params: { count: corrected.length, example: exampleOf(first, unit) },
      choices: [choice('replace'), choice('add'), choice('keep')],
      preset: null,
    })
  const [lost] = gone
  if (lost)
    questions.push({
      id: `lines-gone ${gone.length}`,
      code: 'lines-gone',
      sheet: '',
      row: null,
      params: {
        count: gone.length,
        example: `${lost.occurredOn} ${lost.text} ${formatPoints(lost.points, unit)}`,
      },
      choices: [choice('keep'), choice('reverse')],
      // Most workbooks hold a month, not all that was ever imported.
      preset: 'keep',
    })
  return questions
}

function exampleOf({ line: { line }, earlier }: CorrectedLine, unit: PointUnit): string {
  const [before, after] =
    line.points === earlier.points
      ? [earlier.occurredOn, line.occurredOn]
      : [formatPoints(earlier.points, unit), formatPoints(line.points, unit)]
  return `${line.door} ${line.rule} ${before} → ${after}`
}

type DoorGroup = readonly [RenumberedDoor, ...RenumberedDoor[]]

function doorGroups(renumbered: readonly RenumberedDoor[]): DoorGroup[] {
  const [first, ...others] = renumbered
  if (!first) return []
  return renumbered.length > mostDoors ? [[first, ...others]] : renumbered.map((one): DoorGroup => [one])
}

function renumberedId([first, ...others]: DoorGroup): string {
  return others.length > 0
    ? `doors-renumbered ${others.length + 1}`
    : `door-renumbered ${first.former} ${first.door}`
}

/** What to do with what differs. */
export interface ImportDecisions {
  corrected: 'add' | 'replace' | 'keep'
  /** About openings with other points. */
  openings: 'add' | 'replace' | 'keep'
  gone: 'keep' | 'reverse'
  /** About deeds of months that the ledger has as a whole. */
  deeds: 'add' | 'keep'
  /** About points of whole months whose deeds the ledger has. */
  wholes: 'add' | 'keep'
  moved: RenumberedDoor[]
}

/** @returns the decisions that the answers make; null while one is missing */
export function decide(
  questions: readonly AskedQuestion[],
  renumbered: readonly RenumberedDoor[],
): ImportDecisions | null {
  if (questions.some(isOpen)) return null
  const answerTo = (wanted: Question['code']) => {
    const { answer = null, preset = null } = questions.find(({ code }) => code === wanted) ?? {}
    return answer ?? preset
  }
  const aboutLines = (answer: string | null) => (answer === 'replace' || answer === 'keep' ? answer : 'add')
  const answers = Object.fromEntries(questions.map(({ id, answer }) => [id, answer ?? '']))
  return {
    corrected: aboutLines(answerTo('lines-corrected')),
    openings: aboutLines(answerTo('openings-corrected')),
    gone: answerTo('lines-gone') === 'reverse' ? 'reverse' : 'keep',
    deeds: answerTo('month-in-ledger') === 'keep' ? 'keep' : 'add',
    wholes: answerTo('deeds-in-ledger') === 'keep' ? 'keep' : 'add',
    moved: movedDoors(renumbered, answers),
  }
}

/** The doors that somebody says are new ones of the same households. */
export function movedDoors(renumbered: readonly RenumberedDoor[], answers: Answers): RenumberedDoor[] {
  return doorGroups(renumbered)
    .filter((doors) => answers[renumberedId(doors)] === 'moved')
    .flat()
}
