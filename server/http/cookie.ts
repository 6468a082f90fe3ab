/** The session cookie: readable by the server alone, sent by our own pages alone. */
import { type Response } from 'express'
import { sessionLifeMs } from '../../db/sessions.ts'

const name = 'yiping_session'

/** The token in a Cookie header, null when there is none. */
export function sessionToken(header: string | undefined): string | null {
  return new RegExp(`(?:^|;\\s*)${name}=([\\w-]{20,100})(?:;|$)`).exec(header ?? '')?.[1] ?? null
}

/** Puts the token into the browser's keeping. */
export function giveSessionCookie(response: Response, token: string): void {
  response.cookie(name, token, { ...options(response), maxAge: sessionLifeMs })
}

export function dropSessionCookie(response: Response): void {
  response.clearCookie(name, options(response))
}

function options(response: Response) {
  return { httpOnly: true, sameSite: 'lax', secure: response.req.secure, path: '/' } as const
}
