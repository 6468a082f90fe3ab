import { z } from 'zod'
import { roles } from '../../domain/people/powers.ts'
import { door } from '../fields/door.ts'
import { cursorQuery } from '../fields/page.ts'
import { asTyped, oneLine } from '../fields/text.ts'
import { isNotUsername, newPassword, saysUsername, username } from './session.ts'

const displayName = oneLine(1, 32)
const grid = z.array(z.int()).max(200)
const someRoles = z.array(z.enum(roles)).max(roles.length)

/** A member of staff, as an administrator of one village sees them. */
export const personView = z.object({
  id: z.int(),
  username: z.string(),
  displayName: z.string(),
  /** Initials of the name's pinyin. */
  initials: z.string(),
  /** Roles in this village. */
  roles: someRoles,
  /** Roles in all villages; given by administrators of all villages. */
  everywhere: someRoles,
  /** Holds roles in other villages, or has an account from elsewhere: name and password are not this village's to change. */
  isShared: z.boolean(),
  /** Door of the own household, which they neither score nor review. */
  ownDoor: door.nullable(),
  /** Ids of the groups in their grid; none for the whole village. */
  grid: z.array(z.int()),
})
export type PersonView = z.infer<typeof personView>

/**
 * Somebody new, with a password; or, without one, somebody who has an account
 * already and gets roles: in the village of the path, else in all villages.
 */
export const newPerson = z
  .object({
    username,
    displayName: displayName.optional(),
    password: newPassword.optional(),
    roles: someRoles.min(1),
    ownDoor: door.nullable().optional(),
    grid: grid.optional(),
  })
  .refine(isNotUsername, saysUsername)

/** `roles` are all that the person is to hold in the village of the path, else in all villages; none takes them out. */
export const personPatch = z.object({
  displayName: displayName.optional(),
  password: newPassword.optional(),
  roles: someRoles.optional(),
  ownDoor: door.nullable().optional(),
  grid: grid.optional(),
})

export const auditQuery = z.object({
  /** Part of an action, of what it was done to, of who did it, or of what was changed. */
  q: asTyped(0, 64).trim().optional(),
  ...cursorQuery,
})

/** One change to anything but the ledger, which is its own record. */
export const auditView = z.object({
  id: z.int(),
  /** UTC. */
  at: z.string(),
  /** Null for the command line and the server itself. */
  by: z.string().nullable(),
  /** Such as `rule.changed`. */
  action: z.string(),
  /** The action in words, in the caller's language. */
  what: z.string(),
  subject: z.string(),
  /** What was changed, in words, a line each; `—` for nothing. */
  before: z.string(),
  after: z.string(),
})
export type AuditView = z.infer<typeof auditView>

export const auditPage = z.object({ items: z.array(auditView), next: z.string().nullable() })
