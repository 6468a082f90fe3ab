import { z } from 'zod'
import { type ChangedDoor, foreseeImport, importRecords } from '../../../db/scores/imports.ts'
import type { OfficeRecords } from '../../../db/scores/officeRecords.ts'
import { ownerScope } from '../../../db/store/scope.ts'
import { createVillage, yearSeason } from '../../../db/villages/createVillage.ts'
import { findVillage } from '../../../db/villages/villages.ts'
import { newVillage } from '../../contract/villages/villages.ts'
import type { RowProblem } from '../../domain/workbook/office.ts'
import { type AskedQuestion, isOpen } from '../../domain/workbook/questions/questions.ts'
import type { SheetAccount } from '../../domain/workbook/sheetAccounts.ts'
import { onFile, requireFile } from '../../words/fileFault.ts'
import { ledgerLanguage, sentence } from '../../words/index.ts'
import { officeContext } from '../../workbook/reading/context.ts'
import { readWorkbook } from '../../workbook/reading/read.ts'
import { RefusedWorkbook } from '../../workbook/reading/refusedWorkbook.ts'
import { path } from './backUp.ts'
import type { CommandServices, OnProgress } from './index.ts'
import { summarize, type WorkbookSummary } from './workbookSummary.ts'

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

export interface ImportReport {
  /** False when open questions or problem lines kept everything out. */
  written: boolean
  sheets: SheetAccount[]
  questions: AskedQuestion[]
  summary: WorkbookSummary
  problems: RowProblem[]
  /** Doors of the workbook that have changed since. */
  changedDoors: ChangedDoor[]
  newHouseholds: number
  newRules: number
  postings: number
  alreadyWritten: number
}

/**
 * Reads an office workbook and writes it, all or nothing.
 *
 * @throws RefusedWorkbook, and Stopped for a file that cannot be read
 */
export async function importWorkbook(
  { store }: CommandServices,
  { file, village: slug, name, year, skipProblems, answers = {} }: z.infer<typeof importInput>,
  onProgress: OnProgress,
): Promise<ImportReport> {
  requireFile(file)
  const known = await findVillage(store, slug)
  const village = known
    ? await officeContext(store, known)
    : { village: name, year, known: { doors: [], rules: [] } }
  const context = { ...village, answers: { ...village.answers, ...answers } }
  const reading = await onFile(file, () =>
    readWorkbook({ path: file }, context, { onProgress: (share) => onProgress({ stage: 'reading', share }) }),
  )
  if (!reading.ok) throw new RefusedWorkbook(reading.refusal.code, reading.refusal.params)
  const { office } = reading
  const changedDoors = known ? (await foreseeImport(store, known.id, office)).changedDoors : []
  const { problems, sheets, questions } = office
  const report = { summary: summarize(name, office), problems, sheets, questions, changedDoors }
  if (questions.some(isOpen) || (problems.length > 0 && !skipProblems))
    return { ...report, written: false, newHouseholds: 0, newRules: 0, postings: 0, alreadyWritten: 0 }
  onProgress({ stage: 'posting', share: 0 })
  const result = await write(store, slug, name, year, { ...office, choices: answers })
  onProgress({ stage: 'posting', share: 1 })
  return { ...report, written: true, ...result }
}

async function write(
  store: CommandServices['store'],
  slug: string,
  name: string,
  year: number,
  office: OfficeRecords,
) {
  return store.write('installation', async (store) => {
    const village =
      (await findVillage(store, slug)) ??
      (await createVillage(store, null, { slug, name, timezone, season: yearSeason(year) }))
    return importRecords(
      store,
      ownerScope(village.id, sentence(ledgerLanguage, 'recorded-by-import')),
      office,
    )
  })
}
