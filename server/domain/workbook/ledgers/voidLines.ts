import { isBlank, type Row, shownText, tightText } from '../cells/cells.ts'
import { isBetween } from '../cells/lines.ts'
import { memoized } from '../cells/memoized.ts'
import { headerName } from '../headers/chosenColumns.ts'
import type { Questions } from '../questions/questions.ts'
import type { KnownSheet } from '../sheets/sheetKinds.ts'

/** Words of a remark that take a line back. */
const taken =
  /^[(]?(?:已|此[行条笔]|本[行条笔])?(?:作废|取消|撤销|撤回|无效|误记|误录|错记|记错|多记|不计分?|不算)/u
/** What a column such as 审核结果 says of a line that nobody has passed, alone in its cell. */
const notPassed =
  /^[(]?(?:审核|审批|复核|评议|公示)?(?:结果)?:?(?:[不未没]通过|[不未没]批准|不同意|驳回|退回|不予.{2,4}|待(?:定|审|审核|核|核实|核查|复核|确认|公示|评议)|有异议|暂不.{1,4}|[未在][审复]核|审核中|复核中)(?:审核|审批)?[)]?$/u

/**
 * Asks whether lines count that are crossed out, taken back by a remark such as 作废, or not passed (不通过).
 *
 * @returns the table without them where they do not
 */
export function withoutVoidLines(known: KnownSheet, questions: Questions): KnownSheet {
  const { sheet, header, kind } = known
  const struck = new Set(sheet.struckRows)
  const isVoid = (row: Row, index: number) =>
    index >= header.firstRow - 1 &&
    !row.every(isBlank) &&
    (struck.has(index + 1) ||
      (kind === 'ledger' && row.some((cell) => typeof cell === 'string' && isTakenBack(cell)))) &&
    !isBetween(row, header)
  const rows = [...sheet.rows.keys()].filter((index) => isVoid(sheet.rows[index] ?? [], index))
  const [first] = rows
  if (first === undefined) return known
  const answer = questions.ask({
    id: `void-lines ${kind} ${headerName(header)}`,
    code: 'void-lines',
    sheet: sheet.name,
    row: first + 1,
    params: { count: rows.length },
    choices: [
      { value: 'leave', code: 'leave' },
      { value: 'read', code: 'read' },
    ],
    preset: null,
  })
  if (answer !== 'leave') return known
  const left = new Set(rows)
  return { ...known, sheet: { ...sheet, rows: sheet.rows.map((row, index) => (left.has(index) ? [] : row)) } }
}

const isTakenBack = memoized((cell) => {
  if (shownText(cell).length > 20) return false
  const text = tightText(cell)
  return taken.test(text) || notPassed.test(text)
})
