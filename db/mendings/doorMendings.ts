/** What is to be put right behind each door, for inspectors who look at it there. */
import { monthOf } from '../../server/domain/calendar/calendar.ts'
import type { Store } from '../store/store.ts'
import { listMendings, type Mending } from './mendings.ts'

export type DoorMending = Pick<
  Mending,
  | 'seq'
  | 'text'
  | 'points'
  | 'dueOn'
  | 'givesBack'
  | 'state'
  | 'said'
  | 'reason'
  | 'mendedOn'
  | 'before'
  | 'after'
  | 'returns'
>

/**
 * Deductions that are still to be put right, and those that were put right this month, by household.
 *
 * @param today local date
 */
export async function mendingsByHousehold(
  store: Store,
  village: number,
  today: string,
): Promise<Map<number, DoorMending[]>> {
  const found = new Map<number, DoorMending[]>()
  for (const mending of await listMendings(store, village)) {
    const { household, mendedOn } = mending
    if (mendedOn !== null && monthOf(mendedOn) !== monthOf(today)) continue
    found.set(household, [...(found.get(household) ?? []), doorMending(mending)])
  }
  return found
}

function doorMending(mending: Mending): DoorMending {
  const { seq, text, points, dueOn, givesBack, state, said, reason, mendedOn, before, after, returns } =
    mending
  return { seq, text, points, dueOn, givesBack, state, said, reason, mendedOn, before, after, returns }
}
