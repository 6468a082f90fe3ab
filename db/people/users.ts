/** Staff and what they may do. Passwords arrive here hashed. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { type Power, powersOf, type Role } from '../../server/domain/people/powers.ts'
import { nameKey } from '../../server/domain/text/lookAlikes.ts'
import { type Changer, recordChange } from '../audit/audit.ts'
import type { Store } from '../store/store.ts'

export interface User {
  id: number
  username: string
  displayName: string
  passwordHash: string
}

export interface Membership {
  role: Role
  /** Id of the village, null for all villages. */
  village: number | null
}

export interface NewUser {
  username: string
  displayName: string
  passwordHash: string
  roles: Membership[]
}

/**
 * Creates an account. It belongs to the village that it is created for; without one,
 * to the installation.
 *
 * @param by who adds them and for which village; null for the command line
 * @throws Refused when the name is taken, or looks like another's
 */
export async function createUser(store: Store, by: Changer | null, user: NewUser): Promise<User> {
  return store.write('installation', async (store) => {
    if (await findUser(store, user.username))
      throw new Refused('conflict', 'user-exists', { name: user.username })
    await refuseAlikeName(store, user.username)
    const id = await store.insert('users', {
      username: user.username,
      display_name: user.displayName,
      password_hash: user.passwordHash,
      created_at: new Date().toISOString(),
      home_village_id: by?.village ?? onlyVillage(user.roles),
      look_alike_key: nameKey(user.username),
    })
    for (const { role, village } of user.roles)
      await store.insert('memberships', { user_id: id, village_id: village, role })
    await recordChange(store, by ?? { user: null, village: null }, 'user.created', user.username, null, {
      displayName: user.displayName,
      roles: user.roles,
    })
    return { id, ...user }
  })
}

/** The village in which all of these roles are held; null where there is no such village. */
function onlyVillage(roles: readonly Membership[]): number | null {
  const [first] = roles
  return first && roles.every(({ village }) => village === first.village) ? first.village : null
}

async function refuseAlikeName(store: Store, name: string): Promise<void> {
  const other = await store.first<{ username: string }>(
    'SELECT username FROM users WHERE look_alike_key = ?',
    nameKey(name),
  )
  if (other) throw new Refused('conflict', 'user-alike', { name, other: other.username })
}

/**
 * Creates the first administrator, of all villages. The check for an existing one
 * runs in the same transaction.
 *
 * @throws Refused when an administrator exists
 */
export async function createFirstAdministrator(store: Store, user: Omit<NewUser, 'roles'>): Promise<User> {
  return store.write('installation', async (store) => {
    if (await hasAdministrator(store)) throw new Refused('conflict', 'setup-done')
    return createUser(store, null, { ...user, roles: [{ role: 'admin', village: null }] })
  })
}

export async function hasAdministrator(store: Store): Promise<boolean> {
  return (
    (await store.first(`SELECT 1 FROM memberships WHERE role = 'admin' AND village_id IS NULL LIMIT 1`)) !==
    undefined
  )
}

/** Finds an account by its name; capitals of ASCII are not told apart. */
export async function findUser(store: Store, username: string): Promise<User | undefined> {
  return store.first<User>(
    `SELECT id, username, display_name AS "displayName", password_hash AS "passwordHash" FROM users
       WHERE lower(username) = ?`,
    username.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
  )
}

/** The user name of an account; null when there is none. */
export async function usernameOf(store: Store, user: number): Promise<string | null> {
  const row = await store.first(store.sql.selectFrom('users').select('username').where('id', '=', user))
  return row?.username ?? null
}

export async function membershipsOf(store: Store, user: number): Promise<Membership[]> {
  return store.all<Membership>('SELECT role, village_id AS village FROM memberships WHERE user_id = ?', user)
}

/** The roles that a person holds in a village, or in all villages. */
export async function rolesIn(store: Store, user: number, village: number | null): Promise<Role[]> {
  const held = (await membershipsOf(store, user)).filter(
    (one) => one.village === null || one.village === village,
  )
  return held.map(({ role }) => role)
}

/** What a person may do in a village: by roles held there, or in all villages. */
export async function powersIn(
  store: Store,
  user: number,
  village: number | null,
): Promise<ReadonlySet<Power>> {
  return powersOf(await rolesIn(store, user, village))
}

/**
 * Replaces a password hash; call `endSessions` with it.
 *
 * @param by who does it and for which village; the person themselves unless given
 */
export async function changePasswordHash(
  store: Store,
  user: number,
  passwordHash: string,
  by: Changer = { user, village: null },
): Promise<void> {
  await store.write('installation', async (store) => {
    await store.update('users', { id: user }, { password_hash: passwordHash })
    await recordChange(store, by, 'user.password-changed', (await usernameOf(store, user)) ?? '', null, null)
  })
}
