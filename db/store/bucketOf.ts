import { sha256 } from './sha256.ts'

/**
 * One of 4,096 keys for a name that does not exist. Tries are counted under
 * these, so that made-up names take a bounded number of places and look to the
 * guesser like those that exist.
 */
export function bucketOf(name: string): string {
  return sha256(name).slice(0, 3)
}
