/** Turns points from before an office's ledger into openings, each once. */
import { Refused } from '../../../server/domain/answers/refused.ts'
import type { Draft } from '../../ledger/appender.ts'
import { contentId } from '../../ledger/contentId.ts'
import type { Scope } from '../../store/scope.ts'
import type { Store } from '../../store/store.ts'
import type { OfficeOpening } from '../officeRecords.ts'
import type { ImportGround } from './ground.ts'
import { dayInSeason } from './importLines.ts'
import type { NewHouseholds } from './newRows.ts'
import { findPostings, takenBackImports } from './takenBack.ts'

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
): Promise<{ drafts: Draft[]; written: number; ids: string[] }> {
  if (openings.length === 0) return { drafts: [], written: 0, ids: [] }
  if (!season) throw new Refused('conflict', 'no-season')
  if (!scope.powers.has('administer'))
    throw new Refused('forbidden', 'import-openings', { count: openings.length })
  const recordedAt = new Date().toISOString()
  const takenBack = await takenBackImports(store, scope.village)
  const seen = new Map<string, number>()
  const named = openings.map(({ door, points, text, formerText = text, occurredOn }) => {
    const household = households.find(door)?.household
    if (!household) throw new Refused('conflict', 'import-changed')
    if (household.account === own) throw new Refused('forbidden', 'import-own-household', { count: 1 })
    const day = dayInSeason(occurredOn ?? season.starts_on, season)
    const contentOf = (text: string) => `opening\n${day}\n#${household.household}\n${text}\n${points}`
    const content = contentOf(text)
    const nth = (seen.get(content) ?? 0) + 1
    seen.set(content, nth)
    const former = contentId(`${contentOf(formerText)}\n${nth}`)
    /** The last one for what came again after the last import that was taken back. */
    const ids = ['', ...[...takenBack].reverse().map((batch) => `\nafter ${batch}`)].map((after) =>
      contentId(`${content}\n${nth}${after}`),
    )
    return { ids, former, account: household.account, day, points, text }
  })
  const ids = named.flatMap(({ ids, former }) => [...ids, former])
  const found = new Map((await findPostings(store, scope.village, ids)).map((one) => [one.id, one]))
  const isTakenBack = (id: string) => takenBack.includes(found.get(id)?.batch ?? -1)
  const fresh = named.filter(
    ({ ids, former }) => ![...ids, former].some((id) => found.has(id) && !isTakenBack(id)),
  )
  const drafts = fresh.map(({ ids: [first = '', ...later], account, day, points, text }): Draft => {
    const id = isTakenBack(first) ? (later.at(-1) ?? first) : first
    return {
      id,
      kind: 'opening',
      household_id: account,
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
  return { drafts, written: named.length - drafts.length, ids }
}
