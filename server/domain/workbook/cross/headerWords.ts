/** What the words over a column of a cross table say: a day, a month, a sign, an item, a sum. */
import type { LocalDate } from '../../calendar/calendar.ts'
import { recordText } from '../../text/recordText.ts'
import { type Cell, shownText, tightText } from '../cells/cells.ts'
import { readDate } from '../cells/dates.ts'
import { numeralPattern, parseNumeral } from '../cells/numerals.ts'
import { headerKey, meaningOf } from '../headers/fields.ts'
import { namesFormerYear, namesOpening } from '../ledgers/openingWords.ts'

/** A day; the last one of a month, a quarter or a half year where no day is named. */
export interface HeaderDay {
  day: LocalDate
  isExact: boolean
  /** Number of the month where a whole one is meant. */
  month: number | null
  /** The words of a quarter or a half year, in one form: 第1季度, 上半年. */
  period?: string
}

export type HeaderPart =
  | ({ is: 'day' } & HeaderDay)
  /** A date that is none, or of another year. */
  | { is: 'no-day'; problem: 'bad-date' | 'date-outside-year' | 'ambiguous-date' }
  | { is: 'sign'; sign: 'award' | 'deduct' | 'points' }
  | { is: 'sum'; isRunning: boolean }
  | { is: 'opening' }
  /** 第1周, 第二次, 上旬. */
  | { is: 'occasion' }
  /** Names, places, signatures, counts. */
  | { is: 'other' }
  | { is: 'item'; text: string }

