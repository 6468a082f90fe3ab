/** Days and hours when the redemption desk is open, by the village's clock. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { localMomentAt } from '../../server/domain/calendar/calendar.ts'
import { type DeskHours, type DeskSession, deskState } from '../../server/domain/calendar/deskHours.ts'
import { recordChange } from '../audit/audit.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { mustFindVillageById } from '../villages/findVillages.ts'
import { bumpRevision } from '../villages/revision.ts'

export interface DeskDay extends DeskSession {
  id: number
}

const columns = 'SELECT id, on_day AS "on", from_time AS "from", to_time AS "to" FROM desk_days'

/** Those of this local date and later, the next first. */
export async function listDeskDays(store: Store, village: number, since: string): Promise<DeskDay[]> {
  return store.all<DeskDay>(
    `${columns} WHERE village_id = ? AND on_day >= ? ORDER BY on_day, from_time`,
    village,
    since,
  )
}

/** Whether the village has set desk days; without any, the desk is always open. */
export async function hasDeskDays(store: Store, village: number): Promise<boolean> {
  return (await store.first('SELECT 1 FROM desk_days WHERE village_id = ? LIMIT 1', village)) !== undefined
}

/** When the desk is open, from this local date on. */
export async function deskHours(store: Store, village: number, since: string): Promise<DeskHours> {
  const days = await listDeskDays(store, village, since)
  return {
    sessions: days.map(({ on, from, to }) => ({ on, from, to })),
    isBound: days.length > 0 || (await hasDeskDays(store, village)),
  }
}

/**
 * @param today local date
 * @throws Refused when it is over, ends before it begins, or begins with another
 */
export async function addDeskDay(
  store: Store,
  scope: Scope,
  day: Omit<DeskDay, 'id'>,
  today: string,
): Promise<DeskDay> {
  requirePower(scope, 'administer')
  if (day.on < today) throw new Refused('unprocessable', 'desk-day-over', { on: day.on })
  if (day.to <= day.from) throw new Refused('unprocessable', 'desk-hours', { from: day.from, to: day.to })
  return store.write(scope.village, async (store) => {
    const taken = await store.first(
      'SELECT 1 FROM desk_days WHERE village_id = ? AND on_day = ? AND from_time = ?',
      scope.village,
      day.on,
      day.from,
    )
    if (taken) throw new Refused('conflict', 'desk-day-taken', { on: day.on, from: day.from })
    const id = await store.insert('desk_days', {
      village_id: scope.village,
      on_day: day.on,
      from_time: day.from,
      to_time: day.to,
    })
    await recordChange(store, scope, 'desk.opened', day.on, null, day)
    await bumpRevision(store, scope.village)
    return { id, ...day }
  })
}

export async function removeDeskDay(store: Store, scope: Scope, id: number): Promise<void> {
  requirePower(scope, 'administer')
  await store.write(scope.village, async (store) => {
    const day = await store.first<DeskDay>(`${columns} WHERE village_id = ? AND id = ?`, scope.village, id)
    if (!day) throw new Refused('not-found', 'unknown-desk-day')
    await store.run('DELETE FROM desk_days WHERE village_id = ? AND id = ?', scope.village, id)
    await recordChange(store, scope, 'desk.closed', day.on, day, null)
    await bumpRevision(store, scope.village)
  })
}

/** Deletes all desk days: the desk is always open again. */
export async function clearDeskDays(store: Store, scope: Scope): Promise<void> {
  requirePower(scope, 'administer')
  await store.write(scope.village, async (store) => {
    if (!(await hasDeskDays(store, scope.village))) return
    await store.run('DELETE FROM desk_days WHERE village_id = ?', scope.village)
    await recordChange(store, scope, 'desk.freed', '', null, null)
    await bumpRevision(store, scope.village)
  })
}

/**
 * Refuses outside of the desk's hours; without desk days it is always open.
 *
 * @param at local date and time, `HH:MM`
 * @throws Refused with the next time, where there is one
 */
export async function refuseClosedDesk(
  store: Store,
  village: number,
  at: { day: string; time: string },
): Promise<void> {
  const { is, session } = deskState(await deskHours(store, village, at.day), at)
  if (is === 'next') throw new Refused('conflict', 'desk-closed-until', { ...session })
  if (is === 'closed') throw new Refused('conflict', 'desk-closed')
}

/** Local date, and time as `HH:MM`, in the village. */
export async function localMoment(
  store: Store,
  village: number,
  now: number,
): Promise<{ day: string; time: string }> {
  return localMomentAt(now, (await mustFindVillageById(store, village)).timezone)
}
