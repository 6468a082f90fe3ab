import { hash, verify } from '@node-rs/argon2'
import { passwordFault } from '../domain/people/passwords/passwordRule.ts'
import { Malformed } from '../words/fields/malformed.ts'

/** argon2id by OWASP's first choice: 19 MiB, two passes, one lane. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** What to store of a password. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, options)
}

/**
 * What to store of a new password of a member of staff.
 *
 * @param place where the request carries it: its field, and the operation that names the field
 * @throws Malformed when the rule for new passwords refuses it
 */
export async function hashNewPassword(
  password: string,
  username: string | null,
  place: { field: string; operation: string } = { field: 'password', operation: '' },
): Promise<string> {
  const fault = passwordFault(password, username)
  if (fault) throw Malformed.field(place.field, fault, place.operation)
  return hashPassword(password)
}

/** Compared against for unknown users: their sign-in takes as long (no enumeration). */
const nobody = hashPassword('nobody has this password')

/**
 * Whether the password is right.
 *
 * @param stored hash of the user's password, null when there is no such user
 */
export async function passwordMatches(password: string, stored: string | null): Promise<boolean> {
  const matches = await verify(stored ?? (await nobody), password, options)
  return matches && stored !== null
}
