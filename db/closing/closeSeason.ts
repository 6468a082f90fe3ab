/** Closes a season: carries balances over, writes off the rest, opens the next season. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { carriedBalance, type CarryTerms, type SeasonSpan } from '../../server/domain/calendar/season.ts'
import { recordChange } from '../audit/audit.ts'
import { honourPoints } from '../households/honourPoints.ts'
import { Appender } from '../ledger/appender.ts'
import { contentId } from '../ledger/contentId.ts'
import { checkSpan, mustFindSeason } from '../seasons/seasons.ts'
import { madeBefore } from '../store/requests/idempotency.ts'
import { requestDigest } from '../store/requests/requestDigest.ts'
import type { SeasonRow } from '../store/schema.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { bumpRevision } from '../villages/revision.ts'
import { readSpecialRules } from '../villages/specialRules.ts'
import { hindrancesOf } from './closingHindrances.ts'

/** A household's balance at the end of the season, and the part carried over. */
export interface CarryLine {
  household: number
  door: string
  head: string
  balance: number
  carried: number
}

export interface ClosingForeseen {
  season: SeasonRow
  households: number
  /** Points that all households can spend. */
  balance: number
  /** Carried over. */
  carried: number
  /** Written off, and the households that lose it. */
  expired: number
  losing: CarryLine[]
  /** Why the season cannot be closed now; empty when it can. */
  hindrances: Refused[]
}

/**
 * Preview of a closing; writes nothing.
 *
 * @throws Refused when there is no such season, or it is closed
 */
export async function foreseeClosing(
  store: Store,
  scope: Scope,
  id: number,
  carry: CarryTerms,
): Promise<ClosingForeseen> {
  requirePower(scope, 'administer')
  const season = await mustFindSeason(store, scope.village, id)
  if (season.state !== 'active') throw new Refused('conflict', 'season-closed', { season: season.name })
  const lines = await carryLines(store, scope.village, carry)
  const sum = (figure: (line: CarryLine) => number) => lines.reduce((total, line) => total + figure(line), 0)
  const carried = sum((line) => line.carried)
  const balance = sum((line) => line.balance)
  return {
    season,
    households: lines.length,
    balance,
    carried,
    expired: balance - carried,
    losing: lines.filter((line) => line.carried < line.balance),
    hindrances: await hindrancesOf(store, season),
  }
}

async function carryLines(store: Store, village: number, carry: CarryTerms): Promise<CarryLine[]> {
  const honours = await honourPoints(store, village, await readSpecialRules(store, village))
  const rows = await store.all<Omit<CarryLine, 'carried'>>(
    `SELECT h.id AS household, h.door, h.head, coalesce(b.balance, 0) AS balance FROM households h
       LEFT JOIN balances b ON b.village_id = h.village_id AND b.household_id = h.id
       WHERE h.village_id = ? ORDER BY h.id`,
    village,
  )
  return rows.map((row) => {
    const balance = row.balance - (honours.get(row.household) ?? 0)
    return { ...row, balance, carried: carriedBalance(balance, carry) }
  })
}

export interface ClosingRequest {
  /** UUID made by the client before sending. */
  id: string
  carry: CarryTerms
  /** Points that the preview wrote off; undefined without a preview. */
  expires?: number | undefined
  next: SeasonSpan
}

/**
 * Closes the active season and opens the next one in one transaction. Expired
 * points are written off by one posting per household, on the season's last day.
 *
 * @param text of those postings
 * @returns `fresh` is false when the same request closed it before
 * @throws Refused when it was closed by another request, when something must be
 *   settled first, when other points would expire than were shown, and when the
 *   next season's dates do not follow
 */
export async function closeSeason(
  store: Store,
  scope: Scope,
  season: number,
  request: ClosingRequest,
  text: string,
): Promise<{ fresh: boolean }> {
  requirePower(scope, 'administer')
  const { id, carry, expires, next } = request
  return store.write(scope.village, async (store) => {
    const digest = requestDigest(['closing', season, carry, next.name, next.startsOn, next.endsOn])
    if (await madeBefore(store, scope.village, 'season_closings', id, digest)) return { fresh: false }
    const foreseen = await foreseeClosing(store, scope, season, carry)
    const [hindrance] = foreseen.hindrances
    if (hindrance) throw hindrance
    if (expires !== undefined && expires !== foreseen.expired)
      throw new Refused('conflict', 'closing-moved', { shown: expires, now: foreseen.expired })
    const { starts_on: from, ends_on: to } = foreseen.season
    if (next.startsOn <= to) throw new Refused('unprocessable', 'season-must-follow', { to })
    await checkSpan(store, scope.village, next, null)
    await writeOff(store, scope, foreseen, { id, text, digest: digest.stored })
    const nextId = await startNextSeason(store, scope.village, season, next)
    await insertClosing(store, scope, foreseen, { nextId, request, digest: digest.stored })
    const { balance, expired, losing } = foreseen
    const done = { startsOn: from, endsOn: to, carry, balance, expired, households: losing.length, next }
    await recordChange(store, scope, 'season.closed', foreseen.season.name, null, done)
    await bumpRevision(store, scope.village)
    return { fresh: true }
  })
}

async function writeOff(
  store: Store,
  scope: Scope,
  { season, losing }: ClosingForeseen,
  { id, text, digest }: { id: string; text: string; digest: string },
): Promise<void> {
  const appender = await Appender.open(store, scope.village)
  const recordedAt = new Date().toISOString()
  for (const { household, balance, carried } of losing)
    await appender.append({
      id: contentId(`carry\n${id}\n${household}`),
      kind: 'carry',
      household_id: household,
      season_id: season.id,
      points: carried - balance,
      text,
      occurred_on: season.ends_on,
      recorded_at: recordedAt,
      recorded_by: scope.user,
      recorder: scope.name,
      request: digest,
    })
  await appender.finish()
}

async function startNextSeason(
  store: Store,
  village: number,
  season: number,
  next: SeasonSpan,
): Promise<number> {
  const { changes } = await store.run(
    `UPDATE seasons SET state = 'closed' WHERE village_id = ? AND id = ? AND state = 'active'`,
    village,
    season,
  )
  if (changes !== 1) throw new Error(`season ${season} was not closed`)
  return store.insert('seasons', {
    village_id: village,
    name: next.name,
    starts_on: next.startsOn,
    ends_on: next.endsOn,
    state: 'active',
  })
}

async function insertClosing(
  store: Store,
  scope: Scope,
  { season, households, balance, losing, expired }: ClosingForeseen,
  { nextId, request, digest }: { nextId: number; request: ClosingRequest; digest: string },
): Promise<void> {
  await store.insert('season_closings', {
    village_id: scope.village,
    season_id: season.id,
    next_season_id: nextId,
    request_id: request.id,
    request: digest,
    carry: JSON.stringify(request.carry),
    households,
    balance,
    losing: losing.length,
    expired,
    closed_at: new Date().toISOString(),
    closed_by: scope.user,
  })
}
