/** Every refusal leaves the server as an RFC 9457 problem document with a plain sentence. */
import { type ErrorRequestHandler, type Request, type Response } from 'express'
import { type Logger } from 'pino'
import { z } from 'zod'
import { type Problem } from '../contract/common.ts'
import { Refused, type RefusalKind } from '../domain/refused.ts'
import { type Language, languageOf, sentence } from '../words/index.ts'

/** A refusal of the HTTP layer itself, with its own status. */
export class HttpRefused extends Error {
  readonly status: number
  readonly code: string
  readonly params: Record<string, string | number>

  constructor(status: number, code: string, params: Record<string, string | number> = {}) {
    super(code)
    this.status = status
    this.code = code
    this.params = params
  }
}

/** Data that does not fit the contract. */
export class Malformed extends Error {
  readonly issues: z.core.$ZodIssue[]

  constructor(issues: z.core.$ZodIssue[]) {
    super('malformed')
    this.issues = issues
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
    const problem = problemOf(error, request)
    if (problem.status >= 500) log.error({ err: error, requestId: request.id }, 'request failed')
    sendProblem(response, problem)
  }
}

/** Sends a problem document. */
export function sendProblem(response: Response, problem: Problem): void {
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}

function problemOf(error: unknown, request: Request): Problem {
  const language = languageOf(request.get('accept-language'))
  if (error instanceof Refused) return refusal(error, language, request)
  if (error instanceof Malformed) return malformed(error, language, request)
  if (error instanceof HttpRefused) return plain(error.status, error.code, error.params, language, request)
  const parser = z
    .object({ type: z.string(), status: z.int(), limit: z.number().optional() })
    .safeParse(error)
  if (parser.success && parser.data.type === 'entity.too.large')
    return plain(
      413,
      'too-large',
      { limit: `${Math.round((parser.data.limit ?? 0) / 1024)} KB` },
      language,
      request,
    )
  if (parser.success && parser.data.status < 500) return plain(400, 'malformed-json', {}, language, request)
  // Express itself: an address that cannot be decoded.
  if (error instanceof URIError) return plain(400, 'not-found', { path: '' }, language, request)
  return plain(500, 'internal', { requestId: String(request.id) }, language, request)
}

function plain(
  status: number,
  code: string,
  params: Record<string, string | number>,
  language: Language,
  request: Request,
): Problem {
  return {
    type: `about:blank#${code}`,
    title: code,
    status,
    detail: sentence(language, code, params),
    code,
    requestId: String(request.id),
  }
}

function refusal(error: Refused, language: Language, request: Request): Problem {
  const problem = plain(statusOf[error.kind], error.code, error.params, language, request)
  if (error.lines.length === 0) return problem
  return {
    ...problem,
    errors: error.lines.map(({ index, door, code, params }) => ({
      index,
      door,
      code,
      detail: sentence(language, code, params),
    })),
  }
}

/** Of a choice of shapes, what is wrong with the one that was meant: that which fits furthest. */
function meant(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const depth = (issues: z.core.$ZodIssue[]) => Math.max(0, ...issues.map(({ path }) => path.length))
  const [nearest] = [...issue.errors].sort((a, b) => depth(b) - depth(a))
  if (!nearest) return [issue]
  return nearest.flatMap((inner) => meant({ ...inner, path: [...issue.path, ...inner.path] }))
}

function malformed({ issues }: Malformed, language: Language, request: Request): Problem {
  const describe = language === 'en' ? z.locales.en().localeError : z.locales.zhCN().localeError
  const errors = issues
    .flatMap(meant)
    .slice(0, 20)
    .map((issue) => {
      const field = issue.path.join('.')
      const words = describe({ ...issue, input: undefined } as z.core.$ZodRawIssue)
      const detail = (typeof words === 'string' ? words : words?.message) ?? issue.message
      return {
        ...(field ? { field } : {}),
        code: issue.code ?? 'custom',
        detail: field ? `${field}: ${detail}` : detail,
      }
    })
  return {
    ...plain(400, 'malformed', { what: errors[0]?.detail ?? '' }, language, request),
    errors,
  }
}
