import { type Request, type Router } from 'express'
import { rateLimit } from 'express-rate-limit'
import { endSession, endSessions, openSession, type Session } from '../../db/sessions.ts'
import {
  changePasswordHash,
  createFirstAdministrator,
  findUser,
  hasAdministrator,
  membershipsOf,
} from '../../db/users.ts'
import { villageById } from '../../db/villages.ts'
import { lanOrigins } from '../addresses.ts'
import { operations } from '../contract/operations.ts'
import { type SessionView } from '../contract/session.ts'
import { dropSessionCookie, giveSessionCookie } from '../http/cookie.ts'
import { HttpRefused } from '../http/problem.ts'
import { route } from '../http/route.ts'
import { type Parts } from '../parts.ts'
import { hashPassword, passwordMatches } from '../passwords.ts'
import { setupCodeMatches } from '../setup-code.ts'

/** Failed tries to sign in, from one address, before it must wait. */
const failedTries = 20
const waitMs = 10 * 60_000

/** Signing in and out, the first administrator, the own password. */
export function sessionRoutes(router: Router, parts: Parts): void {
  const { store } = parts
  const slowGuessing = rateLimit({
    windowMs: waitMs,
    limit: failedTries,
    skipSuccessfulRequests: true,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, _response, next) =>
      next(new HttpRefused(429, 'too-many', { seconds: Math.round(waitMs / 1000) })),
  })
  router.post([operations.setup.path, operations.signIn.path, operations.changePassword.path], slowGuessing)

  route(router, parts, operations.readSession, ({ session, request }) => ({
    answer: {
      setupNeeded: !hasAdministrator(store),
      session: session && viewSession(parts, session, request),
    },
  }))

  route(router, parts, operations.setup, async ({ body, request, response }) => {
    if (hasAdministrator(store)) throw new HttpRefused(409, 'setup-done')
    if (!setupCodeMatches(store, body.code)) throw new HttpRefused(403, 'wrong-setup-code')
    const passwordHash = await hashPassword(body.password)
    const { username, displayName } = body
    const { id } = createFirstAdministrator(store, { username, displayName, passwordHash })
    giveSessionCookie(response, openSession(store, id, Date.now()))
    return { status: 201, answer: viewUser(parts, { id, username, displayName }, request) }
  })

  route(router, parts, operations.signIn, async ({ body, session, request, response }) => {
    const user = findUser(store, body.username.trim())
    if (!(await passwordMatches(body.password, user?.passwordHash ?? null)) || !user)
      throw new HttpRefused(401, 'wrong-password')
    if (session) endSession(store, session)
    giveSessionCookie(response, openSession(store, user.id, Date.now()))
    return { status: 201, answer: viewUser(parts, user, request) }
  })

  route(router, parts, operations.signOut, ({ session, response }) => {
    endSession(store, session)
    dropSessionCookie(response)
    return { answer: undefined }
  })

  route(router, parts, operations.changePassword, async ({ body, session }) => {
    const user = findUser(store, session.user.username)
    if (!user || !(await passwordMatches(body.current, user.passwordHash)))
      throw new HttpRefused(422, 'wrong-current-password')
    const passwordHash = await hashPassword(body.next)
    store.write(() => {
      changePasswordHash(store, user.id, passwordHash)
      endSessions(store, user.id, session.family)
    })
    return { answer: undefined }
  })
}

function viewSession(parts: Parts, { user }: Session, request: Request): SessionView {
  return viewUser(parts, user, request)
}

function viewUser(
  { store, environment }: Parts,
  { id, username, displayName }: Session['user'],
  { socket }: Request,
): SessionView {
  return {
    user: { username, displayName },
    roles: membershipsOf(store, id).map(({ role, village }) => ({
      role,
      village: village === null ? null : (villageById(store, village)?.slug ?? null),
    })),
    origins: {
      configured: environment.publicUrl,
      lan: lanOrigins(environment, socket.localPort ?? environment.port),
    },
  }
}
