/** The cookie of a household on its own phone. Each door has a path of its own, so that a phone can hold several. */
import type { Response } from 'express'
import { residentSessionLifeMs } from '../../db/residents/residentSessions.ts'
import { cookiePath } from '../http/publicPath.ts'
import { cookieOptions, cookieTokens } from './cookies.ts'

const name = 'yiping_door'

/** The tokens in a Cookie header. */
export function doorSessionTokens(header: string | undefined): string[] {
  return cookieTokens(header, name)
}

export function giveDoorCookie(response: Response, door: string, token: string): void {
  response.cookie(name, token, { ...options(response, door), maxAge: residentSessionLifeMs })
}

export function dropDoorCookie(response: Response, door: string): void {
  response.clearCookie(name, options(response, door))
}

function options(response: Response, door: string) {
  return cookieOptions(response, cookiePath(response.req, `/api/doors/${door}`))
}
