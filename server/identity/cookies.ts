/** Cookies that only the server reads and only its own pages send. */
import { parseCookie } from 'cookie'
import type { Response } from 'express'

/** What this server puts into its cookies. */
const token = /^[\w-]{20,100}$/

/** All tokens of this name in a Cookie header: browsers send one for each path that matches. */
export function cookieTokens(header: string | undefined, name: string): string[] {
  return (header ?? '')
    .split(';')
    .flatMap((pair) => parseCookie(pair)[name] ?? [])
    .filter((value) => token.test(value))
}

/** Attributes of every cookie of this server. */
export function cookieOptions({ req }: Response, path: string) {
  return { httpOnly: true, sameSite: 'lax', secure: req.secure, path } as const
}
