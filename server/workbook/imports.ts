/**
 * Imports of office workbooks: a file is read in a process of its own, its
 * preview is kept, and confirmed it is written in one transaction. Files and
 * previews live until the server stops or `keepMs` has passed.
 */
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { ImportResult } from '../../db/scores/imports.ts'
import { isDiskFull } from '../../db/store/diskFaults.ts'
import { makeFolder } from '../../db/store/files/makeFolder.ts'
import type { VillageRow } from '../../db/store/schema.ts'
import { requirePower, type Scope } from '../../db/store/scope.ts'
import type { Store } from '../../db/store/store.ts'
import type { ImportProgress } from '../contract/live/live.ts'
import { Refused } from '../domain/answers/refused.ts'
import type { WorkbookRefusal } from '../domain/workbook/office.ts'
import { type Answers, isOpen } from '../domain/workbook/questions/questions.ts'
import type { Workers } from '../workers/workers.ts'
import type { OfficePreview } from './office/officeJobs.ts'
import type { OfficeBytes } from './office/packedOffice.ts'
import { officeContext } from './reading/context.ts'
import { readPacked } from './reading/read.ts'

/** Unconfirmed previews are dropped after this long, ms. */
const keepMs = 24 * 3_600_000
/** Previews of one village, and of all; above this the oldest are dropped. */
const mostKept = { village: 5, all: 40 }
/** Imports being read at once; each is a process of its own. */
const mostReading = 2

export interface RunningImport {
  id: string
  village: number
  filename: string
  state: 'reading' | 'preview' | 'posting' | 'done' | 'failed'
  refusal: WorkbookRefusal | null
  /** The workbook without its lines. */
  office: OfficePreview | null
  /** The whole of it. */
  bytes: OfficeBytes | null
  result: ImportResult | null
  /** Choices for what the workbook leaves open, by the id of each question. */
  answers: Answers
  /** While it is written to the ledger. */
  writing: Promise<void> | null
  startedAt: number
}

export class Imports {
  readonly #store: Store
  readonly #workers: Workers
  readonly #folder: string
  readonly #log: Logger
  readonly #running = new Map<string, RunningImport>()
  readonly #listeners = new Set<(village: number, progress: ImportProgress) => void>()
  readonly #stop = new AbortController()
  readonly #reading = new Set<Promise<void>>()

