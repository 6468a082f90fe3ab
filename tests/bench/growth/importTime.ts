/** The office's workbook brought in, from sending it to the last line written, beside reading its cells alone. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import readExcelFile from 'read-excel-file/universal'
import { freePort, startProcess } from '../../support/process.ts'
import { administrator, signIn, timed } from '../calls/calls.ts'
import { cleaningUp } from '../calls/cleanUp.ts'
import { atMost, type Pair, type Row } from '../measure.ts'
import { makeOfficeBook, type OfficeSize, usualOffice } from '../stalls/officeBook.ts'
import { confirmBook, createVillage, previewBook } from '../stalls/officeImport.ts'

export function benchImport(office: OfficeSize = usualOffice, rounds = 3): Promise<Row[]> {
  return cleaningUp(async (later) => {
    const book = await makeOfficeBook(office)
    const folder = mkdtempSync(join(tmpdir(), 'bench-import-'))
    later(() => rmSync(folder, { recursive: true, force: true }))
    const server = await startProcess(join(folder, 'data'), await freePort(), administrator)
    later(server.stop)
    const calls = await signIn(server)
    later(calls.close)
    const pairs: Pair[] = []
    // The first round is warming up.
    for (let round = 0; round <= rounds; round += 1) {
      const village = `office-${round}`
      await createVillage(calls, village)
      const floor = await timed(() => readExcelFile(new Blob([new Uint8Array(book)])))
      const ours = await timed(async () =>
        confirmBook(calls, village, await previewBook(calls, village, book)),
      )
      if (round > 0) pairs.push({ ours, floor })
    }
    return [atMost(`import of ${office.lines} lines beside reading alone`, 'ms', pairs, 1.5)]
  })
}
