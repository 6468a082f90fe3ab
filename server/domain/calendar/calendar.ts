/** Local dates of a village. A date is `YYYY-MM-DD` text; months are `YYYY-MM`. */

export type LocalDate = string

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/

/** Whether the text is a real calendar date in the form YYYY-MM-DD (2026-02-30 is not). */
export function isLocalDate(text: string): boolean {
  const parts = datePattern.exec(text)
  if (!parts) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/**
 * The calendar date at an instant, where the village is.
 *
 * @param instant ms since 1970, UTC
 * @param timezone IANA name, such as Asia/Shanghai
 */
export function localDateAt(instant: number, timezone: string): LocalDate {
  let formatter = formatters.get(timezone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', {
      timeZone: timezone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    formatters.set(timezone, formatter)
  }
  return formatter.format(instant)
}

/** The time at an instant where the time zone is, `YYYY-MM-DD HH:MM`. */
export function localTimeAt(instant: number, timezone: string): string {
  const parts = { timeZone: timezone, dateStyle: 'short', timeStyle: 'short' } as const
  return new Intl.DateTimeFormat('sv-SE', parts).format(instant)
}

/** Name of the quarter that a month (YYYY-MM) is in: 2026-Q4. */
export function quarterOf(month: string): string {
  return `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5, 7)) / 3)}`
}

/** Local date, and time as HH:MM, at an instant where the time zone is. */
export function localMomentAt(instant: number, timezone: string): { day: LocalDate; time: string } {
  const [day = '', time = ''] = localTimeAt(instant, timezone).split(' ')
  return { day, time }
}

/** Whether the runtime knows the time zone by this IANA name. */
export function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** The date some days later (or earlier, with a negative count). */
export function addDays(date: LocalDate, days: number): LocalDate {
  const moved = new Date(`${date}T00:00:00Z`)
  moved.setUTCDate(moved.getUTCDate() + days)
  return moved.toISOString().slice(0, 10)
}

/** Days from one local date to another; negative when it is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}

/** The month a date lies in, `YYYY-MM`. */
export function monthOf(date: LocalDate): string {
  return date.slice(0, 7)
}

/** The spans a cap can hold for; `ever` over all seasons. */
export const periods = ['day', 'week', 'month', 'quarter', 'year', 'season', 'ever'] as const
export type Period = (typeof periods)[number]

export interface DateRange {
  /** First day, included. */
  from: LocalDate
  /** Last day, included. */
  to: LocalDate
}

/**
 * The period that a date lies in. Weeks begin on Monday (GB/T 7408).
 *
 * @param season the season's own range, given back for `season`
 */
export function periodAround(date: LocalDate, period: Period, season: DateRange): DateRange {
  const year = date.slice(0, 4)
  switch (period) {
    case 'day':
      return { from: date, to: date }
    case 'week': {
      const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7
      const from = addDays(date, -weekday)
      return { from, to: addDays(from, 6) }
    }
    case 'month':
      return wholeMonths(year, Number(date.slice(5, 7)), 1)
    case 'quarter': {
      const first = Math.floor((Number(date.slice(5, 7)) - 1) / 3) * 3 + 1
      return wholeMonths(year, first, 3)
    }
    case 'year':
      return { from: `${year}-01-01`, to: `${year}-12-31` }
    case 'season':
      return season
    case 'ever':
      return { from: '0000-01-01', to: '9999-12-31' }
  }
}

function wholeMonths(year: string, firstMonth: number, count: number): DateRange {
  const last = firstMonth + count - 1
  const lastDay = new Date(Date.UTC(Number(year), last, 0)).getUTCDate()
  return {
    from: `${year}-${String(firstMonth).padStart(2, '0')}-01`,
    to: `${year}-${String(last).padStart(2, '0')}-${String(lastDay).padStart(2, '0')}`,
  }
}

/** The months that a range touches, oldest first, YYYY-MM. */
export function monthsOf({ from, to }: DateRange): string[] {
  const months: string[] = []
  for (let month = monthOf(from); month <= monthOf(to); month = monthOf(addDays(`${month}-28`, 4)))
    months.push(month)
  return months
}

/** Whether all days of a month, YYYY-MM, lie in the range. */
export function isWholeMonth(month: string, range: DateRange): boolean {
  const { from, to } = periodAround(`${month}-01`, 'month', range)
  return range.from <= from && to <= range.to
}

/**
 * The instant at which a day begins where the village is, ISO 8601, UTC. Where
 * clocks skip midnight it is the day's first instant.
 *
 * @param timezone IANA name
 */
export function localMidnight(date: LocalDate, timezone: string): string {
  const hour = 3_600_000
  let from = Date.parse(`${date}T00:00:00Z`) - 15 * hour
  let to = from + 30 * hour
  // The date at `from` is before the day, at `to` it is the day or after: halve until they meet, to the ms.
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2)
    if (localDateAt(middle, timezone) < date) from = middle
    else to = middle
  }
  return new Date(to).toISOString()
}
