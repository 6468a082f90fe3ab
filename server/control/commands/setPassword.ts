import { z } from 'zod'
import { endSessions } from '../../../db/people/sessions.ts'
import { changePasswordHash, findUser } from '../../../db/people/users.ts'
import { asTyped } from '../../contract/fields/text.ts'
import { Refused } from '../../domain/answers/refused.ts'
import { hashNewPassword } from '../../identity/passwords.ts'
import type { CommandServices } from './index.ts'

export const passwordInput = z.object({ username: asTyped(1, 64), password: asTyped(0, 200) })

/** Sets a forgotten password and ends that person's sessions. */
export async function setPassword(
  { store }: CommandServices,
  { username, password }: z.infer<typeof passwordInput>,
): Promise<{ username: string }> {
  const user = await findUser(store, username)
  if (!user) throw new Refused('not-found', 'unknown-user', { name: username })
  const passwordHash = await hashNewPassword(password, user.username)
  await store.write('installation', async (store) => {
    await changePasswordHash(store, user.id, passwordHash, { user: null, village: null })
    await endSessions(store, user.id, null)
  })
  return { username: user.username }
}