const month = new RegExp(`^(?:(\\d{4})年|(\\d{4})[-./])?(${numeralPattern})月份?$`, 'u')
const dayInMonth = /^(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]?(?:\(?(?:星期|周)[一二三四五六日天]\)?)?$/u
const months = /^(?:(\d{4})年)?第?(?:([一二三四1-4])季度|(上|下)半年)$/u
const signs: readonly [RegExp, 'award' | 'deduct' | 'points'][] = [
  [/^(?:(?:实|净|实际|最终)?得分?|积分|分数|分值|积分数|得分数)$/u, 'points'],
  [/^实?(?:加分?|奖分?|奖励分?|附加分|加分项|奖励项)$/u, 'award'],
  [/^实?(?:扣分?|减分?|扣减分?|罚分?|处罚分?|惩罚分?|扣罚分?|负分|扣分项|减分项|处罚项)$/u, 'deduct'],
]
const sums = /(?:小计|合计|总计|共计|总和|累计|总分|总得分|总积分|结余|余额)(?:积?分数?|得分)?$/u
/** 本月得分, 当月积分. */
const ofPeriod = /^(?:本|当|全|该)(?:月|季|期|年|次)度?(?:得分|积分|分数)$/u
const running = /累[计积]|结余|余额|剩余|可用|现有/u
const others =
  /^(?:序号?|编号|行号|No\.?|#|名次|排名|排序|位次|等级|等次|星级|次数|人次|平均分?|签[名字收]|领取|照片|满分|备注)$/iu

const occasion = new RegExp(`^(?:第${numeralPattern}(?:周|次|期|轮|回|批|星期)|[上中下]旬)$`, 'u')

/** The year of the books, and the one of dates that name none: another, where the sheet says so. */
export interface SheetYear {
  year: number
  ofSheet: number
}

/** The parts of a header cell; one with an item and a day, such as 3月5日 大扫除 or 1月加分, has several. */
export function partsOf(cell: Cell | undefined, year: SheetYear): HeaderPart[] {
  if (cell instanceof Date) return [ofDate(cell, year)]
  const text = tightText(cell)
  if (text === '') return []
  const whole = partOf(text, year)
  if (whole) return [whole]
  const words = shownText(cell).split(/\s+/u)
  const each = words.map((word) => partOf(tightText(word), year))
  if (words.length > 1 && each.some((part) => part?.is === 'day' || part?.is === 'sign')) {
    const rest = words.filter((_, place) => each[place] === null).join('')
    return [...each.filter((part) => part !== null), ...(rest === '' ? [] : [item(rest)])]
  }
  return splitText(text, year) ?? [item(text)]
}

/** 1月加分, 3月5日大扫除, 大扫除(3月5日). */
function splitText(text: string, year: SheetYear): HeaderPart[] | null {
  const [, before, behind] =
    /^((?:\d{4}年)?\d{1,2}月\d{1,2}[日号])(.+)$/u.exec(text) ??
    new RegExp(`^((?:\\d{4}年)?${numeralPattern}月份?)(.+)$`, 'u').exec(text) ??
    []
  const first = before === undefined ? null : partOf(before, year)
  if (first && behind !== undefined) return [first, partOf(behind, year) ?? item(behind)]
  const [, named = '', inside = ''] = /^(.+?)[([](.+)[)\]]$/u.exec(text) ?? []
  const part = partOf(inside, year)
  const isPart = part?.is === 'day' || part?.is === 'no-day' || part?.is === 'sign'
  return named !== '' && isPart ? [partOf(named, year) ?? item(named), part] : null
}

const item = (text: string): HeaderPart => ({ is: 'item', text })

function partOf(text: string, year: SheetYear): HeaderPart | null {
  const key = headerKey(text)
  const sign = signOf(key)
  if (sign) return { is: 'sign', sign }
  if (namesOpening(text) || namesFormerYear(text, year.year)) return { is: 'opening' }
  if (meaningOf(key)?.field === 'running' || sums.test(key) || ofPeriod.test(key))
    return { is: 'sum', isRunning: running.test(key) }
  if (others.test(key)) return { is: 'other' }
  if (occasion.test(key)) return { is: 'occasion' }
  const period = periodOf(text, year)
  if (period) return period
  const isDate = dayInMonth.test(text) || /^(?:\d{4}[-./年])?\d{1,2}[-./]\d{1,2}[日号]?$/u.test(text)
  return isDate ? ofDate(text, year) : null
}

function signOf(key: string): 'award' | 'deduct' | 'points' | null {
  const known = signs.find(([words]) => words.test(key))
  if (known) return known[1]
  // What is due stands beside what was given: two columns of one item.
  const field = key.startsWith('应') ? undefined : meaningOf(key)?.field
  return field === 'award' || field === 'deduct' ? field : null
}

/** 卫生扣分 takes, 加扣分 says nothing. */
export function signInWords(item: string): 'award' | 'deduct' | null {
  const takes = /[扣罚]|减分/u.test(item)
  const gives = /[加奖]/u.test(item)
  return takes === gives ? null : takes ? 'deduct' : 'award'
}

function ofDate(cell: Cell, year: SheetYear): HeaderPart {
  const reading = readDate(cell, year.year, year.ofSheet)
  if ('date' in reading) return { is: 'day', day: reading.date, isExact: true, month: null }
  const { problem } = reading
  return { is: 'no-day', problem: problem === 'no-date' || problem === 'lunar-date' ? 'bad-date' : problem }
}

/** A month, a quarter or a half year. */
function periodOf(text: string, year: SheetYear): HeaderPart | null {
  const [, ofYear, ofFigures, word = ''] = month.exec(text) ?? []
  const number = parseNumeral(word)
  if (number !== null && number >= 1 && number <= 12)
    return lastDay(Number(ofYear ?? ofFigures ?? year.ofSheet), number, year)
  const [, yearOfPart, quarter, half] = months.exec(text) ?? []
  const inYear = Number(yearOfPart ?? year.ofSheet)
  if (quarter !== undefined) {
    const place = parseNumeral(quarter) ?? 0
    return lastDay(inYear, 3 * place, year, recordText('quarter', { number: String(place) }))
  }
  if (half !== undefined)
    return lastDay(inYear, half === '上' ? 6 : 12, year, recordText(half === '上' ? 'half-1' : 'half-2'))
  return null
}

function lastDay(ofYear: number, number: number, { year }: SheetYear, period?: string): HeaderPart {
  if (ofYear !== year) return { is: 'no-day', problem: 'date-outside-year' }
  const day = { day: lastDayOf(year, number), isExact: false }
  return { is: 'day', ...day, ...(period === undefined ? { month: number } : { month: null, period }) }
}

/** The last day of a month. @param number of the month, from 1 */
export function lastDayOf(year: number, number: number): LocalDate {
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
}
