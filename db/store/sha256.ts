import * as crypto from 'node:crypto'

/** SHA-256 of a text (UTF-8), as 64 hex digits. */
export function sha256(text: string): string {
  return crypto.hash('sha256', text)
}
