import type { Field } from '../headers/fields.ts'
import type { Header } from '../headers/header.ts'
import { type FormulaCell, isBlank, parseAddress, type Sheet } from './cells.ts'
import { isSumLine } from './lines.ts'

/** References to other files, other programs and the net; text in quotes is taken out before. */
const reachesOut =
  /\[\d+\][^![\]]*!|\||\b(?:WEBSERVICE|FILTERXML|RTD|CALL|REGISTER(?:\.ID)?|DDE|IMPORT[A-Z]+|IMAGE)\s*\(/iu
const outerLink = /\bHYPERLINK\s*\(\s*(?!"#)/iu

/** The first formula that reaches outside the workbook, wherever it stands. */
export function findOutwardFormula(sheet: Sheet): FormulaCell | null {
  return (
    sheet.formulas?.find(
      ({ text }) => reachesOut.test(text.replace(/"[^"]*"/gu, '""')) || outerLink.test(text),
    ) ?? null
  )
}

/** Functions whose value is another at each opening. */
const volatile = /\b(?:TODAY|NOW|RAND|RANDBETWEEN|RANDARRAY)\s*\(/iu

/**
 * The first formula among the cells that would be read whose value does not count: it was not saved, or is
 * another each day. Lines of sums are not read, nor columns that the header does not name.
 *
 * @param carrying the fields of which a line that counts fills one
 * @param others columns that are read besides
 */
export function findReadFormula(
  sheet: Sheet,
  header: Header,
  carrying: readonly Field[],
  others: readonly number[],
): FormulaCell | null {
  const read = new Set([...Object.values(header.columns), ...others])
  for (const formula of sheet.formulas ?? []) {
    if (formula.saved && !volatile.test(formula.text)) continue
    const at = parseAddress(formula.cell)
    if (!at || at.row < header.firstRow || !read.has(at.column)) continue
    const row = sheet.rows[at.row - 1] ?? []
    if (isSumLine(row, header)) continue
    const columns = carrying.map((field) => header.columns[field])
    const carries = columns.some(
      (column) => column !== undefined && (column === at.column || !isBlank(row[column])),
    )
    if (carries) return formula
  }
  return null
}
