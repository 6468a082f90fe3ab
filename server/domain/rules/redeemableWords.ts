/** What of a balance can be redeemed, in plain sentences; the page that shows them brings the words. */
import type { RedemptionTerms } from '../points/redemptionTerms.ts'
import { formatPoints, type PointUnit } from '../points/unit.ts'
import type { Translate } from './ruleWords.ts'

interface Account {
  balance: number
  /** Points that are never redeemed. */
  honour: number
  redeemable: RedemptionTerms & { points: number; bar: { text: string; to: string } | null }
}

/** Why a household can redeem less than its balance, and what else it has; empty where there is nothing to say. */
export function redeemableWords(
  { balance, honour, redeemable }: Account,
  t: Translate,
  unit: PointUnit,
): string[] {
  const { keep, least, points, bar } = redeemable
  const words = (amount: number) => formatPoints(amount, unit)
  return [
    ...(bar ? [t('redeemable.bar', { text: bar.text, to: bar.to })] : []),
    ...(least > 0 && balance < least ? [t('redeemable.least', { least: words(least) })] : []),
    ...(keep > 0 && !bar ? [t('redeemable.keep', { points: words(points), keep: words(keep) })] : []),
    ...(honour !== 0 ? [t('redeemable.honour', { honour: words(honour) })] : []),
  ]
}

/** The village's terms, in a sentence for everybody; empty where all of a balance can be redeemed. */
export function redemptionTermsWords(
  { keep, least }: RedemptionTerms,
  t: Translate,
  unit: PointUnit,
): string {
  const sentences = [
    ...(least > 0 ? [t('redeemable.leastAll', { least: formatPoints(least, unit) })] : []),
    ...(keep > 0 ? [t('redeemable.keepAll', { keep: formatPoints(keep, unit) })] : []),
  ]
  return sentences.join(t('rule.comma'))
}
