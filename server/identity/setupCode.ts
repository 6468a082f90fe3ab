/** The one-time code that proves access to the server, for the first administrator. */
import { randomInt, timingSafeEqual } from 'node:crypto'
import { setSetupCodeHash, setupCodeHash } from '../../db/store/installation.ts'
import { sha256 } from '../../db/store/sha256.ts'
import type { Database, Store } from '../../db/store/store.ts'

/** Without letters and digits that look alike. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** Of the code itself, among what processes share until there is an administrator. */
const sharedKey = 'setup-code'

/** Makes a new code, stores its hash, and returns it for printing: `7KQM-X2DP-9TRA`. All processes print the same. */
export async function issueSetupCode(store: Database): Promise<string> {
  const values = store.cluster.values()
  const known = await values?.get(sharedKey)
  if (known && (await setupCodeMatches(store, known))) return known
  const code = Array.from({ length: 3 }, () =>
    Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join(''),
  ).join('-')
  await setSetupCodeHash(store, digest(code))
  await values?.put(sharedKey, code)
  return code
}

/** Removes the code that processes share, once there is an administrator. */
export async function forgetSetupCode(store: Database): Promise<void> {
  await store.cluster.values()?.remove(sharedKey)
}

/** Whether this is the code, however it was typed: case, dashes and blanks do not matter. */
export async function setupCodeMatches(store: Store, typed: string): Promise<boolean> {
  const stored = await setupCodeHash(store)
  return stored !== null && timingSafeEqual(Buffer.from(stored), Buffer.from(digest(typed)))
}

function digest(code: string): string {
  return sha256(code.toUpperCase().replace(/[^A-Z0-9]/g, ''))
}
