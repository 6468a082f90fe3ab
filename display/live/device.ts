/** A name that never changes: a confirmed screen is known by what is stored here. */
const place = 'screen-device'

/**
 * The secret by which the server knows this browser again. Where storage is
 * forbidden it is another one after each reload, which then waits to be confirmed.
 */
export function deviceSecret(): string {
  const made = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
  try {
    const stored = localStorage.getItem(place)
    if (stored) return stored
    localStorage.setItem(place, made)
  } catch {
    // Forbidden or full.
  }
  return made
}
