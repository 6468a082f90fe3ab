import type { BoardLevels } from '../../server/domain/board/board.ts'
import { latestEvaluation } from '../levels/evaluations.ts'
import type { Store } from '../store/store.ts'
import type { PublicHouseholds } from './publicHouseholds.ts'

/** Levels of the latest period as the public sees them; households that were merged since are left out. */
export async function boardLevels(
  store: Store,
  village: number,
  households: PublicHouseholds,
): Promise<BoardLevels | null> {
  const latest = await latestEvaluation(store, village)
  if (!latest) return null
  const { evaluation, lines } = latest
  return {
    period: evaluation.key,
    scheme: evaluation.scheme,
    households: lines.flatMap(({ household, level, stars }) => {
      const found = households.get(household)
      return found ? [{ door: found.door, name: found.name, level, stars }] : []
    }),
  }
}
