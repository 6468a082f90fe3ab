/** Takes points from before an office's ledger in: one opening each, once. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { Appender } from '../ledger/appender.ts'
import { contentId } from '../ledger/contentId.ts'
import { mustFindActiveSeason } from '../seasons/seasons.ts'
import type { Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import type { Households } from './importLines.ts'
import type { OfficeOpening } from './officeRecords.ts'

/**
 * Writes openings that the ledger does not have. One is known by its household, day, text and points, and by
 * how many equal ones came before it.
 *
 * @throws Refused without the power `administer`, as for openings entered by hand, and for days outside the season
 */
export async function takeOpenings(
  store: Store,
  scope: Scope,
  openings: readonly OfficeOpening[],
  households: Households,
): Promise<{ postings: number; alreadyWritten: number }> {
  if (openings.length === 0) return { postings: 0, alreadyWritten: 0 }
  if (!scope.powers.has('administer'))
    throw new Refused('forbidden', 'import-openings', { count: openings.length })
  const season = await mustFindActiveSeason(store, scope.village)
  const appender = await Appender.open(store, scope.village)
  const recordedAt = new Date().toISOString()
  const seen = new Map<string, number>()
  let alreadyWritten = 0
  for (const { door, points, text, occurredOn } of openings) {
    const household = households.find(door)?.household
    if (!household) throw new Refused('conflict', 'import-changed')
    const day = occurredOn ?? season.starts_on
    if (day < season.starts_on || day > season.ends_on)
      throw new Refused('unprocessable', 'date-outside-season', {
        date: day,
        season: season.name,
        from: season.starts_on,
        to: season.ends_on,
      })
    const content = `opening\n${day}\n#${household.household}\n${text}\n${points}`
    const nth = (seen.get(content) ?? 0) + 1
    seen.set(content, nth)
    const id = contentId(`${content}\n${nth}`)
    if (await store.first('SELECT 1 FROM postings WHERE village_id = ? AND id = ?', scope.village, id)) {
      alreadyWritten += 1
      continue
    }
    await appender.append({
      id,
      kind: 'opening',
      household_id: household.account,
      season_id: season.id,
      points,
      text,
      occurred_on: day,
      recorded_at: recordedAt,
      recorded_by: scope.user,
      recorder: scope.name,
      request: id,
    })
  }
  return { postings: (await appender.finish()).length, alreadyWritten }
}
