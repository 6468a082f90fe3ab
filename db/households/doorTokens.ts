import { randomBytes } from 'node:crypto'
import type { Store } from '../store/store.ts'

/** Random bytes of a token: unguessable. */
const tokenBytes = 16

/** A new token for a door plate, base64url. */
export function newDoorToken(): string {
  return randomBytes(tokenBytes).toString('base64url')
}

/** The village of the door that has this token. */
export async function villageOfToken(
  store: Store,
  token: string,
): Promise<{ id: number; slug: string } | undefined> {
  return store.first(
    store.sql
      .selectFrom('households as h')
      .innerJoin('villages as v', 'v.id', 'h.village_id')
      .select(['v.id', 'v.slug'])
      .where('h.door_token', '=', token),
  )
}
