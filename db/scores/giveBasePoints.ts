/** Gives base points (基础分) to all households, at the beginning of each period. */
import { Appender } from '../ledger/appender.ts'
import { activeSeason, mustFindActiveSeason } from '../seasons/seasons.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { readSpecialRules } from '../villages/specialRules.ts'
import { today } from '../villages/today.ts'
import { baseDraft, dueToday } from './assessment/basePoints.ts'
import { makeBatch } from './makeBatch.ts'

/** Base points of one rule in the running period. */
export interface BaseState {
  text: string
  points: number
  from: string
  to: string
  /** Households that have none yet. */
  missing: number
}

/** Which base points are due now; empty where the village has no such rule in force. */
export async function listBasePoints(store: Store, village: number): Promise<BaseState[]> {
  return store.read(async (store) => {
    const season = await activeSeason(store, village)
    if (!season) return []
    const special = await readSpecialRules(store, village)
    const found = await dueToday(store, season, special, await today(store, village))
    return found.map(({ due: { text, points }, households, range }) => ({
      ...{ text, points, missing: households.length },
      ...range,
    }))
  })
}

/**
 * Gives base points to every open household that has none in the running period,
 * as one batch. Again, nothing more is given.
 *
 * @returns how many households got some
 */
export async function giveBasePoints(store: Store, scope: Scope): Promise<number> {
  requirePower(scope, 'administer')
  const { village } = scope
  if ((await readSpecialRules(store, village)).bases.length === 0) return 0
  return store.write(village, async (store) => {
    const season = await mustFindActiveSeason(store, village)
    const special = await readSpecialRules(store, village)
    const appender = await Appender.open(store, village)
    for (const { due, households } of await dueToday(store, season, special, await today(store, village)))
      for (const household of households) await appender.append(baseDraft(due, household, season, scope))
    const ids = (await appender.finish()).map(({ row }) => row.id)
    if (ids.length > 0) await makeBatch(store, scope, 'entry', ids)
    return ids.length
  })
}
