/**
 * The service worker of the doorstep: opens the page without a network. It keeps
 * one build's page and files; what is fresh on the server comes first, as long as
 * it comes soon. Doors and items are kept by the page itself.
 */

import { publicPathOf, storablePage, storageName } from '../../../server/domain/addresses/publicPath.ts'

/** What the page tells its worker: its build, and the files that it runs on. */
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

/** On a weak network nobody waits in the rain for longer, ms. */
const patienceMs = 2_500
const worker = globalThis as unknown as Worker
const publicPath = publicPathOf(worker.location.href)
/** All addresses of the doorstep show one page; it is kept under this one. */
const shell = `${publicPath}doorstep/`
/** The wall keeps shelves of its own in the same browser. */
const prefix = storageName(publicPath, 'doorstep-')

worker.addEventListener<LifeEvent>('install', (event) => event.waitUntil(worker.skipWaiting()))
worker.addEventListener<LifeEvent>('activate', (event) => event.waitUntil(worker.clients.claim()))

worker.addEventListener<LifeEvent & MessageEvent<PrecacheRequest>>('message', (event) => {
  event.waitUntil(keep(event.data))
})

worker.addEventListener<FetchEvent>('fetch', (event) => {
  const { request } = event
  const { pathname, origin } = new URL(request.url)
  if (request.method !== 'GET' || origin !== worker.location.origin) return
  if (request.mode === 'navigate') {
    if (pathname.startsWith(shell) || pathname.startsWith(`${publicPath}d/`))
      event.respondWith(freshOrKept(request))
  } else if (pathname.startsWith(`${publicPath}assets/`)) event.respondWith(keptOrFresh(request))
})

/** Keeps a build's files, then the page that needs them, and lets go of every other build's. */
async function keep({ build, files }: PrecacheRequest): Promise<void> {
  try {
    const name = prefix + build
    const shelf = await caches.open(name)
    for (const file of files) if (!(await shelf.match(file))) await shelf.add(file)
    // Every time: the worker of an earlier build may have stored it with relative paths.
    await shelf.put(shell, await storablePage(await fetch(shell), publicPath))
    for (const other of await caches.keys())
      if (other.startsWith(prefix) && other !== name) await caches.delete(other)
  } catch {
    // Storage may be full or the server gone; the next start tries again.
  }
}

async function freshOrKept(request: Request): Promise<Response> {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), patienceMs)
  try {
    const response = await fetch(request, { signal: patience.signal })
    if (response.status < 500) return response
  } catch {
    // Away; what was kept stands in for it.
  } finally {
    clearTimeout(timer)
  }
  return (await caches.match(shell)) ?? fetch(request)
}

async function keptOrFresh(request: Request): Promise<Response> {
  const kept = await caches.match(request.url)
  if (kept) return kept
  const response = await fetch(request)
  const name = (await caches.keys()).find((one) => one.startsWith(prefix))
  if (response.ok && name !== undefined)
    try {
      await (await caches.open(name)).put(request.url, response.clone())
    } catch {
      // Full or forbidden: it works without.
    }
  return response
}
