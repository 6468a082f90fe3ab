import { z } from 'zod'
import { isLocalDate } from '../../domain/calendar/calendar.ts'

export const localDate = z
  .string()
  .refine(isLocalDate, 'not-a-date')
  // A slip of the keyboard, such as 0206 or 20266, is no day of a village.
  .refine((date) => date >= '1900-01-01' && date <= '2199-12-31', 'date-out-of-range')
  .meta({ description: "Date in the village's time zone, YYYY-MM-DD", format: 'date' })
