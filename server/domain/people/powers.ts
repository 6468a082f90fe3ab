/** Who may do what: roles are given to people, powers are what calls and the ledger ask for. */

/** One person can hold several roles, each in one village or in all villages. */
export const roles = ['admin', 'clerk', 'reviewer', 'inspector', 'desk', 'viewer'] as const
export type Role = (typeof roles)[number]

/**
 * `read` what staff may see of a village, `enter` postings and households,
 * `inspect` at the doors of their grid, `review` claims, `redeem` goods for points,
 * `administer` rules and settings.
 */
export type Power = 'read' | 'enter' | 'inspect' | 'review' | 'redeem' | 'administer'

const granted: Record<Role, readonly Power[]> = {
  admin: ['read', 'enter', 'inspect', 'review', 'redeem', 'administer'],
  clerk: ['read', 'enter'],
  reviewer: ['read', 'review'],
  inspector: ['read', 'inspect'],
  desk: ['read', 'redeem'],
  viewer: ['read'],
}

/** All powers of somebody who holds these roles. */
export function powersOf(held: Iterable<Role>): ReadonlySet<Power> {
  const powers = new Set<Power>()
  for (const role of held) for (const power of granted[role]) powers.add(power)
  return powers
}

/** Whether this role alone lets somebody enter scores, in the office or at the doors. */
export function mayEnter(role: Role): boolean {
  return granted[role].includes('enter') || granted[role].includes('inspect')
}
