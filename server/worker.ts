/** A thread of a pool: does one job at a time, with its own connection to the database. */
import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { basename } from 'node:path'
import { type MessagePort, workerData } from 'node:worker_threads'
import type { InTurn } from '../db/scores/imports.ts'
import type { Change } from '../db/store/changes.ts'
import { openBeside, writeBeside } from '../db/store/opening/openDatabase.ts'
import type { Beside, Turn } from '../db/store/store.ts'
import { JobPort } from './workers/jobPort.ts'
import type { JobName, Jobs, JobTable } from './workers/jobs.ts'
import { outcomeOf } from './workers/outcome.ts'
import type { JobOutcome } from './workers/workers.ts'

const { beside, niceness } = workerData as { beside: Beside; niceness: number }

let opened: ReturnType<typeof openBeside> | null = null
/** Opened by the first job: a damaged database fails that job, and not the thread with the whole process. */
const store = () =>
  (opened ??= openBeside(beside).catch((error: unknown) => {
    // The next job tries again.
    opened = null
    throw error
  }))

const officeJobs = async () => (await import('./workbook/office/officeJobs.ts')).officeJobs

/** Each loads what it needs when it is first done: all of it takes a quarter of a second of CPU in every thread. */
const jobs: JobTable = {
  answer: async (order) => {
    const { answerHeavy } = await import('./routes/heavyAnswers.ts')
    return answerHeavy(await store(), order)
  },
  writeWorkbook: async (tables) => {
    const { writeWorkbook } = await import('./workbook/writing/write.ts')
    return writeWorkbook(tables)
  },
  verify: async ({ village, scope }, { onProgress }) => {
    const { verifySince, verifyVillage } = await import('../db/ledger/proof/verify.ts')
    return (scope === 'whole' ? verifyVillage : verifySince)(await store(), village, onProgress)
  },
  copyDatabase: async ({ file: copy }, { signal }) => (await store()).copyTo(copy, signal),
  check: async () => (await store()).check(),
  copyLog: async ({ inTurn }, { turn }) => {
    if (inTurn) await turn('installation')
    return (await store()).copyLog()
  },
  previewOffice: async (input, { inTurn }) =>
    (await officeJobs()).previewOffice(await store(), input, inTurn),
  reportOffice: async (input, { inTurn }) => (await officeJobs()).reportOffice(await store(), input, inTurn),
  installSample: async (_input, { inTurn }) => {
    const { installSample } = await import('../db/sample/install.ts')
    return (await inTurn('installation', (store) => installSample(store, Date.now()))).slug
  },
  importOffice: async (input, { inTurn }) => (await officeJobs()).importOffice(await store(), input, inTurn),
}

/** What Piscina calls for each job. */
export default async function perform<Name extends JobName>({
  name,
  input,
  port,
}: {
  name: Name
  input: Jobs[Name]['input']
  port: MessagePort
}): Promise<JobOutcome<Name>> {
  const changes: Change[] = []
  const main = new JobPort(port)
  const turn = (whose: Turn) => main.askForTurn(whose)
  const inTurn: InTurn = async (whose, work) => {
    const committed = await writeBeside(beside, whose, () => turn(whose), work)
    changes.push(...committed.changes)
    return committed.result
  }
  const tools = { onProgress: (share: number) => main.tell(share), signal: main.signal, turn, inTurn }
  try {
    const outcome = await outcomeOf(() => jobs[name](input, tools))
    return { ...outcome, changes }
  } finally {
    main.close()
  }
}

/** On Linux a thread has a priority of its own; elsewhere all of a process share one, which stays. */
function stepBack(): void {
  if (process.platform === 'linux') setPriority(Number(basename(readlinkSync('/proc/thread-self'))), niceness)
}

if (niceness > 0) stepBack()
