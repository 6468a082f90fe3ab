/** Access tokens of other programs. The secret is shown once; its hash is stored. */
import { randomBytes } from 'node:crypto'
import { Refused } from '../../server/domain/answers/refused.ts'
import { addDays, localMidnight } from '../../server/domain/calendar/calendar.ts'
import {
  mostTokenDays,
  prefixLength,
  tokenMark,
  type TokenScope,
  type TokenState,
  tokenState,
} from '../../server/domain/connections/tokens.ts'
import { recordChange } from '../audit/audit.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import { sha256 } from '../store/sha256.ts'
import type { Store } from '../store/store.ts'
import { mustFindVillageById } from '../villages/findVillages.ts'
import { today } from '../villages/today.ts'
import { powersIn } from './users.ts'

/** Most tokens that are valid at once, of one village or of all together. */
const mostTokens = 50
/** How often the last use is kept, ms. */
const noteEveryMs = 60_000

export interface Token {
  id: number
  /** Id of the village; null for all villages. */
  village: number | null
  name: string
  prefix: string
  scopes: TokenScope[]
  /** Last local date on which it is valid. */
  expiresOn: string
  /** UTC, as all moments here. */
  expiresAt: string
  createdAt: string
  createdBy: string | null
  /** Id of the person who made it. */
  maker: number | null
  lastUsedAt: string | null
  revokedAt: string | null
  revokedBy: string | null
  state: TokenState
}

export interface NewToken {
  name: string
  scopes: readonly TokenScope[]
  expiresOn: string
  /** Of all villages; for administrators of all villages. */
  everywhere: boolean
}

type TokenRow = Omit<Token, 'scopes' | 'state'> & { scopes: string }

const tokens = `
  SELECT t.id, t.village_id AS village, t.name, t.prefix, t.scopes, t.expires_on AS "expiresOn",
         t.expires_at AS "expiresAt", t.created_at AS "createdAt", u.display_name AS "createdBy",
         t.created_by AS maker, t.last_used_at AS "lastUsedAt", t.revoked_at AS "revokedAt",
         r.display_name AS "revokedBy"
  FROM api_tokens t
  LEFT JOIN users u ON u.id = t.created_by
  LEFT JOIN users r ON r.id = t.revoked_by`

const tokenOf = (row: TokenRow, now: number): Token => ({
  ...row,
  scopes: JSON.parse(row.scopes) as TokenScope[],
  state: tokenState(row, new Date(now).toISOString()),
})

/** Tokens of a village and of all villages, the newest first; expired and revoked ones too. */
export async function listTokens(store: Store, village: number, now: number): Promise<Token[]> {
  const rows = await store.all<TokenRow>(
    `${tokens} WHERE t.village_id = ? OR t.village_id IS NULL ORDER BY t.id DESC`,
    village,
  )
  return rows.map((row) => tokenOf(row, now))
}

/**
 * Makes a token.
 *
 * @param now ms since 1970, UTC
 * @returns `secret` is stored nowhere
 * @throws Refused when a valid one has the name, the last day is past or too far off, or it is for all villages and
 *   the caller administers only some
 */
export async function makeToken(
  store: Store,
  scope: Scope,
  { name, scopes, expiresOn, everywhere }: NewToken,
  now = Date.now(),
): Promise<{ token: Token; secret: string }> {
  requirePower(scope, 'administer')
  const village = everywhere ? null : scope.village
  const secret = tokenMark + randomBytes(32).toString('base64url')
  return store.write('installation', async (store) => {
    if (everywhere) await requireEverywhere(store, scope)
    const { timezone } = await mustFindVillageById(store, scope.village)
    const day = await today(store, scope.village)
    const last = addDays(day, mostTokenDays)
    if (expiresOn < day || expiresOn > last)
      throw new Refused('unprocessable', 'token-expiry', { from: day, to: last })
    await refuseTakenName(store, village, name, now)
    const id = await store.insert('api_tokens', {
      village_id: village,
      name,
      prefix: secret.slice(0, prefixLength),
      hash: sha256(secret),
      scopes: JSON.stringify(scopes),
      expires_on: expiresOn,
      expires_at: localMidnight(addDays(expiresOn, 1), timezone),
      created_at: new Date(now).toISOString(),
      created_by: scope.user,
    })
    await recordChange(store, { user: scope.user, village }, 'token.created', name, null, {
      scopes,
      expiresOn,
      everywhere,
    })
    return { token: await mustFindTokenById(store, id, now), secret }
  })
}

/** @throws Refused when the caller administers some villages only */
export async function requireEverywhere(
  store: Store,
  { user }: Scope,
  code = 'not-everywhere',
): Promise<void> {
  if (user !== null && !(await powersIn(store, user, null)).has('administer'))
    throw new Refused('forbidden', code)
}

async function refuseTakenName(
  store: Store,
  village: number | null,
  name: string,
  now: number,
): Promise<void> {
  const valid = await store.all<{ name: string; village: number | null }>(
    `SELECT name, village_id AS village FROM api_tokens WHERE revoked_at IS NULL AND expires_at > ?`,
    new Date(now).toISOString(),
  )
  // What a token enters is written under its name.
  const meets = (other: number | null) => other === null || village === null || other === village
  if (valid.some((one) => one.name === name && meets(one.village)))
    throw new Refused('conflict', 'token-name-taken', { name })
  if (valid.filter((one) => one.village === village).length >= mostTokens)
    throw new Refused('conflict', 'too-many-tokens', { limit: mostTokens })
}

async function mustFindTokenById(store: Store, id: number, now: number): Promise<Token> {
  return tokenOf(await store.one<TokenRow>(`${tokens} WHERE t.id = ?`, id), now)
}

/** Revokes a token for good; one that is revoked stays as it is. @throws Refused as `makeToken` */
export async function revokeToken(store: Store, scope: Scope, id: number, now = Date.now()): Promise<Token> {
  requirePower(scope, 'administer')
  return store.write('installation', async (store) => {
    const found = await store.first<{ village: number | null; name: string; revoked: string | null }>(
      `SELECT village_id AS village, name, revoked_at AS revoked FROM api_tokens
       WHERE id = ? AND (village_id = ? OR village_id IS NULL)`,
      id,
      scope.village,
    )
    if (!found) throw new Refused('not-found', 'unknown-token-id')
    if (found.village === null) await requireEverywhere(store, scope)
    if (found.revoked === null) {
      const set = { revoked_at: new Date(now).toISOString(), revoked_by: scope.user }
      await store.update('api_tokens', { id }, set)
      const by = { user: scope.user, village: found.village }
      await recordChange(store, by, 'token.revoked', found.name, null, null)
    }
    return mustFindTokenById(store, id, now)
  })
}

/** The token of a secret, whatever its state; null for a made-up one. */
export async function findToken(store: Store, secret: string, now: number): Promise<Token | null> {
  const row = await store.first<TokenRow>(`${tokens} WHERE t.hash = ?`, sha256(secret))
  return row ? tokenOf(row, now) : null
}

/** Keeps when a token was used, once a minute at most; on a full disk it is not kept. */
export async function noteTokenUse(store: Store, { id, lastUsedAt }: Token, now: number): Promise<void> {
  const before = new Date(now - noteEveryMs).toISOString()
  if (lastUsedAt !== null && lastUsedAt > before) return
  await store.writeIfRoom('installation', async (store) => {
    await store.run(
      'UPDATE api_tokens SET last_used_at = ? WHERE id = ? AND (last_used_at IS NULL OR last_used_at <= ?)',
      new Date(now).toISOString(),
      id,
      before,
    )
  })
}
