/** Finding a household by what somebody types: its door, the name of its head, or the initials of the name's pinyin. */
import { normalizeDoor } from './door.ts'

/** By what a household is known. */
export interface Known {
  door: string
  head: string
  /** Initials of the name's pinyin. */
  initials: string
}

/**
 * How close households are to what was typed: 6 for the very door, then doors
 * that begin so, whole names, names that begin so, parts; 0 for no match.
 */
export function closenessTo(typed: string): (household: Known) => number {
  const wanted = normalizeDoor(typed)
  const text = typed.trim().toLowerCase()
  return ({ door, head: written, initials }) => {
    const head = written.toLowerCase()
    if (door === wanted) return 6
    if (wanted !== '' && door.startsWith(wanted)) return 5
    if (head === text || initials === text) return 4
    if (head.startsWith(text) || initials.startsWith(text)) return 3
    if (head.includes(text) || initials.includes(text)) return 2
    return wanted.length > 1 && door.includes(wanted) ? 1 : 0
  }
}
