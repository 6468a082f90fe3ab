/** Writes lists as Excel workbooks, in a worker thread. */
import { Worker } from 'node:worker_threads'
import { visibleText } from '../../domain/text/characters.ts'
import { program } from '../../program.ts'

export type ExportCell = string | number | null

export interface ExportTable {
  sheet: string
  columns: { title: string; width: number }[]
  rows: ExportCell[][]
}

/**
 * The tables as the bytes of an .xlsx file, one sheet each. Strings stay strings:
 * nothing a person typed becomes a formula. Odd characters of earlier builds are
 * written as escapes: XML cannot carry some of them, and nobody sees the others.
 */
export async function writeWorkbook(...tables: ExportTable[]): Promise<Buffer> {
  const worker = new Worker(program('writeWorker'), {
    workerData: tables.map(withVisibleText),
  })
  return new Promise((resolve, reject) => {
    worker.once('message', (bytes: Uint8Array) => resolve(Buffer.from(bytes)))
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the workbook was not written (${code})`)))
  })
}

function withVisibleText({ rows, columns, ...table }: ExportTable): ExportTable {
  return {
    ...table,
    columns: columns.map((column) => ({ ...column, title: visibleText(column.title) })),
    rows: rows.map((row) => row.map((cell) => (typeof cell === 'string' ? visibleText(cell) : cell))),
  }
}
