/**
 * Registers an operation of the contract: checks the caller's access, parses the
 * input, then runs the handler. No handler can forget either.
 */
import type { Request, RequestHandler, Response, Router } from 'express'
import type { z } from 'zod'
import type { Door } from '../../db/households/doors.ts'
import type { Session } from '../../db/people/sessions.ts'
import type { Token } from '../../db/people/tokens.ts'
import type { VillageRow } from '../../db/store/schema.ts'
import type { Scope } from '../../db/store/scope.ts'
import { boundPoints } from '../contract/fields/pointBounds.ts'
import { redact } from '../contract/fields/redact.ts'
import { refuseUnknownFields } from '../contract/fields/strictBody.ts'
import { type FileKind, fileTypes, isFileKind, type Operation } from '../contract/operations/operations.ts'
import { hiddenFields, type PrivateField } from '../domain/people/privateFields.ts'
import type { PointUnit } from '../domain/points/unit.ts'
import { sendJson } from '../http/answers.ts'
import {
  type BodyLimits,
  jsonBody,
  pictureBody,
  strangersBody,
  takeBody,
  workbookBody,
} from '../http/body.ts'
import { addressKey } from '../http/callerAddress.ts'
import { HttpRefused } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { type Language, languageOf } from '../words/index.ts'
import { fileName, tablesOf, type Workbook } from '../workbook/writing/table.ts'
import { admit, type Caller, parsed } from './admit.ts'

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined
type Answered<O extends Operation> = O['answer'] extends z.ZodType ? z.input<O['answer']> : Workbook

/** What a handler gets: everything parsed, the caller known and allowed. */
export interface Call<O extends Operation> {
  params: Parsed<O['params']>
  query: Parsed<O['query']>
  body: O['body'] extends FileKind ? Buffer : Parsed<O['body']>
  /** The caller's session as staff; null only for public operations and those of households. */
  session: O['access'] extends 'public' | 'resident' | 'open' | 'token'
    ? Session | null
    : O extends { tokens: readonly unknown[] }
      ? Session | null
      : Session
  /** On whose behalf to work; village 0 for operations that name no village. */
  scope: O['access'] extends 'public' | 'session' | 'resident' | 'open' ? null : Scope
  /** The access token by which another program calls. */
  token: O extends { tokens: readonly unknown[] } ? Token | null : null
  /** The village of the path, for operations that name one. */
  village: O['params'] extends z.ZodObject<{ v: z.ZodType }> ? VillageRow : null
  /** The door of the path, for operations that name one by its plate's token. */
  door: O['params'] extends z.ZodObject<{ token: z.ZodType }> ? Door : null
  /** Whether the caller is the door's household, by its own session. */
  isResident: boolean
  /** Of the points of the village or door of the path; 1 for operations that name neither. */
  unit: PointUnit
  language: Language
  request: Request
  response: Response
}

/**
 * What a handler returns. `fresh` gives 201 for what was just made and 200 for a request sent again; the
 * status is 200 otherwise. Operations without an answer return nothing, and files may be sent by the handler.
 */
type Outcome<O extends Operation> = O['answer'] extends z.ZodType | 'xlsx'
  ? { status?: number; fresh?: boolean; answer: Answered<O> }
  : { status: number } | void

const fileBody: Partial<Record<FileKind, BodyLimits>> = { xlsx: workbookBody, picture: pictureBody }

/** Limits of an operation's body; null where it takes none. */
function bodyLimits({ body, access }: Operation): BodyLimits | null {
  if (body === undefined) return null
  if (isFileKind(body)) return fileBody[body] ?? null
  return access === 'public' ? strangersBody : jsonBody
}

/** Adds the operation to the router. */
export function route<O extends Operation>(
  router: Router,
  services: Services,
  operation: O,
  handle: (call: Call<O>) => Outcome<O> | Promise<Outcome<O>>,
): void {
  const read = readerOf(operation)
  // Bodies are read only from callers who may send them.
  const steps: RequestHandler[] = [admit(services, operation)]
  const limits = bodyLimits(operation)
  if (limits) steps.push(takeBody(limits, holderOf))
  router[operation.method](operation.path, ...steps, async (request, response) => {
    const language = languageOf(request.get('accept-language'))
    const outcome = await handle({
      ...(response.locals.caller as Caller),
      query: operation.query ? parsed(operation, operation.query, request.query) : undefined,
      body: read(request, (response.locals.caller as Caller).unit),
      language,
      request,
      response,
    } as Call<O>)
    await answer(services, operation, { ...outcome }, language, response)
  })
}

async function answer(
  services: Services,
  operation: Operation,
  { status, fresh, answer }: { status?: number; fresh?: boolean; answer?: unknown },
  language: Language,
  response: Response,
): Promise<void> {
  if (response.headersSent) return
  if (operation.answer === 'nothing') response.status(status ?? 204).end()
  else if (operation.answer === 'xlsx') await sendWorkbook(services, response, answer as Workbook, language)
  else {
    const body = redact(operation.answer as z.ZodType, answer, hiddenFrom(response))
    sendJson(response, status ?? (fresh ? 201 : 200), body)
  }
}

async function sendWorkbook(
  { workers }: Services,
  response: Response,
  workbook: Workbook,
  language: Language,
): Promise<void> {
  const { unit } = response.locals.caller as Caller
  const tables = tablesOf(workbook, language, hiddenFrom(response), unit)
  const bytes = await workers.perform('writeWorkbook', tables)
  response
    .attachment(fileName(workbook, language, Date.now()))
    .type(fileTypes.xlsx)
    .send(Buffer.from(bytes))
}

/** Whose share of the memory for bodies is used: one person's across sessions, and one address'. */
function holderOf(request: Request, response: Response): { person: string; address: string } {
  const { session, door, isResident, token } = response.locals.caller as Caller
  const address = addressKey(request.ip)
  if (token) return { person: `token ${token.id}`, address }
  if (isResident && door) return { person: `household ${door.household}`, address }
  return { person: session ? `user ${session.user.id}` : address, address }
}

/** Private fields that the caller may not see; a household sees all of its own. */
export function hiddenFrom(response: Response): ReadonlySet<PrivateField> {
  const { scope, isResident, token } = response.locals.caller as Caller
  if (scope && !token) return hiddenFields(scope.powers)
  return isResident ? new Set() : hiddenFields(new Set())
}

/** Returns the parser of the operation's body. */
function readerOf(operation: Operation): (request: Request, unit: PointUnit) => unknown {
  const { body } = operation
  if (body === undefined) return () => undefined
  if (isFileKind(body)) return fileOf
  // Made when a village of that unit first calls: most are never needed, and all of them hold 15 MB.
  const strict = new Map<PointUnit, z.ZodType>()
  return (request, unit) => {
    let schema = strict.get(unit)
    if (!schema) strict.set(unit, (schema = refuseUnknownFields(boundPoints(body, unit))))
    return parsed(operation, schema, request.body)
  }
}

function fileOf({ body }: Request): Buffer {
  if (!Buffer.isBuffer(body) || body.length === 0) throw new HttpRefused(400, 'no-file')
  return body
}
