/** Scores that a grid worker gives on the spot (随手记分), beside the rounds. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { mustFindOpenHousehold } from '../households/households.ts'
import { gridOf } from '../people/grids.ts'
import { type Entered, enterScores } from '../scores/enterScores.ts'
import { scoreBefore, scoreDigest, type ScoreRequest } from '../scores/scoreRequest.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { mustFindRule } from '../villages/rulebook.ts'
import { doorstepSettings, refuseOverDailyDoors } from './dailyDoors.ts'

export interface DoorScoreRequest extends ScoreRequest {
  /** Ids of photos that were sent before. */
  photos: string[]
}

/**
 * Writes one score of a door in the worker's grid; where the village reviews
 * such scores, it becomes a claim. The same request again gives its first outcome.
 *
 * @throws Refused as `enterScores` does, and when the rule is not for the doors,
 *   the door not in the worker's grid, a photo is missing, or the day's limit is reached
 */
export async function createDoorScore(
  store: Store,
  scope: Scope,
  request: DoorScoreRequest,
): Promise<Entered> {
  requirePower(scope, 'inspect')
  return store.write(scope.village, async (store) => {
    const isNew = (await scoreBefore(store, scope.village, request.id, scoreDigest(request))) === null
    if (isNew) await checkDoorScore(store, scope, request)
    return enterScores(store, scope, [request], 'inspect')
  })
}

/** Checks what the doorstep asks for beyond the rulebook. */
async function checkDoorScore(store: Store, scope: Scope, request: DoorScoreRequest): Promise<void> {
  const rule = await mustFindRule(store, scope.village, request.rule)
  if (!(await doorstepSettings(store, scope.village)).rules.includes(rule.id))
    throw new Refused('forbidden', 'rule-not-at-doors', { rule: rule.text })
  const { id, door, group } = await mustFindOpenHousehold(store, scope.village, request.door)
  if (!(await isInGrid(store, scope, group)))
    throw new Refused('forbidden', 'door-outside-grid', { door, group })
  // In the office a note may stand in for the photo, at a door it may not.
  if (rule.terms.evidence && request.photos.length === 0) throw new Refused('unprocessable', 'photo-needed')
  await refuseOverDailyDoors(store, scope, id, request.occurredOn)
}

/** @param group name of the group */
async function isInGrid(store: Store, { village, user }: Scope, group: string): Promise<boolean> {
  const grid = user === null ? [] : await gridOf(store, village, user)
  const { id } = await store.one<{ id: number }>(
    'SELECT id FROM household_groups WHERE village_id = ? AND name = ?',
    village,
    group,
  )
  return grid.length === 0 || grid.includes(id)
}
