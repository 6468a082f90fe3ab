import { isLocalDate, type LocalDate } from '../../calendar/calendar.ts'
import { type Cell, shownText, tightText } from './cells.ts'
import { lunarDays, readLunar } from './lunarDates.ts'
import { parseNumeral } from './numerals.ts'

/** Why a cell is no date to rely on. */
type DateProblem = 'no-date' | 'bad-date' | 'ambiguous-date' | 'lunar-date' | 'date-outside-year'

export type DateReading = { date: LocalDate } | { problem: DateProblem }

const bad: DateReading = { problem: 'bad-date' }

/** Day 0 of the numbers by which spreadsheets count days, for dates after February 1900. */
const serialZero = Date.UTC(1899, 11, 30)
const dayLength = 86_400_000

// 2026.3.5, 2026年3月5日(星期四), 26/3/5, 2026-03-05 08:30:00
const full = /^(\d{4}|\d{2})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})(?:日|号|\.)?(.*)$/u
const short = /^(\d{1,2})(?:月|[-./])(\d{1,2})(?:日|号)?(.*)$/u
const compact = /^(\d{4})(\d{2})(\d{2})$/u
/** What may stand behind a date: a weekday, a part of the day, an hour. */
const behind = /^(?:\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?(?:上午|下午|晚上?)?$/u
/** 二〇二六年三月五日, with or without the year; what follows 日 stays. */
const inNumerals =
  /^(?:([〇○零一二三四五六七八九]{4})年|(\d{4})年)?([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})(?=[日号])/u
const timeOfDay = /(?:\s|T)\d{1,2}\s*[:：时点].*$/u

/**
 * The date of a deed, however it was typed.
 *
 * @param year the year that the workbook is about; dates of others are refused
 * @param ofSheet the year of dates without one, where the sheet names another
 */
export function readDate(cell: Cell | undefined, year: number, ofSheet = year): DateReading {
  if (cell === null || cell === undefined) return { problem: 'no-date' }
  if (cell instanceof Date) return fromInstant(cell.getTime(), year)
  if (typeof cell === 'number') return fromNumber(cell, year, ofSheet)
  if (typeof cell === 'boolean') return bad
  return fromText(tightText(shownText(cell).replace(timeOfDay, '')).replace(/[‐-―−]/gu, '-'), year, ofSheet)
}

function fromText(text: string, year: number, ofSheet: number): DateReading {
  if (text === '') return { problem: 'no-date' }
  if (readLunar(text)) return { problem: 'lunar-date' }
  const numerals = inNumerals.exec(text)
  if (numerals) return fromText(inFigures(numerals) + text.slice(numerals[0].length), year, ofSheet)
  const whole = full.exec(text) ?? compact.exec(text)
  if (whole && behind.test(whole[4] ?? ''))
    return fromParts(whole[1] ?? '', whole[2] ?? '', whole[3] ?? '', year)
  const partial = short.exec(text)
  if (partial && behind.test(partial[3] ?? ''))
    return fromParts(String(ofSheet), partial[1] ?? '', partial[2] ?? '', year)
  return /^\d{5}$/u.test(text) ? fromNumber(Number(text), year, ofSheet) : bad
}

function inFigures([, years = '', figures = '', month = '', day = '']: RegExpExecArray): string {
  const digits =
    Array.from(years.replaceAll('○', '〇'), (sign) => parseNumeral(sign) ?? '').join('') || figures
  return `${digits && `${digits}年`}${parseNumeral(month) ?? 0}月${parseNumeral(day) ?? 0}`
}

/**
 * The solar date of a lunar one such as 三月初五.
 *
 * @param year of the solar calendar; a lunar date that falls on two of its days is ambiguous
 * @returns null for a cell with another date
 */
export function readLunarDate(cell: Cell | undefined, year: number): DateReading | null {
  const lunar = typeof cell === 'string' ? readLunar(tightText(cell)) : null
  if (!lunar) return null
  const [day, another] = lunarDays(lunar, year)
  if (day === undefined) return { problem: 'date-outside-year' }
  return another === undefined ? { date: day } : { problem: 'ambiguous-date' }
}

/** A day counted from 1900, 20260305, or a month and day that were typed with a point. */
function fromNumber(value: number, year: number, ofSheet: number): DateReading {
  if (value >= 20_000 && value < 80_000) return fromInstant(serialZero + value * dayLength, year)
  const text = String(value)
  if (compact.test(text)) return fromText(text, year, ofSheet)
  const parts = /^(\d{1,2})\.(\d{1,2})$/u.exec(text)
  if (!parts) return bad
  // A number cell shows 3.10 as 3.1: the tenth or the first?
  if (/^[123]$/u.test(parts[2] ?? '')) return { problem: 'ambiguous-date' }
  return fromParts(String(ofSheet), parts[1] ?? '', parts[2] ?? '', year)
}

function fromInstant(instant: number, year: number): DateReading {
  // Times of day are fractions of a day; half a second takes their rounding away.
  const moment = new Date(instant + 500)
  if (Number.isNaN(moment.getTime())) return bad
  return within(moment.toISOString().slice(0, 10), year)
}

function fromParts(years: string, months: string, days: string, year: number): DateReading {
  const fourDigits = years.length === 2 ? `20${years}` : years
  const date = `${fourDigits}-${months.padStart(2, '0')}-${days.padStart(2, '0')}`
  return isLocalDate(date) ? within(date, year) : bad
}

function within(date: LocalDate, year: number): DateReading {
  return Number(date.slice(0, 4)) === year ? { date } : { problem: 'date-outside-year' }
}
