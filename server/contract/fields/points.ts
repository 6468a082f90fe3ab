import { z } from 'zod'

/** Points: whole numbers of the village's smallest unit, which is 1 point so far. */
export const points = z.int()
