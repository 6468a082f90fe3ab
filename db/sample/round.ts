import { addDays, monthOf } from '../../server/domain/calendar/calendar.ts'
import { starsOf } from '../../server/domain/rules/checkSheet.ts'
import { roundName, usualStars, yardSheet } from '../../server/domain/rules/readySheets.ts'
import { contentId } from '../ledger/contentId.ts'
import { createSheet } from '../rounds/checkSheets.ts'
import type { Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { listRules } from '../villages/rulebook.ts'
import { yardRule } from './generate.ts'

/**
 * Gives the sample village a check sheet, and last month's yard checks as a closed
 * round: the wall has best yards from its first start.
 *
 * @param today local date
 */
export async function addSampleRound(store: Store, scope: Scope, today: string): Promise<void> {
  const rule = (await listRules(store, scope.village)).find(({ text }) => text === yardRule)
  if (!rule) return
  const { name, items } = yardSheet
  const { sheet } = await createSheet(store, scope, {
    id: contentId('sample sheet'),
    name,
    rule: rule.id,
    items: [...items],
  })
  const month = monthOf(addDays(`${monthOf(today)}-01`, -1))
  const checks = await store.all<{
    id: string
    household: number
    points: number
    recordedAt: string
  }>(
    `SELECT id, household_id AS household, points, recorded_at AS "recordedAt" FROM postings
       WHERE village_id = ? AND rule_version_id = ? AND occurred_on BETWEEN ? AND ?`,
    scope.village,
    rule.versionId,
    `${month}-01`,
    `${month}-31`,
  )
  const [first] = checks
  if (!first) return
  const round = await store.insert('rounds', {
    village_id: scope.village,
    request_id: contentId('sample round'),
    request: '',
    month,
    name: `${Number(month.slice(5))}月${roundName(name)}`,
    sheet_id: sheet.id,
    rule_id: rule.id,
    sheet: JSON.stringify(items),
    second: 'refuse',
    outcome: 'postings',
    on_wall: 1,
    stars: JSON.stringify(usualStars),
    state: 'closed',
    opened_at: first.recordedAt,
    opened_by: null,
    closed_at: first.recordedAt,
  })
  for (const { id, household, points } of checks)
    await store.insert('round_results', {
      village_id: scope.village,
      round_id: round,
      household_id: household,
      points,
      stars: starsOf(usualStars, points),
      score_id: id,
      refusal: null,
    })
}
