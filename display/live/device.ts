import { readStored, writeStored } from '../../server/domain/page/storedValue.ts'

/** Of the origin, not of the public path: confirmed screens are recognized by what is stored here. */
const name = 'screen-device'

/**
 * The secret by which the server recognizes this browser. Where storage is forbidden it differs after each reload,
 * and the screen waits to be confirmed again.
 */
export function deviceSecret(): string {
  const stored = readStored(name)
  if (stored) return stored
  const made = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
  writeStored(name, made)
  return made
}
