import { Refused } from '../../server/domain/answers/refused.ts'
import { recordChange } from '../audit/audit.ts'
import type { VillageRow } from '../store/schema.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { type KeptTable, keptTables } from '../store/tables/keptTables.ts'
import { mustFindVillageById } from './findVillages.ts'

/** Tables of a village, children first, as they must be emptied. */
const villageTables = [
  'requests',
  'webhook_deliveries',
  'webhook_cursors',
  'webhooks',
  'token_scores',
  'api_tokens',
  'mending_returns',
  'mendings',
  'mending_terms',
  'activity_results',
  'sign_ins',
  'activities',
  'batch_lines',
  'imports',
  'batches',
  'import_choices',
  'photos',
  'suggestions',
  'resident_sessions',
  'code_tries',
  'household_secrets',
  'round_results',
  'visits',
  'round_assignments',
  'rounds',
  'check_sheets',
  'grids',
  'memberships',
  'screens',
  'notices',
  'line_totals',
  'entry_totals',
  'month_totals',
  'dimension_standings',
  'standings',
  'balances',
  'redemption_lines',
  'redemptions',
  'stock_movements',
  'goods',
  'desk_days',
  'objections',
  'publications',
  'season_closings',
  'period_closings',
  'claim_reviews',
  'claims',
  'own_households',
  'altered_postings',
  'proven_heads',
  'postings',
  'household_history',
  'level_awards',
  'evaluations',
  'household_attributes',
  'attributes',
  'household_transfers',
  'chains',
  'rule_versions',
  'rules',
  'pictures',
  'households',
  'household_groups',
  'dimensions',
  'seasons',
  'audit',
] as const

/**
 * Removes the sample village with everything in it.
 *
 * @throws Refused for a real village: its ledger is never deleted
 */
export async function removeSample(store: Store, scope: Scope): Promise<void> {
  requirePower(scope, 'administer')
  await store.write(scope.village, async (store) => {
    const village = await mustFindVillageById(store, scope.village)
    if (!village.sample) throw new Refused('conflict', 'village-is-real', { name: village.name })
    await remove(store, scope, village, 'sample.removed')
  })
}

/** Removes a village into which nothing was entered yet; any other stays as it is. */
export async function removeUnused(store: Store, scope: Scope): Promise<void> {
  requirePower(scope, 'administer')
  await store.write(scope.village, async (store) => {
    const village = await mustFindVillageById(store, scope.village)
    const { used } = (await store.first<{ used: number }>(
      `SELECT (SELECT count(*) FROM households WHERE village_id = ?) + (SELECT seq FROM chains WHERE village_id = ?) AS used`,
      scope.village,
      scope.village,
    )) ?? { used: 1 }
    if (used === 0) await remove(store, scope, village, 'village.removed')
  })
}

async function remove(store: Store, { user }: Scope, village: VillageRow, action: string): Promise<void> {
  const { id, slug, sample } = village
  // The crest is a picture of the village, and the picture is the village's.
  await store.update('villages', { id }, { crest: null })
  for (const table of villageTables)
    if (!isKept(table)) await store.run(`DELETE FROM ${table} WHERE village_id = ?`, id)
    else if (sample) await store.deleteOfSample(table, id)
  await store.run(store.sql.deleteFrom('villages').where('id', '=', id))
  await recordChange(store, { user, village: null }, action, slug, null, null)
  store.announce({ type: 'village-removed', village: id })
}

function isKept(table: string): table is KeptTable {
  return keptTables.some((kept) => kept === table)
}
