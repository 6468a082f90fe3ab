/** The one row about this installation: its epoch and the one-time set-up code. */
import { randomBytes } from 'node:crypto'
import type { Store } from './store.ts'

/** Inserts the row into a new database; several processes may do so at once. */
export async function ensureInstallation(store: Store): Promise<void> {
  if (await store.first(store.sql.selectFrom('installation').select('epoch'))) return
  await store.write('installation', async (store) =>
    store.run('INSERT INTO installation ("only", epoch) VALUES (1, ?) ON CONFLICT DO NOTHING', newEpoch()),
  )
}

/** Changes with each restore: postings that screens know may be missing in the restored database. */
export async function installationEpoch(store: Store): Promise<string> {
  return (await store.first(store.sql.selectFrom('installation').select('epoch')))?.epoch ?? ''
}

/** Ends all sessions, revokes all access tokens, pauses all webhooks and sets a new epoch; for restored databases. */
export async function renewInstallation(store: Store): Promise<void> {
  const now = new Date().toISOString()
  await store.write('installation', async (store) => {
    await store.run(store.sql.deleteFrom('sessions'))
    await store.run(store.sql.deleteFrom('resident_sessions'))
    // The copy does not know which were revoked after it was made.
    await store.run(
      'UPDATE api_tokens SET revoked_at = ? WHERE revoked_at IS NULL AND expires_at > ?',
      ...[now, now],
    )
    // What the copy lacks was sent already, and the copy may stand beside the original.
    await store.update('webhooks', { state: 'active' }, { state: 'paused', pause_reason: 'restored' })
    await store.update('installation', { only: 1 }, { epoch: newEpoch() })
  })
}

/** SHA-256 of the set-up code, hex; null before one was issued. */
export async function setupCodeHash(store: Store): Promise<string | null> {
  return (
    (await store.first(store.sql.selectFrom('installation').select('setup_code_hash')))?.setup_code_hash ??
    null
  )
}

/** Replaces the set-up code. */
export async function setSetupCodeHash(store: Store, hash: string): Promise<void> {
  await store.write('installation', async (store) =>
    store.update('installation', { only: 1 }, { setup_code_hash: hash }),
  )
}

/** When the whole of the data was last proven, UTC; null before that. */
export async function wholeProvenAt(store: Store): Promise<string | null> {
  return (await store.first(store.sql.selectFrom('installation').select('proven_at')))?.proven_at ?? null
}

/** Notes when the whole of the data was proven, UTC; on a full disk it is not noted. */
export async function noteWholeProven(store: Store, at: string): Promise<void> {
  await store.writeIfRoom('installation', async (store) =>
    store.update('installation', { only: 1 }, { proven_at: at }),
  )
}

function newEpoch(): string {
  return randomBytes(8).toString('hex')
}
