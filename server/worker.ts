/** A thread of the pool: does one job at a time, with its own connection to the database. */
import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { basename } from 'node:path'
import { type MessagePort, workerData } from 'node:worker_threads'
import { verifySince, verifyVillage } from '../db/ledger/verify.ts'
import { openBeside } from '../db/store/sqlite/openBeside.ts'
import { answerHeavy } from './routes/heavyAnswers.ts'
import { writeWorkbook } from './workbook/writing/write.ts'
import type { JobName, Jobs, JobTable } from './workers/jobs.ts'
import { type Outcome, outcomeOf } from './workers/outcome.ts'

/** Lower than that of the thread that people wait for. */
const niceness = 10

let opened: ReturnType<typeof openBeside> | null = null
/** Opened by the first job: a damaged database fails that job, and not the thread with the whole process. */
const store = () => (opened ??= openBeside((workerData as { file: string }).file))

const jobs: JobTable = {
  answer: (order) => answerHeavy(store(), order),
  writeWorkbook,
  verify: ({ village, scope }, onProgress) =>
    (scope === 'whole' ? verifyVillage : verifySince)(store(), village, onProgress),
  check: async () => store().check(),
}

/** What Piscina calls for each job. */
export default async function perform<Name extends JobName>({
  name,
  input,
  progress,
}: {
  name: Name
  input: Jobs[Name]['input']
  progress: MessagePort
}): Promise<Outcome<Jobs[Name]['result']>> {
  try {
    return await outcomeOf(() => jobs[name](input, (share) => progress.postMessage(share)))
  } finally {
    progress.close()
  }
}

/** On Linux a thread has a priority of its own; elsewhere all of a process share one, which stays. */
function stepBack(): void {
  if (process.platform === 'linux') setPriority(Number(basename(readlinkSync('/proc/thread-self'))), niceness)
}

stepBack()
