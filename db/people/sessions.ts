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
export async function openSession(store: Store, user: number, now: number): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await store.write('installation', async (store) => {
    await store.run('DELETE FROM sessions WHERE expires_at < ?', now)
    const { changes } = await store.run(
      `DELETE FROM sessions WHERE user_id = ? AND token_hash NOT IN (
           SELECT token_hash FROM sessions WHERE user_id = ? ORDER BY rotated_at DESC LIMIT ?)`,
      user,
      user,
      mostSessions - 1,
    )
    if (changes > 0) store.announce({ type: 'sessions', user })
    await store.insert('sessions', {
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
         u.display_name AS "displayName"
  FROM sessions s JOIN users u ON u.id = s.user_id`

async function findRow(store: Store, hash: string, now: number): Promise<SessionRow | null> {
  const row = ((await store.first(`${byToken} WHERE s.token_hash = ?`, hash)) ??
    (await store.first(
      `${byToken} WHERE s.previous_token_hash = ? AND (s.rotated_at > ? OR s.confirmed = 0)`,
      hash,
      now - graceMs,
    ))) as SessionRow | undefined
  return row && row.expires_at >= now ? row : null
}

function sessionOf({ user_id: id, username, displayName, family }: SessionRow): Session {
  return { user: { id, username, displayName }, family }
}

/**
 * The session of a token; null when there is none or it has expired. Does not
 * rotate: for callers whose answer cannot carry a new token.
 */
export async function findSession(store: Store, token: string, now: number): Promise<Session | null> {
  const row = await findRow(store, sha256(token), now)
  return row && sessionOf(row)
}

/**
 * The session of a token, rotated when due; null when there is none or it has
 * expired. Only for callers whose answer carries the new token.
 *
 * @returns `token` is the new one, null without a rotation
 */
export async function resumeSession(
  store: Store,
  token: string,
  now: number,
): Promise<{ session: Session; token: string | null } | null> {
  const hash = sha256(token)
  const row = await findRow(store, hash, now)
  if (!row) return null
  const session = sessionOf(row)
  const isCurrent = row.token_hash === hash
  if (isCurrent && row.confirmed === 0)
    await store.writeIfRoom('installation', async (store) =>
      store.run('UPDATE sessions SET confirmed = 1 WHERE token_hash = ?', hash),
    )
  // A previous token after its grace: the answer with its successor was lost.
  if (row.rotated_at > now - (isCurrent ? rotateAfterMs : graceMs)) return { session, token: null }
  const next = randomBytes(32).toString('base64url')
  let changed = 0
  const isStored = await store.writeIfRoom('installation', async (store) => {
    const { changes } = await store.run(
      `UPDATE sessions SET token_hash = ?, previous_token_hash = ?, rotated_at = ?, expires_at = ?,
           confirmed = 0
         WHERE token_hash = ?`,
      sha256(next),
      hash,
      now,
      now + sessionLifeMs,
      row.token_hash,
    )
    changed = changes
  })
  // 0 as well when a request of the same moment was faster: its answer carries the new token.
  return { session, token: isStored && changed === 1 ? next : null }
}

/** Ends one session by its family. */
export async function endSession(store: Store, { family, user }: Session): Promise<void> {
  await store.write('installation', async (store) => {
    await store.run('DELETE FROM sessions WHERE family = ?', family)
    store.announce({ type: 'sessions', user: user.id })
  })
}

/** Ends all sessions of a person, or all but one; their sockets are closed with them. */
export async function endSessions(store: Store, user: number, exceptFamily: string | null): Promise<void> {
  await store.write('installation', async (store) => {
    await store.run(
      'DELETE FROM sessions WHERE user_id = ? AND family IS DISTINCT FROM ?',
      user,
      exceptFamily,
    )
    store.announce({ type: 'sessions', user })
  })
}

/** Whether the session is still open. */
export async function sessionIsOpen(store: Store, family: string, now: number): Promise<boolean> {
  return (
    (await store.first('SELECT 1 FROM sessions WHERE family = ? AND expires_at >= ?', family, now)) !==
    undefined
  )
}
