/** Which page a door's address opens: the doorstep for workers, the passbook for everybody else. */
import type { Request } from 'express'
import { villageOfToken } from '../../db/households/doorTokens.ts'
import { findSession } from '../../db/people/sessions.ts'
import { powersIn } from '../../db/people/users.ts'
import type { Store } from '../../db/store/store.ts'
import { sessionToken } from './sessionCookie.ts'

/**
 * The village of the plate's token in the address, where the caller's session may work at its doors.
 *
 * @returns its slug; null for everybody else, and for a token that no door has
 */
export async function workersVillage(store: Store, request: Request): Promise<string | null> {
  const { token } = request.params
  if (typeof token !== 'string') return null
  const cookie = sessionToken(request.get('cookie'))
  const session = cookie === null ? null : await findSession(store, cookie, Date.now())
  if (!session) return null
  const village = await villageOfToken(store, token)
  if (!village) return null
  return (await powersIn(store, session.user.id, village.id)).has('inspect') ? village.slug : null
}
