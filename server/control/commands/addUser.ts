import { z } from 'zod'
import { createUser } from '../../../db/people/users.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { slug } from '../../contract/fields/ids.ts'
import { newPassword, username } from '../../contract/people/session.ts'
import { roles } from '../../domain/people/powers.ts'
import { hashNewPassword } from '../../identity/passwords.ts'
import type { CommandServices } from './index.ts'

export const userInput = z.object({
  username,
  password: newPassword,
  role: z.enum(roles),
  /** Slug; null for every village. */
  village: slug.nullable(),
})

/** Adds a member of staff. */
export async function addUser(
  { store }: CommandServices,
  { username: name, password, role, village: slug }: z.infer<typeof userInput>,
): Promise<{ username: string }> {
  const village = slug === null ? null : (await mustFindVillage(store, slug)).id
  await createUser(store, null, {
    username: name,
    displayName: name,
    passwordHash: await hashNewPassword(password, name),
    roles: [{ role, village }],
  })
  return { username: name }
}
