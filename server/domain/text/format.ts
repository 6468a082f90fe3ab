/** How figures and dates are written for people, on the wall and in the panel alike. */
import { recordText } from './recordText.ts'

const grouped = new Intl.NumberFormat('en-US')

/** A number of things with thousands separated and a true minus sign: 5,038 · −20. Points have formats of their own. */
export function formatCount(count: number): string {
  // Adding 0 turns −0, which sums of nothing can give, into 0.
  return grouped.format(count + 0).replace('-', '−')
}

/** A number of things as a change: +40 · −20 · 0. */
export function formatCountChange(count: number): string {
  return count > 0 ? `+${formatCount(count)}` : formatCount(count)
}

/** A local date without its year, as people say it: 11月23日, Nov 23. */
export function formatDay(date: string, language: string): string {
  return say(date, language, { month: 'short', day: 'numeric' })
}

/** A month, YYYY-MM, without its year: 11月, Nov. */
export function formatMonth(month: string, language: string): string {
  return say(`${month}-01`, language, { month: 'short' })
}

/** The day of the week of a local date: 星期一, Monday. */
export function formatWeekday(date: string, language: string): string {
  return say(date, language, { weekday: 'long' })
}

function say(date: string, language: string, parts: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(language, { ...parts, timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  )
}

/** A door as it stands on its plate, in every language: 5012号; a door that is a word stays as it is. */
export function formatDoor(door: string): string {
  return /\d$/.test(door) ? recordText('door', { door }) : door
}
