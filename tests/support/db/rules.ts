/** The rules of test villages, one of each scale, and what they are called in tests. */
import type { OfficeRule } from '../../../db/scores/officeRecords.ts'
import type { Cap, PointScale, RuleTerms } from '../../../server/domain/points/points.ts'

export const ruleTexts = {
  /** 20 points, at most 60 a month. */
  meeting: '参加村民会议',
  /** 30 points, once a month. */
  sorting: '垃圾分类全月无混投',
  /** 0 to 100 points. */
  yard: '庭院月检',
  /** 10 points an hour, at most 4 hours at once. */
  hours: '志愿服务',
  /** 40 points, no cap. */
  duty: '应急值守',
  /** 20 points off. */
  litter: '乱堆乱放',
  /** 10, 20, 30 points off. */
  poultry: '家禽散养',
} as const

export type RuleName = keyof typeof ruleTexts

export function terms(scale: PointScale, caps: Cap[] = [], effect: RuleTerms['effect'] = 'award'): RuleTerms {
  return { effect, scale, caps, evidence: false, reviewers: 0 }
}

export const fixed = (points: number): PointScale => ({ type: 'fixed', points })

export const rules: OfficeRule[] = [
  {
    dimension: '会议学习',
    text: ruleTexts.meeting,
    terms: terms(fixed(20), [{ period: 'month', by: 'points', limit: 60 }]),
  },
  {
    dimension: '环境卫生',
    text: ruleTexts.sorting,
    terms: terms(fixed(30), [{ period: 'month', by: 'times', limit: 1 }]),
  },
  { dimension: '环境卫生', text: ruleTexts.yard, terms: terms({ type: 'range', min: 0, max: 100 }) },
  {
    dimension: '志愿服务',
    text: ruleTexts.hours,
    terms: terms({ type: 'perUnit', points: 10, unit: '小时', maxUnits: 4 }),
  },
  { dimension: '志愿服务', text: ruleTexts.duty, terms: terms(fixed(40)) },
  { dimension: '环境卫生', text: ruleTexts.litter, terms: terms(fixed(20), [], 'deduct') },
  {
    dimension: '环境卫生',
    text: ruleTexts.poultry,
    terms: terms({ type: 'escalating', steps: [10, 20, 30] }, [], 'deduct'),
  },
]
