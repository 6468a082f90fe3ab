import type { Ref } from 'vue'
import { readStored, writeStored } from '../../server/domain/page/storedValue.ts'

const reloadedFor = 'reloaded-for'

/**
 * Reloads the page for a new build, once per build.
 *
 * @param own name of the build that this page is; empty when unknown
 * @param served name of the build that the server serves
 * @returns to be called at a page turn
 */
export function useNewBuild(own: string, served: Readonly<Ref<string | null>>): () => Promise<void> {
  let canReload = own !== ''
  return async () => {
    const wanted = served.value
    if (!canReload || wanted === null || wanted === own) return
    if (readStored(reloadedFor, { session: true }) === wanted) return
    try {
      const page = await fetch(location.href, { cache: 'no-store' })
      if (!page.ok || !(await page.text()).includes(wanted)) return
    } catch {
      return
    }
    // Without storage the page could reload endlessly.
    canReload = writeStored(reloadedFor, wanted, { session: true })
    if (canReload) location.reload()
  }
}
