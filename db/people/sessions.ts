/**
 * Sessions of staff. The token is only in the person's cookie; its hash is stored.
 * Tokens rotate: the previous one stays valid for a short grace (concurrent
 * requests) and until the new one is used (lost answers).
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { sha256 } from '../store/sha256.ts'
import type { Store } from '../store/store.ts'

/** A session expires this long after its last rotation, ms. */
export const sessionLifeMs = 14 * 24 * 3_600_000
/** A token older than this is replaced at its next use, ms. */
const rotateAfterMs = 12 * 3_600_000
/** How long the previous token stays valid, ms. */
const graceMs = 60_000
/** Most sessions of one person; the oldest are ended. */
const mostSessions = 50

export interface Session {
  user: { id: number; username: string; displayName: string }
  /** Stays the same while the token rotates. */
  family: string
}

interface SessionRow {
  token_hash: string
  user_id: number
  family: string
  rotated_at: number
  expires_at: number
  confirmed: number
  username: string
  displayName: string
}

/** Opens a session and returns its token, which is not stored. */
export function openSession(store: Store, user: number, now: number): string {
  const token = randomBytes(32).toString('base64url')
  store.write(() => {
    store.run('DELETE FROM sessions WHERE expires_at < ?', now)
    const { changes } = store.run(
      `DELETE FROM sessions WHERE token_hash IN (
           SELECT token_hash FROM sessions WHERE user_id = ? ORDER BY rotated_at DESC LIMIT -1 OFFSET ?)`,
      user,
      mostSessions - 1,
    )
    if (changes > 0) store.announce({ type: 'sessions', user })
    store.insert('sessions', {
      token_hash: sha256(token),
      previous_token_hash: null,
      user_id: user,
      family: randomUUID(),
      created_at: now,
      rotated_at: now,
      expires_at: now + sessionLifeMs,
    })
  })
  return token
}

const byToken = `
  SELECT s.token_hash, s.user_id, s.family, s.rotated_at, s.expires_at, s.confirmed, u.username,
         u.display_name AS displayName
  FROM sessions s JOIN users u ON u.id = s.user_id`

function findRow(store: Store, hash: string, now: number): SessionRow | null {
  const row = (store.first(`${byToken} WHERE s.token_hash = ?`, hash) ??
    store.first(
      `${byToken} WHERE s.previous_token_hash = ? AND (s.rotated_at > ? OR s.confirmed = 0)`,
      hash,
      now - graceMs,
    )) as SessionRow | undefined
  return row && row.expires_at >= now ? row : null
}

function sessionOf({ user_id: id, username, displayName, family }: SessionRow): Session {
  return { user: { id, username, displayName }, family }
}

/**
 * The session of a token; null when there is none or it has expired. Does not
 * rotate: for callers whose answer cannot carry a new token.
 */
export function findSession(store: Store, token: string, now: number): Session | null {
  const row = findRow(store, sha256(token), now)
  return row && sessionOf(row)
}

/**
 * The session of a token, rotated when due; null when there is none or it has
 * expired. Only for callers whose answer carries the new token.
 *
 * @returns `token` is the new one, null without a rotation
 */
export function resumeSession(
  store: Store,
  token: string,
  now: number,
): { session: Session; token: string | null } | null {
  const hash = sha256(token)
  const row = findRow(store, hash, now)
  if (!row) return null
  const session = sessionOf(row)
  const isCurrent = row.token_hash === hash
  if (isCurrent && row.confirmed === 0)
    store.writeIfRoom(() => store.run('UPDATE sessions SET confirmed = 1 WHERE token_hash = ?', hash))
  // A previous token after its grace: the answer with its successor was lost.
  if (row.rotated_at > now - (isCurrent ? rotateAfterMs : graceMs)) return { session, token: null }
  const next = randomBytes(32).toString('base64url')
  const renewed = store.writeIfRoom(() =>
    store.run(
      `UPDATE sessions SET token_hash = ?, previous_token_hash = ?, rotated_at = ?, expires_at = ?,
           confirmed = 0
         WHERE token_hash = ?`,
      sha256(next),
      hash,
      now,
      now + sessionLifeMs,
      row.token_hash,
    ),
  )
  return { session, token: renewed ? next : null }
}

/** Ends one session by its family. */
export function endSession(store: Store, { family, user }: Session): void {
  store.write(() => {
    store.run('DELETE FROM sessions WHERE family = ?', family)
    store.announce({ type: 'sessions', user: user.id })
  })
}

/** Ends all sessions of a person, or all but one; their sockets are closed with them. */
export function endSessions(store: Store, user: number, exceptFamily: string | null): void {
  store.write(() => {
    store.run('DELETE FROM sessions WHERE user_id = ? AND family IS NOT ?', user, exceptFamily)
    store.announce({ type: 'sessions', user })
  })
}

/** Whether the session is still open. */
export function sessionIsOpen(store: Store, family: string, now: number): boolean {
  return store.first('SELECT 1 FROM sessions WHERE family = ? AND expires_at >= ?', family, now) !== undefined
}
