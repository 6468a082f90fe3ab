/** How many doors one worker scores in a day, and where the village bounds it. */
import { type DoorstepSettings } from '../../server/domain/rules/checkSheet.ts'
import { Refused } from '../../server/domain/answers/refused.ts'
import { type Store } from '../store/store.ts'

/** What the village lets its grid workers do at the doors. */
export function doorstepSettings(store: Store, village: number): DoorstepSettings {
  const { doorstep } = store.prepare('SELECT doorstep FROM villages WHERE id = ?').get(village) as {
    doorstep: string
  }
  return JSON.parse(doorstep) as DoorstepSettings
}

/** How many doors a worker may score in a day, and how many more on this one. */
export interface DailyDoors {
  limit: number
  /** 0 or more. */
  left: number
}

/** @returns null where the village sets no bound */
export function dailyDoors(
  store: Store,
  village: number,
  user: number | null,
  day: string,
): DailyDoors | null {
  const { dailyDoors: limit, rules } = doorstepSettings(store, village)
  if (limit === null || user === null) return null
  return { limit, left: Math.max(0, limit - doorsOn(store, village, user, day, rules)) }
}

/**
 * Writes at a door within the day's bound; a door that was counted before costs nothing.
 *
 * @param day local date, YYYY-MM-DD
 * @throws Refused when the day would have more doors than the village allows
 */
export function withinDailyDoors<Result>(
  store: Store,
  village: number,
  user: number | null,
  day: string,
  write: () => Result,
): Result {
  const { dailyDoors: limit, rules } = doorstepSettings(store, village)
  if (limit === null || user === null) return write()
  const before = doorsOn(store, village, user, day, rules)
  const result = write()
  const doors = doorsOn(store, village, user, day, rules)
  if (doors > before && doors > limit) throw new Refused('conflict', 'doors-of-day', { date: day, limit })
  return result
}

// Through the doors and the month's rounds: its cost does not grow with the years of visits.
const visited = `
  SELECT DISTINCT v.household_id FROM households h
  JOIN rounds r ON r.village_id = h.village_id AND r.month = substr(@day, 1, 7)
  JOIN visits v ON v.village_id = h.village_id AND v.household_id = h.id AND v.round_id = r.id
  WHERE h.village_id = @village AND v.user_id = @user AND v.visited_on = @day`

const scored = (versions: string) => `
  UNION
  SELECT household_id FROM postings
  WHERE village_id = @village AND occurred_on = @day AND recorded_by = @user AND rule_version_id IN (${versions})
  UNION
  SELECT household_id FROM claims
  WHERE village_id = @village AND state = 'waiting' AND occurred_on = @day AND claimed_by = @user
    AND rule_version_id IN (${versions})`

/** Doors that this worker visited on the day, or scored by one of these rules. */
function doorsOn(store: Store, village: number, user: number, day: string, rules: readonly number[]): number {
  const versions = `SELECT id FROM rule_versions WHERE village_id = @village AND rule_id IN (${rules.join()})`
  const { count } = store
    .prepare(`SELECT count(*) AS count FROM (${visited} ${rules.length > 0 ? scored(versions) : ''})`)
    .get({ village, user, day }) as { count: number }
  return count
}
