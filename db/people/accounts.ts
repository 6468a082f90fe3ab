/** Changes of accounts, shared by administrators of one village and of all villages. */
import { Refused } from '../../server/domain/answers/refused.ts'
import type { Role } from '../../server/domain/people/powers.ts'
import { type Changer, recordChange } from '../audit/audit.ts'
import type { Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { createUser, findUser, membershipsOf, usernameOf } from './users.ts'

/**
 * The account of somebody who gets roles: an existing one, or a new one.
 *
 * @param by owner of a new account: a village, or the installation
 * @param person `passwordHash` is null for somebody who has an account already
 * @throws Refused when the name is taken, when there is no such account, and for oneself
 */
export async function accountFor(
  store: Store,
  scope: Scope,
  by: Changer,
  {
    username,
    displayName,
    passwordHash,
  }: { username: string; displayName: string; passwordHash: string | null },
): Promise<{ id: number; isNew: boolean }> {
  const known = await findUser(store, username)
  if (known && passwordHash !== null) throw new Refused('conflict', 'user-exists', { name: username })
  if (known && known.id === scope.user) throw new Refused('unprocessable', 'own-roles')
  if (known) return { id: known.id, isNew: false }
  if (passwordHash === null) throw new Refused('unprocessable', 'password-needed', { name: username })
  const { id } = await createUser(store, by, { username, displayName, passwordHash, roles: [] })
  return { id, isNew: true }
}

/** Changes an account's display name; no-op for the same name. */
export async function rename(
  store: Store,
  by: Changer,
  before: { id: number; username: string; displayName: string },
  displayName: string,
): Promise<void> {
  if (displayName === before.displayName) return
  await store.update('users', { id: before.id }, { display_name: displayName })
  await recordChange(
    store,
    by,
    'user.renamed',
    before.username,
    { displayName: before.displayName },
    { displayName },
  )
}

/** Replaces the roles that an account holds in the village, or in all villages where `by` names none. */
export async function replaceRoles(
  store: Store,
  by: Changer,
  id: number,
  roles: readonly Role[],
): Promise<void> {
  const held = (await membershipsOf(store, id)).filter(({ village }) => village === by.village)
  const before = held.map(({ role }) => role)
  await store.run(
    'DELETE FROM memberships WHERE user_id = ? AND village_id IS NOT DISTINCT FROM ?',
    id,
    by.village,
  )
  const after = [...new Set(roles)]
  for (const role of after) await store.insert('memberships', { user_id: id, village_id: by.village, role })
  const username = (await usernameOf(store, id)) ?? ''
  await recordChange(store, by, 'user.roles-changed', username, { roles: before }, { roles: after })
}

/** Whether two lists hold the same roles; the second has none twice. */
export function isSameSet(some: readonly Role[], others: readonly Role[]): boolean {
  return new Set(some).size === others.length && others.every((role) => some.includes(role))
}
