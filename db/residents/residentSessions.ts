/** Sessions of households on their phones. The token is only in the phone's cookie; its hash is stored. */
import { randomBytes } from 'node:crypto'
import type { Door } from '../households/doors.ts'
import { sha256 } from '../store/sha256.ts'
import type { Store } from '../store/store.ts'

/** A session expires this long after its last use (to the day), ms. */
export const residentSessionLifeMs = 90 * 24 * 3_600_000
/** Sessions are prolonged at most this often, ms. */
const prolongAfterMs = 24 * 3_600_000
/** Sessions of one household; the oldest end when there are more. */
const mostSessions = 50

/** Opens a session for the door's household and returns its token, which is not stored. */
export async function openResidentSession(
  store: Store,
  { village, household }: Pick<Door, 'village' | 'household'>,
  now: number,
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await store.write(village, async (store) => {
    await store.run('DELETE FROM resident_sessions WHERE expires_at < ?', now)
    await store.run(
      `DELETE FROM resident_sessions WHERE village_id = ? AND household_id = ? AND token_hash NOT IN (
           SELECT token_hash FROM resident_sessions WHERE village_id = ? AND household_id = ?
           ORDER BY expires_at DESC LIMIT ?)`,
      village,
      household,
      village,
      household,
      mostSessions - 1,
    )
    await store.insert('resident_sessions', {
      token_hash: sha256(token),
      village_id: village,
      household_id: household,
      created_at: now,
      expires_at: now + residentSessionLifeMs,
    })
  })
  return token
}

/**
 * Whether the token is of an open session of this door's household.
 *
 * @returns `prolonged` when its cookie should be set again; null when there is none
 */
export async function resumeResidentSession(
  store: Store,
  { village, household }: Door,
  token: string,
  now: number,
): Promise<'open' | 'prolonged' | null> {
  const hash = sha256(token)
  const row = await store.first<{ expires: number }>(
    `SELECT expires_at AS expires FROM resident_sessions
       WHERE token_hash = ? AND village_id = ? AND household_id = ?`,
    hash,
    village,
    household,
  )
  if (!row || row.expires < now) return null
  const expires = now + residentSessionLifeMs
  if (expires - row.expires < prolongAfterMs) return 'open'
  const isProlonged = await store.writeIfRoom(village, async (store) =>
    store.run('UPDATE resident_sessions SET expires_at = ? WHERE token_hash = ?', expires, hash),
  )
  return isProlonged ? 'prolonged' : 'open'
}

/** Ends one session by its token. */
export async function endResidentSession(store: Store, token: string): Promise<void> {
  await store.write('installation', async (store) =>
    store.run('DELETE FROM resident_sessions WHERE token_hash = ?', sha256(token)),
  )
}

/** Ends all sessions of a household. */
export async function endResidentSessions(store: Store, village: number, household: number): Promise<void> {
  await store.write(village, async (store) =>
    store.run('DELETE FROM resident_sessions WHERE village_id = ? AND household_id = ?', village, household),
  )
}
