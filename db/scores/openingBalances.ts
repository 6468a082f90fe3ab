/** Opening balances (期初): points that a household brings from before the books began. */
import { Refused, refuseLines } from '../../server/domain/answers/refused.ts'
import { normalizeDoor } from '../../server/domain/households/door.ts'
import { findHousehold, type Household } from '../households/households.ts'
import { refuseOwnHousehold } from '../households/ownHouseholds.ts'
import { Appender } from '../ledger/appender.ts'
import { closedRefusal } from '../ledger/closedRefusal.ts'
import { findPosting } from '../ledger/findPosting.ts'
import { isReversed } from '../ledger/postingSql.ts'
import { mustFindActiveSeason } from '../seasons/seasons.ts'
import { inOrder } from '../store/inOrder.ts'
import { madeBefore } from '../store/requests/idempotency.ts'
import { requestDigest } from '../store/requests/requestDigest.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import type { Written } from './enterScores.ts'

/** What one household brings. */
export interface OpeningLine {
  /** UUID made by the client before sending. */
  id: string
  door: string
  /** Signed, not 0. */
  points: number
}

/** A line as it would be written. */
export interface OpeningForeseen {
  door: string
  head: string
  group: string
  points: number
  /** What the household can spend now. */
  balance: number
  /** What it has been given as opening balance in this season already. */
  already: number
}

/**
 * What these lines would bring, without writing them.
 *
 * @throws Refused as `enterOpenings` does
 */
export async function foreseeOpenings(
  store: Store,
  scope: Scope,
  lines: OpeningLine[],
): Promise<OpeningForeseen[]> {
  requirePower(scope, 'administer')
  const season = await mustFindActiveSeason(store, scope.village)
  const already = `
    SELECT coalesce(sum(points), 0) AS points FROM postings p
    WHERE village_id = ? AND season_id = ? AND household_id = ? AND kind = 'opening'
      AND NOT ${isReversed}`
  return inOrder(
    await households(store, scope, lines),
    async ({ id, door, head, group, balance }, index) => ({
      door,
      head,
      group,
      points: lines[index]?.points ?? 0,
      balance,
      already: (await store.one<{ points: number }>(already, scope.village, season.id, id)).points,
    }),
  )
}

/**
 * Writes opening balances in one transaction, all or none, on the first day of
 * the season. They count for score and balance. A line whose id was written
 * before gives the posting of then.
 *
 * @param text what the postings say
 * @throws Refused `lines-refused` with a reason for every line that cannot be
 *   written; for a single line, that reason itself
 */
export async function enterOpenings(
  store: Store,
  scope: Scope,
  lines: OpeningLine[],
  reason: string,
  text: string,
): Promise<Written> {
  requirePower(scope, 'administer')
  return store.write(scope.village, async (store) => {
    const season = await mustFindActiveSeason(store, scope.village)
    const found = await households(store, scope, lines)
    const appender = await Appender.open(store, scope.village)
    const recordedAt = new Date().toISOString()
    const seqs = await inOrder(lines, async ({ id, points }, index) => {
      const household = found[index]
      if (!household) throw new Error('a line lost its household')
      const digest = requestDigest(['opening', household.door, points, reason])
      return (
        (await madeBefore(store, scope.village, 'postings', id, digest))?.seq ??
        (
          await appender.append({
            id,
            kind: 'opening',
            household_id: household.id,
            season_id: season.id,
            points,
            text,
            occurred_on: season.starts_on,
            recorded_at: recordedAt,
            recorded_by: scope.user,
            recorder: scope.name,
            note: reason,
            request: digest.stored,
          })
        ).row.seq
      )
    })
    return { seqs, fresh: (await appender.finish()).length > 0 }
  })
}

/** The households of the lines, in their order; one that was merged only for a line that was written before. */
async function households(store: Store, scope: Scope, lines: OpeningLine[]): Promise<Household[]> {
  const seen = new Set<number>()
  const found: Household[] = []
  const refusals: Refused[] = []
  for (const [index, { id, door }] of lines.entries())
    try {
      const household = await findHousehold(store, scope.village, door)
      if (!household)
        throw new Refused('not-found', 'unknown-household', { door: normalizeDoor(door) || door })
      if (household.closedOn !== null && !(await findPosting(store, scope.village, id)))
        throw closedRefusal(household)
      await refuseOwnHousehold(store, scope, household.id)
      if (seen.has(household.id)) throw new Refused('unprocessable', 'door-twice', { door: household.door })
      seen.add(household.id)
      found.push(household)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      refusals.push(error.ofLine(index, door))
    }
  refuseLines('openings-refused', refusals, lines.length, { door: refusals[0]?.lines[0]?.door ?? '' })
  return found
}
