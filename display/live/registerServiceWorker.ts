import { here, publicPath } from '../../server/domain/page/here.ts'
import { pageBuild } from './address.ts'
import type { PrecacheRequest } from './serviceWorker.ts'
import shelf from './serviceWorker.ts?worker&url'

/**
 * Lets this browser keep the wall's files for a start without the server. Only a
 * secure page may (HTTPS, or the server's own machine); elsewhere nothing happens.
 */
export async function registerServiceWorker(): Promise<void> {
  const build = pageBuild()
  if (build === '' || !isSecureContext || !('serviceWorker' in navigator)) return
  try {
    await navigator.serviceWorker.register(shelf, { scope: publicPath })
    const { active } = await navigator.serviceWorker.ready
    await document.fonts.ready
    const files = performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name))
      .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith(here('/assets/')))
      .map(({ pathname }) => pathname)
    active?.postMessage({ build, files: [...new Set(files)] } satisfies PrecacheRequest)
  } catch {
    // Storage is forbidden: the wall waits for its server as any page does.
  }
}
