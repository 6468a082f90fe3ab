/** The child process that reads one workbook; started by read.ts. */
import { readOffice } from '../../domain/workbook/index.ts'
import { bytesOfOffice } from '../office/packedOffice.ts'
import type { ReadingNews, ReadingOrder } from './messages.ts'
import { readSheets } from './readSheets.ts'
import { RefusedWorkbook } from './refusedWorkbook.ts'

async function read({ path, name, context, limits }: ReadingOrder): Promise<ReadingNews> {
  try {
    const sheets = await readSheets(
      { path, name },
      limits,
      (share) => void tell({ type: 'progress', share: share * 0.7 }),
    )
    const reading = readOffice(sheets, context)
    if (!reading.ok) return { type: 'refused', refusal: reading.refusal }
    return { type: 'read', office: bytesOfOffice(reading.office) }
  } catch (error) {
    if (error instanceof RefusedWorkbook) return { type: 'refused', refusal: error.refusal }
    throw error
  }
}

function tell(news: ReadingNews): Promise<void> {
  return new Promise((resolve) => process.send?.(news, undefined, undefined, () => resolve()))
}

// Exits with the server.
process.once('disconnect', () => process.exit())
process.once('message', (order) => {
  void read(order as ReadingOrder)
    .then(tell)
    .then(() => process.disconnect())
})
