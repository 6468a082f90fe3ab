import { createUser } from '../../db/users.ts'
import { mustFindVillage } from '../../db/villages.ts'
import { newPassword, username } from '../contract/session.ts'
import { type Role } from '../domain/powers.ts'
import { hashPassword } from '../passwords.ts'
import { type CommandParts } from './index.ts'

export interface UserInput {
  username: string
  password: string
  role: Role
  /** Slug; null for every village. */
  village: string | null
}

/** Adds a member of staff. */
export async function addUser({ store }: CommandParts, input: UserInput): Promise<{ username: string }> {
  const name = username.safeParse(input.username)
  if (!name.success)
    throw new Error(`"${input.username}" cannot be a user name: 2 to 32 letters, digits, dots or dashes.`)
  if (!newPassword.safeParse(input.password).success)
    throw new Error('The password needs at least 8 characters.')
  const village = input.village === null ? null : mustFindVillage(store, input.village).id
  createUser(store, null, {
    username: name.data,
    displayName: name.data,
    passwordHash: await hashPassword(input.password),
    roles: [{ role: input.role, village }],
  })
  return { username: name.data }
}
