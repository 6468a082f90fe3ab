import * as crypto from 'node:crypto'

/** SHA-256 of a text (UTF-8), as 64 hex digits. */
export function sha256(text: string): string {
  return crypto.createHash('sha256').update(text).digest('hex')
}
