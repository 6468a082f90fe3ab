/** Points of a deed for one household now: the rule's terms, and what the household already has under it. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { type DateRange, localTimeAt, periodAround } from '../../server/domain/calendar/calendar.ts'
import {
  assess,
  type PointRequest,
  type RuleHistory,
  type RuleTerms,
} from '../../server/domain/points/points.ts'
import { formatPointChange } from '../../server/domain/points/unit.ts'
import { isReversed } from '../ledger/postingSql.ts'
import { inOrder } from '../store/inOrder.ts'
import type { ClaimRow, SeasonRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { readPointUnit } from '../villages/pointUnit.ts'

/** One deed under one rule. */
export interface Deed extends PointRequest {
  household: number
  /** Id of the rule. */
  rule: number
  terms: RuleTerms
  occurredOn: string
}

/**
 * The signed points of a deed.
 *
 * @param countsWaiting whether claims that wait count like postings
 * @throws Refused when the rule does not give them: range, units, dates, caps
 */
export async function assessDeed(
  store: Store,
  village: number,
  season: SeasonRow,
  deed: Deed,
  { countsWaiting }: { countsWaiting: boolean },
): Promise<{ points: number; units: number | null }> {
  const { points, units, occurredOn } = deed
  const history = await ruleHistory(store, village, season, deed, countsWaiting)
  const assessment = assess(deed.terms, { points, units, occurredOn }, history)
  if (assessment.ok) return assessment
  const { code, ...params } = assessment.refusal
  if (!('period' in params)) throw new Refused('unprocessable', code, params)
  const range = periodAround(occurredOn, params.period, { from: season.starts_on, to: season.ends_on })
  const earlier = await earlierLines(store, village, deed, range, countsWaiting)
  throw new Refused('unprocessable', code, { ...params, earlier })
}

/** How many lines a refusal names. */
const mostNamed = 5

/** The newest lines under the rule in a span, ` (11-24 +20 #12)`; a claim that waits has no number. Empty for none. */
async function earlierLines(
  store: Store,
  village: number,
  { household, rule }: Deed,
  range: DateRange,
  countsWaiting: boolean,
): Promise<string> {
  const lines = await store.all<{ seq: number | null; points: number; day: string }>(
    `${posted('p.seq, p.points, p.occurred_on AS day')}
     ${countsWaiting ? `UNION ALL ${waiting('NULL AS seq, c.points, c.occurred_on AS day')}` : ''}
     ORDER BY day DESC, seq DESC LIMIT ${mostNamed + 1}`,
    { village, household, rule, ...range },
  )
  const unit = await readPointUnit(store, village)
  const named = lines
    .slice(0, mostNamed)
    .map(
      ({ seq, points, day }) =>
        `${day.slice(5)} ${formatPointChange(points, unit)}${seq === null ? '' : ` #${seq}`}`,
    )
  const more = lines.length > mostNamed ? ['…'] : []
  return named.length === 0 ? '' : ` (${[...named, ...more].join(', ')})`
}

const ofRule = `rule_version_id IN (SELECT id FROM rule_versions WHERE village_id = @village AND rule_id = @rule)`

/** Rows of postings under a rule that count. */
const posted = (columns: string) => `
  SELECT ${columns} FROM postings p
  WHERE p.village_id = @village AND p.household_id = @household AND p.${ofRule}
    AND p.occurred_on BETWEEN @from AND @to AND p.kind IN ('award', 'deduct') AND NOT ${isReversed}`

/** Rows of claims under a rule that wait for a review. */
const waiting = (columns: string) => `
  SELECT ${columns} FROM claims c
  WHERE c.village_id = @village AND c.household_id = @household AND c.${ofRule}
    AND c.occurred_on BETWEEN @from AND @to AND c.state = 'waiting'`

/** What the household already has under the rule, by its caps and for escalation; reversed postings are left out. */
async function ruleHistory(
  store: Store,
  village: number,
  season: SeasonRow,
  { household, rule, terms, occurredOn }: Deed,
  countsWaiting: boolean,
): Promise<RuleHistory> {
  const whole = { from: season.starts_on, to: season.ends_on }
  const counted = `
    SELECT count(*) AS times, coalesce(sum(abs(points)), 0) AS points
    FROM (${posted('p.points')} ${countsWaiting ? `UNION ALL ${waiting('c.points')}` : ''})`
  const used = async ({ from, to }: { from: string; to: string }) =>
    store.one<{ times: number; points: number }>(counted, { village, household, rule, from, to })
  return {
    timesInSeason: terms.scale.type === 'escalating' ? (await used(whole)).times : 0,
    used: await inOrder(terms.caps, async (cap) => used(periodAround(occurredOn, cap.period, whole))),
  }
}

/** The latest score by the same rule on the same day; a claim that waits has no seq yet. */
const repeated = `
  ${posted('p.seq, p.recorder AS "by", p.recorded_at AS at')}
  UNION ALL ${waiting('NULL AS seq, c.claimant AS "by", c.claimed_at AS at')}
  ORDER BY at DESC LIMIT 1`

/**
 * Refuses a deed that the household has on that day already; what was taken back does not count.
 *
 * @param named door, text of the rule, and the village's time zone, for the sentence
 * @throws Refused `score-repeated` or `claim-repeated`, which say by whom and when it was entered
 */
export async function refuseRepeated(
  store: Store,
  village: number,
  { household, rule, occurredOn }: Pick<Deed, 'household' | 'rule' | 'occurredOn'>,
  { door, text, timezone }: { door: string; text: string; timezone: string },
): Promise<void> {
  const day = { from: occurredOn, to: occurredOn }
  const earlier = await store.first<{ seq: number | null; by: string; at: string }>(repeated, {
    village,
    household,
    rule,
    ...day,
  })
  if (!earlier) return
  const { seq, by } = earlier
  const at = localTimeAt(Date.parse(earlier.at), timezone)
  const params = { door, rule: text, date: occurredOn, by, at }
  if (seq === null) throw new Refused('conflict', 'claim-repeated', params)
  throw new Refused('conflict', 'score-repeated', { ...params, seq })
}

/** Whether the points were chosen when scoring, and do not follow from the rule alone. */
const isChosen = ({ type }: RuleTerms['scale']) => type === 'range' || type === 'levels'

/**
 * The points of a claim as they stand when it is passed. An escalating rule
 * counts again: a claim before it may have been stopped meanwhile.
 *
 * @throws Refused when its season is closed, or a cap is reached by now
 */
export async function claimPoints(store: Store, claim: ClaimRow): Promise<number> {
  const { village_id: village } = claim
  const season = await store.one<SeasonRow>(
    'SELECT * FROM seasons WHERE village_id = ? AND id = ?',
    village,
    claim.season_id,
  )
  if (season.state !== 'active') throw new Refused('conflict', 'season-closed', { season: season.name })
  const version = await store.one<{ rule: number; terms: string }>(
    'SELECT rule_id AS rule, terms FROM rule_versions WHERE village_id = ? AND id = ?',
    village,
    claim.rule_version_id,
  )
  const terms = JSON.parse(version.terms) as RuleTerms
  const { points } = await assessDeed(
    store,
    village,
    season,
    {
      household: claim.household_id,
      rule: version.rule,
      terms,
      occurredOn: claim.occurred_on,
      units: claim.units ?? undefined,
      points: isChosen(terms.scale) ? Math.abs(claim.points) : undefined,
    },
    { countsWaiting: false },
  )
  return points
}
