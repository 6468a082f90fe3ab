import { type Cell, shownText, tightText } from '../cells/cells.ts'

/** The longest rule text that the product keeps. */
export const longestRuleText = 60

const numbering = /^(?:\(?\d{1,2}[.、):]|\(?[一二三四五六七八九十]{1,3}[.、):])(?!\d)/u

/** A rule's text as people see it, without line breaks and a number in front (`3、`, `(一)`). */
export function readRuleText(cell: Cell | undefined): string {
  const text = shownText(cell)
  const tight = tightText(cell)
  const number = numbering.exec(tight)?.[0].length ?? 0
  return number === 0 ? text : dropCharacters(text, number)
}

/** Drops so many printing characters at the start, and blanks around them. */
function dropCharacters(text: string, count: number): string {
  let left = count
  let index = 0
  while (left > 0 && index < text.length) if (text[index++] !== ' ') left--
  return text.slice(index).trim()
}

/**
 * The text as earlier builds read it, which kept 16 bits of a character that a
 * workbook wrote as a reference beyond U+FFFF. Villages may have rules so written.
 */
export function misreadText(text: string): string {
  return text.replace(/[\u{10000}-\u{10ffff}]/gu, (character) =>
    String.fromCharCode(character.codePointAt(0) ?? 0),
  )
}

/**
 * What two writings of one rule have in common: blanks, brackets, punctuation,
 * full and half width and a number in front make no difference.
 */
export function ruleKey(text: Cell | undefined): string {
  return tightText(text)
    .replace(numbering, '')
    .replace(/[\p{P}\p{S}]/gu, '')
    .toLowerCase()
}
