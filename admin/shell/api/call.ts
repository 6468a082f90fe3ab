/** Calls of the server, typed by the table of operations. */
import { z } from 'zod'
import { pointUnitHeader } from '../../../server/contract/fields/points.ts'
import { problem, type Problem } from '../../../server/contract/fields/problem.ts'
import { fileTypes, isFileKind, type Operation } from '../../../server/contract/operations/operation.ts'
import { here } from '../../../server/domain/page/here.ts'
import type { PointUnit } from '../../../server/domain/points/unit.ts'
import { ShownTexts } from '../../../server/domain/text/shown.ts'
import { locale, t } from '../words/translate.ts'
import { Failure } from './failure.ts'

/** What pages show of answers, and send back. */
export const texts = new ShownTexts()

/** Timeouts of a call and of a file's upload, ms. */
const timeoutMs = 15_000
const fileTimeoutMs = 120_000

type ParamsOf<O> = O extends { params: infer Schema extends z.ZodType }
  ? { params: z.output<Schema> }
  : { params?: never }
type QueryOf<O> = O extends { query: infer Schema extends z.ZodType }
  ? { query?: Partial<z.output<Schema>> }
  : { query?: never }
type BodyOf<O> = O extends { body: infer Schema }
  ? { body: Schema extends z.ZodType ? z.input<Schema> : Blob }
  : { body?: never }

/** What a call of this operation needs. */
export type Given<O extends Operation> = ParamsOf<O> &
  QueryOf<O> &
  BodyOf<O> & {
    signal?: AbortSignal
    /** In which the points of the body are counted; the one that the page counts in where it is left out. */
    unit?: PointUnit
  }

/** What it answers; nothing where the operation answers nothing. */
export type Answer<O extends Operation> = O['answer'] extends z.ZodType ? z.output<O['answer']> : undefined

type Arguments<O extends Operation> = object extends Given<O> ? [given?: Given<O>] : [given: Given<O>]

/** In which the page counts, by the slug of a village. */
const units = new Map<string, PointUnit>()

/** Tells the server with every write in which unit the page counts a village's points. */
export function countIn(village: string, unit: PointUnit): void {
  units.set(village, unit)
}

let afterSignedOut: () => void = () => undefined

/** Sets what happens when the server says that the session is over. */
export function onSignedOut(handler: () => void): void {
  afterSignedOut = handler
}

/**
 * Calls the server, without retries: a write without an answer is retried by the caller, who has its id.
 *
 * @throws Failure with a sentence for the person; the `signal`'s own error when aborted
 */
export async function call<O extends Operation>(operation: O, ...[given]: Arguments<O>): Promise<Answer<O>> {
  const response = await send(operation, given)
  if (!response.ok) throw await refusal(response)
  if (!(operation.answer instanceof z.ZodType)) return undefined as Answer<O>
  const answer = operation.answer.safeParse(await json(response))
  if (!answer.success) throw new Failure('broken', t('failure.unreadable'))
  return answer.data as Answer<O>
}

/** The address of an operation, for links to files. */
export function addressOf<O extends Operation>(
  operation: O,
  ...[given]: object extends ParamsOf<O> & QueryOf<O>
    ? [given?: ParamsOf<O> & QueryOf<O>]
    : [given: ParamsOf<O> & QueryOf<O>]
): string {
  return address(operation.path, given?.params, given?.query)
}

function address(path: string, params: object = {}, query: object = {}): string {
  const values = new Map<string, unknown>(Object.entries(params))
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values.get(name))))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') search.set(name, String(value))
  const text = search.toString()
  return here(text === '' ? filled : `${filled}?${text}`)
}

async function send(operation: Operation, given: Partial<Given<Operation>> = {}): Promise<Response> {
  const file = isFileKind(operation.body) ? fileTypes[operation.body] : null
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), file ? fileTimeoutMs : timeoutMs)
  const giveUp = () => stop.abort()
  given.signal?.addEventListener('abort', giveUp)
  const body: unknown = given.body
  const unit = given.unit ?? units.get(String(new Map(Object.entries(given.params ?? {})).get('v')))
  try {
    return await fetch(address(operation.path, texts.stored(given.params), texts.stored(given.query)), {
      method: operation.method.toUpperCase(),
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        'accept-language': locale.value,
        ...(body === undefined ? {} : { 'content-type': file ?? 'application/json' }),
        ...(body === undefined || unit === undefined ? {} : { [pointUnitHeader]: String(unit) }),
      },
      signal: stop.signal,
      ...(body === undefined
        ? {}
        : { body: body instanceof Blob ? body : JSON.stringify(texts.stored(body)) }),
    })
  } catch (error) {
    if (given.signal?.aborted) throw error
    throw new Failure('unreachable', t('failure.unreachable'))
  } finally {
    clearTimeout(timer)
    given.signal?.removeEventListener('abort', giveUp)
  }
}

async function json(response: Response): Promise<unknown> {
  try {
    return texts.show(await response.json())
  } catch {
    return null
  }
}

async function refusal(response: Response): Promise<Failure> {
  const parsed = problem.safeParse(await json(response))
  const document: Problem | undefined = parsed.success ? parsed.data : undefined
  if (document?.code === 'no-session') {
    afterSignedOut()
    return new Failure('signed-out', document.detail, document)
  }
  const refused = document !== undefined && response.status < 500 && response.status !== 429
  return new Failure(refused ? 'refused' : 'broken', document?.detail ?? t('failure.broken'), document)
}

/** Whether a call was aborted by its `signal`. */
export function wasAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}
