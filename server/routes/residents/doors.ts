import type { Request, Response, Router } from 'express'
import type { Door } from '../../../db/households/doors.ts'
import { powersIn } from '../../../db/people/users.ts'
import { takeCodeTry } from '../../../db/residents/codeTries.ts'
import { codeOf, isCardOf } from '../../../db/residents/householdCards.ts'
import { endResidentSession, openResidentSession } from '../../../db/residents/residentSessions.ts'
import { operations } from '../../contract/operations/operations.ts'
import { normalizeDoor } from '../../domain/households/door.ts'
import { addressKey } from '../../http/callerAddress.ts'
import { takeTry, tryLimit } from '../../http/limits/tries.ts'
import { HttpRefused } from '../../http/problem.ts'
import { doorSessionTokens, dropDoorCookie, giveDoorCookie } from '../../identity/doorCookie.ts'
import { passwordMatches } from '../../identity/passwords.ts'
import type { Services } from '../../services.ts'
import { doorView } from '../../views/doorView.ts'
import { route } from '../route.ts'

/**
 * Wrong codes from one address within ten minutes before it must wait. A whole village may come
 * from one address: what stops guessing are the tries of each household.
 */
const failedCodes = 300

/** Households looked up from one address within ten minutes: enough for a hall full of phones on one network. */
const lookUpsWithinWindow = 600

/** Behind a door's QR code (一户一码): what the wall shows of it, and its household's way in. */
export function doorRoutes(router: Router, services: Services): void {
  const { store } = services
  const addresses = tryLimit(store.cluster, 'codes', failedCodes)
  const lookUps = tryLimit(store.cluster, 'households', lookUpsWithinWindow)

  route(router, services, operations.readDoor, async ({ door, isResident, session, response }) => {
    response.set('cache-control', 'no-store')
    const worker = session !== null && (await powersIn(store, session.user.id, door.village)).has('inspect')
    return { answer: { ...(await doorView(services, door)), isOpen: isResident, worker } }
  })

  route(router, services, operations.readPublicHousehold, async ({ village, params, request, response }) => {
    await takeTry(response, [{ limit: lookUps, key: [addressKey(request.ip)] }])
    response.set('cache-control', 'no-store')
    const door = normalizeDoor(params.door, village.name)
    return { answer: await doorView(services, { village: village.id, door }) }
  })

  route(router, services, operations.openDoor, async ({ door, body, request, response }) => {
    // Cards cannot be guessed, so they are not rate-limited.
    if ('code' in body) await showCode(request, response, door.village, door.door, body.code)
    else if (!(await isCardOf(store, door, body.card))) throw new HttpRefused(401, 'wrong-card')
    giveDoorCookie(response, door.token, await openResidentSession(store, door, Date.now()))
    return { status: 201, answer: { token: door.token } }
  })

  route(router, services, operations.openDoorByNumber, async ({ village, body, request, response }) => {
    const door = normalizeDoor(body.door, village.name)
    const { household, token } = await showCode(request, response, village.id, door, body.code)
    const session = await openResidentSession(store, { village: village.id, household }, Date.now())
    giveDoorCookie(response, token, session)
    return { status: 201, answer: { token } }
  })

  route(router, services, operations.closeDoor, async ({ door, request, response }) => {
    for (const token of doorSessionTokens(request.get('cookie'))) await endResidentSession(store, token)
    dropDoorCookie(response, door.token)
  })

  /**
   * The household whose code this is. Unknown doors take as long as wrong codes (no enumeration).
   *
   * @throws HttpRefused when the code is wrong, or the tries of door or address are used up
   */
  async function showCode(
    request: Request,
    response: Response,
    village: number,
    door: string,
    code: string,
  ): Promise<Pick<Door, 'household' | 'token'>> {
    const giveBack = await takeTry(response, [{ limit: addresses, key: [addressKey(request.ip)] }])
    // Counted before the work, so that parallel tries are limited too.
    const left = await takeCodeTry(store, village, door, Date.now())
    if (left === null) throw new HttpRefused(429, 'code-locked')
    const found = await codeOf(store, village, door)
    const matches = await passwordMatches(code, found?.hash ?? null)
    // New cards may have been made meanwhile.
    if (!matches || !found || (await codeOf(store, village, door))?.hash !== found.hash)
      throw new HttpRefused(401, left > 0 ? 'wrong-code' : 'wrong-code-last', { left })
    await giveBack()
    return found
  }
}
