/**
 * Rulebooks to begin with, written from what villages really do: the five
 * dimensions at two scales, and a short one. A village takes one over whole and
 * changes it as it likes.
 */
import type { Cap, PointScale, RuleTerms } from '../points/points.ts'

/** The five dimensions (维度) a new village starts with; the last one breaks ties. */
export const fiveDimensions = ['会议学习', '环境卫生', '传统美德', '遵纪守法', '志愿服务'] as const

/** A rule of a rulebook, with its dimension by name. */
export interface RulebookRule {
  dimension: string
  text: string
  terms: RuleTerms
}

/** `five`: about 20 rules of 10 to 100 points · `small`: the same deeds at 1 to 10 · `short`: ten rules. */
export const rulebookNames = ['five', 'small', 'short'] as const
export type RulebookName = (typeof rulebookNames)[number]

const month = (by: Cap['by'], limit: number): Cap => ({ period: 'month', by, limit })
const quarterly: Cap = { period: 'quarter', by: 'times', limit: 1 }
const fixed = (points: number): PointScale => ({ type: 'fixed', points })

function award(scale: PointScale, caps: Cap[] = [], rest: Partial<RuleTerms> = {}): RuleTerms {
  return { effect: 'award', scale, caps, evidence: false, reviewers: 0, ...rest }
}

function deduct(scale: PointScale, rest: Partial<RuleTerms> = {}): RuleTerms {
  return { effect: 'deduct', scale, caps: [], evidence: true, reviewers: 0, ...rest }
}

const five: RulebookRule[] = [
  { dimension: '会议学习', text: '参加户代表会议', terms: award(fixed(20), [month('points', 60)]) },
  { dimension: '会议学习', text: '参加村民学习日', terms: award(fixed(20), [month('points', 60)]) },
  { dimension: '会议学习', text: '提出的建议被采纳', terms: award(fixed(50)) },
  { dimension: '会议学习', text: '户代表会议无故缺席', terms: deduct(fixed(10), { evidence: false }) },
  {
    dimension: '环境卫生',
    text: '美丽庭院月度检查',
    terms: award({ type: 'range', min: 0, max: 100 }, [month('times', 1)]),
  },
  { dimension: '环境卫生', text: '垃圾分类全月无混投', terms: award(fixed(30), [month('times', 1)]) },
  { dimension: '环境卫生', text: '参加周末清洁日', terms: award(fixed(30), [month('points', 120)]) },
  { dimension: '环境卫生', text: '房前屋后乱堆放', terms: deduct(fixed(20)) },
  {
    dimension: '环境卫生',
    text: '家禽家畜散养',
    terms: deduct({ type: 'escalating', steps: [10, 20, 30] }),
  },
  {
    dimension: '传统美德',
    text: '孝亲敬老季度评议',
    terms: award(fixed(60), [{ period: 'quarter', by: 'times', limit: 1 }], { reviewers: 2 }),
  },
  { dimension: '传统美德', text: '邻里互帮互助', terms: award(fixed(30), [month('times', 2)]) },
  { dimension: '传统美德', text: '拾金不昧', terms: award(fixed(80), [], { evidence: true }) },
  {
    dimension: '遵纪守法',
    text: '全季度无违法违规',
    terms: award(fixed(50), [{ period: 'quarter', by: 'times', limit: 1 }]),
  },
  { dimension: '遵纪守法', text: '参加反诈普法宣传', terms: award(fixed(20), [month('points', 60)]) },
  { dimension: '遵纪守法', text: '遛狗不牵绳', terms: deduct(fixed(20)) },
  {
    dimension: '志愿服务',
    text: '志愿服务',
    terms: award({ type: 'perUnit', points: 10, unit: '小时', maxUnits: 4 }, [month('points', 300)]),
  },
  { dimension: '志愿服务', text: '平安巡逻', terms: award(fixed(30), [month('points', 300)]) },
  { dimension: '志愿服务', text: '防汛防台值守', terms: award(fixed(40)) },
  { dimension: '志愿服务', text: '无偿献血', terms: award(fixed(100), [], { evidence: true }) },
]

