/**
 * Reads the workbook that a village office keeps: the list of households (户册),
 * the rules (细则) and the ledger (台账), each known by its header, not its name.
 */
import { createCapTally } from './cautions.ts'
import type { Sheet } from './cells/cells.ts'
import { fillMerged } from './cells/merged.ts'
import { createFindings, type Findings } from './findings.ts'
import { chooseSheets } from './headers/chosenSheets.ts'
import { type KnownSheet, recognizeSheet } from './headers/sheetKinds.ts'
import { createLedgerReader } from './ledgers/ledgerSheet.ts'
import { findRepeatedLedger } from './ledgers/repeatedLedger.ts'
import { createHouseholdNames } from './lists/householdNames.ts'
import { createHouseholdReader } from './lists/householdSheet.ts'
import type { OfficeContext, OfficeReading, OfficeWorkbook } from './office.ts'
import {
  refuse,
  refuseAlone,
  refuseFormulas,
  refuseIncomplete,
  refuseOutward,
  refuseRepeatedColumns,
  refuseSize,
} from './refusals.ts'
import { createRulebook } from './rules/rulebook.ts'
import { createRuleReader } from './rules/ruleSheet.ts'
import { misreadText, ruleKey } from './rules/ruleText.ts'

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
  const recognized = sheets.flatMap((sheet) => recognizeSheet(sheet) ?? [])
  const chosen = chooseSheets(recognized, context.village)
  const refusal =
    refuseOutward(sheets) ??
    refuseIncomplete(recognized, chosen, context) ??
    refuseRepeatedColumns(chosen) ??
    refuseFormulas(chosen) ??
    refuseSize(chosen)
  return refusal ? { ok: false, refusal } : readSheets(sheets, chosen.map(withMerged), context)
}

function readSheets(
  sheets: readonly Sheet[],
  chosen: readonly KnownSheet[],
  context: OfficeContext,
): OfficeReading {
  const { village, year, known } = context
  const findings = createFindings()
  const office = emptyOffice(sheets, chosen, findings)

  const householdReader = createHouseholdReader(village, office, findings, known.doors)
  for (const { sheet, header } of ofKind(chosen, 'households')) householdReader.read(sheet, header)
  const ruleReader = createRuleReader(office.rules, findings)
  for (const { sheet, header } of ofKind(chosen, 'rules')) ruleReader.read(sheet, header)
  useKnownTexts(office, context)

  const households = createHouseholdNames(office.households, office.duplicateDoors, known.doors, village)
  const rulebook = createRulebook([...office.rules, ...known.rules])
  const alone = refuseAlone(chosen, households.size, rulebook.size)
  if (alone) return { ok: false, refusal: alone }
  const caps = createCapTally(year)
  const ledgerReader = createLedgerReader({ village, year, households, rulebook, caps }, findings)
  for (const { sheet, header } of ofKind(chosen, 'ledger'))
    ledgerReader.read(sheet, header, office.lines, office.counts)

  const repeated = findRepeatedLedger(office.lines)
  if (repeated) return { ok: false, refusal: refuse('repeated-ledger', repeated) }
  return { ok: true, office }
}

function emptyOffice(
  sheets: readonly Sheet[],
  chosen: readonly KnownSheet[],
  { problems, cautions, cautionCounts }: Findings,
): OfficeWorkbook {
  const kinds = new Map(chosen.map(({ sheet, kind }) => [sheet.name, kind]))
  return {
    sheets: sheets.map(({ name }) => ({ name, kind: kinds.get(name) ?? 'other' })),
    households: [],
    duplicateDoors: [],
    rowsWithoutDoor: [],
    rules: [],
    lines: [],
    problems,
    cautions,
    counts: { ledgerRows: 0, importableRows: 0, totalPoints: 0, deductions: 0, cautions: cautionCounts },
  }
}

function ofKind(chosen: readonly KnownSheet[], kind: KnownSheet['kind']): KnownSheet[] {
  return chosen.filter((sheet) => sheet.kind === kind)
}

/** Each merged cell's value in all of its lines, but figures once. */
function withMerged(found: KnownSheet): KnownSheet {
  const { award, deduct, points, members } = found.header.columns
  return { ...found, sheet: fillMerged(found.sheet, [award, deduct, points, members]) }
}

/** A rule that the village has in another writing is the same rule: its text is the village's. */
function useKnownTexts(office: OfficeWorkbook, { known }: OfficeContext): void {
  const texts = new Map(known.rules.map(({ dimension, text }) => [`${dimension} ${ruleKey(text)}`, text]))
  for (const rule of office.rules) {
    const find = (text: string) => texts.get(`${rule.dimension} ${ruleKey(text)}`)
    rule.text = find(rule.text) ?? find(misreadText(rule.text)) ?? rule.text
  }
}
