/** Every refusal leaves the server as an RFC 9457 problem document with a plain sentence. */
import type { ErrorRequestHandler, Request, Response } from 'express'
import type { Logger } from 'pino'
import { z } from 'zod'
import { isDiskFull } from '../../db/store/diskFaults.ts'
import { isUnavailable } from '../../db/store/postgres/faults.ts'
import { isDamage } from '../../db/store/sqlite/connect.ts'
import type { Problem } from '../contract/fields/problem.ts'
import type { Operation } from '../contract/operations/operations.ts'
import type { Params } from '../domain/answers/fault.ts'
import { Refused, type RefusalKind } from '../domain/answers/refused.ts'
import type { PointUnit } from '../domain/points/unit.ts'
import { Malformed } from '../words/fields/malformed.ts'
import { refusedField, rowPath } from '../words/fields/refusedFields.ts'
import { type Language, languageOf, sentence } from '../words/index.ts'
import { Interrupted } from '../workers/interrupted.ts'

/** A refusal of the HTTP layer itself, with its own status. */
export class HttpRefused extends Error {
  readonly status: number
  readonly code: string
  readonly params: Params

  constructor(status: number, code: string, params: Params = {}) {
    super(code)
    this.status = status
    this.code = code
    this.params = params
  }
}

const statusOf: Record<RefusalKind, number> = {
  'not-found': 404,
  conflict: 409,
  unprocessable: 422,
  forbidden: 403,
}

/** Answers any error; unexpected ones are logged once, with the request's id, and tell nothing of the inside. */
export function answerProblems(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    const { called, caller } = response.locals as Answering
    const problem = problemOf(error, request, { operation: called, unit: caller?.unit ?? 1 })
    if (problem.status >= 500) log.error({ err: error, requestId: request.id }, 'request failed')
    sendProblem(response, problem)
  }
}

/** Sends a problem document. */
export function sendProblem(response: Response, problem: Problem): void {
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}

/** What is known of a call by the time that it fails. */
interface Answering {
  called?: Operation
  caller?: { unit: PointUnit }
}

interface Place {
  /** Undefined where the request reached none. */
  operation: Operation | undefined
  /** Of the village that the call is about. */
  unit: PointUnit
}

function problemOf(error: unknown, request: Request, place: Place): Problem {
  const language = languageOf(request.get('accept-language'))
  const { operation, unit } = place
  if (error instanceof Refused) return refusal(error, language, request, place)
  if (error instanceof Malformed) return malformed(error, language, request, unit)
  if (error instanceof HttpRefused)
    return atField(
      plain(error.status, error.code, error.params, language, request),
      error,
      request,
      operation,
    )
  const unread = unreadBody(error)
  if (unread) return plain(unread.status, unread.code, unread.params, language, request)
  // Express itself: an address that cannot be decoded.
  if (error instanceof URIError) return plain(400, 'malformed-address', {}, language, request)
  if (isDiskFull(error)) return plain(507, 'disk-full', {}, language, request)
  if (isUnavailable(error)) return plain(503, 'database-unavailable', {}, language, request)
  if (isDamage(error)) return plain(503, 'database-damaged', {}, language, request)
  if (error instanceof Interrupted) return plain(503, 'interrupted', {}, language, request)
  return plain(500, 'internal', { requestId: request.id }, language, request)
}

const bodyError = z.object({ type: z.string().optional(), status: z.int(), limit: z.number().optional() })

/** What to answer when a body could not be read; null for any other error. */
function unreadBody(error: unknown): Pick<HttpRefused, 'status' | 'code' | 'params'> | null {
  const parsed = bodyError.safeParse(error)
  if (!parsed.success || parsed.data.status < 400 || parsed.data.status >= 500) return null
  const { type, status, limit = 0 } = parsed.data
  switch (type) {
    case 'entity.too.large':
      return { status: 413, code: 'too-large', params: { limit: sizeInWords(limit) } }
    case 'entity.parse.failed':
      return { status: 400, code: 'malformed-json', params: {} }
    case 'entity.verify.failed':
      return { status: 400, code: 'unreadable-body', params: {} }
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return { status: 415, code: 'unsupported-encoding', params: {} }
    default:
      // Bytes that do not fit their Content-Encoding or Content-Length, or a sender that went away.
      return error instanceof URIError ? null : { status, code: 'unreadable-body', params: {} }
  }
}

/** @param bytes of a limit */
function sizeInWords(bytes: number): string {
  const kilobytes = Math.round(bytes / 1024)
  return kilobytes < 1024 ? `${kilobytes} KB` : `${Math.round(kilobytes / 1024)} MB`
}

function plain(
  status: number,
  code: string,
  params: Params,
  language: Language,
  request: Request,
  unit: PointUnit = 1,
): Problem {
  return {
    type: `about:blank#${code}`,
    title: code,
    status,
    detail: sentence(language, code, params, unit),
    code,
    requestId: request.id,
  }
}

function refusal(error: Refused, language: Language, request: Request, { operation, unit }: Place): Problem {
  const problem = plain(statusOf[error.kind], error.code, error.params, language, request, unit)
  if (error.lines.length === 0) return atField(problem, error, request, operation)
  return {
    ...problem,
    errors: error.lines.map((line) => {
      const { index, door, code, params } = line
      const isRow = rowPath(request.body, index).length > 0
      const field = operation ? refusedField(operation, request.body, line, index) : null
      return {
        ...(isRow ? { index } : {}),
        ...(door === undefined ? {} : { door }),
        ...(field === null ? {} : { field }),
        code,
        detail: sentence(language, code, params, unit),
      }
    }),
  }
}

/** The problem, naming the field that it is about where there is one. */
function atField(
  problem: Problem,
  error: Pick<Refused, 'code' | 'params'>,
  request: Request,
  operation: Operation | undefined,
): Problem {
  const field = operation ? refusedField(operation, request.body, error, null) : null
  return field === null
    ? problem
    : { ...problem, errors: [{ field, code: problem.code, detail: problem.detail }] }
}

function malformed(error: Malformed, language: Language, request: Request, unit: PointUnit): Problem {
  return {
    type: 'about:blank#malformed',
    title: 'malformed',
    status: 400,
    detail: error.sentence(language, unit),
    code: 'malformed',
    requestId: request.id,
    errors: error
      .faults(language, unit)
      .map(({ field, code, detail }) => ({ ...(field ? { field } : {}), code, detail })),
  }
}
