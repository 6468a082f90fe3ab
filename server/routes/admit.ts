/** Who calls, and whether they may: by session, by a door's session, or by an access token. */
import type { Request, RequestHandler, Response } from 'express'
import type { z } from 'zod'
import { type Door, mustFindDoor } from '../../db/households/doors.ts'
import { findSession, resumeSession, type Session } from '../../db/people/sessions.ts'
import type { Token } from '../../db/people/tokens.ts'
import { powersIn } from '../../db/people/users.ts'
import type { VillageRow } from '../../db/store/schema.ts'
import type { Scope } from '../../db/store/scope.ts'
import { mustFindVillage } from '../../db/villages/findVillages.ts'
import { unitOf } from '../../db/villages/pointUnit.ts'
import { nameOf, type Operation } from '../contract/operations/operations.ts'
import { tokenMark } from '../domain/connections/tokens.ts'
import type { Power } from '../domain/people/powers.ts'
import type { PointUnit } from '../domain/points/unit.ts'
import { recordText } from '../domain/text/recordText.ts'
import { HttpRefused } from '../http/problem.ts'
import { isResident } from '../identity/resident.ts'
import { giveSessionCookie, sessionToken } from '../identity/sessionCookie.ts'
import { bearerSecret } from '../identity/tokenGate.ts'
import type { Services } from '../services.ts'
import { Malformed } from '../words/fields/malformed.ts'
import { refuseOtherUnit } from './otherUnit.ts'

/** What is known of a caller once admitted. */
export interface Caller {
  params: unknown
  session: Session | null
  token: Token | null
  scope: Scope | null
  village: VillageRow | null
  door: Door | null
  isResident: boolean
  /** Of the village that the call is about. */
  unit: PointUnit
}

/** Identifies caller and village, and refuses callers without access. */
export function admit(services: Services, operation: Operation): RequestHandler {
  return async (request, response, next) => {
    response.locals.operation = `${operation.method} ${operation.path}`
    response.locals.called = operation
    const token = await tokenOf(services, operation, request, response)
    const session = token ? null : await callerOf(services, operation, request, response)
    refuseStrangers(operation, session, token, response)
    const params = operation.params ? parsed(operation, operation.params, request.params) : undefined
    const door = typeof params?.token === 'string' ? await mustFindDoor(services.store, params.token) : null
    const resident = door !== null && (await isResident(services.store, door, request, response))
    if (operation.access === 'resident' && !resident) throw new HttpRefused(401, 'no-door-session')
    const slug = params?.v
    const village = typeof slug === 'string' ? await mustFindVillage(services.store, slug) : null
    refuseClosed(operation, village, token, response)
    const scope = token
      ? scopeOfToken(token, operation, village)
      : session && (await scopeOf(services, operation, session, village))
    const unit = door?.unit ?? (village ? unitOf(village) : 1)
    refuseOtherUnit(request, unit)
    response.locals.caller = {
      params,
      session,
      token,
      scope,
      village,
      door,
      isResident: resident,
      unit,
    } satisfies Caller
    next()
  }
}

async function callerOf(
  { store }: Services,
  { access }: Operation,
  request: Request,
  response: Response,
): Promise<Session | null> {
  const token = sessionToken(request.get('cookie'))
  // Public answers may be cached by proxies: they must not set a cookie.
  if (isOpenTo(access)) return token === null ? null : await findSession(store, token, Date.now())
  const resumed = token === null ? null : await resumeSession(store, token, Date.now())
  if (resumed?.token) giveSessionCookie(response, resumed.token)
  return resumed?.session ?? null
}

async function scopeOf(
  { store }: Services,
  { access }: Operation,
  { user }: Session,
  village: VillageRow | null,
): Promise<Scope | null> {
  if (isOpenTo(access) || access === 'session' || access === 'resident' || access === 'token') return null
  const powers = await powersIn(store, user.id, village?.id ?? null)
  const needed = typeof access === 'string' ? [access] : access
  if (!needed.some((power) => powers.has(power))) throw new HttpRefused(403, 'no-power')
  return { village: village?.id ?? 0, user: user.id, name: user.displayName, powers }
}

/** Whether strangers may call it, some or all. */
const isOpenTo = (access: Operation['access']) => access === 'public' || access === 'open'

async function tokenOf(
  { store, tokens }: Services,
  operation: Operation,
  request: Request,
  response: Response,
): Promise<Token | null> {
  const secret = bearerSecret(request.get('authorization'))
  if (secret === null) return null
  // A gateway before this server may have put a token of its own there.
  if (!secret.startsWith(tokenMark) && operation.access !== 'token') return null
  const token = await tokens.admit(store, secret, request, response)
  return operation.tokens === undefined && operation.access === 'public' ? null : token
}

function refuseStrangers(
  { access }: Operation,
  session: Session | null,
  token: Token | null,
  response: Response,
): void {
  if (token || isOpenTo(access) || access === 'resident') return
  if (access !== 'token' && session) return
  if (access === 'token') response.set('www-authenticate', 'Bearer')
  throw new HttpRefused(401, access === 'token' ? 'no-token' : 'no-session')
}

/** Data of a village that has not opened it is for tokens alone. */
function refuseClosed(
  { access }: Operation,
  village: VillageRow | null,
  token: Token | null,
  response: Response,
): void {
  if (access !== 'open' || token || village?.open_data === 1) return
  response.set('www-authenticate', 'Bearer')
  throw new HttpRefused(401, 'data-not-open')
}

/** @throws HttpRefused 403 for another village, or what the token's scopes do not allow */
function scopeOfToken(token: Token, { tokens = [] }: Operation, village: VillageRow | null): Scope {
  if (!tokens.some((scope) => token.scopes.includes(scope))) throw new HttpRefused(403, 'token-scope')
  if (token.village !== null && token.village !== (village?.id ?? null))
    throw new HttpRefused(403, 'token-village')
  const enters = token.scopes.includes('claims') || token.scopes.includes('scores')
  return {
    village: village?.id ?? 0,
    user: null,
    name: recordText('token', { name: token.name }),
    powers: new Set<Power>(enters ? ['enter'] : []),
    token: { id: token.id, maker: token.maker, reviewers: token.scopes.includes('scores') ? 0 : 1 },
  }
}

/** @throws Malformed naming what is wrong with the input */
export function parsed<Schema extends z.ZodType>(
  operation: Operation,
  schema: Schema,
  data: unknown,
): z.output<Schema> {
  const result = schema.safeParse(data, { reportInput: true })
  if (!result.success) throw new Malformed(result.error.issues, nameOf(operation))
  return result.data
}
