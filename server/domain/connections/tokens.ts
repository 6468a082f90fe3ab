/** Access tokens: with them other programs read a village's data or enter scores. */

/**
 * What a token may do. `board` and `ledger` give what the public may see; `claims` enters scores that somebody must
 * review first; `scores` enters scores that count as the rules say. The last two widen what `board` and `ledger`
 * give: names of all heads of household, and lines that the village keeps from the public.
 */
export const tokenScopes = ['board', 'ledger', 'claims', 'scores', 'names', 'every-line'] as const
export type TokenScope = (typeof tokenScopes)[number]

/** Scopes that give more than the public may see: chosen with a warning only. */
export const privateScopes: ReadonlySet<TokenScope> = new Set(['names', 'every-line'])

/** Whether the scopes let a token do anything: those that widen others need one that they widen. */
export function areUsable(scopes: readonly TokenScope[]): boolean {
  const reads = scopes.includes('board') || scopes.includes('ledger')
  const widens = scopes.some((scope) => privateScopes.has(scope))
  return widens ? reads : scopes.length > 0
}

/** Begins every secret, so that people and scanners recognise one. */
export const tokenMark = 'yp_'
/** Characters of a secret that are kept to recognise it, with the mark. */
export const prefixLength = 9

/** How long a token is valid, days: unless chosen otherwise, and at most. */
export const usualTokenDays = 365
export const mostTokenDays = 1_096

export type TokenState = 'valid' | 'expired' | 'revoked'

/** @param now ISO 8601, UTC, as the others */
export function tokenState(
  { expiresAt, revokedAt }: { expiresAt: string; revokedAt: string | null },
  now: string,
): TokenState {
  if (revokedAt !== null) return 'revoked'
  return expiresAt <= now ? 'expired' : 'valid'
}
