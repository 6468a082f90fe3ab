/**
 * What of a household the public may see. Applied on the server, before data
 * leaves it; the same projection serves screens, the API and printed sheets.
 */

import { isDeduction, isRedemption, type PostingKind } from '../points/posting.ts'

/** Door only · masked name 刘** · full name where consent is recorded. */
export const privacyPresets = ['door', 'masked', 'full'] as const
export type PrivacyPreset = (typeof privacyPresets)[number]

/** The compound surnames still common in use; a mask keeps both characters. */
const compoundSurnames = new Set(
  '欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 司徒 夏侯 端木 南宫 司空 东郭 呼延 轩辕'.split(
    ' ',
  ),
)

/** The surname and two stars, whatever the length of the name: 刘**. */
export function maskName(name: string): string {
  const characters = [...name.trim()]
  if (characters.length === 0) return ''
  const firstTwo = characters.slice(0, 2).join('')
  const surname = characters.length > 2 && compoundSurnames.has(firstTwo) ? firstTwo : (characters[0] ?? '')
  return `${surname}**`
}

/** What privacy needs to know of a household. */
export interface NamedHousehold {
  /** The head's name (户主). */
  head: string
  /** Asked not to be named. */
  optedOut: boolean
  /** Agreed, on record, to the full name. */
  consented: boolean
}

/**
 * Whether a posting has no public line in a village that does not name deductions: deductions, whatever else takes
 * points away, and postings that give deducted points back. Redemptions have their line.
 * A reversal is as public as what it reverses: a correction follows an award that everybody saw.
 *
 * @param reversedKind for a reversal, the kind of the posting it reverses
 */
export function revealsDeduction(
  { kind, points }: { kind: PostingKind; points: number },
  reversedKind: PostingKind | null,
): boolean {
  if (kind === 'reversal')
    return reversedKind === null || revealsDeduction({ kind: reversedKind, points: -points }, null)
  return !isRedemption(kind) && (points < 0 || isDeduction(kind))
}

/** A sum of deductions is public when at least so many households are in it. */
export const leastInSum = 5

/** The household's name as the public may see it, or null where only the door is shown. */
export function publicName(household: NamedHousehold, preset: PrivacyPreset): string | null {
  if (preset === 'door' || household.optedOut) return null
  if (preset === 'full' && household.consented) return household.head
  return maskName(household.head)
}
