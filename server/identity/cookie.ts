/** The session cookie: readable by the server alone, sent by our own pages alone. */
import { type Response } from 'express'
import { sessionLifeMs } from '../../db/people/sessions.ts'
import { cameUnderPath, publicPathOf, publicUrlOf } from '../http/publicPath.ts'

const name = 'yiping_session'
/** The same under the path of PUBLIC_URL: its name tells with which path a new token must be set. */
const nameUnderPath = 'yiping_path_session'

/** The token in a Cookie header, null when there is none. */
export function sessionToken(header: string | undefined): string | null {
  return tokenIn(header, nameUnderPath) ?? tokenIn(header, name)
}

/** Puts the token into the browser's keeping. */
export function giveSessionCookie(response: Response, token: string): void {
  const { name, path } = cookieOf(response)
  response.cookie(name, token, { ...options(response), path, maxAge: sessionLifeMs })
}

export function dropSessionCookie(response: Response): void {
  const { name, path } = cookieOf(response)
  response.clearCookie(name, { ...options(response), path })
}

function tokenIn(header: string | undefined, name: string): string | null {
  return new RegExp(`(?:^|;\\s*)${name}=([\\w-]{20,100})(?:;|$)`).exec(header ?? '')?.[1] ?? null
}

function cookieOf({ req: request }: Response): { name: string; path: string } {
  const isUnderPath = cameUnderPath(request) ?? tokenIn(request.headers.cookie, nameUnderPath) !== null
  return isUnderPath ? { name: nameUnderPath, path: publicPathOf(publicUrlOf(request)) } : { name, path: '/' }
}

function options(response: Response) {
  return { httpOnly: true, sameSite: 'lax', secure: response.req.secure } as const
}
