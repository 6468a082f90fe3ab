import { Refused } from '../../server/domain/answers/refused.ts'

/** The refusal to write to a household that was merged into another one. */
export function closedRefusal({ door, mergedInto }: { door: string; mergedInto: string | null }): Refused {
  return new Refused('conflict', 'household-closed', { door, into: mergedInto ?? '' })
}
