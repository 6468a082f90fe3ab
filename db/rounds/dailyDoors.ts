/** The village's limit of doors that one worker visits or scores in a day. */
import { Refused } from '../../server/domain/answers/refused.ts'
import type { DoorstepSettings } from '../../server/domain/rules/checkSheet.ts'
import type { Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { mustFindVillageById } from '../villages/findVillages.ts'

/** What the village lets its grid workers do at the doors. */
export async function doorstepSettings(store: Store, village: number): Promise<DoorstepSettings> {
  return JSON.parse((await mustFindVillageById(store, village)).doorstep) as DoorstepSettings
}

/** How many doors a worker may score in a day, and how many more on this one. */
export interface DailyDoors {
  limit: number
  /** 0 or more. */
  left: number
}

/** @returns null where the village sets no limit */
export async function dailyDoors(
  store: Store,
  village: number,
  user: number | null,
  day: string,
): Promise<DailyDoors | null> {
  const { dailyDoors: limit, rules } = await doorstepSettings(store, village)
  if (limit === null || user === null) return null
  return { limit, left: Math.max(0, limit - (await doorsOn(store, village, user, day, rules)).size) }
}

/**
 * Refuses a door beyond the day's limit. A door that was counted before is let through.
 *
 * @param household id of the door's household
 * @param day local date, YYYY-MM-DD
 * @throws Refused when the worker has as many other doors on this day as the village allows
 */
export async function refuseOverDailyDoors(
  store: Store,
  { village, user }: Pick<Scope, 'village' | 'user'>,
  household: number,
  day: string,
): Promise<void> {
  const { dailyDoors: limit, rules } = await doorstepSettings(store, village)
  if (limit === null || user === null) return
  const doors = await doorsOn(store, village, user, day, rules)
  if (doors.size >= limit && !doors.has(household))
    throw new Refused('conflict', 'doors-of-day', { date: day, limit })
}

// Starts from the households and the month's rounds: the cost does not grow with the years of visits.
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

/** Households that this worker visited on the day, or scored by one of these rules. */
async function doorsOn(
  store: Store,
  village: number,
  user: number,
  day: string,
  rules: readonly number[],
): Promise<ReadonlySet<number>> {
  const versions = `SELECT id FROM rule_versions WHERE village_id = @village AND rule_id IN (${rules.join()})`
  const rows = await store.all<{ household_id: number }>(
    `${visited} ${rules.length > 0 ? scored(versions) : ''}`,
    {
      village,
      user,
      day,
    },
  )
  return new Set(rows.map(({ household_id }) => household_id))
}
