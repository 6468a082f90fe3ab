import { localDateAt } from '../../server/domain/calendar/calendar.ts'
import { importRecords } from '../scores/imports.ts'
import type { VillageRow } from '../store/schema.ts'
import { ownerScope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { createVillage, type NewVillage } from '../villages/createVillage.ts'
import { generateSample } from './generate.ts'
import { addSampleGoods } from './goods.ts'
import { addSampleRound } from './round.ts'

/** Short name of the sample village. */
export const sampleSlug = 'shifan'
const timezone = 'Asia/Shanghai'
/** Before this month of a year, its own season would still look empty. */
const firstFullMonth = 4

/**
 * Loads the sample village (示范): some 300 households and a season up to today.
 *
 * @param now ms since 1970, UTC
 */
export async function installSample(store: Store, now: number): Promise<VillageRow> {
  const today = localDateAt(now, timezone)
  const season = seasonAround(today)
  return store.write('installation', async (store) => {
    const village = await createVillage(store, null, {
      slug: sampleSlug,
      name: '示范村',
      slogan: '比一比 · 学一学 · 赶一赶',
      timezone,
      season,
      sample: true,
    })
    const records = generateSample({ from: season.startsOn, to: season.endsOn }, now)
    const scope = ownerScope(village.id)
    await importRecords(store, scope, records)
    await addSampleRound(store, scope, today)
    await addSampleGoods(store, scope)
    return village
  })
}

/** The calendar year, or in its first months the twelve months since last July. */
function seasonAround(today: string): NewVillage['season'] {
  const year = Number(today.slice(0, 4))
  if (Number(today.slice(5, 7)) >= firstFullMonth)
    return { name: `${year}`, startsOn: `${year}-01-01`, endsOn: `${year}-12-31` }
  return { name: `${year - 1}—${year}`, startsOn: `${year - 1}-07-01`, endsOn: `${year}-06-30` }
}
