import { addDays, type LocalDate, periodAround } from '../../server/domain/calendar/calendar.ts'

/** Up to when a publication goes: today, the end of a span before, or a day that is chosen. */
export const publicationEnds = ['today', 'month', 'quarter', 'day'] as const
export type PublicationEnd = (typeof publicationEnds)[number]

/** The last day of the deeds; null for a day that is chosen. */
export function lastDayOf(end: PublicationEnd, today: LocalDate): LocalDate | null {
  if (end === 'today') return today
  if (end === 'day') return null
  return addDays(periodAround(today, end, { from: today, to: today }).from, -1)
}
