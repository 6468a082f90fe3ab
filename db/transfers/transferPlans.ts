/** What a split (分户) or a merge (并户) would do. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { normalizeDoor } from '../../server/domain/households/door.ts'
import { type Share, sharedPoints } from '../../server/domain/points/transfer.ts'
import { refuseTakenDoor } from '../households/changeHouseholds.ts'
import { type Household, mustFindOpenHousehold } from '../households/households.ts'
import { refuseOwnHousehold } from '../households/ownHouseholds.ts'
import { countObjections } from '../publicity/objections.ts'
import { countWaiting } from '../scores/claims.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'

export interface Split {
  door: string
  head: string
  group: string
  share: Share
}

export interface Figures {
  score: number
  balance: number
}

/** Where points go, how many, and what both households have then. */
export interface TransferPlan {
  kind: 'split' | 'merge'
  moved: Figures
  from: { door: string; head: string; group: string } & Figures
  to: { door: string; head: string; group: string } & Figures
}

/** What a split would do. @throws Refused as the split itself would */
export async function foreseeSplit(
  store: Store,
  scope: Scope,
  door: string,
  split: Split,
): Promise<TransferPlan> {
  requirePower(scope, 'enter')
  const from = await mustFindOpenHousehold(store, scope.village, door)
  await refuseOwnHousehold(store, scope, from.id)
  const target = normalizeDoor(split.door)
  await refuseTakenDoor(store, scope.village, target)
  const moved = sharedPoints(from, split.share)
  if (!moved)
    throw new Refused('unprocessable', 'share-too-large', { score: from.score, balance: from.balance })
  const { head, group } = split
  return planOf('split', from, { door: target, head, group, score: 0, balance: 0 }, moved)
}

/** What a merge would do. @throws Refused as the merge itself would */
export async function foreseeMerge(
  store: Store,
  scope: Scope,
  door: string,
  into: string,
): Promise<TransferPlan> {
  requirePower(scope, 'enter')
  const from = await mustFindOpenHousehold(store, scope.village, door)
  const to = await mustFindOpenHousehold(store, scope.village, into)
  if (from.id === to.id) throw new Refused('unprocessable', 'same-household', { door: from.door })
  for (const { id } of [from, to]) await refuseOwnHousehold(store, scope, id)
  await refuseUnsettled(store, scope.village, from)
  return planOf('merge', from, to, { score: from.score, balance: from.balance })
}

/** What is still under way would lose its household: points on hold, claims that wait, and open objections. */
async function refuseUnsettled(
  store: Store,
  village: number,
  { id, door, onHold }: Household,
): Promise<void> {
  if (onHold !== 0) throw new Refused('conflict', 'household-on-hold', { door, points: onHold })
  const count = await countWaiting(store, village, { household: id })
  if (count > 0) throw new Refused('conflict', 'household-claims-waiting', { door, count })
  const objections = await countObjections(store, village, { household: id })
  if (objections > 0) throw new Refused('conflict', 'household-objections-open', { door, count: objections })
}

export function planOf(
  kind: TransferPlan['kind'],
  from: TransferPlan['from'],
  to: TransferPlan['to'],
  moved: Figures,
): TransferPlan {
  const side = ({ door, head, group, score, balance }: TransferPlan['from'], sign: 1 | -1) => ({
    door,
    head,
    group,
    score: score + sign * moved.score,
    balance: balance + sign * moved.balance,
  })
  return { kind, moved, from: side(from, -1), to: side(to, 1) }
}
