import { z } from 'zod'

/** A time of day in the village's time zone, HH:MM. */
export const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'not-a-time')
