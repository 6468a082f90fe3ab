import type { Effect } from '../../points/points.ts'

const vices = '违规|违法|违纪|失信|不文明'
/** Words of what is stopped: 制止不文明行为 is a good deed. */
const stopping = '(?<!(?:制止|劝阻|劝导|纠正|举报|抵制|治理|整治|远离|拒绝|无|零)[^,、;]{0,2})'
const punishing = '扣分|减分|罚分|负面|负向|反面|反向|约束|惩戒|惩罚|处罚|禁止|不准|否决'
const deducting = new RegExp(`${punishing}|${stopping}(?:${vices})`, 'u')
const awarding = /加分|奖分|奖励|正向|正面|激励|倡导|褒奖|守信/u
/** 加减分, 奖惩, 正负面, 守信激励失信惩戒: of both signs. */
const both = new RegExp(
  [
    '[加奖][扣减罚惩]|[扣减罚][加奖]|正[、和]?[负反]',
    '(?:加分|奖励|奖分|激励|守信|正向).*(?:扣|减|罚|惩|约束|失信|负向)',
    '(?:扣|减|罚|约束).*(?:加分|奖励|奖分|激励)',
  ].join('|'),
  'u',
)

/** 一、加分项, 二、扣分项 and 三、约束类 tell the sign of the rules below them; null for headings of both. */
export function effectOfHeading(words: string): Effect | null {
  if (both.test(words)) return null
  if (deducting.test(words)) return 'deduct'
  return awarding.test(words) ? 'award' : null
}

/** How a heading is numbered: 一、 and (一) are of different ranks. Empty without a number. */
export function rankOfHeading(words: string): string {
  return (
    /^(?:第?[一二三四五六七八九十]{1,3}[部分章节.、:]|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、])/u
      .exec(words)?.[0]
      .replace(/[一二三四五六七八九十\d]+/u, '') ?? ''
  )
}

/** Whether a heading names a sign and nothing that rules could be sorted by. */
export function namesOnlySign(words: string): boolean {
  return /^(?:加|扣|减|奖|罚)分(?:项|项目|类|内容|标准|细则|情形|事项)?$/u.test(words)
}

/** The longest heading of a part of a ledger. */
const longestHeading = 10

/** The sign of the lines below a heading such as 二、扣分; null for titles that speak of both, or at length. */
export function effectOfSection(words: string): Effect | null {
  const isBoth = /[加奖]/u.test(words) && /[扣减罚]/u.test(words)
  return isBoth || words.length > longestHeading ? null : effectOfHeading(words)
}

/** What a table is called behind the word for its sign: 扣分细则, 负面清单, 不文明行为登记表. */
const table =
  '(?:清单|目录|细则|标准|分值|项目?|类|性|内容|情形|事项|行为|部分|指标|条款|规则|办法|记录|登记|台账|明细|流水|汇总|公示|情况|表|册|单|簿|榜)*'
const ofDeductions = new RegExp(`(?:${punishing}|${stopping}(?:${vices}))(?:积分|分)?${table}$`, 'u')
const ofAwards = new RegExp(`(?:加分|奖分|正面|正向)${table}$`, 'u')

/**
 * Whether a sheet's name and the lines above its header say that it takes points: 负面清单, 2026年扣分细则, 积分细则
 * （扣分项）. Of a text, brackets and what stands before them count each on their own.
 *
 * @returns `unclear` where another title says that it gives; null where none says that it takes
 */
export function effectOfTitles(titles: readonly string[]): 'deduct' | 'unclear' | null {
  const parts = titles.flatMap((text) => text.split(/[()[\]<>《》【】“”"—:]/u)).map(withoutDate)
  const says = (words: RegExp) => parts.some((part) => words.test(part) && !both.test(part))
  if (!says(ofDeductions)) return null
  return says(ofAwards) ? 'unclear' : 'deduct'
}

/** Without a period or a number behind: 扣分台账3月, 负面清单2026. */
function withoutDate(text: string): string {
  return text.replace(/(?:[\d一二三四五六七八九十年月日季度第组号份.-]|试行|修订|版)+$/u, '')
}
