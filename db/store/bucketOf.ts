import { sha256 } from './sha256.ts'

/**
 * One of 4,096 keys for an unknown name. Tries of unknown names are counted by
 * bucket: bounded memory, and no enumeration.
 */
export function bucketOf(name: string): string {
  return sha256(name).slice(0, 3)
}
