/**
 * What a rule (细则) can say beside its points: multipliers by attributes of a household, the base
 * points of a period, a veto (一票否决) with its consequences.
 */
import { addDays, type DateRange, type LocalDate, periodAround } from '../calendar/calendar.ts'

/** Times the points for households with an attribute (属性), such as 党员户 ×2. */
export interface Multiplier {
  /** Name of the attribute. */
  attribute: string
  /** In tenths: 0.1 to 10. */
  factor: number
}

/** Periods that base points are given for, and that a veto covers. */
export const basePeriods = ['month', 'quarter', 'year', 'season'] as const
export type BasePeriod = (typeof basePeriods)[number]

/** Points that every household has from the beginning of a period; its deductions take no more than these. */
export interface BaseTerms {
  period: BasePeriod
  /** The deductions that are taken from them: all, or those of the rule's own dimension. */
  covers: 'all' | 'dimension'
}

/** A veto (一票否决): what a household loses beside the points. */
export interface Veto {
  /** The period of the deed. */
  period: BasePeriod
  /** The points of the period go to zero, and none are added to it any more. */
  zero: boolean
  /** The household has no level (星级) in the period. */
  honours: boolean
  /** Nothing is redeemed until the period ends, or for some months from the deed. */
  redemption: boolean
  months?: number | undefined
}

/** The factor of a household: of several attributes the largest counts; 1 without any. */
export function factorFor(
  multipliers: readonly Multiplier[] | undefined,
  attributes: readonly string[],
): number {
  const factors = (multipliers ?? []).flatMap(({ attribute, factor }) =>
    attributes.includes(attribute) ? [factor] : [],
  )
  return factors.length === 0 ? 1 : Math.max(...factors)
}

/** The period that a veto covers. @param season the season's own range */
export function vetoedRange({ period }: Veto, deed: LocalDate, season: DateRange): DateRange {
  return periodAround(deed, period, season)
}

/** The last day without redemption; null for a veto that leaves it. */
export function redemptionBarredTo(veto: Veto, deed: LocalDate, season: DateRange): LocalDate | null {
  if (!veto.redemption) return null
  return veto.months === undefined ? vetoedRange(veto, deed, season).to : monthsLater(deed, veto.months)
}

/** The same day some months later, or the last day of that month. */
function monthsLater(day: LocalDate, months: number): LocalDate {
  const first = new Date(`${day.slice(0, 7)}-01T00:00:00Z`)
  first.setUTCMonth(first.getUTCMonth() + months)
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  const offset = Math.min(Number(day.slice(8)), lastDay) - 1
  return addDays(first.toISOString().slice(0, 10), offset)
}
