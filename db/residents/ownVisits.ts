import type { Given, SheetItem } from '../../server/domain/rules/checkSheet.ts'
import { findingWords } from '../../server/domain/rules/findingWords.ts'
import type { Door } from '../households/doors.ts'
import type { Store } from '../store/store.ts'
import { readPointUnit } from '../villages/pointUnit.ts'

/** What an inspection round found in the household's yard, once the round was closed. */
export interface OwnVisit {
  /** YYYY-MM. */
  month: string
  name: string
  points: number
  stars: number
  /** What was found amiss, in the words of the sheet. */
  found: string[]
}

/** The newest round first. */
export async function ownVisits(store: Store, { village, household }: Door): Promise<OwnVisit[]> {
  const rounds = await store.all<Omit<OwnVisit, 'found'> & { round: number; sheet: string }>(
    `SELECT o.id AS round, o.month, o.name, r.points, r.stars, o.sheet
       FROM round_results r JOIN rounds o ON o.village_id = r.village_id AND o.id = r.round_id
       WHERE r.village_id = ? AND r.household_id = ? AND o.state = 'closed' ORDER BY o.month DESC, o.id DESC`,
    village,
    household,
  )
  const visits = await store.all<{ round: number; found: string; given: string }>(
    `SELECT round_id AS round, found, given FROM visits
       WHERE village_id = ? AND household_id = ? AND superseded = 0 ORDER BY id`,
    village,
    household,
  )
  const unit = await readPointUnit(store, village)
  return rounds.map(({ round, sheet, ...result }) => {
    const seen = visits.filter((visit) => visit.round === round).map(findingsOf)
    const items = JSON.parse(sheet) as SheetItem[]
    return { ...result, found: findingWords(items, seen, unit).map(({ text }) => text) }
  })
}

function findingsOf({ found, given }: { found: string; given: string }): { found: string[]; given: Given[] } {
  return { found: JSON.parse(found) as string[], given: JSON.parse(given) as Given[] }
}
