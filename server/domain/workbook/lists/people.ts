import { briefText, type Cell, shownBlanks, shownText, tightText } from '../cells/cells.ts'

/** The longest name of a head or a group that the product keeps. */
export const longestName = 32
const longestNote = 200

/** A person's name without the blanks that line up two-character names: `戴 法` is `戴法`. */
export function readName(cell: Cell | undefined): string {
  // Not NFKC as a whole: it would replace rare characters that some names are written with.
  return typeof cell === 'string' ? cell.normalize('NFC').replace(shownBlanks, '') : tightText(cell)
}

/**
 * The digits of the telephone numbers in a cell, however they were typed; none where no part has 5 to 20 digits.
 * A number that a spreadsheet has rounded (1.39E+10) is none.
 */
export function readPhones(cell: Cell | undefined): string[] {
  const parts = shownText(cell)
    .normalize('NFKC')
    .split(/[/、,;或]|(?<=\d{7})\s+(?=\d{7})/u)
  const digits = parts.filter((part) => !/\dE\+?\d/iu.test(part)).map((part) => part.replace(/\D/gu, ''))
  return digits.filter(({ length }) => length >= 5 && length <= 20)
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
