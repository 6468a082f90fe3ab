/** Which characters a text may hold: no half characters, no controls, nothing that nobody sees. */

/** Why a text is refused. */
export type TextFault = 'not-well-formed' | 'control-characters' | 'unseen-characters'

/** One line, or several with line feeds between them. */
export type Lines = 'one-line' | 'many-lines'

/** Lone surrogates, and code points that Unicode keeps free: XML and PostgreSQL take neither. */
const malformed = /[\p{Cs}\p{Noncharacter_Code_Point}]/u
const controls = /\p{Cc}/u
const controlsButLineFeed = /[^\P{Cc}\n]/u
/** Zero width and bidirectional marks, soft hyphens, fillers, tags, separators of lines; not variation selectors. */
const unseen = /(?!\p{Variation_Selector})[\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800\ufff9-\ufffb]/u
/** The joiner inside an emoji such as a family. */
const emojiJoiner =
  /(\p{Extended_Pictographic}[\p{Emoji_Modifier}\ufe0f]*)\u200d(?=\p{Extended_Pictographic})/gu
/** Nearly all texts: decided without the expressions above. */
const plain = /^[\x20-\x7e\u3000-\u3020\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e]*$/u

/** What is wrong with the characters of a text; null for nothing. */
export function findTextFault(text: string, lines: Lines = 'one-line'): TextFault | null {
  if (plain.test(text)) return null
  if (malformed.test(text)) return 'not-well-formed'
  if ((lines === 'one-line' ? controls : controlsButLineFeed).test(text)) return 'control-characters'
  return unseen.test(text.replace(emojiJoiner, '$1')) ? 'unseen-characters' : null
}

/** Whether a text can be stored and read back as it is: no lone surrogate, no NUL. For texts kept as typed, such as passwords. */
export function isStorable(text: string): boolean {
  return !/[\p{Cs}\0]/u.test(text)
}

/** The text with U+FFFD for all that `findTextFault` refuses, for words that no person typed. */
export function withoutFaults(text: string): string {
  return [...text].map((character) => (findTextFault(character) ? '\ufffd' : character)).join('')
}

/**
 * The text with escapes (`\u200b`) for all that `findTextFault` refuses, so that
 * odd text of earlier builds can be seen; other texts as they are.
 */
export function visibleText(text: string): string {
  if (findTextFault(text, 'many-lines') === null) return text
  return [...text]
    .map((character) => (findTextFault(character, 'many-lines') ? escaped(character) : character))
    .join('')
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16)
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`
}

/** The first UTF-16 units of a text, never half a character. @param most number of units */
export function cutText(text: string, most: number): string {
  const cut = text.slice(0, most)
  return /[\ud800-\udbff]$/.test(cut) && cut.length < text.length ? cut.slice(0, -1) : cut
}
