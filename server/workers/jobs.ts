/** What is done in worker threads, each with its own connection that reads. */
import type { Verification } from '../../db/ledger/proof/verify.ts'
import type { InTurn } from '../../db/scores/imports.ts'
import type { VillageRow } from '../../db/store/schema.ts'
import type { LogState } from '../../db/store/sqlite/log.ts'
import type { DatabaseCheck } from '../../db/store/sqlite/soundness/check.ts'
import type { Turn } from '../../db/store/store.ts'
import type { OfficeJobs } from '../workbook/office/officeJobs.ts'
import type { ExportTable } from '../workbook/writing/write.ts'
import type { AnswerOrder, HeavyAnswer } from './heavyAnswer.ts'

/** Hears the share done, 0 to 1. */
export type OnProgress = (share: number) => void

/** How much of a ledger is verified. */
export type VerifyScope = 'whole' | 'since-proven'

/** By name: what a job takes and gives. Both are sent between threads. */
export interface Jobs extends OfficeJobs {
  /** Answers an operation that reads much. */
  answer: { input: AnswerOrder; result: HeavyAnswer }
  /** Loads the sample village. Gives its name in addresses. */
  installSample: { input: null; result: string }
  /** Writes lists as the bytes of an .xlsx file. */
  writeWorkbook: { input: ExportTable[]; result: Uint8Array }
  /** Verifies the ledger of one village, as a whole or since it was proven last. */
  verify: { input: { village: VillageRow; scope: VerifyScope }; result: Verification }
  /** Copies the log of the live database into it, beside its writes or in the turn to write. */
  copyLog: { input: { inTurn: boolean }; result: LogState }
  /** Copies the live database, page by page and as it is at one moment, to a file. */
  copyDatabase: { input: { file: string }; result: void }
  /** Checks pages, references, schema and rows of the live database. */
  check: { input: null; result: DatabaseCheck }
}

export type JobName = keyof Jobs

export type PoolName = 'reading' | 'writing' | 'proving'

/** Jobs that may have the turn to write. */
const writing: ReadonlySet<JobName> = new Set(['importOffice', 'installSample', 'copyLog'])
/** Jobs that keep nobody waiting, and take long. */
const proving: ReadonlySet<JobName> = new Set(['verify', 'check'])

/** The pool whose threads do a job. */
export function poolOf(job: JobName): PoolName {
  if (writing.has(job)) return 'writing'
  return proving.has(job) ? 'proving' : 'reading'
}

/** What a job does besides. */
export interface JobTools {
  onProgress: OnProgress
  /** Aborted when the job is to stop. */
  signal: AbortSignal
  /** Resolves once the job has the turn to write, which ends with the job. */
  turn: (turn: Turn) => Promise<void>
  /** Runs a transaction in the turn to write. */
  inTurn: InTurn
}

/** How a thread does each of them. */
export type JobTable = {
  [Name in JobName]: (input: Jobs[Name]['input'], tools: JobTools) => Promise<Jobs[Name]['result']>
}
