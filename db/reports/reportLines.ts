import type { PostingKind } from '../../server/domain/points/posting.ts'
import type { Store } from '../store/store.ts'

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
 * What the lines of a month, or of the whole season, were for, the most
 * frequent first: from the kept totals, so that a year costs no more than a day.
 *
 * @param month YYYY-MM; null for the season
 * @param full with the reasons, which may name people
 */
export async function reportedLines(
  store: Store,
  village: number,
  season: number,
  month: string | null,
  full: boolean,
): Promise<ReportedLines> {
  const totals = await lineTotals(store, village, season, month)
  const uses = standingUses(totals)
  const reversals = new Map<string, number>()
  for (const { kind, text, lines } of totals)
    if (kind === 'reversal') reversals.set(text, (reversals.get(text) ?? 0) + lines)
  return {
    lines: totals.reduce((sum, { lines }) => sum + lines, 0),
    rules: uses.slice(0, mostRules).map(({ use }) => use),
    deductions: uses.filter(({ kind }) => kind === 'deduct').map(({ use }) => use),
    reversals: [...reversals].map(([text, times]) => ({ text, times })).sort(byTimes),
    reasons: full ? await reversalReasons(store, village, season, month) : [],
  }
}

interface LineTotal {
  kind: PostingKind
  reversed: PostingKind | null
  dimension: string | null
  text: string
  lines: number
  points: number
}

async function lineTotals(
  store: Store,
  village: number,
  season: number,
  month: string | null,
): Promise<LineTotal[]> {
  return store.all<LineTotal>(
    `SELECT l.kind, l.reversed_kind AS reversed, d.name AS dimension, l.text,
              sum(l.lines) AS lines, sum(l.points) AS points
       FROM line_totals l LEFT JOIN dimensions d ON d.id = l.dimension_id
       WHERE l.village_id = @village AND l.season_id = @season AND (@month IS NULL OR l.month = @month)
       GROUP BY 1, 2, 3, 4`,
    { village, season, month },
  )
}

/** Awards and deductions less what was taken back: a reversal has the day, dimension and text of its line. */
function standingUses(totals: LineTotal[]): { kind: PostingKind; use: RuleUse }[] {
  const uses = new Map<string, { kind: PostingKind; use: RuleUse }>()
  for (const { kind, reversed, dimension, text, lines, points } of totals) {
    const used = reversed ?? kind
    if (used !== 'award' && used !== 'deduct') continue
    const name = JSON.stringify([used, dimension, text])
    const { use } = uses.get(name) ?? { use: { text, dimension, times: 0, points: 0 } }
    use.times += kind === 'reversal' ? -lines : lines
    use.points += points
    uses.set(name, { kind: used, use })
  }
  return [...uses.values()].filter(({ use }) => use.times > 0).sort((a, b) => byTimes(a.use, b.use))
}

interface Counted {
  text: string
  times: number
}
const byTimes = (a: Counted, b: Counted) => b.times - a.times || (a.text < b.text ? -1 : 1)

async function reversalReasons(
  store: Store,
  village: number,
  season: number,
  month: string | null,
): Promise<ReportedLines['reasons']> {
  return (await store.all(
    `SELECT coalesce(note, '') AS reason, count(*) AS times FROM postings
       WHERE village_id = @village AND reverses IS NOT NULL AND season_id = @season
         AND (@month IS NULL OR substr(occurred_on, 1, 7) = @month)
       GROUP BY 1 ORDER BY times DESC, 1`,
    { village, season, month },
  )) as ReportedLines['reasons']
}
