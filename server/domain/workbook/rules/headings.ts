import type { Effect } from '../../points/points.ts'

/** 一、加分项, 二、扣分项 and 三、约束类 tell the sign of the rules below them. */
export function effectOfHeading(words: string): Effect | null {
  if (/扣分|减分|罚分|负面|负向|反向|约束|失信|惩戒|惩罚|处罚|违规|违法|违纪|禁止|否决/u.test(words))
    return 'deduct'
  return /加分|奖分|奖励|正向|正面|激励|倡导|褒奖|守信/u.test(words) ? 'award' : null
}

/** The longest heading of a part of a ledger. */
const longestHeading = 10

/** The sign of the lines below a heading such as 二、扣分; null for titles that speak of both, or at length. */
export function effectOfSection(words: string): Effect | null {
  const isBoth = /[加奖]/u.test(words) && /[扣减罚]/u.test(words)
  return isBoth || words.length > longestHeading ? null : effectOfHeading(words)
}
