import type { ActivityView } from '../../server/contract/activities/activities.ts'

/** How far an activity is: planned, signing in, closed, scored, or its scores taken back. */
export function stepOf({
  state,
  settledAt,
  isTakenBack,
}: Pick<ActivityView, 'state' | 'settledAt' | 'isTakenBack'>): string {
  if (settledAt === null) return state
  return isTakenBack ? 'takenBack' : 'settled'
}
