/**
 * Imports that are not confirmed yet, kept until the server stops or their time has passed. Several
 * processes keep them in their database, so that each may answer and confirm what another has read.
 */
import { existsSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImportResult } from '../../db/scores/imports.ts'
import type { Cluster } from '../../db/store/cluster.ts'
import { makeFolder } from '../../db/store/files/makeFolder.ts'
import { Refused } from '../domain/answers/refused.ts'
import type { WorkbookRefusal } from '../domain/workbook/office.ts'
import type { Answers } from '../domain/workbook/questions/questions.ts'
import type { OfficePreview } from './office/officeJobs.ts'
import type { OfficeBytes } from './office/packedOffice.ts'

/** Previews are dropped when nobody has asked for them for this long, s. */
const keepSeconds = 3_600
const kept = { seconds: keepSeconds, renewedFor: keepSeconds }
/** Of one that is being read, by a process that may die; put again every third of its time. */
const reading = { seconds: 30, renewedFor: 0 }
/** Previews of one village, and of all; above this the oldest are dropped. */
const mostKept = { village: 5, all: 40 }

export interface RunningImport {
  id: string
  village: number
  filename: string
  state: 'reading' | 'preview' | 'done' | 'failed'
  refusal: WorkbookRefusal | null
  /** The workbook without its lines. */
  office: OfficePreview | null
  result: ImportResult | null
  /** Choices for what the workbook leaves open, by the id of each question. */
  answers: Answers
}

interface Kept {
  running: RunningImport
  bytes: OfficeBytes | null
  /** ms since 1970. */
  usedAt: number
}

export class KeptImports {
  readonly #folder: string
  readonly #shared: Cluster['imports']
  /** All of this process; where processes share them, those that it reads at present. */
  readonly #here = new Map<string, Kept>()
  /** The last work on each import. */
  readonly #turns = new Map<string, Promise<unknown>>()

  constructor({ imports: shared }: Cluster, dataDir: string) {
    this.#folder = join(dataDir, 'imports')
    this.#shared = shared
    // Files of a server that stopped while reading.
    this.removeFiles()
  }

  /** @throws Refused when the village has no such import */
  async find(village: number, id: string): Promise<RunningImport> {
    const found = this.#find(village, id) ?? (await this.#findShared(village, id))
    if (!found) throw new Refused('not-found', 'unknown-import')
    return found
  }

  /** Keeps an import that is being read. @param workbook null for the file that is there already */
  async beginReading(running: RunningImport, workbook: Buffer | null): Promise<() => void> {
    const { village, id } = running
    this.#forgetOld()
    this.#here.set(id, { running, bytes: null, usedAt: Date.now() })
    this.#forgetMany(village)
    const bytes = workbook ?? (existsSync(this.pathOf(id)) ? null : await this.#shared?.workbook(id))
    makeFolder(this.#folder)
    if (bytes) await writeFile(this.pathOf(id), bytes, { mode: 0o600 })
    if (!this.#shared) return () => {}
    const shared = this.#shared
    const put = (file?: Buffer) =>
      shared.put(village, id, { state: JSON.stringify(running), workbook: file, office: null }, reading)
    await shared.sweep(village, mostKept.village - 1, mostKept.all - 1)
    await put(workbook ?? undefined)
    // A process that cannot reach the database says so where somebody waits.
    const timer = setInterval(() => void put().catch(() => {}), (reading.seconds * 1_000) / 3)
    return () => clearInterval(timer)
  }

  /** Keeps an import that was read or written. @param bytes the whole of what was read */
  async keep(running: RunningImport, bytes: OfficeBytes | null): Promise<void> {
    const { village, id, state } = running
    // While it is looked at, it may be read again with other choices.
    if (state !== 'preview' || this.#shared) rmSync(this.pathOf(id), { force: true })
    if (!this.#shared) return void this.#here.set(id, { running, bytes, usedAt: Date.now() })
    await this.#shared
      .put(village, id, { state: JSON.stringify(running), office: bytes }, kept)
      .finally(() => this.#here.delete(id))
  }

  /** The whole of what was read; null where nothing can be written. */
  async bytesOf(id: string): Promise<OfficeBytes | null> {
    return this.#here.get(id)?.bytes ?? (await this.#shared?.office(id)) ?? null
  }

  /** Does the work once other work on this import is done, also that of other processes. */
  alone<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
    if (this.#shared) return this.#shared.alone(id, work)
    const result = (this.#turns.get(id) ?? Promise.resolve()).then(work)
    const done = result.catch(() => {})
    this.#turns.set(id, done)
    void done.then(() => this.#turns.get(id) === done && this.#turns.delete(id))
    return result
  }

  pathOf(id: string): string {
    return join(this.#folder, id)
  }

  removeFiles(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #find(village: number, id: string): RunningImport | null {
    const kept = this.#here.get(id)
    if (kept?.running.village !== village) return null
    kept.usedAt = Date.now()
    return kept.running
  }

  async #findShared(village: number, id: string): Promise<RunningImport | null> {
    const state = await this.#shared?.state(village, id)
    return state ? (JSON.parse(state) as RunningImport) : null
  }

  #forget(id: string): void {
    this.#here.delete(id)
    rmSync(this.pathOf(id), { force: true })
  }

  #forgetOld(): void {
    const over = Date.now() - keepSeconds * 1_000
    for (const [id, { running, usedAt }] of this.#here)
      if (usedAt < over && running.state !== 'reading') this.#forget(id)
  }

  /** Forgets the oldest imports that are not being read, as far as there are too many. */
  #forgetMany(village: number): void {
    const forget = (imports: RunningImport[], most: number) => {
      const idle = imports.filter(({ state }) => state !== 'reading')
      for (const { id } of idle.slice(0, Math.max(0, imports.length - most))) this.#forget(id)
    }
    const all = () => [...this.#here.values()].map(({ running }) => running)
    forget(
      all().filter((one) => one.village === village),
      mostKept.village,
    )
    forget(all(), mostKept.all)
  }
}
