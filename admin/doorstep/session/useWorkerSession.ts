import { shallowRef } from 'vue'
import { sessionOperations } from '../../../server/contract/operations/people/session.ts'
import type { SessionView } from '../../../server/contract/people/session.ts'
import { powersOf } from '../../../server/domain/people/powers.ts'
import { call } from '../../shell/api/call.ts'
import { oweSignOut, owesSignOut, rememberedWorker, rememberWorker, type Worker } from './rememberedWorker.ts'

/** The worker's session, remembered for a start without a network. */
export function useWorkerSession() {
  const worker = shallowRef<Worker | null>(rememberedWorker())

  function setWorker(next: Worker | null): void {
    worker.value = next
    rememberWorker(next)
  }

  /** The session that the server knows, after a sign-out that is owed. @throws Failure */
  async function read(): Promise<SessionView | null> {
    if (owesSignOut()) await end()
    return (await call(sessionOperations.readSession)).session
  }

  /** @throws Failure */
  async function signIn(username: string, password: string): Promise<SessionView> {
    // Before the cookie: no other window may send another person's items under this session.
    if (worker.value?.username !== username) rememberWorker({ username, name: username })
    const session = await call(sessionOperations.signIn, { body: { username, password } })
    oweSignOut(false)
    return session
  }

  /** Ends the session here, and on the server as soon as it can be reached. */
  async function signOut(): Promise<void> {
    oweSignOut(true)
    await end().catch(() => undefined)
  }

  async function end(): Promise<void> {
    await call(sessionOperations.signOut)
    oweSignOut(false)
  }

  return { worker, setWorker, read, signIn, signOut }
}

export function workerOf({ user }: SessionView): Worker {
  return { username: user.username, name: user.displayName }
}

/** Whether they may work at the doors of the village; null asks for all villages. */
export function mayInspect({ roles }: SessionView, village: string | null): boolean {
  const given = roles.filter((one) => one.village === null || one.village === village)
  return powersOf(given.map(({ role }) => role)).has('inspect')
}
