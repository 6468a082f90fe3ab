/** Households as the public may see them. */
import { publicName } from '../../server/domain/board/privacy.ts'
import { compareDoors } from '../../server/domain/households/door.ts'
import type { VillageRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'

/** Public particulars by household id; closed households too, since old lines name them. */
export type PublicHouseholds = Map<number, PublicHousehold>

interface PublicHousehold {
  door: string
  name: string | null
  group: number
}

/**
 * All households in the order of their doors, the open ones, which are on the board, and the score of each with a
 * posting in the season.
 */
export async function publicHouseholds(
  store: Store,
  village: VillageRow,
  season: number,
): Promise<{ everyone: PublicHouseholds; open: PublicHouseholds; scores: Map<number, number> }> {
  const rows = await store.all<HouseholdRow>(households, season, village.id)
  rows.sort((a, b) => compareDoors(a.door, b.door))
  const everyone: PublicHouseholds = new Map()
  const open: PublicHouseholds = new Map()
  const scores = new Map<number, number>()
  for (const { id, door, head, group, optedOut, consented, closedOn, score } of rows) {
    const name = publicName({ head, optedOut: optedOut === 1, consented: consented === 1 }, village.privacy)
    const household = { door, name, group }
    everyone.set(id, household)
    if (closedOn === null) open.set(id, household)
    if (score !== null) scores.set(id, score)
  }
  return { everyone, open, scores }
}

interface HouseholdRow {
  id: number
  door: string
  head: string
  group: number
  optedOut: 0 | 1
  consented: 0 | 1
  closedOn: string | null
  score: number | null
}

const households = `
  SELECT h.id, h.door, h.head, h.group_id AS "group", h.opted_out AS "optedOut", h.consented,
         h.closed_on AS "closedOn", s.score
  FROM households h
  LEFT JOIN standings s ON s.village_id = h.village_id AND s.season_id = ? AND s.household_id = h.id
  WHERE h.village_id = ?`

export function mustGet(households: PublicHouseholds, id: number): PublicHousehold {
  const household = households.get(id)
  if (!household) throw new Error('a posting of no household')
  return household
}
