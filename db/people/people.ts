/** The staff of one village, as its administrators manage them. */
import { Refused } from '../../server/domain/answers/refused.ts'
import type { Role } from '../../server/domain/people/powers.ts'
import { recordChange } from '../audit/audit.ts'
import { doorOf } from '../households/doors.ts'
import { mustFindHousehold } from '../households/households.ts'
import { ownHousehold, setOwnHousehold } from '../households/ownHouseholds.ts'
import { inOrder } from '../store/inOrder.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { initialsOf } from '../villages/names/initials.ts'
import { accountFor, isSameSet, rename, replaceRoles } from './accounts.ts'
import { gridOf, setGrid } from './grids.ts'
import { endSessions } from './sessions.ts'
import { changePasswordHash, membershipsOf } from './users.ts'

export interface Person {
  id: number
  username: string
  displayName: string
  /** Initials of the name's pinyin. */
  initials: string
  /** Roles in this village. */
  roles: Role[]
  /** Roles in all villages. */
  everywhere: Role[]
  /** Holds roles in other villages, or has an account from elsewhere: see `isWhollyOf`. */
  isShared: boolean
  /** Door of the own household, which they neither score nor review; null where none is known. */
  ownDoor: string | null
  /** Ids of the groups in their grid (网格); none for the whole village. */
  grid: number[]
}

/** Everybody who holds a role in the village or in all villages, by name. */
export async function listPeople(store: Store, village: number): Promise<Person[]> {
  const rows = await store.all<Pick<Person, 'id' | 'username' | 'displayName'>>(
    `SELECT id, username, display_name AS "displayName" FROM users
       WHERE id IN (SELECT user_id FROM memberships WHERE village_id = ? OR village_id IS NULL)
       ORDER BY username`,
    village,
  )
  return await inOrder(rows, async (row) => withRoles(store, village, row))
}

async function withRoles(
  store: Store,
  village: number,
  row: Pick<Person, 'id' | 'username' | 'displayName'>,
): Promise<Person> {
  const held = await membershipsOf(store, row.id)
  const rolesOf = (where: number | null) =>
    held.filter((one) => one.village === where).map(({ role }) => role)
  return {
    ...row,
    initials: initialsOf(row.displayName, 'name'),
    roles: rolesOf(village),
    everywhere: rolesOf(null),
    isShared: !(await isWhollyOf(store, village, row.id)),
    ownDoor: await ownDoor(store, village, row.id),
    grid: await gridOf(store, village, row.id),
  }
}

/**
 * Whether an account is this village's alone: made for it, and without a role
 * elsewhere. Of other accounts a village's administrators change only roles, own
 * household and grid in their village. An account without roles stays its
 * village's: adding it to another village does not take it over.
 */
async function isWhollyOf(store: Store, village: number, user: number): Promise<boolean> {
  return (
    (await store.first(
      `SELECT 1 FROM users WHERE id = @user AND home_village_id = @village AND NOT EXISTS (
           SELECT 1 FROM memberships WHERE user_id = @user AND village_id IS DISTINCT FROM @village)`,
      { user, village },
    )) !== undefined
  )
}

async function ownDoor(store: Store, village: number, user: number): Promise<string | null> {
  const own = await ownHousehold(store, village, user)
  return own === null ? null : await doorOf(store, village, own)
}

/** @throws Refused when nobody of this id works for the village */
export async function mustFindPerson(store: Store, village: number, id: number): Promise<Person> {
  const person = (await listPeople(store, village)).find((one) => one.id === id)
  if (!person) throw new Refused('not-found', 'unknown-person')
  return person
}

/**
 * Adds somebody to the village's staff: a new account, or roles for an existing one.
 *
 * @param passwordHash null for somebody who has an account already
 * @throws Refused when the name is taken, when there is no such account, and for oneself
 */
export async function addPerson(
  store: Store,
  scope: Scope,
  person: {
    username: string
    displayName: string
    passwordHash: string | null
    roles: readonly Role[]
    ownDoor?: string | null | undefined
    grid?: number[] | undefined
  },
): Promise<Person> {
  requirePower(scope, 'administer')
  return store.write(scope.village, async (store) => {
    const { username } = person
    const { id } = await accountFor(store, scope, scope, person)
    await replaceRoles(store, scope, id, person.roles)
    if (person.ownDoor !== undefined)
      await giveOwnDoor(store, scope, id, username, await ownDoor(store, scope.village, id), person.ownDoor)
    if (person.grid) await giveGrid(store, scope, id, username, person.grid)
    return mustFindPerson(store, scope.village, id)
  })
}

/**
 * Changes a member of the village's staff. New roles or a new password end the
 * sessions of a person who is the village's alone. Nobody changes their own roles,
 * so that administrators cannot lock themselves out.
 *
 * @throws Refused for the own roles, and for name and password of somebody who
 *   is not this village's alone
 */
export async function changePerson(
  store: Store,
  scope: Scope,
  id: number,
  change: {
    displayName?: string | undefined
    passwordHash?: string | undefined
    roles?: readonly Role[] | undefined
    ownDoor?: string | null | undefined
    grid?: number[] | undefined
  },
): Promise<Person | null> {
  requirePower(scope, 'administer')
  return store.write(scope.village, async (store) => {
    const before = await mustFindPerson(store, scope.village, id)
    const { displayName, passwordHash, roles, ownDoor: door, grid } = change
    if (roles && id === scope.user) throw new Refused('unprocessable', 'own-roles')
    if ((displayName !== undefined || passwordHash !== undefined) && before.isShared && id !== scope.user)
      throw new Refused('unprocessable', 'person-elsewhere', { name: before.displayName })
    if (displayName !== undefined) await rename(store, scope, before, displayName)
    if (door !== undefined) {
      // Otherwise they could clear it and score their own household.
      if (id === scope.user) throw new Refused('unprocessable', 'own-roles')
      await giveOwnDoor(store, scope, id, before.username, before.ownDoor, door)
    }
    if (grid) await giveGrid(store, scope, id, before.username, grid)
    if (passwordHash !== undefined) await changePasswordHash(store, id, passwordHash, scope)
    const hasNewRoles = roles !== undefined && !isSameSet(roles, before.roles)
    if (hasNewRoles) await replaceRoles(store, scope, id, roles)
    if (passwordHash !== undefined || (hasNewRoles && !before.isShared)) await endSessions(store, id, null)
    else if (hasNewRoles) store.announce({ type: 'sessions', user: id })
    return (await listPeople(store, scope.village)).find((one) => one.id === id) ?? null
  })
}

async function giveOwnDoor(
  store: Store,
  scope: Scope,
  id: number,
  username: string,
  before: string | null,
  after: string | null,
): Promise<void> {
  const household = after === null ? null : await mustFindHousehold(store, scope.village, after)
  await setOwnHousehold(store, scope.village, id, household?.id ?? null)
  const [was, is] = [before, household?.door ?? null].map((ownDoor) => ({ ownDoor }))
  if (was?.ownDoor !== is?.ownDoor)
    await recordChange(store, scope, 'user.household-changed', username, was, is)
}

async function giveGrid(
  store: Store,
  scope: Scope,
  id: number,
  username: string,
  grid: readonly number[],
): Promise<void> {
  const before = await gridOf(store, scope.village, id)
  await setGrid(store, scope.village, id, grid)
  const after = await gridOf(store, scope.village, id)
  if (before.join() !== after.join())
    await recordChange(store, scope, 'user.grid-changed', username, { grid: before }, { grid: after })
}
