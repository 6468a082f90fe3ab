import { type Cap, type PointScale, type RuleTerms } from '../../server/domain/points.ts'
import { type OfficeRule } from '../imports.ts'

const month = (by: Cap['by'], limit: number): Cap => ({ period: 'month', by, limit })
const fixed = (points: number): PointScale => ({ type: 'fixed', points })

function award(scale: PointScale, caps: Cap[] = [], rest: Partial<RuleTerms> = {}): RuleTerms {
  return { effect: 'award', scale, caps, evidence: false, reviewers: 0, ...rest }
}

function deduct(scale: PointScale, rest: Partial<RuleTerms> = {}): RuleTerms {
  return { effect: 'deduct', scale, caps: [], evidence: true, reviewers: 0, ...rest }
}

/** Rules such as villages have them, in the five dimensions; the sample village's own. */
export const sampleRules: OfficeRule[] = [
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
