/**
 * Sessions of staff. The token itself is only in the person's cookie; here lies
 * its hash. Tokens rotate: the one before stays good for a short grace, for
 * requests that were already under way.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { sha256 } from './chain.ts'
import { type Store } from './store.ts'

/** A session ends this long after it was last rotated, ms. */
export const sessionLifeMs = 14 * 24 * 3_600_000
/** A token older than this is replaced at its next use, ms. */
const rotateAfterMs = 12 * 3_600_000
/** How long the token before the last rotation stays good, ms. */
const graceMs = 60_000

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
  username: string
  displayName: string
}

/** Opens a session and gives its token, which is kept nowhere else. */
export function openSession(store: Store, user: number, now: number): string {
  const token = randomBytes(32).toString('base64url')
  store.write(() => {
    store.prepare('DELETE FROM sessions WHERE expires_at < ?').run(now)
    store.run(
      store.sql.insertInto('sessions').values({
        token_hash: sha256(token),
        previous_token_hash: null,
        user_id: user,
        family: randomUUID(),
        created_at: now,
        rotated_at: now,
        expires_at: now + sessionLifeMs,
      }),
    )
  })
  return token
}

const byToken = `
  SELECT s.token_hash, s.user_id, s.family, s.rotated_at, s.expires_at, u.username,
         u.display_name AS displayName
  FROM sessions s JOIN users u ON u.id = s.user_id`

/**
 * The session behind a token; null when there is none or it has ended.
 *
 * @returns with `token` a new one to keep instead, when it was time to rotate
 */
export function resumeSession(
  store: Store,
  token: string,
  now: number,
): { session: Session; token: string | null } | null {
  const hash = sha256(token)
  const current = store.prepare(`${byToken} WHERE s.token_hash = ?`).get(hash) as SessionRow | undefined
  const row =
    current ??
    (store
      .prepare(`${byToken} WHERE s.previous_token_hash = ? AND s.rotated_at > ?`)
      .get(hash, now - graceMs) as SessionRow | undefined)
  if (!row || row.expires_at < now) return null
  const session = {
    user: { id: row.user_id, username: row.username, displayName: row.displayName },
    family: row.family,
  }
  if (!current || row.rotated_at > now - rotateAfterMs) return { session, token: null }
  const next = randomBytes(32).toString('base64url')
  store.write(() =>
    store
      .prepare(
        `UPDATE sessions SET token_hash = ?, previous_token_hash = token_hash, rotated_at = ?, expires_at = ?
         WHERE token_hash = ?`,
      )
      .run(sha256(next), now, now + sessionLifeMs, hash),
  )
  return { session, token: next }
}

/** Ends one session by its family. */
export function endSession(store: Store, { family, user }: Session): void {
  store.write(() => {
    store.prepare('DELETE FROM sessions WHERE family = ?').run(family)
    store.announce({ type: 'sessions', user: user.id })
  })
}

/** Ends all sessions of a person, or all but one; their sockets are closed with them. */
export function endSessions(store: Store, user: number, exceptFamily: string | null): void {
  store.write(() => {
    store.prepare('DELETE FROM sessions WHERE user_id = ? AND family IS NOT ?').run(user, exceptFamily)
    store.announce({ type: 'sessions', user })
  })
}

/** Whether the session is still open. */
export function sessionIsOpen(store: Store, family: string, now: number): boolean {
  return (
    store.prepare('SELECT 1 FROM sessions WHERE family = ? AND expires_at >= ?').get(family, now) !==
    undefined
  )
}
