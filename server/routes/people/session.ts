import type { Request, Router } from 'express'
import { endSession, endSessions, openSession, type Session } from '../../../db/people/sessions.ts'
import {
  changePasswordHash,
  createFirstAdministrator,
  findUser,
  hasAdministrator,
  membershipsOf,
} from '../../../db/people/users.ts'
import { inOrder } from '../../../db/store/inOrder.ts'
import { villageById } from '../../../db/villages/findVillages.ts'
import { operations } from '../../contract/operations/operations.ts'
import type { SessionView } from '../../contract/people/session.ts'
import { lanOrigins } from '../../http/addresses.ts'
import { HttpRefused } from '../../http/problem.ts'
import { GuessLimits, rememberBrowser } from '../../identity/guessing.ts'
import { hashNewPassword, passwordMatches } from '../../identity/passwords.ts'
import { dropSessionCookie, giveSessionCookie } from '../../identity/sessionCookie.ts'
import { forgetSetupCode, setupCodeMatches } from '../../identity/setupCode.ts'
import type { Services } from '../../services.ts'
import { route } from '../route.ts'

/** Signing in and out, the first administrator, the own password. */
export function sessionRoutes(router: Router, services: Services): void {
  const { store } = services
  const guesses = new GuessLimits(store.cluster)

  route(router, services, operations.readSession, async ({ session, request }) => ({
    answer: {
      setupNeeded: !(await hasAdministrator(store)),
      session: session && (await viewSession(services, session, request)),
    },
  }))

  route(router, services, operations.setup, async ({ body, request, response }) => {
    if (await hasAdministrator(store)) throw new HttpRefused(409, 'setup-done')
    const giveBack = await guesses.setup(request, response)
    if (!(await setupCodeMatches(store, body.code))) throw new HttpRefused(403, 'wrong-setup-code')
    await giveBack()
    const passwordHash = await hashNewPassword(body.password, body.username)
    const { username, displayName } = body
    const { id } = await createFirstAdministrator(store, { username, displayName, passwordHash })
    await forgetSetupCode(store)
    giveSessionCookie(response, await openSession(store, id, Date.now()))
    rememberBrowser(response, { id, username, displayName, passwordHash })
    return { status: 201, answer: await viewUser(services, { id, username, displayName }, request) }
  })

  route(router, services, operations.signIn, async ({ body, session, request, response }) => {
    const typed = body.username.trim()
    const user = (await findUser(store, typed)) ?? (await findUser(store, typed.normalize('NFC')))
    const giveBack = await guesses.signIn(request, response, body.username, user)
    if (!(await passwordMatches(body.password, user?.passwordHash ?? null)) || !user)
      throw new HttpRefused(401, 'wrong-password')
    await giveBack()
    if (session) await endSession(store, session)
    giveSessionCookie(response, await openSession(store, user.id, Date.now()))
    rememberBrowser(response, user)
    return { status: 201, answer: await viewUser(services, user, request) }
  })

  route(router, services, operations.signOut, async ({ session, response }) => {
    await endSession(store, session)
    dropSessionCookie(response)
  })

  route(router, services, operations.changePassword, async ({ body, session, request, response }) => {
    const giveBack = await guesses.changePassword(request, response, session.user.id)
    const user = await findUser(store, session.user.username)
    if (!user || !(await passwordMatches(body.current, user.passwordHash)))
      throw new HttpRefused(422, 'wrong-current-password')
    await giveBack()
    const passwordHash = await hashNewPassword(body.next, user.username, {
      field: 'next',
      operation: 'changePassword',
    })
    await store.write('installation', async (store) => {
      await changePasswordHash(store, user.id, passwordHash)
      await endSessions(store, user.id, session.family)
    })
    rememberBrowser(response, { ...user, passwordHash })
  })
}

async function viewSession(services: Services, { user }: Session, request: Request): Promise<SessionView> {
  return viewUser(services, user, request)
}

async function viewUser(
  { store, environment }: Services,
  { id, username, displayName }: Session['user'],
  { socket }: Request,
): Promise<SessionView> {
  return {
    user: { username, displayName },
    roles: await inOrder(await membershipsOf(store, id), async ({ role, village }) => ({
      role,
      village: village === null ? null : ((await villageById(store, village))?.slug ?? null),
    })),
    origins: {
      configured: environment.publicUrl,
      lan: lanOrigins(environment, socket.localPort ?? environment.port),
    },
  }
}
