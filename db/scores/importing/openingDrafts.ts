/** Turns points from before an office's ledger into openings, each once. */
import { Refused } from '../../../server/domain/answers/refused.ts'
import type { Draft } from '../../ledger/appender.ts'
import { contentId } from '../../ledger/contentId.ts'
import type { Scope } from '../../store/scope.ts'
import type { Store } from '../../store/store.ts'
import type { OfficeOpening } from '../officeRecords.ts'
import { dayInSeason } from '../importLines.ts'
import type { ImportGround } from './ground.ts'
import type { NewHouseholds } from './newRows.ts'

/**
 * The openings that the ledger does not have. One is known by its household, day, text and points, and by how
 * many equal ones came before it.
 *
 * @throws Refused without the power `administer`, as for openings entered by hand, and for days outside the season
 */
export async function openingDrafts(
  store: Store,
  scope: Scope,
  openings: readonly OfficeOpening[],
  { season, own }: ImportGround,
  households: NewHouseholds,
): Promise<{ drafts: Draft[]; ids: string[] }> {
  if (openings.length === 0) return { drafts: [], ids: [] }
  if (!season) throw new Refused('conflict', 'no-season')
  if (!scope.powers.has('administer'))
    throw new Refused('forbidden', 'import-openings', { count: openings.length })
  const recordedAt = new Date().toISOString()
  const seen = new Map<string, number>()
  const drafts = openings.map(({ door, points, text, occurredOn }): Draft => {
    const household = households.find(door)?.household
    if (!household) throw new Refused('conflict', 'import-changed')
    if (household.account === own) throw new Refused('forbidden', 'import-own-household', { count: 1 })
    const day = dayInSeason(occurredOn ?? season.starts_on, season)
    const content = `opening\n${day}\n#${household.household}\n${text}\n${points}`
    const nth = (seen.get(content) ?? 0) + 1
    seen.set(content, nth)
    const id = contentId(`${content}\n${nth}`)
    return {
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
    }
  })
  const ids = drafts.map(({ id }) => id)
  const rows = await store.all<{ id: string }>(
    'SELECT id FROM postings WHERE village_id = ? AND id = ANY(?)',
    scope.village,
    ids,
  )
  const written = new Set(rows.map(({ id }) => id))
  return { drafts: drafts.filter(({ id }) => !written.has(id)), ids }
}
