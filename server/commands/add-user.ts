import { z } from 'zod'
import { createUser } from '../../db/users.ts'
import { mustFindVillage } from '../../db/villages.ts'
import { newPassword, username } from '../contract/session.ts'
import { type Role } from '../domain/powers.ts'
import { hashNewPassword } from '../passwords.ts'
import { Malformed } from '../words/malformed.ts'
import { type CommandParts } from './index.ts'

export interface UserInput {
  username: string
  password: string
  role: Role
  /** Slug; null for every village. */
  village: string | null
}

const account = z.object({ username, password: newPassword })

/** Adds a member of staff. */
export async function addUser({ store }: CommandParts, input: UserInput): Promise<{ username: string }> {
  const parsed = account.safeParse(input, { reportInput: true })
  if (!parsed.success) throw new Malformed(parsed.error.issues)
  const { username: name, password } = parsed.data
  const village = input.village === null ? null : mustFindVillage(store, input.village).id
  createUser(store, null, {
    username: name,
    displayName: name,
    passwordHash: await hashNewPassword(password, name),
    roles: [{ role: input.role, village }],
  })
  return { username: name }
}
