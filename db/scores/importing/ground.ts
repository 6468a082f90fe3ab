/** What an import is prepared against, beside the postings. */
import type { Role } from '../../../server/domain/people/powers.ts'
import type { ReviewPolicy } from '../../../server/domain/rules/review.ts'
import { type DoorRows, readDoorRows } from '../../households/doorHistory.ts'
import { ownHousehold } from '../../households/ownHouseholds.ts'
import { rolesIn } from '../../people/users.ts'
import { activeSeason } from '../../seasons/seasons.ts'
import type { SeasonRow } from '../../store/schema.ts'
import type { Scope } from '../../store/scope.ts'
import type { Store } from '../../store/store.ts'
import { type Dimension, listDimensions } from '../../villages/dimensions.ts'
import { villageById } from '../../villages/findVillages.ts'
import { listRules, type Rule } from '../../villages/rulebook.ts'
import { settingsOf } from '../../villages/villageSettings.ts'
import { type Particulars, readParticulars } from './households/differences.ts'

/** Plain data: as long as it reads the same, what was prepared from it holds. */
export interface ImportGround {
  doors: DoorRows
  particulars: Particulars[]
  rules: Rule[]
  dimensions: Dimension[]
  season: SeasonRow | null
  /** Household of the importer. */
  own: number | null
  /** Null for those whose lines wait for nobody. */
  review: { policy: ReviewPolicy; roles: Role[] } | null
}

export async function readGround(store: Store, scope: Scope): Promise<ImportGround> {
  const { village, user } = scope
  return {
    doors: await readDoorRows(store, village),
    particulars: await readParticulars(store, village),
    rules: await listRules(store, village),
    dimensions: await listDimensions(store, village),
    season: (await activeSeason(store, village)) ?? null,
    own: await ownHousehold(store, village, user),
    review: await readReview(store, scope),
  }
}

async function readReview(store: Store, { village, user, powers }: Scope): Promise<ImportGround['review']> {
  const row = powers.has('administer') ? undefined : await villageById(store, village)
  if (!row) return null
  return {
    policy: settingsOf(row).review,
    roles: user === null ? [] : await rolesIn(store, user, village),
  }
}
