/** A workbook as a village office keeps it: households, rules, and a ledger of many lines. */
import writeExcelFile from 'write-excel-file/node'
import { addDays } from '../../../server/domain/calendar/calendar.ts'
import { fiveDimensions } from '../../../server/domain/rules/rulebooks.ts'
import { day } from '../../support/server.ts'
import { randomFrom } from '../county/records.ts'

export interface OfficeSize {
  households: number
  lines: number
}

export const usualOffice: OfficeSize = { households: 786, lines: 44_400 }
const groups = 12
const days = 320
const rulesEach = 5

type Cells = (string | number | null)[]

/** The bytes of the workbook; the same for the same size. */
export async function makeOfficeBook({ households, lines }: OfficeSize): Promise<Buffer> {
  const random = randomFrom(1)
  const pick = (count: number) => Math.floor(random() * count)
  const doorOf = (index: number) => `${1_001 + index}号`
  const headOf = (index: number) => `示范户${'甲乙丙丁戊己庚辛壬癸'[index % 10]}`
  const ruleText = (dimension: string, place: number) => `${dimension}第${place + 1}项`
  const book: Record<string, Cells[]> = {
    户册: [
      ['组别', '门牌号', '户主姓名'],
      ...Array.from({ length: households }, (_, index) => [
        `${1 + (index % groups)}组`,
        doorOf(index),
        headOf(index),
      ]),
    ],
    积分细则: [
      ['类别', '内容', '分值', '上限及说明'],
      ...fiveDimensions.flatMap((dimension) =>
        Array.from({ length: rulesEach }, (_, place) => [
          dimension,
          ruleText(dimension, place),
          '0-100',
          null,
        ]),
      ),
    ],
    积分台账: [
      ['日期', '门牌号', '户主姓名', '事项', '加分', '扣分'],
      ...Array.from({ length: lines }, (_, index) => {
        const household = pick(households)
        const occurredOn = addDays(day, Math.floor((index / lines) * days))
        const rule = ruleText(fiveDimensions[pick(fiveDimensions.length)] ?? '', pick(rulesEach))
        return [occurredOn, doorOf(household), headOf(household), rule, 1 + pick(100), null]
      }),
    ],
  }
  return writeExcelFile(Object.entries(book).map(([sheet, data]) => ({ sheet, data }))).toBuffer()
}
