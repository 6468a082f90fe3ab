import { briefText, type Cell, shownBlanks, tightText } from '../cells/cells.ts'

/** The longest name of a head or a group that the product keeps. */
export const longestName = 32
const longestNote = 200

/** A person's name without the blanks that line up two-character names: `戴 法` is `戴法`. */
export function readName(cell: Cell | undefined): string {
  // Not NFKC as a whole: it would replace rare characters that some names are written with.
  return typeof cell === 'string' ? cell.normalize('NFC').replace(shownBlanks, '') : tightText(cell)
}

/**
 * The digits of a telephone number, however it was typed; of several, the first.
 *
 * @returns null when the cell holds no number of 5 to 20 digits
 */
export function readPhone(cell: Cell | undefined): string | null {
  for (const part of tightText(cell).split(/[/、,;或]/u)) {
    const digits = part.replace(/\D/gu, '')
    if (digits.length >= 5 && digits.length <= 20) return digits
  }
  return null
}

/** How many people, from `5` or `5人`; null when empty, unclear or above 99. */
export function readMembers(cell: Cell | undefined): number | null {
  const parts = /^(\d{1,2})(?:\.0)?(?:人|口|口人)?$/u.exec(tightText(cell))
  return parts ? Number(parts[1]) : null
}

/** A note, cut to the length that the product keeps; null when empty or an error such as #REF!. */
export function readNote(cell: Cell): string | null {
  // A formula that fails says nothing.
  if (/^#[A-Z\d/]{1,12}[!?]?$/u.test(tightText(cell))) return null
  return briefText(cell, longestNote) || null
}

/** Whether a person's relation to the head says that somebody else is: 妻, 长子. */
export function isOfMember(cell: Cell | undefined): boolean {
  return tightText(cell) !== '' && !isHeadOfHousehold(cell)
}

/** Whether a person's relation to the head (与户主关系) says that it is the head. */
export function isHeadOfHousehold(cell: Cell | undefined): boolean {
  return /^(?:户主|本人|户主本人|本人\(户主\)|户主\(本人\))$/u.test(tightText(cell))
}

/** The longest name of an attribute that the product keeps. */
const longestAttribute = 12

/** Attributes of a household, from `党员户、低保户`; 无 and names that are too long are left out. */
export function readAttributes(cell: Cell | undefined): string[] {
  const names = tightText(cell)
    .split(/[、,;/|]/u)
    .filter((name) => name !== '' && name.length <= longestAttribute && !/^(?:无|没有|否|-+)$/u.test(name))
  return [...new Set(names)]
}
