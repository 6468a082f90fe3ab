import { sha256 } from '../store/sha256.ts'

/** A UUID (version 8, RFC 9562) derived from content: the same content, the same id. */
export function contentId(content: string): string {
  const hex = sha256(content)
  const variant = '89ab'[parseInt(hex[16] ?? '0', 16) & 3] ?? '8'
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
