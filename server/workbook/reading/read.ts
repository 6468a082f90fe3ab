/** Reads an office's workbook in a process of its own: a hostile file harms only that one. */
import { type ChildProcess, fork } from 'node:child_process'
import { programFile } from '../../builtFiles.ts'
import type { OfficeContext, WorkbookRefusal } from '../../domain/workbook/office.ts'
import type { OfficeBytes } from '../office/packedOffice.ts'
import { openArchive } from './archive.ts'
import { fileKind } from './fileKind.ts'
import { type ReadingLimits, readingLimits } from './limits.ts'
import type { ReadingNews, ReadingOrder } from './messages.ts'
import { RefusedWorkbook } from './refusedWorkbook.ts'

export interface ReadingOptions {
  /** Ends the reading; the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined
  /** Hears how far it is, from 0 to 1. */
  onProgress?: ((share: number) => void) | undefined
  limits?: Partial<ReadingLimits> | undefined
}

export interface WorkbookFile {
  path: string
  /** As its owner calls it, such as `3月台账.csv`; names the sheet of a text file. */
  name: string
}

/** What a workbook says, as bytes, or why it is refused. */
export type PackedReading = { ok: true; office: OfficeBytes } | { ok: false; refusal: WorkbookRefusal }

/**
 * What the workbook says, or why it is refused. The directory of the file is
 * judged first, then a process with bounded time and memory reads it.
 *
 * @throws what the signal gives as its reason, or an error where the reading process fails by our fault
 */
export async function readPacked(
  { path, name }: WorkbookFile,
  context: OfficeContext,
  { signal, onProgress, limits: wanted }: ReadingOptions = {},
): Promise<PackedReading> {
  signal?.throwIfAborted()
  const limits = { ...readingLimits, ...wanted }
  const refusal = await judge(path, limits)
  if (refusal) return { ok: false, refusal }
  onProgress?.(0.1)
  signal?.throwIfAborted()
  const reading = await readInChild({ path, name, context, limits }, signal, (share) =>
    onProgress?.(0.1 + share * 0.9),
  )
  onProgress?.(1)
  return reading
}

async function judge(path: string, limits: ReadingLimits): Promise<WorkbookRefusal | null> {
  try {
    if ((await fileKind(path, limits)) === 'zip') (await openArchive(path, limits)).close()
    return null
  } catch (error) {
    if (error instanceof RefusedWorkbook) return error.refusal
    throw error
  }
}

function readInChild(
  order: ReadingOrder,
  signal: AbortSignal | undefined,
  onProgress: (share: number) => void,
): Promise<PackedReading> {
  const child = start(order.limits)
  const { promise, resolve, reject } = withResolvers<PackedReading>()
  const complaints = collectComplaints(child)
  const stop = (): void => {
    reject(signal?.reason)
    child.kill('SIGKILL')
  }
  const timer = setTimeout(() => {
    resolve(refused('too-slow', { seconds: Math.ceil(order.limits.milliseconds / 1000) }))
    child.kill('SIGKILL')
  }, order.limits.milliseconds)
  signal?.addEventListener('abort', stop, { once: true })

  child.on('message', (news: ReadingNews) => {
    if (news.type === 'progress') onProgress(news.share)
    else if (news.type === 'refused') resolve({ ok: false, refusal: news.refusal })
    else resolve({ ok: true, office: news.office })
  })
  child.once('error', reject)
  child.once('close', (code, cause) => {
    // Only after an answer does this come too late to matter.
    if (ranOutOfMemory(code, cause, complaints())) resolve(refused('too-much-memory'))
    else reject(new Error(`the workbook's reader ended with ${cause ?? code}: ${complaints()}`))
  })
  // A process that ends before it can be told is heard of by its end.
  child.send(order, () => {})
  return promise.finally(() => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  })
}

function start({ heapMegabytes }: ReadingLimits): ChildProcess {
  return fork(programFile('readChild'), {
    execArgv: [`--max-old-space-size=${heapMegabytes}`],
    // Nothing of the server's settings and secrets.
    env: Object.fromEntries(
      ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot'].map((name) => [name, process.env[name]]),
    ),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // Bytes are passed on as they are.
    serialization: 'advanced',
  })
}

/** The end of what the process writes to its standard error. */
function collectComplaints(child: ChildProcess): () => string {
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-4000)
  })
  return () => text
}

function ranOutOfMemory(code: number | null, cause: NodeJS.Signals | null, complaints: string): boolean {
  return cause === 'SIGABRT' || code === 134 || /heap out of memory|Allocation failed/u.test(complaints)
}

function refused(code: WorkbookRefusal['code'], params: WorkbookRefusal['params'] = {}): PackedReading {
  return { ok: false, refusal: { code, params } }
}

function withResolvers<Value>(): {
  promise: Promise<Value>
  resolve: (value: Value) => void
  reject: (reason: unknown) => void
} {
  let resolve!: (value: Value) => void
  let reject!: (reason: unknown) => void
  const promise = new Promise<Value>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}
