import { setTimeout } from 'node:timers/promises'
import type { ImportView } from '../../../server/contract/scores/imports.ts'
import type { Caller } from '../server.ts'

/** Between two looks, ms: asking without a pause takes the CPU from the process that reads the workbook. */
const pauseMs = 20

/** The import once its workbook has been read. @param imports the address of the village's imports */
export async function untilRead(caller: Caller, imports: string, started: ImportView): Promise<ImportView> {
  let view = started
  while (view.state === 'reading') {
    await setTimeout(pauseMs)
    const { status, body } = await caller.get(`${imports}/${started.id}`)
    if (status !== 200) throw new Error(`the import cannot be read: ${status} ${JSON.stringify(body)}`)
    view = body as ImportView
  }
  return view
}

/** Uploads a workbook and waits until it has been read. @param address of the village's imports, with what is asked */
export async function upload(caller: Caller, address: string, workbook: Buffer): Promise<ImportView> {
  const { status, body } = await caller.call('POST', address, workbook)
  if (status !== 202) throw new Error(`the workbook was not taken: ${status} ${JSON.stringify(body)}`)
  return untilRead(caller, address.replace(/\?.*/, ''), body as ImportView)
}
