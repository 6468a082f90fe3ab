import { attributeNames } from '../../../db/households/attributes/attributes.ts'
import { type Household, scoreByDimension } from '../../../db/households/households.ts'
import { levelsOfHousehold } from '../../../db/levels/evaluations.ts'
import { redeemableOf } from '../../../db/redemption/redeemable.ts'
import { activeSeason } from '../../../db/seasons/seasons.ts'
import type { Store } from '../../../db/store/store.ts'
import { readPointUnit } from '../../../db/villages/pointUnit.ts'
import type { HouseholdView } from '../../contract/households/households.ts'

/** A household with its sums of the season. */
export async function accountOf(store: Store, village: number, household: Household, rank: number) {
  const { earned, deducted, redeemed } = household
  return {
    household: viewHousehold(household, rank),
    unit: await readPointUnit(store, village),
    season: (await activeSeason(store, village))?.name ?? '',
    honour: household.honour,
    redeemable: await redeemableOf(store, village, household),
    level: await levelNow(store, village, household.id),
    attributes: await attributeNames(store, village, household.id),
    ...{ earned, deducted, redeemed },
    byDimension: await scoreByDimension(store, village, household.id),
  }
}

async function levelNow(store: Store, village: number, household: number) {
  const [latest] = await levelsOfHousehold(store, village, household)
  return latest ? { period: latest.period, level: latest.level, stars: latest.stars } : null
}

export function viewHousehold(household: Household, rank: number): HouseholdView {
  const { door, head, initials, group, members, phone, note, optedOut, consented, closedOn, mergedInto } =
    household
  const { score, balance, onHold } = household
  return {
    ...{ door, head, initials, group, members, phone, note, optedOut, consented, closedOn, mergedInto },
    ...{ score, balance, onHold, rank },
  }
}
