/** Cursors of lists: opaque to clients, a position or a key inside. */
import { z } from 'zod'

const pattern = /^(?:0|[1-9]\d{0,14})$/

/** A cursor as it comes back from a client; anything a list did not give is refused. */
export const cursor = z
  .string()
  .regex(pattern, 'not-a-cursor')
  .meta({ description: '`next` of the page before' })
