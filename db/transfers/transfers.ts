/**
 * Splits a household (分户) and merges two (并户). Points go by postings alone:
 * an opening moves score and balance, a carry the balance; each is written
 * twice, once away and once to, so that the village's sums stay as they are.
 */
import { randomUUID } from 'node:crypto'
import { normalizeDoor } from '../../server/domain/households/door.ts'
import type { PostingKind } from '../../server/domain/points/posting.ts'
import { spread } from '../../server/domain/points/transfer.ts'
import { formatDoor } from '../../server/domain/text/format.ts'
import { recordText } from '../../server/domain/text/recordText.ts'
import { recordChange } from '../audit/audit.ts'
import { insertHousehold } from '../households/changeHouseholds.ts'
import { recordHistory } from '../households/householdHistory.ts'
import {
  type Household,
  mustFindHousehold,
  mustFindOpenHousehold,
  scoreByDimension,
} from '../households/households.ts'
import { moveOwnHousehold } from '../households/ownHouseholds.ts'
import { Appender } from '../ledger/appender.ts'
import { deletePortrait } from '../photos/portraits.ts'
import { mustFindActiveSeason } from '../seasons/seasons.ts'
import { madeBefore } from '../store/requests/idempotency.ts'
import { requestDigest, type RequestDigest } from '../store/requests/requestDigest.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { bumpRevision } from '../villages/revision.ts'
import { today } from '../villages/today.ts'
import {
  type Figures,
  foreseeMerge,
  foreseeSplit,
  planOf,
  type Split,
  type TransferPlan,
} from './transferPlans.ts'

/**
 * Makes a new household out of one, with a share of its points.
 *
 * @param id UUID made by the client; the same again changes nothing more
 * @throws Refused when the door is taken, or the share is more than there is
 */
export async function splitHousehold(
  store: Store,
  scope: Scope,
  door: string,
  { id, ...split }: Split & { id: string },
): Promise<{ plan: TransferPlan; fresh: boolean }> {
  requirePower(scope, 'enter')
  return store.write(scope.village, async (store) => {
    const digest = requestDigest(['split', normalizeDoor(door), split])
    const earlier = await transferredBefore(store, scope.village, id, digest)
    if (earlier) return { plan: earlier, fresh: false }
    const plan = await foreseeSplit(store, scope, door, split)
    const from = await mustFindOpenHousehold(store, scope.village, door)
    await insertHousehold(store, scope, `split/${id}`, plan.to.door, { head: split.head, group: split.group })
    const to = await mustFindHousehold(store, scope.village, plan.to.door)
    const parts = await partsOf(store, scope.village, from)
    const points = spread(
      parts.map((part) => part.points),
      plan.moved.score,
    )
    const spreadOut = parts.map(({ dimension }, index) => ({ dimension, points: points[index] ?? 0 }))
    await transfer(store, scope, { id, digest, kind: 'split', from, to, parts: spreadOut, moved: plan.moved })
    return { plan, fresh: true }
  })
}

/**
 * Merges a household into another, which gets all its points. The household is
 * closed: its postings stay readable, and nothing more is written to it.
 *
 * @param id UUID made by the client; the same again changes nothing more
 * @param into door of the household that stays
 */
export async function mergeHousehold(
  store: Store,
  scope: Scope,
  door: string,
  { id, into }: { id: string; into: string },
): Promise<{ plan: TransferPlan; fresh: boolean }> {
  requirePower(scope, 'enter')
  return store.write(scope.village, async (store) => {
    const digest = requestDigest(['merge', normalizeDoor(door), normalizeDoor(into)])
    const earlier = await transferredBefore(store, scope.village, id, digest)
    if (earlier) return { plan: earlier, fresh: false }
    const plan = await foreseeMerge(store, scope, door, into)
    const from = await mustFindOpenHousehold(store, scope.village, door)
    const to = await mustFindOpenHousehold(store, scope.village, into)
    const parts = await partsOf(store, scope.village, from)
    await transfer(store, scope, { id, digest, kind: 'merge', from, to, parts, moved: plan.moved })
    await store.update(
      'households',
      { village_id: scope.village, id: from.id },
      { closed_on: await today(store, scope.village), merged_into: to.id },
    )
    await deletePortrait(store, scope.village, from.id)
    await moveOwnHousehold(store, scope.village, from.id, to.id)
    return { plan, fresh: true }
  })
}

