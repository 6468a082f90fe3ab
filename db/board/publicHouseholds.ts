/** Households as the public may see them. */
import { publicName } from '../../server/domain/board/privacy.ts'
import type { VillageRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'

/** Public particulars by household id; closed households too, since old lines name them. */
export type PublicHouseholds = Map<number, PublicHousehold>

interface PublicHousehold {
  door: string
  name: string | null
  group: number
}

/** All households, and the open ones, which are on the board. */
export async function publicHouseholds(
  store: Store,
  village: VillageRow,
): Promise<{ everyone: PublicHouseholds; open: PublicHouseholds }> {
  const rows = await store.all(
    store.sql
      .selectFrom('households')
      .select(['id', 'door', 'head', 'group_id', 'opted_out', 'consented', 'closed_on'])
      .where('village_id', '=', village.id),
  )
  const particulars = rows.map((row): [number, PublicHousehold] => [
    row.id,
    {
      door: row.door,
      name: publicName(
        { head: row.head, optedOut: row.opted_out === 1, consented: row.consented === 1 },
        village.privacy,
      ),
      group: row.group_id,
    },
  ])
  const closed = new Set(rows.filter((row) => row.closed_on !== null).map(({ id }) => id))
  return {
    everyone: new Map(particulars),
    open: new Map(particulars.filter(([id]) => !closed.has(id))),
  }
}

export function mustGet(households: PublicHouseholds, id: number): PublicHousehold {
  const household = households.get(id)
  if (!household) throw new Error('a posting of no household')
  return household
}
