import type { Period } from '../../calendar/calendar.ts'
import type { Cap, PointScale } from '../../points/points.ts'
import { numeralPattern, parseNumeral } from '../cells/numerals.ts'

const periodWords: readonly [RegExp, Period][] = [
  [/终身|终生|一生/u, 'ever'],
  [/积分年度|赛季|本季积分/u, 'season'],
  [/季/u, 'quarter'],
  [/周|星期|礼拜/u, 'week'],
  [/月/u, 'month'],
  [/年/u, 'year'],
  [/日|天/u, 'day'],
]

const period =
  '(终身|终生|一生|每个?积分年度|每赛季|(?:每个?|全|一|当|单|同一?|本)?(?:自然)?(?:日|天|周|星期|礼拜|月|季度|季|年度|年)度?)(?:内|累计|累积|合计|总计|总分|总共|积分|得分|加分|扣分)*'
const bound = '(?:最多|最高|至多|上限为?|限|限于|不得?超过|不高于|不多于|不大于|封顶|只限?|仅限?|以内|≤)'
const count = `(?:限|只|仅|计|加|扣|算|得|参加|申报|评)*(${numeralPattern})`

/** 每月一次, 每月最多3次, 每年不超过2次, 每季度限1次. */
const byTimes = new RegExp(`${period}${bound}?${count}次`, 'u')
/** 每月不超过60分, 全年累计上限500, 每月60分封顶. */
const byPoints = new RegExp(
  `${period}(?:${bound}(?:为|加|计|得|:)?(${numeralPattern})(?:分|$)|(${numeralPattern})分(?:封顶|为限|以内|为上限))`,
  'u',
)
/** 累计不超过500分, 最高100分封顶: without a period the season is meant. */
const bySeason = new RegExp(`^(?:累计|累积|合计|总计|总分)${bound}(${numeralPattern})分?$`, 'u')
/** 每天不超过4小时, for points counted by the hour. */
const byUnits = new RegExp(
  `${period}${bound}(${numeralPattern})个?(小时|人|天|公里|斤|公斤|袋|棵|平方米)`,
  'u',
)

/** The cap that a phrase sets, null when it sets none. */
export function readCap(phrase: string, scale: PointScale): Cap | null {
  const units = byUnits.exec(phrase)
  if (units) {
    const limit = parseNumeral(units[2] ?? '')
    if (scale.type !== 'perUnit' || scale.unit !== units[3] || !limit) return null
    return cap(units[1], 'points', limit * scale.points)
  }
  const times = byTimes.exec(phrase)
  if (times) return cap(times[1], 'times', parseNumeral(times[2] ?? ''))
  const points = byPoints.exec(phrase)
  if (points) return cap(points[1], 'points', parseNumeral(points[2] ?? points[3] ?? ''))
  const season = bySeason.exec(phrase)
  return season ? cap('积分年度', 'points', parseNumeral(season[1] ?? '')) : null
}

function cap(words: string | undefined, by: Cap['by'], limit: number | null): Cap | null {
  const found = periodWords.find(([pattern]) => pattern.test(words ?? ''))
  return found && limit !== null && limit > 0 ? { period: found[1], by, limit } : null
}

const perDeed = new RegExp(
  `^每次${bound}?(?:计|按)?(${numeralPattern})(?:个)?(小时|人|天|公里|斤|公斤|袋|棵|平方米|分)?$`,
  'u',
)

/** How many units one deed may count, from 每次不超过4小时; null for other phrases and scales. */
export function readMostUnits(phrase: string, scale: PointScale): number | null {
  const parts = perDeed.exec(phrase)
  const limit = parseNumeral(parts?.[1] ?? '')
  if (!parts || !limit || scale.type !== 'perUnit') return null
  if (parts[2] === scale.unit) return limit
  return parts[2] === '分' && limit % scale.points === 0 ? limit / scale.points : null
}
