/** The office's workbook brought in over HTTP. */
import { setTimeout } from 'node:timers/promises'
import type { ImportView } from '../../../server/contract/scores/imports.ts'
import { year } from '../../support/server.ts'
import type { Calls } from '../calls/calls.ts'

/** How often the preview is asked for, ms. */
const askEveryMs = 20

/** An empty village. */
export async function createVillage(calls: Calls, slug: string): Promise<void> {
  await calls.post('/api/villages', { slug, name: '示范村', year })
}

/** Sends the workbook and waits for the preview. @throws when it cannot be read, or not all of it */
export async function previewBook(calls: Calls, slug: string, book: Buffer): Promise<ImportView> {
  const path = `/api/villages/${slug}/imports`
  let view = JSON.parse(
    (await calls.post(`${path}?filename=office.xlsx`, book)).body.toString(),
  ) as ImportView
  while (view.state === 'reading') {
    await setTimeout(askEveryMs)
    view = await calls.read<ImportView>(`${path}/${view.id}`)
  }
  if (view.state !== 'preview' || view.problems.length > 0 || view.importableRows !== view.ledgerRows)
    throw new Error(`the workbook was not read whole: ${view.failure ?? JSON.stringify(view.problems[0])}`)
  return view
}

/** Writes what the preview showed, and waits until it is written. */
export async function confirmBook(calls: Calls, slug: string, { id }: ImportView): Promise<void> {
  const path = `/api/villages/${slug}/imports/${id}`
  let view = JSON.parse(
    (await calls.post(`${path}/confirm`, { skipProblems: false })).body.toString(),
  ) as ImportView
  while (view.state === 'posting') {
    await setTimeout(askEveryMs)
    view = await calls.read<ImportView>(path)
  }
  if (view.state !== 'done') throw new Error(`the workbook was not written: ${view.state}`)
}
