import type { Migration } from 'kysely'
import * as ledger from './001-ledger.ts'
import * as screens from './002-screens.ts'
import * as review from './003-review.ts'
import * as households from './004-households.ts'
import * as seasons from './005-seasons.ts'
import * as publicity from './006-publicity.ts'
import * as redemption from './007-redemption.ts'
import * as photos from './008-photos.ts'
import * as residents from './009-residents.ts'
import * as rounds from './010-rounds.ts'
import * as report from './011-report.ts'
import * as requests from './012-requests.ts'
import * as text from './013-text.ts'
import * as soundness from './014-soundness.ts'
import * as screenDevices from './015-screen-devices.ts'
import * as unnamedDeductions from './016-unnamed-deductions.ts'
import * as ownPeople from './017-own-people.ts'
import * as portableKeys from './018-portable-keys.ts'
import * as entryTotals from './019-entry-totals.ts'
import * as importChoices from './020-import-choices.ts'
import * as provenHeads from './021-proven-heads.ts'
import * as batches from './022-batches.ts'
import * as imports from './024-imports.ts'
import * as pointUnit from './028-point-unit.ts'
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
import * as closedHouseholds from './043-closed-households.ts'

/** All migrations in order; a migration that has shipped is never edited. */
export const migrations: Record<string, Migration> = {
  '001-ledger': ledger,
  '002-screens': screens,
  '003-review': review,
  '004-households': households,
  '005-seasons': seasons,
  '006-publicity': publicity,
  '007-redemption': redemption,
  '008-photos': photos,
  '009-residents': residents,
  '010-rounds': rounds,
  '011-report': report,
  '012-requests': requests,
  '013-text': text,
  '014-soundness': soundness,
  '015-screen-devices': screenDevices,
  '016-unnamed-deductions': unnamedDeductions,
  '017-own-people': ownPeople,
  '018-portable-keys': portableKeys,
  '019-entry-totals': entryTotals,
  '020-import-choices': importChoices,
  '021-proven-heads': provenHeads,
  '022-batches': batches,
  '024-imports': imports,
  '028-point-unit': pointUnit,
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
  '043-closed-households': closedHouseholds,
}
