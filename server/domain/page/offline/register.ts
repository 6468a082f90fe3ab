import { here } from '../here.ts'
import type { PrecacheRequest } from './serviceWorker.ts'

/** Name of the build that this page is; empty in development. */
export function pageBuild(): string {
  return document.querySelector('meta[name=build]')?.getAttribute('content') ?? ''
}

/**
 * Registers a service worker and has it store what this page has loaded. Does nothing in development, where the
 * page is not secure (HTTPS or loopback), or where storage is forbidden.
 *
 * @param worker address of its script
 * @param scopes paths that it controls
 * @param loaded settles once everything that the page needs offline is loaded
 */
export async function storeForOffline(
  worker: string,
  scopes: readonly string[],
  loaded: () => Promise<unknown>,
): Promise<void> {
  const build = pageBuild()
  if (build === '' || !isSecureContext || !('serviceWorker' in navigator)) return
  try {
    for (const scope of scopes) await navigator.serviceWorker.register(worker, { scope })
    await loaded()
    const files = performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name))
      .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith(here('/assets/')))
      .map(({ pathname }) => pathname)
    const request: PrecacheRequest = { build, files: [...new Set(files)] }
    const ask = async () => (await navigator.serviceWorker.ready).active?.postMessage(request)
    // A worker that is replaced meanwhile may end before it has stored them.
    navigator.serviceWorker.addEventListener('controllerchange', () => void ask())
    await ask()
  } catch {
    // Forbidden: the page needs its server to open.
  }
}
