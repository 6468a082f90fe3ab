/** Recognises a household by its session cookie. */
import type { Request, Response } from 'express'
import type { Door } from '../../db/households/doors.ts'
import { resumeResidentSession } from '../../db/residents/residentSessions.ts'
import type { Store } from '../../db/store/store.ts'
import { doorSessionTokens, giveDoorCookie } from './doorCookie.ts'

/** Whether the caller is the household of this door; a session in use is prolonged. */
export async function isResident(
  store: Store,
  door: Door,
  request: Request,
  response: Response,
): Promise<boolean> {
  for (const token of doorSessionTokens(request.get('cookie'))) {
    const resumed = await resumeResidentSession(store, door, token, Date.now())
    if (resumed === 'prolonged') giveDoorCookie(response, door.token, token)
    if (resumed !== null) return true
  }
  return false
}
