import { randomUUID } from 'node:crypto'
import { Refused } from '../../server/domain/answers/refused.ts'
import { chainOrigin } from '../../server/domain/points/canonicalPosting.ts'
import { partsOf, type PointUnit } from '../../server/domain/points/unit.ts'
import type { TieBreaker } from '../../server/domain/ranking/ranking.ts'
import { fiveDimensions } from '../../server/domain/rules/rulebooks.ts'
import { recordChange } from '../audit/audit.ts'
import { inOrder } from '../store/inOrder.ts'
import type { VillageRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { ensureDimension } from './dimensions.ts'
import { findVillage, mustFindVillage } from './findVillages.ts'

/** First parts of the panel's own addresses; a village of this name could not be opened there. */
const panelAddresses: ReadonlySet<string> = new Set(['sign-in', 'set-up', 'villages', 'town', 'staff'])

export interface NewVillage {
  slug: string
  name: string
  timezone: string
  season: { name: string; startsOn: string; endsOn: string }
  slogan?: string
  /** The smallest unit of points; 1 where none is given. */
  unit?: PointUnit
  sample?: boolean
}

/** Creates a village with its five dimensions, an active season and an empty ledger. */
export async function createVillage(
  store: Store,
  user: number | null,
  village: NewVillage,
): Promise<VillageRow> {
  if (panelAddresses.has(village.slug))
    throw new Refused('unprocessable', 'slug-reserved', { slug: village.slug })
  return store.write('installation', async (store) => {
    if (await findVillage(store, village.slug))
      throw new Refused('conflict', 'village-exists', { slug: village.slug })
    const id = await store.insert('villages', {
      slug: village.slug,
      name: village.name,
      slogan: village.slogan ?? '',
      timezone: village.timezone,
      point_parts: partsOf(village.unit ?? 1),
      sample: village.sample ? 1 : 0,
      created_at: new Date().toISOString(),
    })
    await store.insert('chains', {
      village_id: id,
      name: `${village.slug}/${randomUUID()}`,
      seq: 0,
      head: chainOrigin,
    })
    await store.insert('seasons', {
      village_id: id,
      name: village.season.name,
      starts_on: village.season.startsOn,
      ends_on: village.season.endsOn,
      state: 'active',
    })
    const dimensions = await inOrder(fiveDimensions, async (name) => ensureDimension(store, id, name))
    const tieBreakers: TieBreaker[] = dimensions
      .slice(-1)
      .map((dimension) => ({ by: 'dimension', dimension }))
    await store.update('villages', { id }, { tie_breakers: JSON.stringify(tieBreakers) })
    await recordChange(store, { user, village: id }, 'village.created', village.slug, null, village)
    store.announce({ type: 'village', village: id })
    return mustFindVillage(store, village.slug)
  })
}

/** A season over one calendar year. */
export function yearSeason(year: number): NewVillage['season'] {
  return { name: String(year), startsOn: `${year}-01-01`, endsOn: `${year}-12-31` }
}
