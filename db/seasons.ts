/** Seasons (积分年度) of a village: one is active, those before are closed. */
import { Refused } from '../server/domain/refused.ts'
import { type SeasonRow } from './schema.ts'
import { type Store } from './store.ts'

/** @throws Refused when the village has no such season */
export function mustFindSeason(store: Store, village: number, season: number): SeasonRow {
  const found = store
    .prepare('SELECT * FROM seasons WHERE village_id = ? AND id = ?')
    .get(village, season) as SeasonRow | undefined
  if (!found) throw new Refused('not-found', 'unknown-season')
  return found
}
