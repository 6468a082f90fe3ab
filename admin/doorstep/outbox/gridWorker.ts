/** Who works with this phone: kept beside the session's cookie, for a start without a network. */
import { type SessionView } from '../../../server/contract/people/session.ts'
import { nameHere } from '../../../server/domain/page/here.ts'
import { powersOf } from '../../../server/domain/people/powers.ts'

export interface Worker {
  username: string
  name: string
}

const memory = nameHere('yiping.doorstep.worker')

/** Who signed in here last and did not sign out. */
export function rememberedWorker(): Worker | null {
  try {
    const [username, name] = JSON.parse(localStorage.getItem(memory) ?? '[]') as unknown[]
    return typeof username === 'string' && typeof name === 'string' ? { username, name } : null
  } catch {
    return null
  }
}

export function rememberWorker(worker: Worker | null): void {
  try {
    if (worker) localStorage.setItem(memory, JSON.stringify([worker.username, worker.name]))
    else localStorage.removeItem(memory)
  } catch {
    // A browser that keeps nothing needs the network to start.
  }
}

const owed = nameHere('yiping.doorstep.signOut')

/** Whether somebody signed out here while the server could not be told: their session must not open this page again. */
export function owesSignOut(): boolean {
  try {
    return localStorage.getItem(owed) !== null
  } catch {
    return false
  }
}

export function oweSignOut(owes: boolean): void {
  try {
    if (owes) localStorage.setItem(owed, '1')
    else localStorage.removeItem(owed)
  } catch {
    // A browser that keeps nothing forgets the session with the page.
  }
}

export function workerOf({ user }: SessionView): Worker {
  return { username: user.username, name: user.displayName }
}

/** Whether they may work at the doors of the village; null asks for all villages. */
export function mayInspect({ roles }: SessionView, village: string | null): boolean {
  const reaching = roles.filter((given) => given.village === null || given.village === village)
  return powersOf(reaching.map(({ role }) => role)).has('inspect')
}
