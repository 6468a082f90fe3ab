/**
 * Reads the workbook that a village office keeps: the list of households (户册),
 * the rules (细则) and the ledger (台账), each known by its header, not its name.
 */
import { scaleTerms } from '../points/scaleTerms.ts'
import { inPoints, inUnits, type PointUnit } from '../points/unit.ts'
import { createCapTally } from './cautions.ts'
import type { Sheet } from './cells/cells.ts'
import type { CrossSheet } from './cross/crossColumns.ts'
import { createCrossReader } from './cross/crossSheet.ts'
import { recognizeTables } from './cross/recognizeTables.ts'
import { createFindings, type Findings } from './findings.ts'
import { withWholeDates } from './headers/dateColumns.ts'
import { withDoorsOfDates } from './headers/doorDates.ts'
import { householdsInTitles, withImpliedColumns } from './headers/impliedColumns.ts'
import { villageOfDoors } from './headers/otherVillageDoors.ts'
import { withSignsOfLines } from './headers/signColumn.ts'
import { tablesOf } from './headers/tablesBelow.ts'
import { tablesBeside } from './headers/tablesBeside.ts'
import { withTimes } from './headers/timesColumn.ts'
import { isOfOtherVillage, ofOneVillage } from './headers/villages.ts'
import { createLedgerReader } from './ledgers/ledgerSheet.ts'
import { createLooks } from './ledgers/lineCautions.ts'
import { readListPoints } from './ledgers/listPoints.ts'
import { askAboutRunningSums } from './ledgers/runningSums.ts'
import { withoutVoidLines } from './ledgers/voidLines.ts'
import { ungrouped } from './lists/groups.ts'
import { createHouseholdNames } from './lists/householdNames.ts'
import { createHouseholdReader } from './lists/householdSheet.ts'
import type { OfficeContext, OfficeReading, OfficeWorkbook } from './office.ts'
import { problemSheets } from './problemRows.ts'
import { createQuestions, type Questions } from './questions/questions.ts'
import { askUnit, unitNeeded } from './questions/unitQuestion.ts'
import {
  refuseAlone,
  refuseFormulas,
  refuseIncomplete,
  refuseOutward,
  refuseRepeatedColumns,
  refuseSize,
} from './refusals.ts'
import { askAboutRepeats } from './repeats/askAboutRepeats.ts'
import { createRulebook } from './rules/rulebook.ts'
import { createRuleReader } from './rules/ruleSheet.ts'
import { misreadText, ruleKey } from './rules/ruleText.ts'
import { accountSheets, fillAccounts, type SheetAccount } from './sheetAccounts.ts'
import { chooseSheets, knownHouseholds } from './sheets/chosenSheets.ts'
import { withMerged } from './sheets/mergedPoints.ts'
import { withOnlyRows } from './sheets/repeatingLists.ts'
import type { KnownSheet } from './sheets/sheetKinds.ts'
import { askAboutUnlikeSheets } from './sheets/unlikeSheets.ts'
import { isLeftHidden, isSetAside, withoutHiddenColumns, withoutHiddenRows } from './sheets/visibleSheets.ts'

export type { Sheet } from './cells/cells.ts'
export * from './office.ts'

/**
 * What the workbook says: households, rules, lines that can be posted, and for
 * every other line one problem with its place. Nothing is guessed: what is not
 * clear is a problem, what is odd but posted as it stands is a caution.
 *
 * @param context what the village already has: a ledger alone is read against it
 * @returns a refusal when the workbook as a whole cannot be understood, naming sheet, row or cell
 */
export function readOffice(sheets: readonly Sheet[], context: OfficeContext): OfficeReading {
  const { unit, isFixed } = context.points ?? { unit: 1, isFixed: false }
  const read = (questions: Questions, unit: PointUnit) => readIn(sheets, context, questions, unit)
  const reading = read(createQuestions(context.answers ?? {}), unit)
  const needed = reading.ok && !isFixed ? unitNeeded(reading.office.problems) : null
  if (!needed) return reading
  const questions = createQuestions(context.answers ?? {})
  return read(questions, askUnit(questions, unit, needed))
}

/** Reads a workbook in one unit of points. */
function readIn(
  sheets: readonly Sheet[],
  context: OfficeContext,
  questions: Questions,
  unit: PointUnit,
): OfficeReading {
  const shown = sheets.filter((sheet) => !isLeftHidden(sheet, questions))
  const own = shown.filter(
    (sheet) => !isSetAside(sheet, questions) && !isOfOtherVillage(sheet, shown, context.village, questions),
  )
  const tables = own
    .map((sheet) => withoutHiddenColumns(withoutHiddenRows(sheet, questions), questions))
    .flatMap(tablesOf)
    .flatMap((table) => tablesBeside(table, questions))
    .map((table) => withWholeDates(table, questions))
  const recognized = recognizeTables(tables, context, questions)
  askAboutUnlikeSheets(own, recognized, questions)
  const village = villageOfDoors(recognized, context.village, questions)
  const { read, fates } = chooseSheets(recognized, { ...context, village }, questions)
  const refusal =
    refuseOutward(sheets) ??
    refuseIncomplete(recognized, read, questions, context) ??
    refuseRepeatedColumns(read) ??
    refuseFormulas(read.map(withOnlyRows)) ??
    refuseSize(read)
  if (refusal) return { ok: false, refusal }
  const accounts = accountSheets(sheets, { shown, own, tables, read, fates })
  const people = knownHouseholds(recognized, context.known.doors, village)
  const chosen = read
    .map(withOnlyRows)
    .map((known) =>
      withoutVoidLines(ofOneVillage(withMerged(known, questions), context.village, questions), questions),
    )
    .map((known) => withDoorsOfDates(known, questions))
    .map((known) => withSignsOfLines(withTimes(known, questions)))
    .map((known) => withImpliedColumns(known, people, village, context.year))
  return readTables(accounts, chosen, knownIn({ ...context, village }, unit), questions)
}

