/** Writes and sockets are taken from the product's own pages only. */
import type { IncomingHttpHeaders } from 'node:http'
import type { RequestHandler } from 'express'
import { HttpRefused } from './problem.ts'

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether a request may have come from our own pages. Browsers always send
 * Origin with writes and sockets; programs without a browser send none and
 * carry no cookie by accident.
 *
 * @param publicUrl the server's address as the world knows it, when a proxy stands before it
 */
export function isOwnOrigin(headers: IncomingHttpHeaders, publicUrl: string | null): boolean {
  const { origin, host } = headers
  if (origin === undefined) return headers['sec-fetch-site'] !== 'cross-site'
  if (publicUrl !== null && origin === new URL(publicUrl).origin) return true
  try {
    return new URL(origin).host === host
  } catch {
    return false
  }
}

/** What the sentence about a foreign origin names; both come from the request and are bounded. */
export function foreignOrigin({ origin, host }: IncomingHttpHeaders): { origin: string; host: string } {
  return { origin: (origin ?? '?').slice(0, 200), host: (host ?? '?').slice(0, 200) }
}

/** Refuses writes from foreign pages with 403. */
export function refuseForeignWrites(publicUrl: string | null): RequestHandler {
  return (request, _response, next) => {
    if (!reading.has(request.method) && !isOwnOrigin(request.headers, publicUrl))
      throw new HttpRefused(403, 'foreign-origin', foreignOrigin(request.headers))
    next()
  }
}
