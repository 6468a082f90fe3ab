/**
 * A household's secrets: 128 random bits on its card, and six digits. Only their
 * hashes are stored; new ones replace the old ones and end their sessions.
 */
import { randomBytes, randomInt } from 'node:crypto'
import { Refused } from '../../server/domain/answers/refused.ts'
import { recordChange } from '../audit/audit.ts'
import type { Door } from '../households/doors.ts'
import { recordHistory } from '../households/householdHistory.ts'
import { mustFindOpenHousehold } from '../households/households.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import { sha256 } from '../store/sha256.ts'
import type { Store } from '../store/store.ts'
import { endResidentSessions } from './residentSessions.ts'

/** Random bytes of a card's secret. */
const secretBytes = 16
const codes = 1_000_000

/** What a card carries, before it is hashed. */
export interface Secrets {
  card: string
  /** Six digits. */
  code: string
}

/** New secrets. */
export function makeSecrets(): Secrets {
  return {
    card: randomBytes(secretBytes).toString('base64url'),
    code: String(randomInt(codes)).padStart(6, '0'),
  }
}

/** A household that gets a card. */
export interface CardHolder {
  household: number
  door: string
  group: string
  token: string
}

/** The open households of these doors, each once. @throws Refused for a door that the village does not have */
export async function cardHolders(
  store: Store,
  scope: Scope,
  doors: readonly string[],
): Promise<CardHolder[]> {
  requirePower(scope, 'administer')
  const holders = new Map<number, CardHolder>()
  for (const one of doors) {
    const { id, door, group } = await mustFindOpenHousehold(store, scope.village, one)
    const { token } = await store.one<{ token: string }>(
      'SELECT door_token AS token FROM households WHERE village_id = ? AND id = ?',
      scope.village,
      id,
    )
    holders.set(id, { household: id, door, group, token })
  }
  return [...holders.values()]
}

/** Whether secrets were made under this id that still hold. */
export async function secretsMadeBefore(store: Store, village: number, id: string): Promise<boolean> {
  return (
    (await store.first(
      'SELECT 1 FROM household_secrets WHERE village_id = ? AND request_id = ?',
      village,
      id,
    )) !== undefined
  )
}

/**
 * Replaces the stored hashes of the households' secrets and ends their sessions.
 *
 * @param id client id of the whole request
 */
export async function storeSecrets(
  store: Store,
  scope: Scope,
  id: string,
  made: readonly (CardHolder & { card: string; codeHash: string })[],
): Promise<void> {
  requirePower(scope, 'administer')
  await store.write(scope.village, async (store) => {
    for (const { household, door, card, codeHash } of made) {
      // Merged or moved while the codes were being hashed: then the card would be another's.
      if ((await mustFindOpenHousehold(store, scope.village, door)).id !== household)
        throw new Refused('not-found', 'unknown-household', { door })
      await store.run(
        'DELETE FROM household_secrets WHERE village_id = ? AND household_id = ?',
        scope.village,
        household,
      )
      await store.insert('household_secrets', {
        village_id: scope.village,
        household_id: household,
        card_hash: sha256(card),
        code_hash: codeHash,
        request_id: id,
        created_at: new Date().toISOString(),
        created_by: scope.user,
      })
      await endResidentSessions(store, scope.village, household)
      await recordHistory(store, scope, household, 'card-renewed', {})
      await recordChange(store, scope, 'household.card-renewed', door, null, null)
    }
  })
}

/** Whether this is the secret on the door's card. */
export async function isCardOf(store: Store, { village, household }: Door, card: string): Promise<boolean> {
  return (
    (await store.first(
      'SELECT 1 FROM household_secrets WHERE village_id = ? AND household_id = ? AND card_hash = ?',
      village,
      household,
      sha256(card),
    )) !== undefined
  )
}

/**
 * The open household with this door, and the hash of its code; null where there
 * is none, or no code was made for it.
 *
 * @param door in normal form
 */
export async function codeOf(
  store: Store,
  village: number,
  door: string,
): Promise<(Pick<Door, 'household' | 'token'> & { hash: string }) | null> {
  const found = await store.first<Pick<Door, 'household' | 'token'> & { hash: string }>(
    `SELECT h.id AS household, h.door_token AS token, s.code_hash AS hash
       FROM households h JOIN household_secrets s ON s.village_id = h.village_id AND s.household_id = h.id
       WHERE h.village_id = ? AND h.door = ? AND h.closed_on IS NULL`,
    village,
    door,
  )
  return found ?? null
}
