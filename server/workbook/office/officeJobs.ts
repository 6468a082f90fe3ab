/** What is done with a workbook that was read: in a worker of the server, or in the process of a command. */
import { type ComparedImport, compareImport } from '../../../db/scores/importing/compareImport.ts'
import type { CorrectedLine } from '../../../db/scores/importing/ledgerComparison.ts'
import {
  type ChangedDoor,
  foreseeImport,
  importRecords,
  type ImportResult,
  type InTurn,
} from '../../../db/scores/imports.ts'
import type { OfficeRecords } from '../../../db/scores/officeRecords.ts'
import { ownerScope, type Scope } from '../../../db/store/scope.ts'
import type { Store } from '../../../db/store/store.ts'
import { findVillage } from '../../../db/villages/findVillages.ts'
import { Refused } from '../../domain/answers/refused.ts'
import { formatPoints, type PointUnit } from '../../domain/points/unit.ts'
import type { OfficeWorkbook, RowProblem } from '../../domain/workbook/office.ts'
import type { Answers, AskedQuestion } from '../../domain/workbook/questions/questions.ts'
import type { SheetAccount } from '../../domain/workbook/sheetAccounts.ts'
import { ledgerLanguage, sentence } from '../../words/index.ts'
import { type LeftHousehold, leftHouseholds } from './leftHouseholds.ts'
import { type OfficeBytes, officeOfBytes } from './packedOffice.ts'
import { summarize, type WorkbookSummary } from './workbookSummary.ts'

/** A workbook without its lines. */
export interface OfficePreview extends Omit<OfficeWorkbook, 'lines' | 'openings'> {
  /** The doors of its lines, each once. */
  lines: { door: string }[]
  ledger: LedgerPreview
  /** Households that the village will have more; null where the import is refused as it stands. */
  newHouseholds: number | null
  /** The first of them that come to a village with households: door and head. */
  newDoors: string[]
}

/** How the lines stand to the ledger. */
export interface LedgerPreview {
  /** Lines that an earlier import wrote. */
  written: number
  fresh: number
  /** Lines that differ from an earlier posting by points or day alone. */
  differing: number
  /** The first of them. */
  corrected: { sheet: string; row: number; door: string; rule: string; before: string; after: string }[]
  /** Earlier postings that the workbook does not have. */
  gone: number
}

/** What the command line tells of a workbook. */
export interface OfficeReport {
  summary: WorkbookSummary
  /** In which the points of the sheets are counted. */
  unit: PointUnit
  problems: RowProblem[]
  /** Lines of lists that bring no household. */
  leftHouseholds: LeftHousehold[]
  sheets: SheetAccount[]
  questions: AskedQuestion[]
  /** Words about rules that set nothing. */
  notUnderstood: { sheet: string; row: number; words: string }[]
  /** Doors of the workbook that have changed since. */
  changedDoors: ChangedDoor[]
  /** Households that a village with households will have more, and the first of them. */
  toAdd: { count: number; doors: string[] }
  /** The first lines that come in as they stand and should be looked at, and how many there are of each kind. */
  cautions: OfficeWorkbook['cautions']
  cautionCounts: OfficeWorkbook['counts']['cautions']
}

/** A village by its slug, which need not exist. */
export interface OfficeVillage {
  slug: string
  name: string
}

