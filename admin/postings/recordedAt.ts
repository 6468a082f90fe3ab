import { localTimeAt } from '../../server/domain/calendar/calendar.ts'

/** `11-24 16:30`, the time of an entry where the village is. */
export function recordedAt(at: string, timezone: string): string {
  return localTimeAt(Date.parse(at), timezone).slice(5)
}