function readTables(
  accounts: SheetAccount[],
  chosen: readonly KnownSheet[],
  context: OfficeContext & { unit: PointUnit },
  questions: Questions,
): OfficeReading {
  const { village, year, known, unit } = context
  const findings = createFindings(unit)
  const office = emptyOffice(accounts, findings, unit)

  const householdReader = createHouseholdReader(village, office, findings, known.doors)
  for (const { sheet, header, onlyRows } of ofKind(chosen, 'households'))
    householdReader.read(sheet, header, onlyRows)
  const people = householdReader.finish(questions)
  if (office.households.length === 0 && known.doors.length === 0) addTitled(office, chosen, village)
  const ruleReader = createRuleReader(office.rules, findings, questions, unit)
  for (const { sheet, header } of ofKind(chosen, 'rules')) ruleReader.read(sheet, header)
  useKnownTexts(office, context)

  const households = createHouseholdNames(
    office.households,
    people,
    office.duplicateDoors,
    known.doors,
    village,
  )
  const rulebook = createRulebook([...office.rules, ...known.rules])
  const alone = refuseAlone(chosen, households.size, rulebook.size)
  if (alone) return { ok: false, refusal: alone }
  const looks = createLooks(createCapTally(year), findings)
  const against = { village, year, unit, households, rulebook, look: looks.look }
  const ledgerReader = createLedgerReader(against, findings, questions)
  for (const { sheet, header, cross } of ofKind(chosen, 'ledger'))
    if (!cross) ledgerReader.read(sheet, header, office)
  const crossReader = createCrossReader(against, office, findings, questions)
  for (const table of chosen) if (isCrossSheet(table)) crossReader.read(table)
  crossReader.finish()

  const isOut = askAboutRepeats(office, chosen, questions)
  // Sums are held against what counts.
  for (const { sheet, header, cross } of ofKind(chosen, 'households'))
    if (!cross) readListPoints(sheet, header, against, office, findings, questions)
  askAboutRunningSums(chosen, unit, office, questions)
  looks.finish(isOut)
  office.questions.push(...questions.asked)
  office.problemSheets.push(...problemSheets(office.problems, chosen))
  fillAccounts(office)
  return { ok: true, office }
}

/** Adds the households that sheets of their own name, where nothing lists them. */
function addTitled(office: OfficeWorkbook, chosen: readonly KnownSheet[], village: string): void {
  for (const table of chosen)
    for (const { door, head, group, row } of householdsInTitles(table, village))
      if (!office.households.some((household) => household.door === door))
        office.households.push({
          ...{ sheet: table.sheet.name, row, door, head, group: group ?? ungrouped },
          ...{ members: null, phone: null, note: null },
        })
}

function emptyOffice(
  sheets: SheetAccount[],
  { problems, cautions, cautionCounts }: Findings,
  unit: PointUnit,
): OfficeWorkbook {
  return {
    unit,
    sheets,
    questions: [],
    households: [],
    duplicateDoors: [],
    rowsWithoutDoor: [],
    rules: [],
    lines: [],
    openings: [],
    problems,
    problemSheets: [],
    cautions,
    counts: { ledgerRows: 0, importableRows: 0, totalPoints: 0, deductions: 0, cautions: cautionCounts },
  }
}

function isCrossSheet(known: KnownSheet): known is CrossSheet {
  return known.cross !== undefined
}

function ofKind(chosen: readonly KnownSheet[], kind: KnownSheet['kind']): KnownSheet[] {
  return chosen.filter((sheet) => sheet.kind === kind)
}

/** What the village has, with the points of its rules in the unit that the workbook is read in. */
function knownIn(context: OfficeContext, unit: PointUnit): OfficeContext & { unit: PointUnit } {
  const { unit: own } = context.points ?? { unit: 1 }
  const scale = (points: number) => inUnits(inPoints(points, own), unit) ?? points
  const rules = context.known.rules.map((rule) => ({ ...rule, terms: scaleTerms(rule.terms, scale) }))
  return { ...context, unit, known: { ...context.known, rules: own === unit ? context.known.rules : rules } }
}

/** A rule that the village has in another writing is the same rule: its text is the village's. */
function useKnownTexts(office: OfficeWorkbook, { known }: OfficeContext): void {
  const texts = new Map(known.rules.map(({ dimension, text }) => [`${dimension} ${ruleKey(text)}`, text]))
  for (const rule of office.rules) {
    const find = (text: string) => texts.get(`${rule.dimension} ${ruleKey(text)}`)
    rule.text = find(rule.text) ?? find(misreadText(rule.text)) ?? rule.text
  }
}
