/** All accounts of this server, as administrators of all villages manage them. */
import { Refused } from '../../server/domain/answers/refused.ts'
import type { Role } from '../../server/domain/people/powers.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { accountFor, isSameSet, rename, replaceRoles } from './accounts.ts'
import { endSessions } from './sessions.ts'
import { changePasswordHash, hasAdministrator, membershipsOf } from './users.ts'

export interface StaffMember {
  id: number
  username: string
  displayName: string
  /** Roles in all villages. */
  everywhere: Role[]
  /** Roles in single villages. */
  villages: { slug: string; name: string; roles: Role[] }[]
}

/** Everybody with an account: first those who hold roles in all villages, then the others, by name. */
export async function listStaff(store: Store): Promise<StaffMember[]> {
  const users = await store.all(
    store.sql
      .selectFrom('users')
      .select(['id', 'username', 'display_name as displayName'])
      .orderBy('username'),
  )
  const held = await store.all(
    store.sql
      .selectFrom('memberships')
      .leftJoin('villages', 'villages.id', 'memberships.village_id')
      .select(['user_id', 'role', 'villages.slug', 'villages.name'])
      .orderBy('villages.id'),
  )
  const members = users.map((user) => {
    const member: StaffMember = { ...user, everywhere: [], villages: [] }
    for (const { role, slug, name } of held.filter(({ user_id }) => user_id === user.id)) {
      const village = member.villages.find((one) => one.slug === slug)
      if (slug === null || name === null) member.everywhere.push(role)
      else if (village) village.roles.push(role)
      else member.villages.push({ slug, name, roles: [role] })
    }
    return member
  })
  return members.sort((a, b) => Number(b.everywhere.length > 0) - Number(a.everywhere.length > 0))
}

/**
 * Gives somebody roles in all villages: a new account, or an existing one.
 *
 * @param passwordHash null for somebody who has an account already
 * @throws Refused when the name is taken, or when there is no such account
 */
export async function addStaff(
  store: Store,
  scope: Scope,
  person: { username: string; displayName: string; passwordHash: string | null; roles: readonly Role[] },
): Promise<StaffMember> {
  return store.write(scope.village, async (store) => {
    await requireEverywhere(store, scope)
    const { id, isNew } = await accountFor(store, scope, everywhere(scope), person)
    await giveRoles(store, scope, id, person.roles)
    if (!isNew) await endSessions(store, id, null)
    return mustFindStaff(store, id)
  })
}

/**
 * Changes somebody's roles in all villages, name or password. New roles and
 * passwords end the person's sessions. Nobody changes their own roles.
 *
 * @throws Refused for the own roles, and where no administrator of all villages would be left
 */
export async function changeStaff(
  store: Store,
  scope: Scope,
  id: number,
  change: {
    displayName?: string | undefined
    passwordHash?: string | undefined
    roles?: readonly Role[] | undefined
  },
): Promise<StaffMember> {
  return store.write(scope.village, async (store) => {
    await requireEverywhere(store, scope)
    const before = await mustFindStaff(store, id)
    const { displayName, passwordHash, roles } = change
    if (roles && id === scope.user) throw new Refused('unprocessable', 'own-roles')
    if (displayName !== undefined) await rename(store, everywhere(scope), before, displayName)
    if (passwordHash !== undefined) await changePasswordHash(store, id, passwordHash, everywhere(scope))
    const hasNewRoles = roles !== undefined && !isSameSet(roles, before.everywhere)
    if (hasNewRoles) await giveRoles(store, scope, id, roles)
    if (passwordHash !== undefined || hasNewRoles) await endSessions(store, id, null)
    return mustFindStaff(store, id)
  })
}

/** @throws Refused when nobody has this id */
async function mustFindStaff(store: Store, id: number): Promise<StaffMember> {
  const member = (await listStaff(store)).find((one) => one.id === id)
  if (!member) throw new Refused('not-found', 'unknown-person')
  return member
}

/**
 * Checked within the transaction: the person may have lost the role meanwhile.
 *
 * @throws Refused for all but administrators of all villages, and the command line
 */
async function requireEverywhere(store: Store, scope: Scope): Promise<void> {
  requirePower(scope, 'administer')
  const isAllowed =
    scope.user === null ||
    (await membershipsOf(store, scope.user)).some(({ role, village }) => role === 'admin' && village === null)
  if (!isAllowed) throw new Refused('forbidden', 'no-power')
}

async function giveRoles(store: Store, scope: Scope, id: number, roles: readonly Role[]): Promise<void> {
  await replaceRoles(store, everywhere(scope), id, roles)
  if (!(await hasAdministrator(store))) throw new Refused('unprocessable', 'last-administrator')
}

function everywhere({ user }: Scope): { user: number | null; village: null } {
  return { user, village: null }
}
