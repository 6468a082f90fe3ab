/** What is left of a household's base points (基础分) in a period, and base points that are due. */
import { type DateRange, periodAround } from '../../../server/domain/calendar/calendar.ts'
import { isInForce } from '../../../server/domain/points/points.ts'
import type { Draft } from '../../ledger/appender.ts'
import { contentId } from '../../ledger/contentId.ts'
import { isReversed } from '../../ledger/postingSql.ts'
import type { SeasonRow } from '../../store/schema.ts'
import type { Scope } from '../../store/scope.ts'
import type { Store } from '../../store/store.ts'
import type { BaseRule, SpecialRules } from '../../villages/specialRules.ts'

/** Base points that a household should have had from the beginning of the running period. */
export interface BaseDue {
  version: number
  dimension: number
  text: string
  points: number
  /** First day of the period within the season. */
  on: string
}

/** A deduction's household and dimension, on the day of the deed. */
interface Deduction {
  household: number
  dimension: number
  occurredOn: string
}

/** The base that a dimension's deductions are taken from: its own, or else the one for all. */
function baseFor({ bases }: SpecialRules, dimension: number): BaseRule | undefined {
  const current = bases.filter(({ current }) => current !== null)
  return (
    current.find((base) => base.current?.base.covers === 'dimension' && base.dimension === dimension) ??
    current.find((base) => base.current?.base.covers === 'all')
  )
}

/** Dimensions that have a base of their own. */
function ownDimensions({ bases }: SpecialRules): number[] {
  return bases.flatMap(({ current, dimension }) => (current?.base.covers === 'dimension' ? [dimension] : []))
}

/**
 * What deductions may still take.
 *
 * @param today local date: base points are due in the running period alone
 * @returns null where no base points stand behind the deduction
 */
export async function readBase(
  store: Store,
  season: SeasonRow,
  special: SpecialRules,
  deduction: Deduction,
  { today, countsWaiting }: { today: string; countsWaiting: boolean },
): Promise<{ left: number; due: BaseDue | null } | null> {
  const rule = baseFor(special, deduction.dimension)
  if (!rule?.current) return null
  const range = baseRange(rule.current.base.period, deduction.occurredOn, season)
  const given = await givenIn(store, season.village_id, rule, range, deduction.household)
  const due = given.times === 0 && range.from <= today && today <= range.to ? dueOf(rule, range, today) : null
  if (given.times === 0 && due === null) return null
  const isOwn = rule.current.base.covers === 'dimension'
  const taken = await takenIn(store, season.village_id, deduction.household, range, {
    dimensions: isOwn ? [rule.dimension] : ownDimensions(special),
    isOwn,
    countsWaiting,
  })
  return { left: Math.max(0, given.points + (due?.points ?? 0) - taken), due }
}

function baseRange(period: Parameters<typeof periodAround>[1], day: string, season: SeasonRow): DateRange {
  const whole = { from: season.starts_on, to: season.ends_on }
  const { from, to } = periodAround(day, period, whole)
  return { from: from < whole.from ? whole.from : from, to: to > whole.to ? whole.to : to }
}

function dueOf({ current, dimension }: BaseRule, { from }: DateRange, today: string): BaseDue | null {
  if (!current || current.terms.scale.type !== 'fixed' || !isInForce(current.terms, today)) return null
  const { version, text } = current
  return { version, dimension, text, points: current.terms.scale.points, on: from }
}

/** Condition: posting `p` gave the period's base points. What was taken back is given again only by a new version. */
const given = `p.rule_version_id = ANY(@versions) AND p.occurred_on BETWEEN @from AND @to AND p.kind = 'award'
  AND (p.rule_version_id = @version OR NOT ${isReversed})`

/** Base points of the rule in the period. */
async function givenIn(
  store: Store,
  village: number,
  { versions, current }: BaseRule,
  { from, to }: DateRange,
  household: number,
): Promise<{ times: number; points: number }> {
  return store.one(
    `SELECT count(*) AS times, coalesce(sum(CASE WHEN ${isReversed} THEN 0 ELSE p.points END), 0) AS points
     FROM postings p WHERE p.village_id = @village AND p.household_id = @household AND ${given}`,
    { village, household, versions, version: current?.version ?? 0, from, to },
  )
}

/** What deductions of the period took, less what was given back of them. @returns a magnitude */
async function takenIn(
  store: Store,
  village: number,
  household: number,
  { from, to }: DateRange,
  { dimensions, isOwn, countsWaiting }: { dimensions: number[]; isOwn: boolean; countsWaiting: boolean },
): Promise<number> {
  const covered = (row: 'p' | 'c') => `${isOwn ? '' : 'NOT '}${row}.dimension_id = ANY(@dimensions)`
  const asked = { village, household, from, to, dimensions }
  const { taken } = await store.one<{ taken: number }>(
    `SELECT coalesce(sum(0 - p.points - coalesce((
         SELECT sum(b.points) FROM postings b
         WHERE b.restores = p.seq AND b.village_id = p.village_id AND NOT EXISTS (
           SELECT 1 FROM postings u WHERE u.village_id = b.village_id AND u.reverses = b.seq)), 0)), 0) AS taken
     FROM postings p
     WHERE p.village_id = @village AND p.household_id = @household AND p.kind = 'deduct'
       AND p.occurred_on BETWEEN @from AND @to AND ${covered('p')} AND NOT ${isReversed}`,
    asked,
  )
  if (!countsWaiting) return taken
  const { waiting } = await store.one<{ waiting: number }>(
    `SELECT coalesce(sum(0 - c.points), 0) AS waiting FROM claims c
     WHERE c.village_id = @village AND c.household_id = @household AND c.kind = 'deduct'
       AND c.occurred_on BETWEEN @from AND @to AND c.state = 'waiting' AND ${covered('c')}`,
    asked,
  )
  return taken + waiting
}

/** The posting of base points that are due: once for a household, rule and period. */
export function baseDraft(
  { version, dimension, text, points, on }: BaseDue,
  household: number,
  season: SeasonRow,
  { user, name }: Pick<Scope, 'user' | 'name'>,
): Draft {
  const id = contentId(`base\n${season.village_id}\n${version}\n${on}\n${household}`)
  return {
    id,
    kind: 'award',
    household_id: household,
    season_id: season.id,
    rule_version_id: version,
    dimension_id: dimension,
    points,
    text,
    occurred_on: on,
    recorded_at: new Date().toISOString(),
    recorded_by: user,
    recorder: name,
    request: id,
  }
}

/** Base points that are due today, by rule, with the ids of the open households that have none yet. */
export async function dueToday(
  store: Store,
  season: SeasonRow,
  { bases }: SpecialRules,
  today: string,
): Promise<{ due: BaseDue; households: number[]; range: DateRange }[]> {
  const found: { due: BaseDue; households: number[]; range: DateRange }[] = []
  for (const rule of bases) {
    if (!rule.current || today < season.starts_on || today > season.ends_on) continue
    const range = baseRange(rule.current.base.period, today, season)
    const due = dueOf(rule, range, today)
    if (!due) continue
    const rows = await store.all<{ id: number }>(
      `SELECT h.id FROM households h
       WHERE h.village_id = @village AND h.closed_on IS NULL AND NOT EXISTS (
         SELECT 1 FROM postings p WHERE p.village_id = h.village_id AND p.household_id = h.id AND ${given})
       ORDER BY h.id`,
      { village: season.village_id, versions: rule.versions, version: due.version, ...range },
    )
    found.push({ due, households: rows.map(({ id }) => id), range })
  }
  return found
}
