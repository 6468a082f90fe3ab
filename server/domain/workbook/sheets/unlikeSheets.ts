/** Sheets of groups or months that nobody can read, beside others of the kind that are read. */
import { isBlank, type Sheet, tightText } from '../cells/cells.ts'
import { numeralPattern } from '../cells/numerals.ts'
import type { Questions } from '../questions/questions.ts'
import type { KnownSheet } from './sheetKinds.ts'

const series = new RegExp(`${numeralPattern}(?=[月组周季期]|$)`, 'u')

/** Asks somebody to confirm that such a sheet is left out: 2组 where 1组 and 3组 are read. */
export function askAboutUnlikeSheets(
  sheets: readonly Sheet[],
  recognized: readonly KnownSheet[],
  questions: Questions,
): void {
  const read = new Set(recognized.map(({ sheet }) => sheet.name))
  for (const sheet of sheets) {
    const kind = kindOf(sheet.name)
    if (kind === null || read.has(sheet.name)) continue
    if (sheet.rows.filter((row) => row.some((cell) => !isBlank(cell))).length < 2) continue
    const other = [...read].find((name) => kindOf(name) === kind)
    if (other === undefined) continue
    questions.ask({
      id: `sheet-unlike-others ${sheet.name}`,
      code: 'sheet-unlike-others',
      sheet: sheet.name,
      row: null,
      params: { other },
      choices: [{ value: 'leave', code: 'leave' }],
      preset: null,
    })
  }
}

/** The name without its number; null for a name without one. */
function kindOf(name: string): string | null {
  const text = tightText(name)
  return series.test(text) && !/^(?:Sheet|工作表)/iu.test(text) ? text.replace(series, '#') : null
}
