/** Which roles need which private fields for their work. Administrators see all of them. */
import type { Power, Role } from './powers.ts'

/** Everything private that the staff's part of the API carries, and the roles that see it. */
export const privateFields = {
  /** How to reach a household. */
  phone: ['clerk'],
  /** What the office noted about a household. */
  'household-note': ['clerk'],
  members: ['clerk'],
  /** Attributes that multiply points, and how households agreed to show them. */
  attributes: ['clerk', 'reviewer'],
  /** When and how a household agreed to its name, or opted out. */
  agreement: ['clerk'],
  /** Notes of postings, and the reasons of what took them back. */
  'posting-note': ['clerk', 'reviewer', 'inspector'],
  /** Notes of claims, and why they were stopped. */
  'claim-note': ['clerk', 'reviewer', 'inspector'],
  photos: ['clerk', 'reviewer', 'inspector'],
  /** Photo of the household that the desk compares. */
  portrait: ['desk'],
  /** What was found amiss in a yard, and what the inspector wrote. */
  visit: ['clerk', 'reviewer', 'inspector'],
  /** Who objected, in which words, and the answer. */
  objection: ['clerk', 'reviewer'],
  suggestion: ['clerk'],
  /** Network address of a screen. */
  address: [],
} as const satisfies Record<string, readonly Role[]>

export type PrivateField = keyof typeof privateFields

/** The power that only this role and administrators have. */
const ownPower: Record<Role, Power> = {
  admin: 'administer',
  clerk: 'enter',
  reviewer: 'review',
  inspector: 'inspect',
  desk: 'redeem',
  viewer: 'read',
}

/** Whether somebody with these powers sees the field. */
export function sees(powers: ReadonlySet<Power>, field: PrivateField): boolean {
  const roles: readonly Role[] = privateFields[field]
  return powers.has('administer') || roles.some((role) => powers.has(ownPower[role]))
}

/** What somebody with these powers does not see. */
export function hiddenFields(powers: ReadonlySet<Power>): ReadonlySet<PrivateField> {
  const all = Object.keys(privateFields) as PrivateField[]
  return new Set(all.filter((field) => !sees(powers, field)))
}
