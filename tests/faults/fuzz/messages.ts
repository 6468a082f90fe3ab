/** What the server under test and its parent say to each other. */

import { type TokenScope, tokenScopes } from '../../../server/domain/connections/tokens.ts'

/** Signs in again and again; nobody changes its password. */
export const signer = 'fuzz-signer'

/** Access tokens of the village that is tried, of all villages, and of another: by program that calls. */
export const programs = {
  program: { scopes: ['board', 'ledger', 'scores'], of: 'own' },
  'proposing program': { scopes: ['claims'], of: 'own' },
  'program that reads all': { scopes: ['board', 'ledger', 'names', 'every-line'], of: 'all' },
  'program of another': { scopes: tokenScopes, of: 'another' },
} as const satisfies Record<string, { scopes: readonly TokenScope[]; of: 'own' | 'all' | 'another' }>

/** What the parent may ask for. */
export type Order =
  | { order: 'renew'; village: string; isNew: boolean }
  | { order: 'measure' }
  | { order: 'verify' }
  | { order: 'stop' }

/** People and doors to act as, and the values that name what they work on. */
export interface Renewed {
  /** Cookie headers by caller. */
  cookies: Record<string, string>
  /** Secrets of access tokens by program. */
  secrets: Record<string, string>
  /** Tokens of doors; the resident's cookie is of the first. */
  tokens: string[]
  doors: string[]
}

export interface Measure {
  /** Heap in use after a collection, bytes. */
  heap: number
  /** Resident memory, bytes. */
  resident: number
  /** The longest stall of the event loop since the last measure, ms. */
  stallMs: number
}
