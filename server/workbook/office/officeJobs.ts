/** What is done with a workbook that was read: in a worker of the server, or in the process of a command. */
import {
  type ChangedDoor,
  foreseeImport,
  importRecords,
  type ImportResult,
  type InTurn,
} from '../../../db/scores/imports.ts'
import { ownerScope, type Scope } from '../../../db/store/scope.ts'
import type { Store } from '../../../db/store/store.ts'
import { createVillage, yearSeason } from '../../../db/villages/createVillage.ts'
import { findVillage } from '../../../db/villages/villages.ts'
import type { OfficeWorkbook, RowProblem } from '../../domain/workbook/office.ts'
import type { Answers, AskedQuestion } from '../../domain/workbook/questions/questions.ts'
import type { SheetAccount } from '../../domain/workbook/sheetAccounts.ts'
import { ledgerLanguage, sentence } from '../../words/index.ts'
import { type OfficeBytes, officeOfBytes } from './packedOffice.ts'
import { summarize, type WorkbookSummary } from './workbookSummary.ts'

const timezone = 'Asia/Shanghai'

/** A workbook without its lines. */
export interface OfficePreview extends Omit<OfficeWorkbook, 'lines' | 'openings'> {
  /** The doors of its lines, each once. */
  lines: { door: string }[]
}

/** What the command line tells of a workbook. */
export interface OfficeReport {
  summary: WorkbookSummary
  problems: RowProblem[]
  sheets: SheetAccount[]
  questions: AskedQuestion[]
  /** Doors of the workbook that have changed since. */
  changedDoors: ChangedDoor[]
}

/** A village by its slug, made where it is missing. */
export interface OfficeVillage {
  slug: string
  name: string
  year: number
}

/** By name: what a job takes and gives. */
export interface OfficeJobs {
  previewOffice: { input: OfficeBytes; result: OfficePreview }
  reportOffice: { input: { office: OfficeBytes; village: OfficeVillage }; result: OfficeReport }
  /** Writes a workbook into a village, all or nothing. */
  importOffice: {
    input: { office: OfficeBytes; into: Scope | OfficeVillage; choices: Answers }
    result: ImportResult
  }
}

export type OfficeJobTable = {
  [Name in keyof OfficeJobs]: (
    store: Store,
    input: OfficeJobs[Name]['input'],
    inTurn: InTurn,
  ) => Promise<OfficeJobs[Name]['result']>
}

export const officeJobs: OfficeJobTable = {
  previewOffice: async (_store, bytes) => {
    const { lines, openings, ...rest } = officeOfBytes(bytes)
    const doors = new Set([...lines, ...openings].map(({ door }) => door))
    return { ...rest, lines: [...doors].map((door) => ({ door })) }
  },

  reportOffice: async (store, { office: bytes, village: { slug, name } }) => {
    const office = officeOfBytes(bytes)
    const known = await findVillage(store, slug)
    return {
      summary: summarize(name, office),
      problems: office.problems,
      sheets: office.sheets,
      questions: office.questions,
      changedDoors: known ? (await foreseeImport(store, known.id, office)).changedDoors : [],
    }
  },

  importOffice: async (store, { office: bytes, into, choices }, inTurn) => {
    const office = { ...officeOfBytes(bytes), choices }
    if ('powers' in into) return importRecords(store, into, office, inTurn)
    const known = await findVillage(store, into.slug)
    if (known) return importRecords(store, recorderIn(known.id), office, inTurn)
    return inTurn('installation', async (store) => {
      const { slug, name, year } = into
      const { id } =
        (await findVillage(store, slug)) ??
        (await createVillage(store, null, { slug, name, timezone, season: yearSeason(year) }))
      return importRecords(store, recorderIn(id), office)
    })
  },
}

function recorderIn(village: number): Scope {
  return ownerScope(village, sentence(ledgerLanguage, 'recorded-by-import'))
}
