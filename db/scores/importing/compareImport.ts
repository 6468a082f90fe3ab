/** Holds an office's records against the village and its ledger; nothing is written. */
import { type AskedQuestion, createQuestions } from '../../../server/domain/workbook/questions/questions.ts'
import { type DoorHistory, doorHistoryOf } from '../../households/doorHistory.ts'
import type { Scope } from '../../store/scope.ts'
import type { Store } from '../../store/store.ts'
import type { OfficeRecords } from '../officeRecords.ts'
import { type ImportGround, readGround } from './ground.ts'
import { newLinesOf } from './importLines.ts'
import {
  compareWithLedger,
  comparisonQuestions,
  decide,
  findRenumberedDoors,
  type ImportDecisions,
  type LedgerComparison,
  movedDoors,
} from './ledgerComparison.ts'
import { compareMonths, type MonthOverlaps, monthQuestions, noOverlaps } from './monthComparison.ts'
import { findNewHouseholds, findNewRules, type NewHouseholds, type NewRules, readLastIds } from './newRows.ts'
import { compareOpenings, type CorrectedOpening, openingQuestion } from './openingComparison.ts'
import { type IdentifiedLine, WrittenLines } from './writtenLines.ts'

export interface ComparedImport {
  ground: ImportGround
  doors: DoorHistory
  households: NewHouseholds
  rules: NewRules
  written: WrittenLines
  /** Lines that no import wrote; all of them new where nobody chooses. */
  lines: IdentifiedLine[]
  comparison: LedgerComparison
  correctedOpenings: CorrectedOpening[]
  overlaps: MonthOverlaps
  /** What differs from the ledger, with what was chosen about it. */
  questions: AskedQuestion[]
  /** Null while a question is open. */
  decisions: ImportDecisions | null
}

/** What is done where nobody is asked: new lines are added, and that is all. */
const unasked: ImportDecisions = {
  ...{ corrected: 'add', openings: 'add', deeds: 'add', wholes: 'add' },
  ...{ gone: 'keep', moved: [] },
}

/** @throws Refused as `importRecords` does, but for what the importer may not bring */
export async function compareImport(
  store: Store,
  scope: Scope,
  records: OfficeRecords,
): Promise<ComparedImport> {
  const { choices, unit = 1 } = records
  const { village } = scope
  const ground = await readGround(store, scope)
  const last = await readLastIds(store)
  const doors = doorHistoryOf(ground.doors)
  const renumbered = choices ? findRenumberedDoors(records.households, doors) : []
  const moved = new Map(movedDoors(renumbered, choices ?? {}).map(({ door, former }) => [door, former]))
  const listed = records.households.filter(({ door }) => !moved.has(door))
  const found = findNewHouseholds(village, listed, doors, last.household)
  // What stands at a new door is the household of the former one.
  const households = { ...found, find: (door: string) => found.find(moved.get(door) ?? door) }
  const rules = findNewRules(records.rules, ground, last)
  const written = new WrittenLines(store, village, doors)
  const given = { ground, households, rules, written }
  const lines = await newLinesOf(records.lines, given)
  const comparison =
    choices && ground.season && records.lines.length > 0
      ? await compareWithLedger(store, village, ground.season.id, written, lines, spanOf(records))
      : { fresh: lines, corrected: [], gone: [] }
  const openings =
    choices && ground.season
      ? await compareOpenings(store, village, ground.season, records.openings ?? [], households)
      : { fresh: [], corrected: [] }
  // The same deed in another month may be a correction, or a new one.
  const movedMonth = comparison.corrected.filter(
    ({ line: { line }, earlier }) => line.occurredOn.slice(0, 7) !== earlier.occurredOn.slice(0, 7),
  )
  const fresh = {
    lines: [...comparison.fresh, ...movedMonth.map(({ line }) => line)],
    openings: openings.fresh,
  }
  const overlaps =
    choices && ground.season
      ? await compareMonths(store, village, ground.season, records, fresh, households)
      : noOverlaps
  const asking = createQuestions(choices ?? {})
  for (const question of comparisonQuestions(comparison, renumbered, unit)) asking.ask(question)
  const aboutOpenings = openingQuestion(openings.corrected, unit)
  if (aboutOpenings) asking.ask(aboutOpenings)
  for (const question of monthQuestions(overlaps, unit)) asking.ask(question)
  const questions = asking.asked
  const decisions = choices ? decide(questions, renumbered) : unasked
  return {
    ground,
    doors,
    households,
    rules,
    written,
    lines,
    comparison,
    correctedOpenings: openings.corrected,
    overlaps,
    questions,
    decisions,
  }
}

function spanOf({ lines }: OfficeRecords): string[] {
  const days = lines.map(({ occurredOn }) => occurredOn).sort()
  return [days[0] ?? '', days.at(-1) ?? '']
}
