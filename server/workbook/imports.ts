/**
 * Imports of office workbooks: a file is read in a process of its own, its
 * preview is kept, and confirmed it is written in one transaction.
 */
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { isDiskFull } from '../../db/store/diskFaults.ts'
import type { VillageRow } from '../../db/store/schema.ts'
import { requirePower, type Scope } from '../../db/store/scope.ts'
import type { Database } from '../../db/store/store.ts'
import type { ImportProgress } from '../contract/live/live.ts'
import { Refused } from '../domain/answers/refused.ts'
import { type Answers, isOpen } from '../domain/workbook/questions/questions.ts'
import type { Workers } from '../workers/workers.ts'
import { KeptImports, type RunningImport } from './keptImports.ts'
import type { OfficeBytes } from './office/packedOffice.ts'
import { officeContext } from './reading/context.ts'
import { readPacked } from './reading/read.ts'

/** Imports being read at once; each is a process of its own. */
const mostReading = 2

export class Imports {
  readonly #store: Database
  readonly #workers: Workers
  readonly #log: Logger
  readonly #kept: KeptImports
  readonly #listeners = new Set<(village: number, progress: ImportProgress) => void>()
  readonly #stop = new AbortController()
  readonly #reading = new Set<Promise<void>>()

  constructor(store: Database, workers: Workers, dataDir: string, log: Logger) {
    this.#store = store
    this.#workers = workers
    this.#log = log
    this.#kept = new KeptImports(store.cluster, dataDir)
  }

  /** Subscribes to the progress of imports. */
  onProgress(listener: (village: number, progress: ImportProgress) => void): void {
    this.#listeners.add(listener)
  }

  /** Takes a workbook and begins to read it; nothing is written to the ledger. */
  async begin(scope: Scope, village: VillageRow, filename: string, workbook: Buffer): Promise<RunningImport> {
    requirePower(scope, 'enter')
    if (this.#reading.size >= mostReading) throw new Refused('conflict', 'imports-busy')
    const running: RunningImport = {
      id: randomUUID(),
      village: village.id,
      filename,
      state: 'reading',
      refusal: null,
      office: null,
      result: null,
      answers: {},
    }
    await this.#begin(scope, running, village, workbook)
    return running
  }

  /**
   * Reads a workbook once more with what somebody chose.
   *
   * @throws Refused when it is not there to be read, or written already
   */
  async answer(scope: Scope, village: VillageRow, id: string, answers: Answers): Promise<RunningImport> {
    requirePower(scope, 'enter')
    return this.#kept.alone(id, async () => {
      const running = await this.find(scope.village, id)
      if (running.state !== 'preview') throw new Refused('conflict', 'import-not-ready')
      if (this.#reading.size >= mostReading) throw new Refused('conflict', 'imports-busy')
      Object.assign(running, { state: 'reading', answers: { ...running.answers, ...answers } })
      await this.#begin(scope, running, village, null)
      return running
    })
  }

  /** Begins to read in the background, once the import is kept. */
  async #begin(
    scope: Scope,
    running: RunningImport,
    village: VillageRow,
    workbook: Buffer | null,
  ): Promise<void> {
    const kept = this.#kept.beginReading(running, workbook)
    const reading = this.#read(scope, running, village, kept)
      .catch((error: unknown) => this.#log.error({ err: error }, 'an import could not be kept'))
      .finally(() => this.#reading.delete(reading))
    this.#reading.add(reading)
    await kept.catch(() => {})
  }

  /** @throws Refused when the village has no such import */
  find(village: number, id: string): Promise<RunningImport> {
    return this.#kept.find(village, id)
  }

  /**
   * Writes what the preview showed. Confirmed again, it gives the first result.
   *
   * @throws Refused while questions are open, and when it has problem lines and they are not to be skipped
   */
  confirm(scope: Scope, id: string, skipProblems: boolean): Promise<RunningImport> {
    return this.#kept.alone(id, async () => {
      const running = await this.find(scope.village, id)
      if (running.state === 'done') return running
      const bytes = await this.#kept.bytesOf(id)
      if (running.state !== 'preview' || !running.office || !bytes)
        throw new Refused('conflict', 'import-not-ready')
      const open = running.office.questions.filter(isOpen).length
      if (open > 0) throw new Refused('conflict', 'import-has-questions', { count: open })
      const { length: count } = running.office.problems
      if (count > 0 && !skipProblems) throw new Refused('conflict', 'import-has-problems', { count })
      await this.#write(running, scope, bytes)
      return running
    })
  }

  async #write(running: RunningImport, scope: Scope, office: OfficeBytes): Promise<void> {
    this.#tell(running, 'posting', 0)
    const order = { office, into: scope, choices: running.answers, filename: running.filename }
    running.result = await this.#workers.perform('importOffice', order)
    running.state = 'done'
    await this.#kept.keep(running, null)
    this.#tell(running, 'posting', 1)
  }

  /** Aborts what is being read. What is being written ends with the workers. */
  async close(): Promise<void> {
    this.#stop.abort()
    await Promise.allSettled(this.#reading)
    this.#kept.removeFiles()
  }

  /** @param kept resolves once its workbook is there to be read */
  async #read(
    scope: Scope,
    running: RunningImport,
    village: VillageRow,
    kept: Promise<() => void>,
  ): Promise<void> {
    let bytes: OfficeBytes | null = null
    let stop = () => {}
    try {
      stop = await kept
      const known = await officeContext(this.#store, village)
      const context = { ...known, answers: { ...known.answers, ...running.answers } }
      const source = { path: this.#kept.pathOf(running.id), name: running.filename }
      const reading = await readPacked(source, context, {
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
      bytes = reading.ok ? reading.office : null
      running.refusal = reading.ok ? null : reading.refusal
      running.state = reading.ok ? 'preview' : 'failed'
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#log.error({ err: error }, 'an import could not be read')
      running.refusal = { code: isDiskFull(error) ? 'disk-full' : 'damaged', params: {} }
      running.state = 'failed'
    } finally {
      stop()
      await this.#kept.keep(running, bytes)
      this.#tell(running, 'reading', 1)
    }
  }

  #tell({ id, village }: RunningImport, stage: ImportProgress['stage'], share: number): void {
    for (const listener of this.#listeners) listener(village, { importId: id, stage, share })
  }
}
