import { type Request, type Router } from 'express'
import { rateLimit } from 'express-rate-limit'
import { takeCodeTry } from '../../db/codeTries.ts'
import { type Door } from '../../db/doors.ts'
import { endResidentSession, openResidentSession } from '../../db/residentSessions.ts'
import { codeOf, isCardOf } from '../../db/secrets.ts'
import { powersIn } from '../../db/users.ts'
import { doorView } from '../doorView.ts'
import { operations } from '../contract/operations.ts'
import { normalizeDoor } from '../domain/door.ts'
import { doorSessionTokens, dropDoorCookie, giveDoorCookie } from '../http/doorCookie.ts'
import { HttpRefused } from '../http/problem.ts'
import { route } from '../http/route.ts'
import { type Parts } from '../parts.ts'
import { passwordMatches } from '../passwords.ts'

/**
 * Wrong codes from one address before it must wait. A whole village may come
 * from one address: what stops guessing are the tries of each household.
 */
const failedCodes = 300
const waitMs = 10 * 60_000

/** Behind a door's QR code (一户一码): what the wall shows of it, and its household's way in. */
export function doorRoutes(router: Router, parts: Parts): void {
  const { store } = parts
  const slowGuessing = rateLimit({
    windowMs: waitMs,
    limit: failedCodes,
    skipSuccessfulRequests: true,
    // A card cannot be guessed, and must open its door whatever others try.
    skip: ({ body }: Request) => typeof body === 'object' && body !== null && 'card' in body,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, _response, next) =>
      next(new HttpRefused(429, 'too-many', { seconds: Math.round(waitMs / 1000) })),
  })
  router.post([operations.openDoor.path, operations.openDoorByNumber.path], slowGuessing)

  route(router, parts, operations.readDoor, ({ door, isResident, session, response }) => {
    response.set('cache-control', 'no-store')
    const worker = session !== null && powersIn(store, session.user.id, door.village).has('inspect')
    return { answer: { ...doorView(parts, door), isOpen: isResident, worker } }
  })

  route(router, parts, operations.openDoor, async ({ door, body, response }) => {
    if ('code' in body) await showCode(door.village, door.door, body.code)
    else if (!isCardOf(store, door, body.card)) throw new HttpRefused(401, 'wrong-card')
    giveDoorCookie(response, door.token, openResidentSession(store, door, Date.now()))
    return { status: 201, answer: { token: door.token } }
  })

  route(router, parts, operations.openDoorByNumber, async ({ village, body, response }) => {
    const door = normalizeDoor(body.door, village.name)
    const { household, token } = await showCode(village.id, door, body.code)
    const session = openResidentSession(store, { village: village.id, household }, Date.now())
    giveDoorCookie(response, token, session)
    return { status: 201, answer: { token } }
  })

  route(router, parts, operations.closeDoor, ({ door, request, response }) => {
    for (const token of doorSessionTokens(request.get('cookie'))) endResidentSession(store, token)
    dropDoorCookie(response, door.token)
    return { answer: undefined }
  })

  /**
   * The household whose code this is. A door that there is not is answered as a
   * wrong code is, after as much work.
   *
   * @throws HttpRefused when the code is wrong, or the door's tries are used up
   */
  async function showCode(
    village: number,
    door: string,
    code: string,
  ): Promise<Pick<Door, 'household' | 'token'>> {
    // Counted before the work: many at once are no more than five.
    const left = takeCodeTry(store, village, door, Date.now())
    if (left === null) throw new HttpRefused(429, 'code-locked')
    const found = codeOf(store, village, door)
    const matches = await passwordMatches(code, found?.hash ?? null)
    // New cards may have been made meanwhile.
    if (!matches || !found || codeOf(store, village, door)?.hash !== found.hash)
      throw new HttpRefused(401, left > 0 ? 'wrong-code' : 'wrong-code-last', { left })
    return found
  }
}
