/** Vetoes (一票否决) that stand: postings under a rule with a veto that were not reversed. */
import type { DateRange } from '../../server/domain/calendar/calendar.ts'
import { redemptionBarredTo, type Veto, vetoedRange } from '../../server/domain/points/ruleConditions.ts'
import { isReversed } from '../ledger/postingSql.ts'
import type { Store } from '../store/store.ts'
import type { SpecialRules } from '../villages/specialRules.ts'
import { mergedAccounts } from './households.ts'

export interface StandingVeto {
  /** Of the posting. */
  seq: number
  household: number
  door: string
  text: string
  occurredOn: string
  terms: Veto
  /** The period that it covers. */
  range: DateRange
  /** The last day without redemption; null where it leaves that. */
  barredTo: string | null
}

interface Row {
  seq: number
  household: number
  door: string
  version: number
  text: string
  occurredOn: string
  from: string
  to: string
}

const standing = `
  SELECT p.seq, p.household_id AS household, h.door, p.rule_version_id AS version, p.text,
    p.occurred_on AS "occurredOn", s.starts_on AS "from", s.ends_on AS "to"
  FROM postings p JOIN seasons s ON s.village_id = p.village_id AND s.id = p.season_id
  JOIN households h ON h.id = p.household_id
  WHERE p.village_id = @village AND p.rule_version_id = ANY(@versions) AND p.kind = 'deduct'
    AND NOT ${isReversed}`

/** Vetoes of a household, and of those that were merged into it. */
export async function vetoesOf(
  store: Store,
  village: number,
  { vetoes }: Pick<SpecialRules, 'vetoes'>,
  household: number,
): Promise<StandingVeto[]> {
  if (vetoes.size === 0) return []
  const households = await mergedAccounts(store, village, household)
  const rows = await store.all<Row>(`${standing} AND p.household_id = ANY(@households) ORDER BY p.seq`, {
    village,
    versions: [...vetoes.keys()],
    households,
  })
  return rows.map((row) => toVeto(row, vetoes))
}

/** All vetoes of a village. */
export async function listVetoes(
  store: Store,
  village: number,
  { vetoes }: Pick<SpecialRules, 'vetoes'>,
): Promise<StandingVeto[]> {
  if (vetoes.size === 0) return []
  const rows = await store.all<Row>(`${standing} ORDER BY p.seq`, { village, versions: [...vetoes.keys()] })
  return rows.map((row) => toVeto(row, vetoes))
}

function toVeto({ version, from, to, ...row }: Row, vetoes: SpecialRules['vetoes']): StandingVeto {
  const terms = vetoes.get(version)
  if (!terms) throw new Error('a veto lost its rule')
  const season = { from, to }
  return {
    ...row,
    terms,
    range: vetoedRange(terms, row.occurredOn, season),
    barredTo: redemptionBarredTo(terms, row.occurredOn, season),
  }
}

/** Those that keep their household from honours in a stretch of days that they touch. */
export function withoutHonours(vetoes: readonly StandingVeto[], { from, to }: DateRange): StandingVeto[] {
  return vetoes.filter(({ terms, range }) => terms.honours && range.from <= to && range.to >= from)
}

/** The veto that forbids redemption on a day for the longest; null where none does. */
export function barOn(
  vetoes: readonly StandingVeto[],
  day: string,
): (StandingVeto & { barredTo: string }) | null {
  let longest: (StandingVeto & { barredTo: string }) | null = null
  for (const veto of vetoes) {
    const { barredTo } = veto
    if (barredTo === null || barredTo < day || veto.occurredOn > day) continue
    if (longest === null || barredTo > longest.barredTo) longest = { ...veto, barredTo }
  }
  return longest
}
