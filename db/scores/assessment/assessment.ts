/** Points of a deed for one household now: the rule's terms, and what the household already has under it. */
import { Refused } from '../../../server/domain/answers/refused.ts'
import { localTimeAt, periodAround } from '../../../server/domain/calendar/calendar.ts'
import {
  assess,
  type Assessed as AssessedPoints,
  type HouseholdFacts,
  type PointRequest,
  type RuleHistory,
  type RuleTerms,
} from '../../../server/domain/points/points.ts'
import { attributeNames } from '../../households/attributes/attributes.ts'
import { vetoesOf } from '../../households/vetoes.ts'
import { movesScore, isTransfer, joinReversed } from '../../ledger/postingSql.ts'
import type { ClaimRow, SeasonRow } from '../../store/schema.ts'
import type { Store } from '../../store/store.ts'
import { readSpecialRules, type SpecialRules } from '../../villages/specialRules.ts'
import { today } from '../../villages/today.ts'
import { type BaseDue, readBase } from './basePoints.ts'
import { earlierLines, posted, ruleHistory, type UnderRule, waiting } from './ruleHistory.ts'

/** One deed under one rule. */
export interface Deed extends PointRequest, UnderRule {
  occurredOn: string
  /** Id of the rule's dimension. */
  dimension: number
}

/** What a deed is assessed by, beside the rule itself. */
export interface AssessmentGround {
  special: SpecialRules
  /** Local date. */
  today: string
  /** Whether claims that wait count like postings. */
  countsWaiting: boolean
}

export interface Assessed extends AssessedPoints {
  /** Base points that must be given first; null where none are due. */
  base: BaseDue | null
}

/**
 * The signed points of a deed.
 *
 * @param members persons that a claim was assessed for; by default those of the household now
 * @throws Refused when the rule does not give them: range, units, dates, caps, a veto
 */
export async function assessDeed(
  store: Store,
  village: number,
  season: SeasonRow,
  deed: Deed,
  ground: AssessmentGround,
  members?: number | null,
): Promise<Assessed> {
  const { points, units, occurredOn } = deed
  const { countsWaiting, special } = ground
  const base = deed.terms.effect === 'deduct' ? await readBase(store, season, special, deed, ground) : null
  const history: RuleHistory = {
    ...(await ruleHistory(store, village, season, deed, countsWaiting)),
    baseLeft: base?.left ?? null,
    ...(await vetoHistory(store, village, season, deed, special)),
  }
  const facts = await factsOf(store, village, deed, members)
  const assessment = assess(deed.terms, { points, units, occurredOn }, history, facts)
  if (assessment.ok) return { ...assessment, base: base?.due ?? null }
  const { code, ...params } = assessment.refusal
  if (!('period' in params)) throw new Refused('unprocessable', code, params)
  const range = periodAround(occurredOn, params.period, { from: season.starts_on, to: season.ends_on })
  const earlier = await earlierLines(store, village, deed, range, countsWaiting)
  throw new Refused('unprocessable', code, { ...params, earlier })
}

/** What a rule with a veto takes, and the veto that forbids to add points. */
async function vetoHistory(
  store: Store,
  village: number,
  season: SeasonRow,
  { household, terms, occurredOn }: Deed,
  special: SpecialRules,
): Promise<Pick<RuleHistory, 'inPeriod' | 'vetoed'>> {
  if (terms.effect === 'award') {
    const veto = (await vetoesOf(store, village, special, household)).find(
      ({ terms: { zero }, range }) => zero && range.from <= occurredOn && occurredOn <= range.to,
    )
    return { vetoed: veto ? { seq: veto.seq, ...veto.range } : null }
  }
  if (!terms.veto?.zero) return {}
  const whole = { from: season.starts_on, to: season.ends_on }
  const range = periodAround(occurredOn, terms.veto.period, whole)
  return { inPeriod: await scoreIn(store, village, household, season.id, range) }
}

/** Score of the household by deeds of these days in the season; what came from another household stays out. */
async function scoreIn(
  store: Store,
  village: number,
  household: number,
  season: number,
  { from, to }: { from: string; to: string },
): Promise<number> {
  const { score } = await store.one<{ score: number }>(
    `SELECT coalesce(sum(p.points), 0) AS score FROM postings p ${joinReversed}
     WHERE p.village_id = @village AND p.household_id = @household AND p.season_id = @season
       AND p.occurred_on BETWEEN @from AND @to AND ${movesScore} AND NOT ${isTransfer}`,
    { village, household, season, from, to },
  )
  return score
}

/** What the rule asks of the household; nothing is read for rules that ask nothing. */
async function factsOf(
  store: Store,
  village: number,
  { household, terms: { multipliers, scale } }: Deed,
  members: number | null | undefined,
): Promise<HouseholdFacts> {
  const attributes = multipliers?.length ? await attributeNames(store, village, household) : []
  if (scale.type !== 'perUnit' || !scale.members) return { attributes, members: null }
  if (members !== undefined) return { attributes, members }
  const row = await store.one<{ members: number | null }>(
    'SELECT members FROM households WHERE village_id = ? AND id = ?',
    village,
    household,
  )
  return { attributes, members: row.members }
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
 * What a claim gives as it stands when it is passed. An escalating rule
 * counts again: a claim before it may have been stopped meanwhile.
 *
 * @throws Refused when its season is closed, or a cap is reached by now
 */
export async function assessClaim(store: Store, claim: ClaimRow): Promise<Assessed & { season: SeasonRow }> {
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
  const assessed = await assessDeed(
    store,
    village,
    season,
    {
      household: claim.household_id,
      rule: version.rule,
      dimension: claim.dimension_id,
      terms,
      occurredOn: claim.occurred_on,
      units: claim.units ?? undefined,
      points: isChosen(terms.scale) ? (claim.chosen ?? Math.abs(claim.points)) : undefined,
    },
    {
      special: await readSpecialRules(store, village),
      today: await today(store, village),
      countsWaiting: false,
    },
    claim.units,
  )
  return { ...assessed, season }
}
