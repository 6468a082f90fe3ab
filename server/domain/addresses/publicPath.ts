/**
 * The path under which a server is reached: `/`, or such as `/points/` where a proxy gives it one path of a host.
 * Pages work out theirs when they run, from the address of their own script; nothing of it is built in.
 */

/** The path above `assets/`, where every built script lies; `/` in development. */
export function publicPathOf(script: string): string {
  return /^(.*\/)assets\/[^/]+$/.exec(new URL(script).pathname)?.[1] ?? '/'
}

/** An address of the server (`/api/…`) as a page under the path reaches it; others stay as they are. */
export function addressUnder(publicPath: string, address: string): string {
  return address.startsWith('/') ? publicPath + address.slice(1) : address
}

/** The path of a page as the server names it, without the public path. */
export function pathWithin(publicPath: string, pathname: string): string {
  return pathname.startsWith(publicPath) ? pathname.slice(publicPath.length - 1) : pathname
}

const relative = /((?:href|src)=")(?:\.\.?\/)+/g

/** A page whose files are named from `base` on, in place of the relative paths that it was built with. */
export function withBase(html: string, base: string): string {
  return html.replace(relative, (_, attribute: string) => attribute + base)
}

/**
 * A page to store for every address that shows it: its files are named whole, since relative paths would depend
 * on the address.
 */
export async function storablePage(response: Response, publicPath: string): Promise<Response> {
  if (!response.ok) throw new TypeError('no page to store')
  const headers = new Headers(response.headers)
  // The body is no longer what these describe.
  for (const name of ['content-encoding', 'content-length', 'etag']) headers.delete(name)
  return new Response(withBase(await response.text(), publicPath), { headers })
}

/**
 * A name in the browser's storage, which all paths of a host share.
 *
 * @returns at the root the name as it always was
 */
export function storageName(publicPath: string, name: string): string {
  return publicPath === '/' ? name : publicPath + name
}