  constructor(store: Store, workers: Workers, dataDir: string, log: Logger) {
    this.#store = store
    this.#workers = workers
    this.#folder = join(dataDir, 'imports')
    this.#log = log
    // Files of a server that stopped while reading.
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** Subscribes to the progress of imports. */
  onProgress(listener: (village: number, progress: ImportProgress) => void): void {
    this.#listeners.add(listener)
  }

  /** Takes a workbook and begins to read it; nothing is written to the ledger. */
  async begin(scope: Scope, village: VillageRow, filename: string, workbook: Buffer): Promise<RunningImport> {
    requirePower(scope, 'enter')
    this.#forgetOld()
    if (this.#reading.size >= mostReading) throw new Refused('conflict', 'imports-busy')
    const running: RunningImport = {
      id: randomUUID(),
      village: village.id,
      filename,
      state: 'reading',
      refusal: null,
      office: null,
      bytes: null,
      result: null,
      answers: {},
      writing: null,
      startedAt: Date.now(),
    }
    this.#running.set(running.id, running)
    this.#forgetMany(village.id)
    this.#begin(scope, running, village, workbook)
    return running
  }

  /**
   * Reads a workbook once more with what somebody chose.
   *
   * @throws Refused when it is not there to be read, or written already
   */
  answer(scope: Scope, village: VillageRow, id: string, answers: Answers): RunningImport {
    requirePower(scope, 'enter')
    const running = this.find(scope.village, id)
    if (running.state !== 'preview') throw new Refused('conflict', 'import-not-ready')
    if (this.#reading.size >= mostReading) throw new Refused('conflict', 'imports-busy')
    Object.assign(running, { state: 'reading', answers: { ...running.answers, ...answers } })
    this.#begin(scope, running, village, null)
    return running
  }

  #begin(scope: Scope, running: RunningImport, village: VillageRow, workbook: Buffer | null): void {
    const reading = this.#read(scope, running, village, workbook).finally(() => this.#reading.delete(reading))
    this.#reading.add(reading)
  }

  /** @throws Refused when the village has no such import */
  find(village: number, id: string): RunningImport {
    const running = this.#running.get(id)
    if (running?.village !== village) throw new Refused('not-found', 'unknown-import')
    return running
  }

  /**
   * Writes what the preview showed. Confirmed again, it gives the first result.
   *
   * @throws Refused while questions are open, and when it has problem lines and they are not to be skipped
   */
  async confirm(scope: Scope, id: string, skipProblems: boolean): Promise<RunningImport> {
    const running = this.find(scope.village, id)
    if (running.state === 'done') return running
    const { office, bytes } = running
    if (running.state !== 'preview' || !office || !bytes) throw new Refused('conflict', 'import-not-ready')
    const open = office.questions.filter(isOpen).length
    if (open > 0) throw new Refused('conflict', 'import-has-questions', { count: open })
    const { length: count } = office.problems
    if (count > 0 && !skipProblems) throw new Refused('conflict', 'import-has-problems', { count })
    running.writing ??= this.#write(running, scope, bytes).finally(() => (running.writing = null))
    await running.writing
    return running
  }

  async #write(running: RunningImport, scope: Scope, office: OfficeBytes): Promise<void> {
    this.#tell(running, 'posting', 0)
    const order = { office, into: scope, choices: running.answers, filename: running.filename }
    running.result = await this.#workers.perform('importOffice', order)
    running.bytes = null
    running.state = 'done'
    rmSync(this.#pathOf(running.id), { force: true })
    this.#tell(running, 'posting', 1)
  }

  /** Aborts what is being read. What is being written ends with the workers. */
  async close(): Promise<void> {
    this.#stop.abort()
    await Promise.allSettled(this.#reading)
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #pathOf(id: string): string {
    return join(this.#folder, id)
  }

  /** @param workbook null for the file that is there already */
  async #read(
    scope: Scope,
    running: RunningImport,
    village: VillageRow,
    workbook: Buffer | null,
  ): Promise<void> {
    const path = this.#pathOf(running.id)
    try {
      makeFolder(this.#folder)
      if (workbook) await writeFile(path, workbook, { mode: 0o600 })
      const known = await officeContext(this.#store, village)
      const context = { ...known, answers: { ...known.answers, ...running.answers } }
      const reading = await readPacked({ path, name: running.filename }, context, {
        signal: this.#stop.signal,
        onProgress: (share) => this.#tell(running, 'reading', share),
      })
      running.office = reading.ok
        ? await this.#workers.perform('previewOffice', {
            office: reading.office,
            scope,
            choices: running.answers,
          })
        : null
      running.bytes = reading.ok ? reading.office : null
      running.refusal = reading.ok ? null : reading.refusal
      running.state = reading.ok ? 'preview' : 'failed'
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#log.error({ err: error }, 'an import could not be read')
      running.refusal = { code: isDiskFull(error) ? 'disk-full' : 'damaged', params: {} }
      running.state = 'failed'
    } finally {
      // While it is looked at, it may be read again with other choices.
      if (running.state !== 'preview') rmSync(path, { force: true })
      this.#tell(running, 'reading', 1)
    }
  }

  #tell({ id, village }: RunningImport, stage: ImportProgress['stage'], share: number): void {
    for (const listener of this.#listeners) listener(village, { importId: id, stage, share })
  }

  #forget(id: string): void {
    this.#running.delete(id)
    rmSync(this.#pathOf(id), { force: true })
  }

  #forgetOld(): void {
    for (const [id, { startedAt }] of this.#running) if (Date.now() - startedAt > keepMs) this.#forget(id)
  }
  /** Forgets the oldest imports that are not under way, as far as there are too many. */
  #forgetMany(village: number): void {
    const forget = (imports: RunningImport[], most: number) => {
      const idle = imports.filter(({ state }) => state !== 'reading' && state !== 'posting')
      for (const { id } of idle.slice(0, Math.max(0, imports.length - most))) this.#forget(id)
    }
    const all = () => [...this.#running.values()]
    forget(
      all().filter((one) => one.village === village),
      mostKept.village,
    )
    forget(all(), mostKept.all)
  }
}
