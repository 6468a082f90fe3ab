/** Scores that a grid worker gives on the spot (随手记分), beside the rounds. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { doorstepSettings, withinDailyDoors } from './dailyDoors.ts'
import { gridOf } from '../people/grids.ts'
import { mustFindOpenHousehold } from '../households/households.ts'
import { type ScoreRequest } from '../scores/scoreRequest.ts'
import { type Entered, enterScores } from '../scores/enterScores.ts'
import { mustFindRule } from '../villages/rulebook.ts'
import { type Scope } from '../store/scope.ts'
import { type Store } from '../store/store.ts'

export interface DoorScoreRequest extends ScoreRequest {
  /** Ids of photos that were sent before. */
  photos: string[]
}

/**
 * Writes one score of a door in the worker's grid; what the village lets wait
 * becomes a claim. The same id again gives what became of it.
 *
 * @throws Refused as `enterScores` does, and when the rule is not for the doors,
 *   the door not in the worker's grid, a photo is missing, or the day's bound is reached
 */
export function createDoorScore(store: Store, scope: Scope, request: DoorScoreRequest): Entered {
  return store.write(() => {
    const entered = withinDailyDoors(store, scope.village, scope.user, request.occurredOn, () =>
      enterProven(store, scope, request),
    )
    // What was written before was allowed then.
    if (!entered.fresh) return entered
    const rule = mustFindRule(store, scope.village, request.rule)
    if (!doorstepSettings(store, scope.village).rules.includes(rule.id))
      throw new Refused('forbidden', 'rule-not-at-doors', { rule: rule.text })
    const household = mustFindOpenHousehold(store, scope.village, request.door)
    if (!isInGrid(store, scope, household.id))
      throw new Refused('forbidden', 'door-outside-grid', { door: household.door, group: household.group })
    if (rule.terms.evidence && request.photos.length === 0) throw new Refused('unprocessable', 'photo-needed')
    return entered
  })
}

/** At a door a note does not do instead of a photo: the refusal says so at once. */
function enterProven(store: Store, scope: Scope, request: DoorScoreRequest): Entered {
  try {
    return enterScores(store, scope, [request], 'inspect')
  } catch (error) {
    if (error instanceof Refused && error.code === 'evidence-needed')
      throw new Refused('unprocessable', 'photo-needed')
    throw error
  }
}

function isInGrid(store: Store, { village, user }: Scope, household: number): boolean {
  const grid = user === null ? [] : gridOf(store, village, user)
  const { id } = store
    .prepare('SELECT group_id AS id FROM households WHERE village_id = ? AND id = ?')
    .get(village, household) as { id: number }
  return grid.length === 0 || grid.includes(id)
}
