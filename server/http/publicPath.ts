/** Serving under one path of a host that others use as well: `PUBLIC_URL=https://town.example/points/`. */
import type { IncomingMessage, Server } from 'node:http'
import type { Request, RequestHandler } from 'express'

/** Requests whose proxy left the path in the address. */
const carriesPath = new WeakSet<IncomingMessage>()

/** The path of PUBLIC_URL with a slash at both ends; `/` where it has none. */
export function publicPathOf(publicUrl: string | null): string {
  return publicUrl === null ? '/' : `${new URL(publicUrl).pathname.replace(/\/+$/, '')}/`
}

/**
 * Strips the path from the address of requests and sockets that carry it, before anything else reads it:
 * call it after all listeners were added. Addresses without the path work unchanged.
 */
export function acceptPublicPath(server: Server, publicUrl: string | null): void {
  const path = publicPathOf(publicUrl)
  if (path === '/') return
  const takeOff = (request: IncomingMessage) => {
    if (!request.url?.startsWith(path)) return
    request.url = request.url.slice(path.length - 1)
    carriesPath.add(request)
  }
  server.prependListener('request', takeOff)
  server.prependListener('upgrade', takeOff)
}

/** Redirects the path without its slash to the path: relative addresses need it. */
export function addSlash(publicUrl: string | null): RequestHandler {
  const path = publicPathOf(publicUrl)
  return (request, response, next) => {
    if (path === '/' || request.path !== path.slice(0, -1)) return next()
    response.redirect(308, path + request.url.slice(request.path.length))
  }
}

/**
 * Whether the browser sees the path before its requests; a proxy that takes it off leaves this to the address
 * of the page.
 *
 * @returns null where the request does not tell: it was typed in, or sent by a program
 */
export function cameUnderPath(request: Request): boolean | null {
  const publicUrl = publicUrlOf(request)
  const path = publicPathOf(publicUrl)
  if (publicUrl === null || path === '/') return false
  if (carriesPath.has(request)) return true
  const { origin } = new URL(publicUrl)
  const { referer, origin: writer } = request.headers
  if (referer !== undefined) return `${referer}/`.startsWith(origin + path)
  return writer === undefined ? null : writer === origin
}

/** The path of a cookie as the browser sees it, for one that is sent below `/api` alone. */
export function cookiePath(request: Request, path: string): string {
  return cameUnderPath(request) ? publicPathOf(publicUrlOf(request)) + path.slice(1) : path
}

/** PUBLIC_URL, which the app carries for everything that answers a browser. */
export function publicUrlOf({ app }: Request): string | null {
  return app.get('public url') as string | null
}
