/**
 * Whether a key belongs to the input method: it confirms or gives up what is being composed.
 *
 * Safari ends the composition before the key arrives, so that only the key code 229 tells.
 */
export function isComposingKey(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return event.isComposing || event.keyCode === 229
}

/**
 * Stops such keys before any listener of a page sees them, those of libraries included. Every page with fields
 * calls it once when it starts; key handlers then need no check of their own.
 *
 * Only `keydown` can be told apart: the `keyup` of the same Enter looks like any other, so nothing listens to it.
 */
export function stopComposingKeys(page: Pick<Window, 'addEventListener'>): void {
  page.addEventListener(
    'keydown',
    (event) => {
      if (!isComposingKey(event)) return
      event.stopImmediatePropagation()
      // Neither a form is sent nor a native dialog closed; the input method has had its key already.
      if (event.key === 'Enter' || event.key === 'Escape') event.preventDefault()
    },
    { capture: true },
  )
}
