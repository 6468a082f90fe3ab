import { normalizeDoor } from '../../households/door.ts'
import { type Cell, shownText } from '../cells/cells.ts'
import { numeralPattern } from '../cells/numerals.ts'
import { canonicalGroup } from './groups.ts'

/** The longest door number that the product keeps. */
export const longestDoor = 24

/**
 * The door number in a cell in its normal form, empty when there is none.
 * `5012号`, 5012, `晓塘村5012号` and full-width digits are one door.
 *
 * @param village the village's name; what stands before it (town, county) falls away with it
 */
export function readDoor(cell: Cell | undefined, village: string): string {
  const text = shownText(cell)
  const start = village ? text.indexOf(village) : -1
  return normalizeDoor(start > 0 ? text.slice(start) : text, village)
}

const inFront = new RegExp(`^第?(?:${numeralPattern})(?:村民)?小?组`, 'u')

/** The door without a group in front (`3组12` → `12`), for a ledger that writes both in one cell. */
export function withoutGroup(door: string): string {
  return door.replace(inFront, '')
}

/** The group in front of a door, in one form (`第三组12` → `3组`); null where none stands there. */
export function groupInFront(door: string): string | null {
  const [group] = inFront.exec(door) ?? []
  return group === undefined ? null : canonicalGroup(group)
}
