// The thread behind write.ts. Plain JavaScript: a worker thread has no TypeScript loader of its own.
import { parentPort, workerData } from 'node:worker_threads'
import writeExcelFile from 'write-excel-file/node'

/** @type {import('./write.ts').ExportTable} */
const { sheet, columns, rows } = workerData

const header = columns.map(({ title }) => ({ value: title, type: String, fontWeight: 'bold' }))
const cells = rows.map((row) =>
  row.map((value) => (value === null ? null : { value, type: typeof value === 'number' ? Number : String })),
)
const bytes = await writeExcelFile([header, ...cells], {
  sheet,
  columns: columns.map(({ width }) => ({ width })),
  stickyRowsCount: 1,
}).toBuffer()
parentPort?.postMessage(bytes)
