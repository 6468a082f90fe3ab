import { addDays, isLocalDate, type LocalDate } from '../../server/domain/calendar/calendar.ts'

const spoken: Record<string, number> = { 今天: 0, 昨天: -1, 前天: -2, today: 0, yesterday: -1 }

/**
 * The date somebody typed the way people write dates in spreadsheets: `3.5`,
 * `11-20`, `1120`, `2026.11.20`, `26/3/5`, `3月5日`, a day alone, or 昨天. Where
 * the year (or the month) is left out, the latest such day up to today is meant.
 *
 * @param today date where the village is
 * @returns null when the text is no date
 */
export function typedDate(text: string, today: LocalDate): LocalDate | null {
  const clean = text.normalize('NFKC').trim().toLowerCase()
  const offset = spoken[clean]
  if (offset !== undefined) return addDays(today, offset)
  const parts = split(clean)
  if (!parts) return null
  const [first, second, third] = parts
  if (third !== undefined && second !== undefined) return dateOf(century(first), second, third)
  if (second !== undefined) return latestYear(first, second, today)
  return latestMonth(first, today)
}

type Parts = [number] | [number, number] | [number, number, number]

function split(text: string): Parts | null {
  const run = /^\d{3,8}$/.exec(text)?.[0]
  if (run) return splitRun(run)
  const match = /^(\d{1,4})(?:[-./年月\s]+(\d{1,2}))?(?:[-./月\s]+(\d{1,2}))?[日号.]?$/.exec(text)
  if (!match) return null
  const [first, second, third] = match
    .slice(1, 4)
    .map((part) => (part === undefined ? undefined : Number(part)))
  if (first === undefined) return null
  if (second === undefined) return [first]
  return third === undefined ? [first, second] : [first, second, third]
}

function splitRun(run: string): Parts | null {
  const day = Number(run.slice(-2))
  const month = Number(run.slice(-4, -2))
  if (run.length <= 4) return [month, day]
  if (run.length === 6 || run.length === 8) return [Number(run.slice(0, -4)), month, day]
  return null
}

function century(year: number): number {
  return year < 100 ? 2000 + year : year
}

function latestYear(month: number, day: number, today: LocalDate): LocalDate | null {
  const year = Number(today.slice(0, 4))
  // 29 February may lie up to eight years back.
  for (let back = 0; back <= 8; back += 1) {
    const date = dateOf(year - back, month, day)
    if (date !== null && date <= today) return date
  }
  return null
}

function latestMonth(day: number, today: LocalDate): LocalDate | null {
  let year = Number(today.slice(0, 4))
  let month = Number(today.slice(5, 7))
  for (let back = 0; back < 3; back += 1) {
    const date = dateOf(year, month, day)
    if (date !== null && date <= today) return date
    month -= 1
    if (month === 0) [year, month] = [year - 1, 12]
  }
  return null
}

function dateOf(year: number, month: number, day: number): LocalDate | null {
  const two = (part: number) => String(part).padStart(2, '0')
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
  return isLocalDate(date) ? date : null
}
