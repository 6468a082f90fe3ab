/** The one row about this installation: its epoch and the one-time set-up code. */
import { randomBytes } from 'node:crypto'
import type { Store } from './store.ts'

/** Inserts the row into a new database. */
export function ensureInstallation(store: Store): void {
  if (store.first(store.sql.selectFrom('installation').select('epoch'))) return
  store.write(() => store.insert('installation', { only: 1, epoch: newEpoch(), setup_code_hash: null }))
}

/** Changes with each restore: postings that screens know may be missing in the restored database. */
export function installationEpoch(store: Store): string {
  return store.first(store.sql.selectFrom('installation').select('epoch'))?.epoch ?? ''
}

/** Ends all sessions and sets a new epoch; for restored databases. */
export function renewInstallation(store: Store): void {
  store.write(() => {
    store.run(store.sql.deleteFrom('sessions'))
    store.run(store.sql.deleteFrom('resident_sessions'))
    store.update('installation', { only: 1 }, { epoch: newEpoch() })
  })
}

/** SHA-256 of the set-up code, hex; null before one was issued. */
export function setupCodeHash(store: Store): string | null {
  return store.first(store.sql.selectFrom('installation').select('setup_code_hash'))?.setup_code_hash ?? null
}

/** Replaces the set-up code. */
export function setSetupCodeHash(store: Store, hash: string): void {
  store.write(() => store.update('installation', { only: 1 }, { setup_code_hash: hash }))
}

function newEpoch(): string {
  return randomBytes(8).toString('hex')
}
