import { recordText } from '../../text/recordText.ts'
import { type Cell, tightText } from '../cells/cells.ts'
import { numeralPattern, parseNumeral } from '../cells/numerals.ts'

/** The group of households whose list names none. */
export const ungrouped = recordText('no-group')

const numbered = new RegExp(`^第?(${numeralPattern})(?:(?:村民|居民)?小?组)?$`, 'u')

/** Who leads a group, and how many it has, behind its name: (共23户), (组长:张三), 组长 张三 13900000000. */
const tail =
  /(?<=组)(?:[(](?:共?\d+[户人]|[^()]*(?:组长|负责人))[^()]*[)]|[:,]?(?:组长|负责人)[:\p{L}\d,-]*)$/u

/**
 * A group (组) in one form: `1组`, `一组`, `第一组`, `第1村民小组` and the bare
 * number 1 are `1组`; named groups keep their name, `东浜村民小组` is `东浜组`.
 *
 * @param village the village's name, dropped when it stands in front
 * @returns null for an empty cell
 */
export function canonicalGroup(cell: Cell | undefined, village = ''): string | null {
  let text = tightText(cell)
  // 东浜村 is no name in front of 东浜村民小组.
  const rest = village && text.startsWith(village) ? text.slice(village.length) : ''
  if (rest && !rest.startsWith('民')) text = rest
  text = text.replace(tail, '')
  if (text === '') return null
  const number = parseNumeral(numbered.exec(text)?.[1] ?? '')
  if (number !== null) return `${number}组`
  return text.replace(/(?:(?:村民|居民)?小组|(?:村民|居民)组)$/u, '组')
}

/** Whether two groups are one: 东浜 and 东浜组 are. */
export function isSameGroup(a: string, b: string): boolean {
  return a.replace(/组$/u, '') === b.replace(/组$/u, '')
}

/** Whether the text by itself names a group, as a line between households or a sheet's name does. */
export function namesGroup(text: string): boolean {
  const name = text.replace(tail, '')
  return /^.{1,12}组(?:[(][^()]{1,12}[)])?$/u.test(name) && !/[,、:;]/u.test(name)
}

const sum = /^.{0,12}?(?:小计|合计|总计|共计)(?:[::].*|\d+(?:户|人|分)?)?$/u

/** Whether the text labels a line of sums: 小计, 1组小计, 合 计:, 总计786户. */
export function namesSum(text: string): boolean {
  return text.includes('计') && sum.test(text)
}
