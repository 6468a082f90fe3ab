import { basename } from 'node:path'
import { z } from 'zod'
import type { ImportResult } from '../../../db/scores/imports.ts'
import { activeSeason } from '../../../db/seasons/seasons.ts'
import type { Store } from '../../../db/store/store.ts'
import { yearSeason } from '../../../db/villages/createVillage.ts'
import { findVillage } from '../../../db/villages/findVillages.ts'
import { villageFor } from '../../../db/villages/villageFor.ts'
import { newVillage } from '../../contract/villages/villages.ts'
import { isOpen } from '../../domain/workbook/questions/questions.ts'
import { onFile, requireFile } from '../../words/fileFault.ts'
import { Stopped } from '../../words/terminal.ts'
import { type OfficeReport, recorderIn } from '../../workbook/office/officeJobs.ts'
import { officeContext } from '../../workbook/reading/context.ts'
import { readPacked } from '../../workbook/reading/read.ts'
import { RefusedWorkbook } from '../../workbook/reading/refusedWorkbook.ts'
import { path } from './backUp.ts'
import type { CommandServices, OnProgress } from './index.ts'

/** Of villages that the command creates. */
const timezone = 'Asia/Shanghai'

export const importInput = z.object({
  file: path,
  /** Slug of the village, made where it is missing. */
  village: newVillage.shape.slug,
  name: newVillage.shape.name,
  year: newVillage.shape.year,
  skipProblems: z.boolean(),
  /** Choices for what the workbook leaves open, by the id of each question. */
  answers: z.record(z.string(), z.string()).optional(),
})

export interface ImportReport extends OfficeReport, ImportResult {
  /** False when open questions or problem lines kept everything out. */
  written: boolean
}

/**
 * Reads an office workbook and writes it, all or nothing.
 *
 * @throws RefusedWorkbook, and Stopped for a file that cannot be read and for a year that is not the season's
 */
export async function importWorkbook(
  { store, workers }: CommandServices,
  { file, village: slug, name, year, skipProblems, answers = {} }: z.infer<typeof importInput>,
  onProgress: OnProgress,
): Promise<ImportReport> {
  requireFile(file)
  const known = await findVillage(store, slug)
  if (known) await mustBeInSeason(store, known.id, year)
  const village = known
    ? await officeContext(store, known)
    : { village: name, year, known: { doors: [], rules: [] } }
  const context = { ...village, answers: { ...village.answers, ...answers } }
  const reading = await onFile(file, () =>
    readPacked({ path: file, name: basename(file) }, context, {
      onProgress: (share) => onProgress({ stage: 'reading', share }),
    }),
  )
  if (!reading.ok) throw new RefusedWorkbook(reading.refusal.code, reading.refusal.params)
  const { office } = reading
  const report = await workers.perform('reportOffice', { office, village: { slug, name }, choices: answers })
  if (report.questions.some(isOpen) || (report.problems.length > 0 && !skipProblems))
    return { ...report, written: false, newHouseholds: 0, newRules: 0, postings: 0, alreadyWritten: 0 }
  onProgress({ stage: 'posting', share: 0 })
  const wanted = { slug, name, timezone, season: yearSeason(year) }
  const result = await villageFor(store, wanted, (id) =>
    workers.perform('importOffice', {
      office,
      into: recorderIn(id),
      choices: answers,
      filename: basename(file),
    }),
  )
  onProgress({ stage: 'posting', share: 1 })
  return { ...report, written: true, ...result }
}

/** @throws Stopped where the village's points go into the season of another year */
async function mustBeInSeason(store: Store, village: number, year: number): Promise<void> {
  const season = await activeSeason(store, village)
  if (!season) return
  const { name, starts_on: from, ends_on: to } = season
  if (year < Number(from.slice(0, 4)) || year > Number(to.slice(0, 4)))
    throw new Stopped('import-other-year', { year, season: name, from, to })
}
