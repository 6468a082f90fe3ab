import { type DateRange } from '../server/domain/calendar.ts'
import { type Store } from './store.ts'

/** Rules on a report's list. */
const mostRules = 10

/** How often a rule was used, and what it gave or took. */
export interface RuleUse {
  text: string
  dimension: string | null
  times: number
  points: number
}

export interface ReportedLines {
  /** All lines of the period. */
  lines: number
  /** The rules used most, reversed lines left out. */
  rules: RuleUse[]
  /** Deductions that stand, by what they were for. */
  deductions: RuleUse[]
  /** Lines taken back, by what they had been for. */
  reversals: { text: string; times: number }[]
  /** Why lines were taken back, as staff wrote it; empty on a sheet for the public. */
  reasons: { reason: string; times: number }[]
}

/**
 * What the lines of a period were for, the most frequent first.
 *
 * @param full with the reasons, which may name people
 */
export function reportedLines(
  store: Store,
  village: number,
  season: number,
  { from, to }: DateRange,
  full: boolean,
): ReportedLines {
  const where = `p.village_id = @village AND p.season_id = @season AND p.occurred_on BETWEEN @from AND @to`
  const given = { village, season, from, to }
  const uses = store
    .prepare(
      `SELECT p.kind, p.text, d.name AS dimension, count(*) AS times, sum(p.points) AS points
       FROM postings p LEFT JOIN dimensions d ON d.id = p.dimension_id
       WHERE ${where} AND p.kind IN ('award', 'deduct') AND NOT EXISTS
         (SELECT 1 FROM postings r WHERE r.village_id = p.village_id AND r.reverses = p.seq)
       GROUP BY 1, 2, 3 ORDER BY times DESC, p.text`,
    )
    .all(given) as (RuleUse & { kind: 'award' | 'deduct' })[]
  const ruleUses = uses.map(({ kind: _kind, ...use }) => use)
  const reversals = store
    .prepare(
      `SELECT p.text, count(*) AS times FROM postings p
       WHERE ${where} AND p.kind = 'reversal' GROUP BY 1 ORDER BY times DESC, p.text`,
    )
    .all(given) as ReportedLines['reversals']
  const reasons = store
    .prepare(
      `SELECT ifnull(p.note, '') AS reason, count(*) AS times FROM postings p
       WHERE ${where} AND p.kind = 'reversal' GROUP BY 1 ORDER BY times DESC, 1`,
    )
    .all(given) as ReportedLines['reasons']
  const counted = store.prepare(`SELECT count(*) AS lines FROM postings p WHERE ${where}`).get(given) as {
    lines: number
  }
  return {
    lines: counted.lines,
    rules: ruleUses.slice(0, mostRules),
    deductions: uses.filter(({ kind }) => kind === 'deduct').map(({ kind: _kind, ...use }) => use),
    reversals,
    reasons: full ? reasons : [],
  }
}
