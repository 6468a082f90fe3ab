/** Dates of the lunar calendar (农历), converted by the calendar of the JavaScript engine (ICU). */
import type { LocalDate } from '../../calendar/calendar.ts'
import { parseNumeral } from './numerals.ts'

const shape =
  /^(?:农历|阴历|旧历|夏历)?(?:\d{4}年)?(闰?)(正|冬|腊|[一二三四五六七八九十]{1,2})月(初[一二三四五六七八九十]|[十廿卅][一二三四五六七八九]?|二十[一二三四五六七八九]?|三十)(?:日|号)?$/u
/** What only a lunar date has. */
const lunarWords = /农历|阴历|旧历|夏历|闰|正月|冬月|腊月|月(?:初|廿|卅)/u
const namedMonths: Readonly<Record<string, number>> = { 正: 1, 冬: 11, 腊: 12 }

interface LunarDay {
  isLeap: boolean
  month: number
  day: number
}

/**
 * Reads 农历三月初五, 正月十五, 腊月廿三.
 *
 * @param text without blanks
 * @returns null for what is no lunar date: 三月十五日 is of the solar calendar, 三月十五 of either
 */
export function readLunar(text: string): LunarDay | null {
  const parts = lunarWords.test(text) ? shape.exec(text) : null
  if (!parts) return null
  const [, leap = '', monthWord = '', dayWord = ''] = parts
  const month = namedMonths[monthWord] ?? parseNumeral(monthWord)
  const day = parseNumeral(dayWord.replace(/^初/u, '').replace(/^廿/u, '二十').replace(/^卅/u, '三十'))
  return month === null || day === null ? null : { isLeap: leap !== '', month, day }
}

/** The days of the solar year that have this lunar date: mostly one; none, or two, near the turn of the year. */
export function lunarDays({ isLeap, month, day }: LunarDay, year: number): LocalDate[] {
  return daysOf(year).get(`${month}${isLeap ? 'bis' : ''}/${day}`) ?? []
}

const years = new Map<number, ReadonlyMap<string, LocalDate[]>>()

/** The solar days of each lunar date in a year. */
function daysOf(year: number): ReadonlyMap<string, LocalDate[]> {
  const known = years.get(year)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-u-ca-chinese', {
    month: 'numeric',
    day: 'numeric',
    timeZone: 'UTC',
  })
  const days = new Map<string, LocalDate[]>()
  for (let moment = Date.UTC(year, 0, 1); moment < Date.UTC(year + 1, 0, 1); moment += 86_400_000) {
    const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, value]))
    const key = `${parts.get('month')}/${parts.get('day')}`
    days.set(key, [...(days.get(key) ?? []), new Date(moment).toISOString().slice(0, 10)])
  }
  years.set(year, days)
  return days
}
