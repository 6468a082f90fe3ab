// The thread behind write.ts. Plain JavaScript: a worker thread has no TypeScript loader of its own.
import { parentPort, workerData } from 'node:worker_threads'
import writeExcelFile from 'write-excel-file/node'

/** @type {import('./write.ts').ExportTable[]} */
const tables = workerData

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
