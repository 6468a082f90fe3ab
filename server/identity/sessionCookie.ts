/** The cookie of a member of staff's session. */
import type { Response } from 'express'
import { sessionLifeMs } from '../../db/people/sessions.ts'
import { cameUnderPath, publicPathOf, publicUrlOf } from '../http/publicPath.ts'
import { cookieOptions, cookieTokens } from './cookies.ts'

const atRoot = 'yiping_session'
/** The session's cookie under the path of PUBLIC_URL: its name tells with which path a new token must be set. */
const underPath = 'yiping_path_session'

/** The token in a Cookie header; null when there is none. */
export function sessionToken(header: string | undefined): string | null {
  return cookieTokens(header, underPath)[0] ?? cookieTokens(header, atRoot)[0] ?? null
}

export function giveSessionCookie(response: Response, token: string): void {
  const { name, path } = cookieOf(response)
  response.cookie(name, token, { ...cookieOptions(response, path), maxAge: sessionLifeMs })
}

export function dropSessionCookie(response: Response): void {
  const { name, path } = cookieOf(response)
  response.clearCookie(name, cookieOptions(response, path))
}

function cookieOf({ req: request }: Response): { name: string; path: string } {
  const isUnderPath = cameUnderPath(request) ?? cookieTokens(request.headers.cookie, underPath).length > 0
  return isUnderPath
    ? { name: underPath, path: publicPathOf(publicUrlOf(request)) }
    : { name: atRoot, path: '/' }
}
