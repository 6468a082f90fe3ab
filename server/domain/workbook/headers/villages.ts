import { isBlank, type Row, type Sheet, tightText } from '../cells/cells.ts'
import { isBetween } from '../cells/lines.ts'
import type { Choice, Questions } from '../questions/questions.ts'
import type { KnownSheet } from '../sheets/sheetKinds.ts'
import { headerName } from './chosenColumns.ts'
import { headerKey } from './fields.ts'

const words =
  /^(?:所属|所在)?(?:村|村名|村居|行政村|村委会|村社区|社区|居委会|村居名称|村名称|社区名称)(?:名称)?$/u
/** As many as a town has; of a column with more values each is no village. */
const mostVillages = 30

/**
 * Asks which village's lines are read, in a table with a column of villages that names another one.
 *
 * @param village whose books these are; its lines alone are read unless somebody says otherwise
 * @returns the table with the lines that are wanted
 */
export function ofOneVillage(known: KnownSheet, village: string, questions: Questions): KnownSheet {
  const { sheet, header } = known
  const column = header.labels.findIndex((label) => words.test(headerKey(label)))
  if (column === -1) return known
  const isLine = (index: number) =>
    index >= header.firstRow - 1 && !isBetween(sheet.rows[index] ?? [], header)
  const named = carriedDown(sheet.rows, column, isLine)
  const villages = [...new Set(named)].filter((name) => name !== '')
  const own = villages.find((name) => isSame(name, village))
  if (villages.length === 0 || villages.length > mostVillages) return known
  if (own !== undefined && villages.length === 1) return known
  const answer = questions.ask({
    id: `villages ${headerName(header)}`,
    code: 'several-villages',
    sheet: sheet.name,
    row: header.row,
    params: { column: header.labels[column] ?? '', count: villages.length, example: villages[0] ?? '' },
    choices: [
      ...villages.map((name): Choice => ({ value: name, code: 'village', params: { village: name } })),
      { value: 'all', code: 'all-villages' },
    ],
    preset: own ?? null,
  })
  if (answer === null || answer === 'all') return known
  const rows = sheet.rows.map((row, index) => (isLine(index) && named[index] !== answer ? [] : row))
  return { ...known, sheet: { ...sheet, rows } }
}

const villageName = /^.{1,10}(?:村|社区|村委会|居委会)$/u

/** Whether a sheet is left out because its name is another village's, in a workbook with sheets of several. */
export function isOfOtherVillage(
  sheet: Sheet,
  sheets: readonly Sheet[],
  village: string,
  questions: Questions,
): boolean {
  const named = sheets.filter(({ name }) => villageName.test(tightText(name)))
  if (named.length < 2 || !named.includes(sheet) || isSame(sheet.name, village)) return false
  const hasOwn = named.some(({ name }) => isSame(name, village))
  const answer = questions.ask({
    id: `village-sheet ${sheet.name}`,
    code: 'village-sheet',
    sheet: sheet.name,
    row: null,
    params: {},
    choices: [
      { value: 'leave', code: 'leave' },
      { value: 'read', code: 'read' },
    ],
    preset: hasOwn ? 'leave' : null,
  })
  return answer === 'leave'
}

/** The village of each line, where it is written once for the lines below. */
function carriedDown(rows: readonly Row[], column: number, isLine: (index: number) => boolean): string[] {
  let above = ''
  return rows.map((row, index) => {
    if (!isLine(index)) return ''
    if (!isBlank(row[column])) above = tightText(row[column])
    return above
  })
}

function isSame(name: string, village: string): boolean {
  const bare = (text: string) => tightText(text).replace(/(?:村民委员会|村委会|居委会|社区|村)$/u, '')
  return bare(name) === bare(village)
}
