import type { Migration } from 'kysely'
import * as baseline from './022-baseline.ts'
import * as liveAttachments from './023-live-attachments.ts'
import * as imports from './024-imports.ts'
import * as countedTries from './025-counted-tries.ts'
import * as changeCounts from './026-change-counts.ts'
import * as sharedState from './027-shared-state.ts'
import * as pointUnit from './028-point-unit.ts'
import * as sampleRows from './029-sample-rows.ts'
import * as ruleConditions from './030-rule-conditions.ts'
import * as gradedVisits from './031-graded-visits.ts'
import * as deskCheck from './032-desk-check.ts'
import * as aimedNotices from './033-aimed-notices.ts'
import * as activities from './034-activities.ts'
import * as levels from './035-levels.ts'
import * as periodClosings from './036-period-closings.ts'
import * as mendings from './037-mendings.ts'
import * as portraits from './038-portraits.ts'
import * as tokens from './039-tokens.ts'
import * as webhooks from './040-webhooks.ts'
import * as mendingReturns from './041-mending-returns.ts'
import * as expectedSchema from './042-expected-schema.ts'
import * as closedHouseholds from './043-closed-households.ts'

/** All migrations in order, numbered as those of SQLite; a migration that has shipped is never edited. */
export const migrations: Record<string, Migration> = {
  '022-baseline': baseline,
  '023-live-attachments': liveAttachments,
  '024-imports': imports,
  '025-counted-tries': countedTries,
  '026-change-counts': changeCounts,
  '027-shared-state': sharedState,
  '028-point-unit': pointUnit,
  '029-sample-rows': sampleRows,
  '030-rule-conditions': ruleConditions,
  '031-graded-visits': gradedVisits,
  '032-desk-check': deskCheck,
  '033-aimed-notices': aimedNotices,
  '034-activities': activities,
  '035-levels': levels,
  '036-period-closings': periodClosings,
  '037-mendings': mendings,
  '038-portraits': portraits,
  '039-tokens': tokens,
  '040-webhooks': webhooks,
  '041-mending-returns': mendingReturns,
  '042-expected-schema': expectedSchema,
  '043-closed-households': closedHouseholds,
}