const small: RulebookRule[] = [
  { dimension: '会议学习', text: '参加村民会议或学习', terms: award(fixed(2), [month('points', 6)]) },
  { dimension: '会议学习', text: '提出的建议被采纳', terms: award(fixed(5)) },
  { dimension: '会议学习', text: '户代表会议无故缺席', terms: deduct(fixed(1), { evidence: false }) },
  {
    dimension: '环境卫生',
    text: '美丽庭院月度检查',
    terms: award({ type: 'range', min: 0, max: 10 }, [month('times', 1)]),
  },
  { dimension: '环境卫生', text: '垃圾分类全月无混投', terms: award(fixed(3), [month('times', 1)]) },
  { dimension: '环境卫生', text: '参加周末清洁日', terms: award(fixed(3), [month('points', 12)]) },
  { dimension: '环境卫生', text: '房前屋后乱堆放', terms: deduct({ type: 'escalating', steps: [1, 2, 3] }) },
  { dimension: '传统美德', text: '孝亲敬老季度评议', terms: award(fixed(6), [quarterly], { reviewers: 2 }) },
  { dimension: '传统美德', text: '邻里互帮互助', terms: award(fixed(3), [month('times', 2)]) },
  {
    dimension: '传统美德',
    text: '移风易俗，喜事新办丧事简办',
    terms: award(fixed(10), [], { reviewers: 1 }),
  },
  { dimension: '遵纪守法', text: '全季度无违法违规', terms: award(fixed(5), [quarterly]) },
  { dimension: '遵纪守法', text: '参加反诈普法宣传', terms: award(fixed(2), [month('points', 6)]) },
  { dimension: '遵纪守法', text: '邻里纠纷恶语伤人', terms: deduct(fixed(3)) },
  {
    dimension: '志愿服务',
    text: '志愿服务',
    terms: award({ type: 'perUnit', points: 1, unit: '小时', maxUnits: 4 }, [month('points', 30)]),
  },
  { dimension: '志愿服务', text: '平安巡逻', terms: award(fixed(3), [month('points', 30)]) },
  { dimension: '志愿服务', text: '防汛防台值守', terms: award(fixed(4)) },
  { dimension: '志愿服务', text: '无偿献血', terms: award(fixed(10), [], { evidence: true }) },
]

const short: RulebookRule[] = [
  { dimension: '会议学习', text: '参加村民会议', terms: award(fixed(20), [month('points', 60)]) },
  { dimension: '会议学习', text: '户代表会议无故缺席', terms: deduct(fixed(10), { evidence: false }) },
  {
    dimension: '环境卫生',
    text: '美丽庭院月度检查',
    terms: award({ type: 'range', min: 0, max: 100 }, [month('times', 1)]),
  },
  { dimension: '环境卫生', text: '房前屋后乱堆放', terms: deduct(fixed(20)) },
  { dimension: '传统美德', text: '孝亲敬老季度评议', terms: award(fixed(60), [quarterly], { reviewers: 1 }) },
  { dimension: '传统美德', text: '邻里互帮互助', terms: award(fixed(30), [month('times', 2)]) },
  { dimension: '遵纪守法', text: '全季度无违法违规', terms: award(fixed(50), [quarterly]) },
  { dimension: '遵纪守法', text: '违反村规民约', terms: deduct({ type: 'escalating', steps: [10, 20, 30] }) },
  {
    dimension: '志愿服务',
    text: '志愿服务',
    terms: award({ type: 'perUnit', points: 10, unit: '小时', maxUnits: 4 }, [month('points', 300)]),
  },
  { dimension: '志愿服务', text: '平安巡逻', terms: award(fixed(30), [month('points', 300)]) },
]

/** Our rulebooks by name. */
export const rulebooks: Record<RulebookName, readonly RulebookRule[]> = { five, small, short }