/** By name: what a job takes and gives. */
export interface OfficeJobs {
  previewOffice: {
    input: { office: OfficeBytes; scope: Scope; choices: Answers }
    result: OfficePreview
  }
  reportOffice: {
    input: { office: OfficeBytes; village: OfficeVillage; choices: Answers }
    result: OfficeReport
  }
  /** Writes a workbook into a village, all or nothing. */
  importOffice: {
    input: { office: OfficeBytes; into: Scope; choices: Answers; filename: string }
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
  previewOffice: async (store, { office: bytes, scope, choices }) => {
    const { lines, openings, ...rest } = officeOfBytes(bytes)
    const doors = new Set([...lines, ...openings].map(({ door }) => door))
    const compared = await compareOffice(store, scope, { ...rest, lines, openings, choices })
    return {
      ...rest,
      questions: [...rest.questions, ...compared.questions],
      lines: [...doors].map((door) => ({ door })),
      ledger: compared.ledger,
      newHouseholds: compared.newHouseholds,
      newDoors: compared.newDoors,
      cautions: compared.cautions,
    }
  },

  reportOffice: async (store, { office: bytes, village: { slug, name }, choices }) => {
    const office = officeOfBytes(bytes)
    const known = await findVillage(store, slug)
    const compared = known && (await compareOffice(store, recorderIn(known.id), { ...office, choices }))
    return {
      summary: summarize(name, office),
      unit: office.unit,
      problems: office.problems,
      leftHouseholds: leftHouseholds(office),
      sheets: office.sheets,
      questions: [...office.questions, ...(compared?.questions ?? [])],
      notUnderstood: office.rules.flatMap(({ sheet, row, notUnderstood }) =>
        notUnderstood.map((words) => ({ sheet, row, words })),
      ),
      toAdd: { count: compared?.newHouseholds ?? 0, doors: compared?.newDoors ?? [] },
      cautions: compared?.cautions ?? office.cautions,
      cautionCounts: office.counts.cautions,
      changedDoors: known ? (await foreseeImport(store, known.id, office)).changedDoors : [],
    }
  },

  importOffice: async (store, { office: bytes, into, choices, filename }, inTurn) => {
    const read = officeOfBytes(bytes)
    const office = { ...read, choices, source: { filename, problems: read.problems.length } }
    return importRecords(store, into, office, inTurn)
  },
}

/** New households that are named. */
const mostNewDoors = 5

function newDoorsOf({ ground, households }: ComparedImport): string[] {
  if (ground.particulars.length === 0) return []
  return households.rows.slice(0, mostNewDoors).map(({ listed: { door, head } }) => `${door} ${head}`)
}

/** What the ledger has already was looked at before. */
function newLinesFirst(cautions: OfficeWorkbook['cautions'], { lines }: ComparedImport): typeof cautions {
  const placeOf = ({ sheet = '', row = 0 }: { sheet?: string; row?: number }) => `${row} ${sheet}`
  const fresh = new Set(lines.map(({ line }) => placeOf(line)))
  const isNew = (caution: { sheet: string; row: number }) => fresh.has(placeOf(caution))
  return [...cautions.filter(isNew), ...cautions.filter((one) => !isNew(one))]
}

/** How many corrected lines are shown. */
const mostShown = 100

/** Holds a workbook against the ledger; what its import will refuse is said when it is confirmed. */
async function compareOffice(
  store: Store,
  scope: Scope,
  records: OfficeRecords & Pick<OfficeWorkbook, 'cautions'>,
): Promise<
  { questions: AskedQuestion[] } & Pick<OfficePreview, 'ledger' | 'newHouseholds' | 'newDoors' | 'cautions'>
> {
  const { length: count } = records.lines
  try {
    const compared = await store.read((moment) => compareImport(moment, scope, records))
    const { fresh, corrected, ofOther, gone } = compared.comparison
    const counts = {
      written: compared.records.lines.length - fresh.length - corrected.length - ofOther.length,
      fresh: fresh.length,
    }
    const shown = corrected.slice(0, mostShown).map((line) => viewCorrected(line, records.unit ?? 1))
    return {
      questions: compared.questions,
      newHouseholds: compared.households.rows.length,
      newDoors: newDoorsOf(compared),
      cautions: newLinesFirst(records.cautions, compared),
      ledger: { ...counts, differing: corrected.length, corrected: shown, gone: gone.length },
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const ledger = { written: 0, fresh: count, differing: 0, corrected: [], gone: 0 }
    return { questions: [], ledger, newHouseholds: null, newDoors: [], cautions: records.cautions }
  }
}

function viewCorrected(
  { line: { line }, earlier }: CorrectedLine,
  unit: PointUnit,
): LedgerPreview['corrected'][number] {
  const { sheet = '', row = 0, door, rule, points, occurredOn } = line
  const isItem = rule !== earlier.text
  const [was, is] =
    points === earlier.points
      ? [earlier.occurredOn, occurredOn]
      : [formatPoints(earlier.points, unit), formatPoints(points, unit)]
  const [before, after] = isItem ? [earlier.text, rule] : [was, is]
  return { sheet, row, door, rule, before, after }
}

/** Imports of the command line. */
export function recorderIn(village: number): Scope {
  return ownerScope(village, sentence(ledgerLanguage, 'recorded-by-import'))
}
