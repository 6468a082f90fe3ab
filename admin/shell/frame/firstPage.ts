import type { Role } from '../../../server/domain/people/powers.ts'

const firstPages: Record<Role, string> = {
  admin: 'work',
  clerk: 'entry',
  reviewer: 'review',
  inspector: 'rounds',
  desk: 'desk',
  viewer: 'work',
}

/** Name of the page where somebody begins: that of their role, or the work page for who has several. */
export function firstPage(held: Iterable<Role>): string {
  const pages = new Set([...held].filter((role) => role !== 'viewer').map((role) => firstPages[role]))
  const [only] = pages
  return pages.size === 1 && only !== undefined ? only : 'work'
}
