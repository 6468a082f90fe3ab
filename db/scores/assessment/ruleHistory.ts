/** What a household already has under a rule. */
import { type DateRange, periodAround } from '../../../server/domain/calendar/calendar.ts'
import type { RuleHistory, RuleTerms } from '../../../server/domain/points/points.ts'
import { formatPointChange } from '../../../server/domain/points/unit.ts'
import { mergedAccounts } from '../../households/households.ts'
import { isReversed } from '../../ledger/postingSql.ts'
import { inOrder } from '../../store/inOrder.ts'
import type { SeasonRow } from '../../store/schema.ts'
import type { Store } from '../../store/store.ts'
import { readPointUnit } from '../../villages/pointUnit.ts'

/** One rule and one household, on the day of a deed. */
export interface UnderRule {
  household: number
  /** Id of the rule. */
  rule: number
  terms: RuleTerms
  occurredOn: string
}

const ofRule = `rule_version_id IN (SELECT id FROM rule_versions WHERE village_id = @village AND rule_id = @rule)`

/** Rows of postings under a rule that count. */
export const posted = (columns: string, households = '= @household') => `
  SELECT ${columns} FROM postings p
  WHERE p.village_id = @village AND p.household_id ${households} AND p.${ofRule}
    AND p.occurred_on BETWEEN @from AND @to AND p.kind IN ('award', 'deduct') AND NOT ${isReversed}`

/** Rows of claims under a rule that wait for a review. */
export const waiting = (columns: string, households = '= @household') => `
  SELECT ${columns} FROM claims c
  WHERE c.village_id = @village AND c.household_id ${households} AND c.${ofRule}
    AND c.occurred_on BETWEEN @from AND @to AND c.state = 'waiting'`

/** By its caps and for escalation; reversed postings are left out. */
export async function ruleHistory(
  store: Store,
  village: number,
  season: SeasonRow,
  { household, rule, terms, occurredOn }: UnderRule,
  countsWaiting: boolean,
): Promise<Pick<RuleHistory, 'timesInSeason' | 'used'>> {
  const whole = { from: season.starts_on, to: season.ends_on }
  const used = async ({ from, to }: DateRange, households?: string) =>
    store.one<{ times: number; points: number }>(
      `SELECT count(*) AS times, coalesce(sum(abs(points)), 0) AS points
       FROM (${posted('p.points', households)} ${countsWaiting ? `UNION ALL ${waiting('c.points', households)}` : ''})`,
      {
        ...{ village, rule, from, to },
        ...(households ? { households: await mergedAccounts(store, village, household) } : { household }),
      },
    )
  return {
    timesInSeason: terms.scale.type === 'escalating' ? (await used(whole)).times : 0,
    used: await inOrder(terms.caps, async ({ period }) =>
      used(
        periodAround(occurredOn, period, whole),
        // What is given once in a life was given to households that were merged into this one, too.
        period === 'ever' ? '= ANY(@households)' : undefined,
      ),
    ),
  }
}

/** How many lines a refusal names. */
const mostNamed = 5

/** The newest lines under the rule in a span, ` (11-24 +20 #12)`; a claim that waits has no number. Empty for none. */
export async function earlierLines(
  store: Store,
  village: number,
  { household, rule }: Pick<UnderRule, 'household' | 'rule'>,
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
