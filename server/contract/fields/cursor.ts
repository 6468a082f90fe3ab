/** Cursors of lists: opaque to clients, a position or a key inside. */
import { z } from 'zod'

const pattern = /^(?:0|[1-9]\d{0,14})$/

/** A cursor as it comes back from a client; anything a list did not give is refused. */
export const cursor = z
  .string()
  .regex(pattern, 'not-a-cursor')
  .meta({ description: '`next` of the page before' })

/** What a cursor stands for; null for the first page. */
export function positionOf(cursor: string | undefined): number | null {
  return cursor === undefined ? null : Number(cursor)
}

/** The cursor of the next page; null when there is none. */
export function cursorAt(position: number | null): string | null {
  return position === null ? null : String(position)
}
