/** Keys that are equal for texts which people take for the same. */
import { visibleText } from './characters.ts'

/** Cyrillic and Greek capitals, and the Latin letters that they look like. */
const likeLatin: Record<'cyrillic' | 'greek', [from: string, to: string]> = {
  cyrillic: ['АВЕЅІЈКМНОРСТУХҮҺԌԚԜӀ', 'ABESIJKMHOPCTYXYHGQWI'],
  greek: ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϳ', 'ABEZHIKMNOPTYXCJ'],
}
/** Small letters whose capitals look otherwise. */
const smallLikeLatin: Record<'cyrillic' | 'greek', [from: string, to: string]> = {
  cyrillic: ['үһԁԛԝӏ', 'YHDQWL'],
  greek: ['αικνορτυωγϲ', 'AIKVOPTUWYC'],
}

type Script = keyof typeof likeLatin

function latinOf(scripts: readonly Script[]): Map<string, string> {
  const pairs = scripts.flatMap((script) => [likeLatin[script], smallLikeLatin[script]])
  return new Map(pairs.flatMap(([from, to]) => [...from].map((letter, index) => [letter, to[index] ?? ''])))
}

const cyrillic = latinOf(['cyrillic'])
const all = latinOf(['cyrillic', 'greek'])

/** Characters that `findTextFault` calls unseen, and variation selectors. */
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu

/**
 * The key of a user name: NFKC, case, Cyrillic and Greek letters that look
 * Latin, and unseen characters make no difference.
 */
export function nameKey(name: string): string {
  return keyOf(name.normalize('NFKC').replace(unseen, ''), all)
}

/** The key of a door in normal form: NFKC, case, and Cyrillic letters that look Latin make no difference. */
export function doorKey(door: string): string {
  return keyOf(door.normalize('NFKC'), cyrillic)
}

/** The text with code points behind letters that are easily taken for others: `А12` is `А (U+0410)12`. */
export function spelledOut(text: string): string {
  return [...visibleText(text)]
    .map((letter) => (nameKey(letter) === letter.toUpperCase() ? letter : named(letter)))
    .join('')
}

function named(letter: string): string {
  return `${letter} (U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')})`
}

function keyOf(text: string, latin: ReadonlyMap<string, string>): string {
  return [...text].map((letter) => latin.get(letter) ?? upper(letter, latin)).join('')
}

function upper(letter: string, latin: ReadonlyMap<string, string>): string {
  const capital = letter.toUpperCase()
  return latin.get(capital) ?? capital
}
