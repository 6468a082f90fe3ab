/**
 * A service worker that opens one page without a network. It stores one build's page and files. Pages and data come
 * from the network first, files whose names are made from their content from the cache first.
 */
import { pathWithin, publicPathOf, storablePage, storageName } from '../../addresses/publicPath.ts'

export interface OfflinePage {
  /** A build's cache is named by this and the build: all pages share the browser's caches. */
  cachePrefix: string
  /** Whether a cache at the root is of a build before the prefix. */
  isUnprefixed?: (cache: string) => boolean
  /** The address that the page is stored under, whatever address opens it; below the public path. */
  page: string
  /** @param path as the server names it */
  opensPage: (path: string) => boolean
  /** Address of the data that the page starts with, stored with it; below the public path. */
  data?: string
  /** Network timeout before the stored copy is served, ms. */
  timeoutMs: number
}

/** What a page sends its worker: its build, and the paths of the files it loaded. Earlier builds send the same. */
export interface PrecacheRequest {
  build: string
  files: string[]
}

interface LifeEvent extends Event {
  waitUntil: (work: Promise<unknown>) => void
}
interface FetchEvent extends LifeEvent {
  request: Request
  respondWith: (response: Promise<Response>) => void
}
/** Where browsers support it (Chromium 123): files come from the cache without waiting for the worker to start. */
interface InstallEvent extends LifeEvent {
  addRoutes?: (rule: { condition: { urlPattern: URLPattern }; source: 'cache' }) => Promise<void>
}
interface Worker {
  location: Location
  skipWaiting: () => Promise<void>
  clients: { claim: () => Promise<void> }
  addEventListener: <E extends Event>(type: string, listener: (event: E) => void) => void
}

/** Adds the listeners of the service worker that runs this. */
export function serveOffline({ opensPage, timeoutMs, ...options }: OfflinePage): void {
  const worker = globalThis as unknown as Worker
  const publicPath = publicPathOf(worker.location.href)
  const page = publicPath + options.page
  const data = options.data === undefined ? null : publicPath + options.data
  const prefix = storageName(publicPath, options.cachePrefix)
  const isOwn = (cache: string) =>
    cache.startsWith(prefix) || (publicPath === '/' && options.isUnprefixed?.(cache) === true)

  worker.addEventListener<InstallEvent>('install', (event) => {
    event.waitUntil(worker.skipWaiting())
    if (event.addRoutes)
      event.waitUntil(
        event
          .addRoutes({
            condition: { urlPattern: new URLPattern({ pathname: `${publicPath}assets/*` }) },
            source: 'cache',
          })
          // The listener of `fetch` serves them too.
          .catch(() => {}),
      )
  })
  worker.addEventListener<LifeEvent>('activate', (event) => event.waitUntil(worker.clients.claim()))
  worker.addEventListener<LifeEvent & MessageEvent<PrecacheRequest>>('message', (event) => {
    event.waitUntil(precache(event.data))
  })
  worker.addEventListener<FetchEvent>('fetch', (event) => {
    const { request } = event
    const { pathname, origin } = new URL(request.url)
    if (request.method !== 'GET' || origin !== worker.location.origin || !pathname.startsWith(publicPath))
      return
    const path = pathWithin(publicPath, pathname)
    if (request.mode === 'navigate') {
      if (opensPage(path)) event.respondWith(networkFirst(request, page))
    } else if (pathname === data) event.respondWith(networkFirst(request, data))
    else if (isImmutable(path)) event.respondWith(cacheFirst(request))
  })

  /** Stores a build's files, then the page that needs them, then deletes the caches of other builds. */
  async function precache({ build, files }: PrecacheRequest): Promise<void> {
    try {
      const own = prefix + build
      const cache = await caches.open(own)
      for (const file of data ? [...files, data] : files)
        if (!(await cache.match(file))) await cache.add(file)
      // Every time: the worker of an earlier build may have stored it with relative paths.
      await cache.put(page, await storablePage(await fetch(page), publicPath))
      for (const name of await caches.keys()) if (name !== own && isOwn(name)) await caches.delete(name)
    } catch {
      // Storage is full or the server is unreachable: tried again at the next start.
    }
  }

  async function networkFirst(request: Request, address: string): Promise<Response> {
    const timeout = new AbortController()
    const timer = setTimeout(() => timeout.abort(), timeoutMs)
    try {
      const response = await fetch(request, { signal: timeout.signal })
      if (response.status < 500) return response
    } catch {
      // Unreachable: the stored copy is served.
    } finally {
      clearTimeout(timer)
    }
    return (await caches.match(address)) ?? fetch(request)
  }

  async function cacheFirst(request: Request): Promise<Response> {
    const stored = await caches.match(request.url)
    if (stored) return stored
    const response = await fetch(request)
    const own = (await caches.keys()).find(isOwn)
    if (response.ok && own !== undefined)
      try {
        await (await caches.open(own)).put(request.url, response.clone())
      } catch {
        // Full or forbidden: served without being stored.
      }
    return response
  }
}

/** Files whose names are made from their content. */
function isImmutable(path: string): boolean {
  return /^\/(assets|api\/villages\/[\w-]+\/pictures)\//.test(path)
}
