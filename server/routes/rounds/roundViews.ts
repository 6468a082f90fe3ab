/** Rounds as the office reads them. */
import {
  progressByGroup,
  progressByInspector,
  progressOfRounds,
  roundDoors,
} from '../../../db/rounds/roundProgress.ts'
import { listRounds, type Round } from '../../../db/rounds/rounds.ts'
import { type RoundResult, roundResults } from '../../../db/scores/roundResults.ts'
import type { Store } from '../../../db/store/store.ts'
import type { RoundDoorView, RoundEntry, RoundView } from '../../contract/rounds/rounds.ts'
import type { PointUnit } from '../../domain/points/unit.ts'
import { type Language, sentence } from '../../words/index.ts'

/** All rounds of a village, with how many doors were visited. */
export async function roundEntries(store: Store, village: number): Promise<RoundEntry[]> {
  const rounds = await listRounds(store, village)
  const progress = await progressOfRounds(store, village, rounds)
  return rounds.map((one) => entryOf(one, progress.get(one.id)))
}

function entryOf(round: Round, progress = { visited: 0, total: 0 }): RoundEntry {
  const { id, month, name, sheet, state, second, outcome, onWall, stars, openedAt, closedAt, closedBy } =
    round
  const what = { id, month, name, sheet, state, second, outcome, onWall, stars }
  return { ...what, openedAt, closedAt, closedBy, ...progress }
}

/** The caller's language, and the village's unit of points. */
export interface Reader {
  language: Language
  unit: PointUnit
}

/** One round with all its doors. */
export async function viewRound(
  store: Store,
  village: number,
  round: Round,
  { language, unit }: Reader,
): Promise<RoundView> {
  const doors = await roundDoors(store, village, round)
  const results =
    round.state === 'closed' ? await roundResults(store, village, round.id) : new Map<number, never>()
  const visited = doors.filter(({ points }) => points !== null).length
  return {
    ...entryOf(round, { visited, total: doors.length }),
    items: round.items,
    groups: await progressByGroup(store, village, doors),
    inspectors: await progressByInspector(store, village, round, doors),
    doors: doors.map(({ household, ...door }) => ({
      ...door,
      result: resultView(results.get(household), { language, unit }),
    })),
  }
}

function resultView(result: RoundResult | undefined, { language, unit }: Reader): RoundDoorView['result'] {
  if (!result) return null
  const { state, refusal } = result
  return { state, detail: refusal && sentence(language, refusal.code, refusal.params, unit) }
}
