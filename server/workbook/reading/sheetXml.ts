/** The few pieces of a sheet's XML that splitting it into cells needs; each is met hundreds of thousands of times. */

/** Longer formulas say no more about where they reach. */
const formulaLength = 500
export const slash = 47

/** Whether the tag at this place has the name. */
export function isTag(text: string, at: number, name: 'c' | 'row'): boolean {
  if (!text.startsWith(name, at + 1)) return false
  const next = text.charCodeAt(at + 1 + name.length)
  return next <= 32 || next === 62 || next === slash
}

/** The place of the `>` that ends the tag. */
export function tagEnd(text: string, at: number): number {
  const end = text.indexOf('>', at)
  return end === -1 ? text.length : end
}

/** The number in a row's start tag, which may leave it out. */
export function rowNumber(text: string, at: number): number | null {
  const end = tagEnd(text, at)
  // Read by hand, as below: nearly always it comes first.
  if (!text.startsWith(' r="', at + 4)) {
    const found = /\sr\s*=\s*["'](\d{1,8})/u.exec(text.slice(at, end))
    return found ? Number(found[1]) : null
  }
  let row = 0
  for (let index = at + 8; index < end; index++) {
    const code = text.charCodeAt(index)
    if (code < 48 || code > 57) break
    row = row * 10 + code - 48
  }
  return row
}

/** Hidden, or without any height or width. */
const unseen = /\s(?:hidden\s*=\s*["'](?:1|true)|(?:ht|width)\s*=\s*["']0(?:\.0+)?)["']/u

/** Whether a row's start tag hides it. */
export function isHiddenRow(text: string, at: number): boolean {
  return unseen.test(text.slice(at, tagEnd(text, at)))
}

/**
 * The columns, from 0, that the part of a sheet before its cells hides.
 *
 * @param most columns that a sheet may have
 */
export function hiddenColumns(text: string, most: number): number[] {
  return [...text.matchAll(/<col\s[^>]*>/gu)].flatMap(([tag]) => {
    const numberOf = (name: string) =>
      Number(new RegExp(`\\s${name}\\s*=\\s*["'](\\d{1,6})`, 'u').exec(tag)?.[1] ?? 0)
    const first = numberOf('min')
    const last = Math.min(numberOf('max'), most)
    if (first < 1 || !unseen.test(tag)) return []
    return Array.from({ length: Math.max(last - first + 1, 0) }, (_, place) => first - 1 + place)
  })
}

/** The address in a cell's start tag: row from 1, column from 0, and from where to where its attribute goes. */
export function readAddress(
  text: string,
  at: number,
  open: number,
): { row: number; column: number; start: number; end: number } | null {
  // Nearly always the address comes first; a ledger has hundreds of thousands of them.
  let start = at + 2
  let from = at + 6
  if (!text.startsWith(' r="', start)) {
    const found = /\sr\s*=\s*["'](?=[A-Z])/u.exec(text.slice(start, open))
    if (!found) return null
    start += found.index
    from = start + found[0].length
  }
  let column = 0
  let row = 0
  let index = from
  for (; index < open; index++) {
    const code = text.charCodeAt(index)
    if (code >= 65 && code <= 90) column = column * 26 + code - 64
    else if (code >= 48 && code <= 57) row = row * 10 + code - 48
    else break
  }
  return { row, column: column - 1, start, end: index + 1 }
}

const formula = /<f(?:\s[^>]*?)?(?:\/>|>([\s\S]*?)<\/f>)/u

/** The formula in a cell's content, null where there is none. */
export function formulaIn(content: string): string | null {
  const found = content.includes('<f') ? formula.exec(content) : null
  if (!found) return null
  const text = Buffer.from((found[1] ?? '').slice(0, formulaLength), 'latin1').toString()
  return text.replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&')
}

export function withoutFormula(content: string): string {
  return content.replace(formula, '')
}

/** Whether a cell's content has a value, be it an empty text. */
export function hasValue(content: string): boolean {
  return /<(?:v|is)[\s>/]/u.test(content)
}
