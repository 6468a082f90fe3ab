import type { Cell, Sheet } from '../cells/cells.ts'
import { tightText } from '../cells/cells.ts'
import { fieldCell } from '../cells/lines.ts'
import { withChosenColumns } from '../headers/chosenColumns.ts'
import { findHeader } from '../headers/header.ts'
import type { OfficeContext } from '../office.ts'
import type { Questions } from '../questions/questions.ts'
import { ruleKey } from '../rules/ruleText.ts'
import { asKind, type KnownSheet, neededDoor, recognizeSheet } from '../sheets/sheetKinds.ts'
import { findCrossTable, type ItemWords } from './crossTable.ts'

/** What each table is, by the columns of its header; cross tables by the words of the rules as well. */
export function recognizeTables(
  tables: readonly Sheet[],
  context: OfficeContext,
  questions: Questions,
): KnownSheet[] {
  const recognized = tables.map((table) => recognizeSheet(table, questions))
  const words = itemWords(
    recognized.flatMap((known) => known ?? []),
    context.known,
  )
  return tables.flatMap((table, place) => {
    const known = recognized[place] ?? null
    return asCrossTable(table, known, words, context.year, questions) ?? known ?? []
  })
}

/** The words of rules, in the workbook and of the village. */
function itemWords(recognized: readonly KnownSheet[], { rules }: OfficeContext['known']): ItemWords {
  const sheets = recognized.filter(({ kind }) => kind === 'rules')
  const under = (field: 'rule' | 'dimension'): Cell[] =>
    sheets.flatMap(({ sheet, header }) =>
      sheet.rows.slice(header.firstRow - 1).map((row) => fieldCell(row, header, field)),
    )
  const texts = [...rules.map(({ text }) => text), ...under('rule')]
  const dimensions = [...rules.map(({ dimension }) => dimension), ...under('dimension').map(tightText)]
  const filled = (words: string[]) => new Set(words.filter((word) => word !== ''))
  return { rules: filled(texts.map(ruleKey)), dimensions: filled(dimensions.map(ruleKey)) }
}

/** The table as a cross table, where it is none of the others; null where it has no such columns. */
function asCrossTable(
  table: Sheet,
  known: KnownSheet | null,
  words: ItemWords,
  year: number,
  questions: Questions,
): KnownSheet | null {
  const isOther = known?.kind === 'ledger' && !known.missing.some(({ fields }) => fields.includes('rule'))
  const found = known?.header ?? findHeader(table)
  if (!found || isOther || known?.kind === 'rules') return null
  const named = known ? found : withChosenColumns(found, questions)
  const cross = findCrossTable(table, named, words, year)
  if (!cross) return null
  const header = { ...named, firstRow: cross.firstRow }
  const isList = known?.kind === 'households' && known.missing.length === 0
  if (isList) return { ...asKind(table, header, 'households'), cross }
  const missing = header.columns.door === undefined ? [neededDoor] : []
  return { sheet: table, kind: 'ledger', header, missing, cross }
}
