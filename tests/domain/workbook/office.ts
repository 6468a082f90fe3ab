import type { Cell } from '../../../server/domain/workbook/cells/cells.ts'
import {
  readOffice,
  type OfficeContext,
  type OfficeWorkbook,
  type Sheet,
} from '../../../server/domain/workbook/index.ts'

/** A sheet of the rows, row 1 first. */
export function sheet(name: string, ...rows: Cell[][]): Sheet {
  return { name, rows }
}

export const nothingKnown: OfficeContext = { village: '晓塘村', year: 2026, known: { doors: [], rules: [] } }

export const households = sheet(
  '户册',
  ['组别', '门牌号', '户主'],
  ['1组', '1号', '张三'],
  ['1组', '2号', '李四'],
  ['2组', '3号', '王五'],
)

export const rules = sheet(
  '细则',
  ['类别', '内容', '分值', '上限及说明'],
  ['会议学习', '参加村民会议', '+20', '每月不超过60分'],
  ['环境卫生', '庭院月检', '0-100', '每月一次'],
  ['环境卫生', '乱堆乱放', '-20', '须拍照'],
  ['志愿服务', '志愿服务(每小时)', '+10', '每次不超过4小时'],
)

export const ledgerHeader: Cell[] = ['日期', '门牌号', '户主', '事项', '加分', '扣分', '经办人', '备注']

/** A workbook that lists three households and four rules, with these lines in its ledger. */
export function withLines(...lines: Cell[][]): Sheet[] {
  return [households, rules, sheet('台账', ledgerHeader, ...lines)]
}

/** What the sheets say; a refusal fails the test. */
export function office(sheets: Sheet[], context = nothingKnown): OfficeWorkbook {
  const reading = readOffice(sheets, context)
  if (!reading.ok) throw new Error(`refused: ${JSON.stringify(reading.refusal)}`)
  return reading.office
}

/** The workbook read until nothing more is asked, with these choices by the code of their question. */
export function chosen(sheets: Sheet[], choices: Record<string, string>): OfficeWorkbook {
  let answers: Record<string, string> = {}
  for (let round = 0; round < 4; round++) {
    const { questions } = office(sheets, { ...nothingKnown, answers })
    answers = Object.fromEntries(questions.map(({ id, code }) => [id, choices[code] ?? 'unanswered']))
  }
  return office(sheets, { ...nothingKnown, answers })
}
