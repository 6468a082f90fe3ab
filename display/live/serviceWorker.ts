/**
 * The service worker of a wall: lets a screen start while the server is away. It
 * keeps one build's page and files; what is fresh on the server always comes first.
 */

import {
  pathWithin,
  publicPathOf,
  storablePage,
  storageName,
} from '../../server/domain/addresses/publicPath.ts'

/** What a page tells its worker: its build, and the files that it runs on. */
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
interface Worker {
  location: Location
  skipWaiting: () => Promise<void>
  clients: { claim: () => Promise<void> }
  addEventListener: <E extends Event>(type: string, listener: (event: E) => void) => void
}

/** A server that does not answer within this is away, ms. */
const patienceMs = 4_000
const worker = globalThis as unknown as Worker
const publicPath = publicPathOf(worker.location.href)
/** All walls share one page; it is kept under this address. */
const wallPage = `${publicPath}display`
const villages = `${publicPath}api/villages`
/** The doorstep keeps shelves of its own in the same browser; before there were any, a shelf had no prefix. */
const prefix = storageName(publicPath, 'wall-')
const isOurs = (name: string) =>
  name.startsWith(prefix) || (publicPath === '/' && /^[0-9a-f]{12}$/.test(name))

worker.addEventListener<LifeEvent>('install', (event) => event.waitUntil(worker.skipWaiting()))
worker.addEventListener<LifeEvent>('activate', (event) => event.waitUntil(worker.clients.claim()))

worker.addEventListener<LifeEvent & MessageEvent<PrecacheRequest>>('message', (event) => {
  event.waitUntil(keep(event.data))
})

worker.addEventListener<FetchEvent>('fetch', (event) => {
  const { request } = event
  const { pathname, origin } = new URL(request.url)
  if (request.method !== 'GET' || origin !== worker.location.origin || !pathname.startsWith(publicPath))
    return
  const path = pathWithin(publicPath, pathname)
  if (request.mode === 'navigate') {
    if (isWall(path)) event.respondWith(freshOrKept(request, wallPage))
  } else if (pathname === villages) event.respondWith(freshOrKept(request, villages))
  else if (neverChanges(path)) event.respondWith(keptOrFresh(request))
})

function isWall(path: string): boolean {
  return path === '/' || /^\/display(\/[\w-]*)?\/?$/.test(path)
}

/** Files whose name is made from their content. */
function neverChanges(path: string): boolean {
  return /^\/(assets|api\/villages\/[\w-]+\/pictures)\//.test(path)
}

/** Keeps a build's files, then the page that needs them, and lets go of every other build's. */
async function keep({ build, files }: PrecacheRequest): Promise<void> {
  try {
    const own = prefix + build
    const shelf = await caches.open(own)
    for (const file of [...files, villages]) if (!(await shelf.match(file))) await shelf.add(file)
    // Every time: the worker of an earlier build may have stored it with relative paths.
    await shelf.put(wallPage, await storablePage(await fetch(wallPage), publicPath))
    for (const name of await caches.keys()) if (name !== own && isOurs(name)) await caches.delete(name)
  } catch {
    // Storage may be full or the server gone; the next start tries again.
  }
}

async function freshOrKept(request: Request, address: string): Promise<Response> {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), patienceMs)
  try {
    const response = await fetch(request, { signal: patience.signal })
    if (response.ok || response.status < 500) return response
  } catch {
    // Away; what was kept stands in for it.
  } finally {
    clearTimeout(timer)
  }
  return (await caches.match(address)) ?? fetch(request)
}

async function keptOrFresh(request: Request): Promise<Response> {
  const kept = await caches.match(request.url)
  if (kept) return kept
  const response = await fetch(request)
  const own = (await caches.keys()).find(isOurs)
  if (response.ok && own !== undefined)
    try {
      await (await caches.open(own)).put(request.url, response.clone())
    } catch {
      // Full or forbidden: it works without.
    }
  return response
}
