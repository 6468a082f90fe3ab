import { here } from '../../../server/domain/page/here.ts'
import { loadReader } from '../../fields/scan/readCode.ts'
import { rememberedWorker } from '../outbox/gridWorker.ts'
import { type PrecacheRequest } from './serviceWorker.ts'
import shelf from './serviceWorker.ts?worker&url'

/** Doors are opened by their codes and from the list. */
const scopes = [here('/doorstep/'), here('/d/')]

/**
 * Lets this phone open the page without a network. Only a secure page may (HTTPS,
 * or the server's own machine), and only where a worker signed in: everybody
 * else's phone keeps nothing of it.
 */
export async function registerServiceWorker(): Promise<void> {
  const build = document.querySelector('meta[name=build]')?.getAttribute('content') ?? ''
  if (build === '' || rememberedWorker() === null || !isSecureContext || !('serviceWorker' in navigator))
    return
  try {
    // What is not sent yet is not for the browser to throw away when it needs room.
    await navigator.storage.persist()
    for (const scope of scopes) await navigator.serviceWorker.register(shelf, { scope })
    const { active } = await navigator.serviceWorker.ready
    await loadReader()
    const files = performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name))
      .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith(here('/assets/')))
      .map(({ pathname }) => pathname)
    active?.postMessage({ build, files: [...new Set(files)] } satisfies PrecacheRequest)
  } catch {
    // Storage is forbidden: the page waits for its server as any page does.
  }
}
