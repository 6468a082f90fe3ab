/** Who works with this phone: stored beside the session's cookie, for a start without a network. */
import { nameHere } from '../../../server/domain/page/here.ts'
import { readStored, readStoredJson, writeStored } from '../../../server/domain/page/storedValue.ts'

export interface Worker {
  username: string
  name: string
}

const workerName = nameHere('yiping.doorstep.worker')
const signOutName = nameHere('yiping.doorstep.signOut')

/** Who signed in here last and did not sign out. */
export function rememberedWorker(): Worker | null {
  const stored = readStoredJson(workerName)
  const [username, name] = Array.isArray(stored) ? (stored as unknown[]) : []
  return typeof username === 'string' && typeof name === 'string' ? { username, name } : null
}

export function rememberWorker(worker: Worker | null): void {
  writeStored(workerName, worker && JSON.stringify([worker.username, worker.name]))
}

/** Whether a sign-out has not reached the server yet: that session must not open this page again. */
export function owesSignOut(): boolean {
  return readStored(signOutName) !== null
}

export function oweSignOut(owes: boolean): void {
  writeStored(signOutName, owes ? '1' : null)
}
