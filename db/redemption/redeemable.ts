/** What a household can redeem now: its balance by the village's terms, unless a veto forbids it. */
import { redeemablePart, type RedemptionTerms } from '../../server/domain/points/redemptionTerms.ts'
import type { Household } from '../households/households.ts'
import { barOn, vetoesOf } from '../households/vetoes.ts'
import type { Store } from '../store/store.ts'
import { mustFindVillageById } from '../villages/findVillages.ts'
import { readSpecialRules } from '../villages/specialRules.ts'
import { today } from '../villages/today.ts'

export interface Redeemable extends RedemptionTerms {
  points: number
  /** The veto that forbids redemption, and the last day on which it does; null where none does. */
  bar: { seq: number; text: string; to: string } | null
}

export async function redeemableOf(
  store: Store,
  village: number,
  { id, balance }: Pick<Household, 'id' | 'balance'>,
): Promise<Redeemable> {
  const terms = JSON.parse((await mustFindVillageById(store, village)).redemption) as RedemptionTerms
  const vetoes = await vetoesOf(store, village, await readSpecialRules(store, village), id)
  const bar = vetoes.length === 0 ? null : barOn(vetoes, await today(store, village))
  return {
    ...terms,
    points: bar ? 0 : redeemablePart(balance, terms),
    bar: bar && { seq: bar.seq, text: bar.text, to: bar.barredTo },
  }
}
