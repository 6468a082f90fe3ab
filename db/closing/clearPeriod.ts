/** A period's end (期末清零): publicity, no objection, redemption, then what is left is cleared by postings. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { clearedPoints, type PeriodAccount } from '../../server/domain/calendar/periodEnd.ts'
import type { BasePeriod } from '../../server/domain/points/ruleConditions.ts'
import { type LevelPeriod, levelPeriodAt } from '../../server/domain/ranking/levels.ts'
import { recordChange } from '../audit/audit.ts'
import { Appender } from '../ledger/appender.ts'
import { contentId } from '../ledger/contentId.ts'
import { mustFindActiveSeason } from '../seasons/seasons.ts'
import { madeBefore } from '../store/requests/idempotency.ts'
import { requestDigest } from '../store/requests/requestDigest.ts'
import type { SeasonRow } from '../store/schema.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { bumpRevision } from '../villages/revision.ts'
import { readSpecialRules } from '../villages/specialRules.ts'
import { type PeriodStep, periodSteps } from './periodHindrances.ts'

/** What a household loses at the end of a period. */
export interface ClearingLine {
  household: number
  door: string
  head: string
  balance: number
  cleared: number
}

export interface ClearingForeseen extends LevelPeriod {
  season: SeasonRow
  steps: PeriodStep[]
  /** Points that were redeemed since the period ended. */
  redeemed: number
  /** Households that lose points, and how many in all. */
  lines: ClearingLine[]
  cleared: number
  /** When the period was cleared, and by whom; null before. */
  done: { at: string; by: string; households: number; points: number } | null
}

/** A period by any of its days. */
export interface PeriodAsked {
  period: Extract<BasePeriod, 'month' | 'quarter'>
  on: string
}

/** Where a period's end stands, and what clearing it would take; writes nothing. */
export async function foreseeClearing(
  store: Store,
  scope: Scope,
  asked: PeriodAsked,
): Promise<ClearingForeseen> {
  requirePower(scope, 'read')
  return store.read(async (store) => foresee(store, scope.village, asked))
}

async function foresee(
  store: Store,
  village: number,
  { period, on }: PeriodAsked,
): Promise<ClearingForeseen> {
  const season = await mustFindActiveSeason(store, village)
  const { name, starts_on: from, ends_on: to } = season
  if (on < from || on > to)
    throw new Refused('unprocessable', 'date-outside-season', { date: on, season: name, from, to })
  const range = levelPeriodAt(period, on, { name, from, to })
  const done = await store.first<NonNullable<ClearingForeseen['done']>>(
    `SELECT closed_at AS at, closer AS "by", households, points FROM period_closings
     WHERE village_id = ? AND ends_on = ?`,
    village,
    range.to,
  )
  const lines = (await clearingLines(store, village, range.to)).filter(({ cleared }) => cleared > 0)
  const { redeemed } = await store.one<{ redeemed: number }>(
    `SELECT coalesce(0 - sum(p.points), 0) AS redeemed FROM postings p
     WHERE p.village_id = ? AND p.kind IN ('redeem', 'redeem-return') AND p.occurred_on > ?`,
    village,
    range.to,
  )
  return {
    ...range,
    season,
    steps: await periodSteps(store, village, range),
    redeemed,
    lines,
    cleared: lines.reduce((sum, line) => sum + line.cleared, 0),
    done: done ?? null,
  }
}

async function clearingLines(store: Store, village: number, to: string): Promise<ClearingLine[]> {
  const { honours } = await readSpecialRules(store, village)
  const rows = await store.all<Omit<ClearingLine, 'cleared'> & PeriodAccount>(
    `SELECT h.id AS household, h.door, h.head,
       sum(CASE WHEN p.rule_version_id = ANY(@honours) THEN 0 ELSE p.points END) AS balance,
       sum(CASE WHEN p.rule_version_id = ANY(@honours) OR coalesce(o.kind, p.kind) IN ('redeem', 'redeem-return')
             OR p.occurred_on > @to THEN 0 ELSE p.points END) AS earned,
       sum(CASE WHEN coalesce(o.kind, p.kind) IN ('redeem', 'redeem-return') THEN p.points ELSE 0 END) AS redeemed
     FROM postings p
     JOIN households h ON h.id = p.household_id
     LEFT JOIN postings o ON o.village_id = p.village_id AND o.seq = p.reverses
     WHERE p.village_id = @village AND h.closed_on IS NULL
     GROUP BY h.id, h.door, h.head ORDER BY h.id`,
    { village, honours, to },
  )
  return rows.map(({ household, door, head, balance, earned, redeemed }) => ({
    ...{ household, door, head, balance },
    cleared: clearedPoints({ earned, redeemed, balance }),
  }))
}

export interface ClearingRequest extends PeriodAsked {
  /** UUID made by the client before sending. */
  id: string
  /** Points that the preview cleared. */
  expires: number
}

/**
 * Clears what is left of a period by one posting for each household, on its last day; once for a period.
 *
 * @param text of those postings
 * @returns `fresh` is false when the same request cleared it before
 * @throws Refused while a step is not done, when it was cleared before, and when other points would go than were shown
 */
export async function clearPeriod(
  store: Store,
  scope: Scope,
  { id, period, on, expires }: ClearingRequest,
  text: string,
): Promise<{ fresh: boolean }> {
  requirePower(scope, 'administer')
  const { village } = scope
  return store.write(village, async (store) => {
    const digest = requestDigest(['clearing', period, on])
    if (await madeBefore(store, village, 'period_closings', id, digest)) return { fresh: false }
    const foreseen = await foresee(store, village, { period, on })
    const { key, from, to, season, lines, cleared } = foreseen
    if (foreseen.done) throw new Refused('conflict', 'period-cleared', { to })
    const hindrance = foreseen.steps.find((step) => step.hindrance)?.hindrance
    if (hindrance) throw hindrance
    if (expires !== cleared) throw new Refused('conflict', 'closing-moved', { shown: expires, now: cleared })
    const recorded = { recorded_at: new Date().toISOString(), recorded_by: scope.user, recorder: scope.name }
    const appender = await Appender.open(store, village)
    for (const line of lines)
      await appender.append({
        id: contentId(`clearing\n${id}\n${line.household}`),
        kind: 'carry',
        household_id: line.household,
        season_id: season.id,
        points: 0 - line.cleared,
        text,
        occurred_on: to,
        request: digest.stored,
        ...recorded,
      })
    await appender.finish()
    await store.insert('period_closings', {
      village_id: village,
      request_id: id,
      request: digest.stored,
      period: key,
      starts_on: from,
      ends_on: to,
      households: lines.length,
      points: cleared,
      closed_at: recorded.recorded_at,
      closed_by: scope.user,
      closer: scope.name,
    })
    await recordChange(store, scope, 'period.cleared', key, null, {
      expired: cleared,
      households: lines.length,
    })
    await bumpRevision(store, village)
    return { fresh: true }
  })
}
