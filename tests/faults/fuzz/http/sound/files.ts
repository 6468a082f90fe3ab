/** A picture and an office workbook that the server accepts. */
import sharp from 'sharp'
import writeExcelFile from 'write-excel-file/node'
import { day } from '../../../../support/server.ts'
import type { SampleFiles } from '../httpCases.ts'

const rows = [
  ['日期', '门牌号', '户主', '事项', '加分', '扣分'],
  [day, '1001', '示范户1', '应急值守', 40, null],
  [day, '1002', '示范户2', '应急值守', 40, null],
]

export async function soundFiles(): Promise<SampleFiles['sound']> {
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: 'green' } })
  return {
    picture: await picture.png().toBuffer(),
    workbook: await writeExcelFile(rows, { sheet: '台账' }).toBuffer(),
  }
}
