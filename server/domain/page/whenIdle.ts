/** The browser is given no longer than this to become idle, ms. */
const mostMs = 1_000

/** Settles when the page has nothing to paint, for work that the first picture must not wait for. */
export function whenIdle(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === 'undefined') setTimeout(resolve)
    else requestIdleCallback(() => resolve(), { timeout: mostMs })
  })
}
