/** Holds an office's records against the village and its ledger; nothing is written. */
import {
  type AskedQuestion,
  createQuestions,
  isOpen,
} from '../../../server/domain/workbook/questions/questions.ts'
import { type DoorHistory, doorHistoryOf } from '../../households/doorHistory.ts'
import type { Scope } from '../../store/scope.ts'
import type { Store } from '../../store/store.ts'
import { readPointUnit } from '../../villages/pointUnit.ts'
import type { OfficeRecords } from '../officeRecords.ts'
import { decide, type ImportDecisions, unasked } from './decisions.ts'
import { type ImportGround, readGround } from './ground.ts'
import {
  compareHouseholds,
  differenceQuestions,
  type HouseholdDifferences,
  noDifferences,
} from './households/differences.ts'
import { decideDoors, type DoorDecisions, doorQuestions } from './households/doorQuestions.ts'
import { withoutLeftOut } from './households/leftOut.ts'
import { listedAs } from './households/listedAs.ts'
import { compareDoors, noDoors } from './households/renumberedDoors.ts'
import { newLinesOf } from './importLines.ts'
import { type ComparedWorkbook, compareWithLedger, type LedgerComparison } from './ledgerComparison.ts'
import { comparisonQuestions } from './lines/comparisonQuestions.ts'
import { compareMonths, type MonthOverlaps, monthQuestions, noOverlaps } from './monthComparison.ts'
import { findNewHouseholds, findNewRules, type NewHouseholds, type NewRules, readLastIds } from './newRows.ts'
import { compareOpenings, type CorrectedOpening, openingQuestions } from './openingComparison.ts'
import { compareRules, type RuleDifference, ruleQuestions } from './ruleDifferences.ts'
import { type IdentifiedLine, WrittenLines } from './writtenLines.ts'

export interface ComparedImport {
  ground: ImportGround
  /** The records without what somebody said stays out. */
  records: OfficeRecords
  /** Lines and openings that somebody said stay out. */
  leftOut: number
  doors: DoorHistory
  doorDecisions: DoorDecisions
  households: NewHouseholds
  rules: NewRules
  written: WrittenLines
  /** Lines that no import wrote; all of them new where nobody chooses. */
  lines: IdentifiedLine[]
  comparison: LedgerComparison
  correctedOpenings: CorrectedOpening[]
  overlaps: MonthOverlaps
  differences: HouseholdDifferences
  ruleDifferences: RuleDifference[]
  /** What differs from the village, with what was chosen about it. */
  questions: AskedQuestion[]
  /** Null while a question is open. */
  decisions: ImportDecisions | null
}

/**
 * @param done what was decided about doors, once the village has its new doors and heads: it is not asked again
 * @throws Refused as `importRecords` does, but for what the importer may not bring
 */
export async function compareImport(
  store: Store,
  scope: Scope,
  given: OfficeRecords,
  done: DoorDecisions | null = null,
): Promise<ComparedImport> {
  const { choices, unit = 1 } = given
  const { village } = scope
  const ground = await readGround(store, scope)
  const { season } = ground
  const last = await readLastIds(store)
  const doors = doorHistoryOf(ground.doors)
  const found = choices && !done ? compareDoors(given.households, doors) : noDoors
  const doorDecisions = done ?? decideDoors(found, choices ?? {})
  const { records, leftOut } = withoutLeftOut(given, doorDecisions, doors)
  const households = findNewHouseholds(village, records.households, doors, doorDecisions, last.household)
  const rules = findNewRules(records.rules, ground, last)
  const written = new WrittenLines(store, village, doors)
  const lines = await newLinesOf(records.lines, { ground, households, rules, written })
  const comparison =
    choices && season && records.lines.length > 0
      ? await compareWithLedger(
          store,
          village,
          season.id,
          written,
          lines,
          comparedWorkbook(records, households, ground),
        )
      : { fresh: lines, corrected: [], ofOther: [], entered: [], gone: [], reversed: [] }
  const openings =
    choices && season
      ? await compareOpenings(store, village, season, records.openings ?? [], households)
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
    choices && season ? await compareMonths(store, village, season, records, fresh, households) : noOverlaps
  const units = { workbook: unit, village: await readPointUnit(store, village) }
  const differences = choices
    ? compareHouseholds(
        given.households,
        ground.particulars,
        doors,
        listedAs(given.households, doors, doorDecisions, found),
      )
    : noDifferences
  const ruleDifferences = choices ? compareRules(records.rules, ground.rules, units) : []
  const asking = createQuestions(choices ?? {})
  for (const question of doorQuestions(found)) asking.ask(question)
  // Whose the lines are depends on the doors.
  const aboutLines = asking.asked.some(isOpen)
    ? []
    : [
        ...comparisonQuestions(comparison, doors, unit),
        ...openingQuestions(openings.corrected, households, doors, unit),
        ...monthQuestions(overlaps, doors, unit),
      ]
  const isAdministrator = scope.powers.has('administer')
  const aboutVillage = [
    ...differenceQuestions(differences, isAdministrator),
    ...ruleQuestions(ruleDifferences, isAdministrator, units),
  ]
  for (const question of [...aboutLines, ...aboutVillage]) asking.ask(question)
  const questions = asking.asked
  return {
    ...{ ground, records, leftOut, doors, doorDecisions, households, rules, written, lines, comparison },
    ...{ correctedOpenings: openings.corrected, overlaps, differences, ruleDifferences, questions },
    decisions: choices ? decide(questions) : unasked,
  }
}

function comparedWorkbook(
  records: OfficeRecords,
  households: NewHouseholds,
  { rules }: ImportGround,
): ComparedWorkbook {
  const known = new Set(rules.map(({ text }) => text))
  const listed = records.rules.map(({ text }) => text)
  const accounts = records.lines.map(({ door, head }) => households.find(door, head)?.household.account ?? 0)
  return {
    formerAt: (door) => households.formerAt(door)?.account,
    span: spanOf(records),
    items: new Set(records.lines.map(({ rule }) => rule)),
    accounts: new Set(accounts),
    // New items of a table alone are no list of rules.
    rules: listed.some((text) => known.has(text)) ? new Set(listed) : null,
    isKnownRule: (text) => known.has(text),
  }
}

function spanOf({ lines }: OfficeRecords): string[] {
  const days = lines.map(({ occurredOn }) => occurredOn).sort()
  return [days[0] ?? '', days.at(-1) ?? '']
}
