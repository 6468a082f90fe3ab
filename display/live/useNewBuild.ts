import { type Ref } from 'vue'

const doneKey = 'reloaded-for'

/**
 * Reloads the page for a new build, once, at a moment the wall chooses.
 *
 * @param own name of the build that this page is; empty when unknown
 * @param served name of the build that the server serves
 * @returns call at a page turn
 */
export function useNewBuild(own: string, served: Readonly<Ref<string | null>>): () => Promise<void> {
  return async () => {
    const wanted = served.value
    if (own === '' || wanted === null || wanted === own || alreadyDone(wanted)) return
    try {
      const page = await fetch(location.href, { cache: 'no-store' })
      if (!page.ok || !(await page.text()).includes(wanted)) return
    } catch {
      return
    }
    remember(wanted)
    location.reload()
  }
}

function alreadyDone(build: string): boolean {
  try {
    return sessionStorage.getItem(doneKey) === build
  } catch {
    return triedWithoutStorage
  }
}

/** Without storage a reload could repeat for ever; then there is none. */
const triedWithoutStorage = true

function remember(build: string): void {
  try {
    sessionStorage.setItem(doneKey, build)
  } catch {
    // Asked before by alreadyDone.
  }
}
