/** Doors as their plates name them: the token says which door it is, and authenticates nobody. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { type PointUnit, unitOfParts } from '../../server/domain/points/unit.ts'
import type { Store } from '../store/store.ts'

/** The household behind a plate. */
export interface Door {
  village: number
  household: number
  /** Door number. */
  door: string
  token: string
  /** Of the points of its village. */
  unit: PointUnit
}

/** The door number of a household by its id; null when the village has no such household. */
export async function doorOf(store: Store, village: number, household: number): Promise<string | null> {
  const row = await store.first<{ door: string }>(
    'SELECT door FROM households WHERE village_id = ? AND id = ?',
    village,
    household,
  )
  return row?.door ?? null
}

type FoundDoor = Omit<Door, 'token'> & { closedOn: string | null; mergedInto: string | null }

/** The household behind a plate's token, also one that was merged into another; undefined for any other token. */
export async function findDoor(store: Store, token: string): Promise<FoundDoor | undefined> {
  const found = await store.first<Omit<FoundDoor, 'unit'> & { parts: number }>(
    `SELECT h.village_id AS village, h.id AS household, h.door, h.closed_on AS "closedOn", m.door AS "mergedInto",
            v.point_parts AS parts
       FROM households h JOIN villages v ON v.id = h.village_id LEFT JOIN households m ON m.id = h.merged_into
       WHERE h.door_token = ?`,
    token,
  )
  if (!found) return undefined
  const { parts, ...door } = found
  return { ...door, unit: unitOfParts(parts) }
}

/**
 * The household behind a plate's token.
 *
 * @throws Refused for a token that no door has, and for a household that was
 *   merged into another one, which is named by its door alone
 */
export async function mustFindDoor(store: Store, token: string): Promise<Door> {
  const found = await findDoor(store, token)
  if (!found) throw new Refused('not-found', 'unknown-door-code')
  const { closedOn, mergedInto, ...door } = found
  if (closedOn !== null)
    throw new Refused('conflict', 'door-merged', { door: door.door, into: mergedInto ?? '' })
  return { ...door, token }
}