interface Part {
  dimension: number | null
  points: number
}

/** The household's score in the parts that it consists of: by dimension, and what belongs to none. */
async function partsOf(store: Store, village: number, { id, score }: Household): Promise<Part[]> {
  const parts: Part[] = (await scoreByDimension(store, village, id)).map((one) => ({
    dimension: one.id,
    points: one.points,
  }))
  const rest = score - parts.reduce((sum, { points }) => sum + points, 0)
  return [...parts, { dimension: null, points: rest }]
}

interface Transfer {
  id: string
  digest: RequestDigest
  kind: 'split' | 'merge'
  from: Household
  to: Household
  parts: Part[]
  moved: Figures
}

async function transfer(
  store: Store,
  scope: Scope,
  { id, digest, kind, from, to, parts, moved }: Transfer,
): Promise<void> {
  const season = await mustFindActiveSeason(store, scope.village)
  const appender = await Appender.open(store, scope.village)
  const recordedAt = new Date().toISOString()
  const append = async (kindOf: PostingKind, household: number, text: string, { dimension, points }: Part) =>
    appender.append({
      id: randomUUID(),
      kind: kindOf,
      household_id: household,
      season_id: season.id,
      dimension_id: dimension,
      points: points + 0,
      text,
      occurred_on: clamped(await today(store, scope.village), season.starts_on, season.ends_on),
      recorded_at: recordedAt,
      recorded_by: scope.user,
      recorder: scope.name,
      request: digest.stored,
    })
  const pair = async (kindOf: PostingKind, { dimension, points }: Part) => {
    if (points === 0) return
    const given = recordText(`given-${kind}`, { door: formatDoor(to.door) })
    const taken = recordText(`taken-${kind}`, { door: formatDoor(from.door) })
    await append(kindOf, from.id, given, { dimension, points: -points })
    await append(kindOf, to.id, taken, { dimension, points })
  }
  for (const part of parts) await pair('opening', part)
  await pair('carry', { dimension: null, points: moved.balance - moved.score })
  const seqs = (await appender.finish()).map(({ row }) => row.seq)
  await store.insert('household_transfers', {
    id,
    village_id: scope.village,
    kind,
    request: digest.stored,
    from_id: from.id,
    to_id: to.id,
    first_seq: seqs[0] ?? null,
    last_seq: seqs[seqs.length - 1] ?? null,
  })
  const names =
    kind === 'split' ? (['split-to', 'split-from'] as const) : (['merged-into', 'merged-from'] as const)
  await recordHistory(store, scope, from.id, names[0], { door: to.door, ...moved }, { other: to.id })
  await recordHistory(store, scope, to.id, names[1], { door: from.door, ...moved }, { other: from.id })
  const action = kind === 'split' ? 'household.split' : 'household.merged'
  await recordChange(store, scope, action, from.door, null, { door: to.door, ...moved })
  await bumpRevision(store, scope.village)
}

/** What this id did before, in figures of now; null when it is new. */
async function transferredBefore(
  store: Store,
  village: number,
  id: string,
  digest: RequestDigest,
): Promise<TransferPlan | null> {
  if (!(await madeBefore(store, village, 'household_transfers', id, digest))) return null
  const { kind, from, to, score, balance } = await store.one<
    { kind: TransferPlan['kind']; from: string; to: string } & Figures
  >(
    `SELECT t.kind, f.door AS "from", o.door AS "to",
         (SELECT coalesce(sum(points), 0) FROM postings p WHERE p.village_id = t.village_id
           AND p.seq BETWEEN t.first_seq AND t.last_seq AND p.household_id = t.to_id) AS balance,
         (SELECT coalesce(sum(points), 0) FROM postings p WHERE p.village_id = t.village_id
           AND p.seq BETWEEN t.first_seq AND t.last_seq AND p.household_id = t.to_id
           AND p.kind = 'opening') AS score
       FROM household_transfers t
       JOIN households f ON f.id = t.from_id JOIN households o ON o.id = t.to_id
       WHERE t.village_id = ? AND t.id = ?`,
    village,
    id,
  )
  const nothing = { score: 0, balance: 0 }
  const plan = planOf(
    kind,
    await mustFindHousehold(store, village, from),
    await mustFindHousehold(store, village, to),
    nothing,
  )
  return { ...plan, moved: { score, balance } }
}

function clamped(date: string, from: string, to: string): string {
  return date < from ? from : date > to ? to : date
}
