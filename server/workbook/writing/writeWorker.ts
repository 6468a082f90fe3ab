/** The worker thread that writes one workbook; started by write.ts. */
import { parentPort, workerData } from 'node:worker_threads'
import writeExcelFile from 'write-excel-file/node'
import type { ExportTable } from './write.ts'

const tables = workerData as ExportTable[]

const sheets = tables.map(({ sheet, columns, rows }) => {
  const header = columns.map(({ title }) => ({ value: title, type: String, fontWeight: 'bold' }))
  const cells = rows.map((row) =>
    row.map((value) =>
      value === null ? null : { value, type: typeof value === 'number' ? Number : String },
    ),
  )
  return {
    data: [header, ...cells],
    sheet,
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
  }
})
parentPort?.postMessage(await writeExcelFile(sheets).toBuffer())
