/** The cookie of a household on its own phone. Each door has its own path, so that a phone can hold several. */
import { type Response } from 'express'
import { residentSessionLifeMs } from '../../db/residents/residentSessions.ts'
import { cookiePath } from '../http/publicPath.ts'

const name = 'yiping_door'

/** The tokens of this name in a Cookie header; another path's cookie may stand beside the own. */
export function doorSessionTokens(header: string | undefined): string[] {
  const pattern = new RegExp(`(?:^|;\\s*)${name}=([\\w-]{20,100})(?=;|$)`, 'g')
  return [...(header ?? '').matchAll(pattern)].flatMap(([, token]) => token ?? [])
}

/** Puts a session's token into the phone's keeping, for this door alone. */
export function giveDoorCookie(response: Response, door: string, token: string): void {
  response.cookie(name, token, { ...options(response, door), maxAge: residentSessionLifeMs })
}

export function dropDoorCookie(response: Response, door: string): void {
  response.clearCookie(name, options(response, door))
}

function options(response: Response, door: string) {
  const path = cookiePath(response.req, `/api/doors/${door}`)
  return { httpOnly: true, sameSite: 'lax', secure: response.req.secure, path } as const
}
