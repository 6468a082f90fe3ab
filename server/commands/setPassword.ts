import { endSessions } from '../../db/sessions.ts'
import { changePasswordHash, findUser } from '../../db/users.ts'
import { Refused } from '../domain/refused.ts'
import { hashNewPassword } from '../passwords.ts'
import { type CommandParts } from './index.ts'

export interface PasswordInput {
  username: string
  password: string
}

/** Sets a forgotten password and ends that person's sessions. */
export async function setPassword(
  { store }: CommandParts,
  { username, password }: PasswordInput,
): Promise<{ username: string }> {
  const user = findUser(store, username)
  if (!user) throw new Refused('not-found', 'unknown-user', { name: username })
  const passwordHash = await hashNewPassword(password, user.username)
  store.write(() => {
    changePasswordHash(store, user.id, passwordHash, { user: null, village: null })
    endSessions(store, user.id, null)
  })
  return { username: user.username }
}
