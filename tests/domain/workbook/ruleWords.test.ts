import { describe, expect, it } from 'vitest'
import type { Cap, Effect, PointScale } from '../../../server/domain/points/points.ts'
import type { Cell } from '../../../server/domain/workbook/cells/cells.ts'
import { ruleKey } from '../../../server/domain/workbook/rules/ruleText.ts'
import { readRuleWords } from '../../../server/domain/workbook/rules/ruleWords.ts'

function read(points: Cell, words: Cell = null, text = '某事', effect: Effect | null = null) {
  return readRuleWords({ text, points, words: [words], effect })
}

const fixed = (points: number): PointScale => ({ type: 'fixed', points })
const hourly: PointScale = { type: 'perUnit', points: 10, unit: '小时' }
const steps: PointScale = { type: 'escalating', steps: [10, 20, 30] }

describe('the points of a rule', () => {
  it.each<[Cell, Effect, PointScale]>([
    ['+20', 'award', fixed(20)],
    ['-10', 'deduct', fixed(10)],
    ['－10', 'deduct', fixed(10)],
    ['20', 'award', fixed(20)],
    [20, 'award', fixed(20)],
    [-10, 'deduct', fixed(10)],
    ['20分', 'award', fixed(20)],
    ['２０分', 'award', fixed(20)],
    ['加20分', 'award', fixed(20)],
    ['扣10分', 'deduct', fixed(10)],
    ['-20/次', 'deduct', fixed(20)],
    ['每处扣20分', 'deduct', fixed(20)],
    ['20分/次', 'award', fixed(20)],
    ['0-100', 'award', { type: 'range', min: 0, max: 100 }],
    ['0~100', 'award', { type: 'range', min: 0, max: 100 }],
    ['0—100分', 'award', { type: 'range', min: 0, max: 100 }],
    ['０～１００', 'award', { type: 'range', min: 0, max: 100 }],
    ['10至30分', 'award', { type: 'range', min: 10, max: 30 }],
    ['-5~-20', 'deduct', { type: 'range', min: 5, max: 20 }],
    ['最高30分', 'award', { type: 'range', min: 0, max: 30 }],
    ['-10/-20/-30', 'deduct', steps],
    ['10、20、30', 'award', steps],
    ['第一次扣10分,第二次扣20分,第三次及以上扣30分', 'deduct', steps],
    ['+10/小时', 'award', hourly],
    ['10分/小时', 'award', hourly],
    ['每小时10分', 'award', hourly],
    ['每小时加10分', 'award', hourly],
  ])('%j: %s, %j', (points, effect, scale) => {
    expect(read(points)?.terms).toMatchObject({ effect, scale })
  })

  it('are per hour when the rule says so: 志愿服务(每小时)', () => {
    expect(read('+10', null, '志愿服务(每小时)')?.terms.scale).toEqual(hourly)
    expect(read('+10', null, '志愿服务（每小时）')?.terms.scale).toEqual(hourly)
  })

  it('are taken when they stand under 扣分 without a sign', () => {
    expect(read(10, null, '乱堆乱放', 'deduct')?.terms.effect).toBe('deduct')
  })

  it.each(['视情况', '一票否决', '', null, '20+10', '9999999'])('%j cannot be understood', (points) => {
    expect(read(points)).toBeNull()
  })
})

describe('the words about a rule', () => {
  const cap = (period: Cap['period'], by: Cap['by'], limit: number): Cap => ({ period, by, limit })

  it.each<[string, Cap]>([
    ['每月不超过60分', cap('month', 'points', 60)],
    ['每月上限60分', cap('month', 'points', 60)],
    ['每月最高60分', cap('month', 'points', 60)],
    ['每月60分封顶', cap('month', 'points', 60)],
    ['当月累计不超过60', cap('month', 'points', 60)],
    ['每月一次', cap('month', 'times', 1)],
    ['每月1次', cap('month', 'times', 1)],
    ['每户每月一次', cap('month', 'times', 1)],
    ['每月最多3次', cap('month', 'times', 3)],
    ['每月限加两次', cap('month', 'times', 2)],
    ['每季度一次', cap('quarter', 'times', 1)],
    ['每年不超过2次', cap('year', 'times', 2)],
    ['每年不超过十二次', cap('year', 'times', 12)],
    ['全年累计不超过500分', cap('year', 'points', 500)],
    ['累计不超过500分', cap('season', 'points', 500)],
    ['每日一次', cap('day', 'times', 1)],
    ['每天最多20分', cap('day', 'points', 20)],
    ['每周不超过2次', cap('week', 'times', 2)],
    ['每周不超过３０分', cap('week', 'points', 30)],
  ])('%s is a cap', (words, expected) => {
    const reading = read('+20', words)
    expect(reading?.terms.caps).toEqual([expected])
    expect(reading?.notUnderstood).toEqual([])
  })

  it('bound the hours of one deed, or of a day', () => {
    expect(read('+10/小时', '每次不超过4小时')?.terms.scale).toEqual({ ...hourly, maxUnits: 4 })
    expect(read('+10/小时', '每天不超过4小时')?.terms.caps).toEqual([cap('day', 'points', 40)])
  })

  it.each(['须拍照', '须证明', '附照片', '留存照片', '需提供证明材料'])('%s asks for evidence', (words) => {
    expect(read('+20', words)).toMatchObject({ terms: { evidence: true }, notUnderstood: [] })
  })

  it.each<[string, number]>([
    ['双人复核', 2],
    ['两人复核', 2],
    ['须两人同时核实', 2],
    ['须评议', 1],
    ['经评议小组审核', 1],
    ['复核', 1],
    ['双人复核,经村委会审核', 2],
    ['须拍照', 0],
  ])('%s asks for %i reviewers', (words, reviewers) => {
    expect(read('+20', words)?.terms.reviewers).toBe(reviewers)
  })

  it('say several things at once', () => {
    expect(read('+10/小时', '每次不超过4小时,每月不超过300分;须拍照、双人复核')).toEqual({
      terms: {
        effect: 'award',
        scale: { ...hourly, maxUnits: 4 },
        caps: [cap('month', 'points', 300)],
        evidence: true,
        reviewers: 2,
      },
      notUnderstood: [],
      stepsUnclear: false,
    })
  })

  it('may only explain: 第一次/第二次/第三次及以上 and 每处 are no caps', () => {
    expect(read('-10/-20/-30', '第一次/第二次/第三次及以上,须拍照')).toEqual({
      terms: { effect: 'deduct', scale: steps, caps: [], evidence: true, reviewers: 0 },
      notUnderstood: [],
      stepsUnclear: false,
    })
    expect(read('-20', '每处')).toMatchObject({ terms: { caps: [] }, notUnderstood: [] })
  })

  it('are kept when they mean nothing known', () => {
    expect(read('0-100', '按检查表得分,每月一次')).toMatchObject({
      terms: { caps: [cap('month', 'times', 1)] },
      notUnderstood: ['按检查表得分'],
    })
  })
})

describe('two writings of a rule', () => {
  it.each([
    ['志愿服务(每小时)', '志愿服务（每小时）'],
    ['志愿服务(每小时)', '志愿服务 【每小时】'],
    ['志愿服务(每小时)', '１、志愿服务每小时'],
    ['见义勇为、拾金不昧', '见义勇为,拾金不昧'],
    ['参加村民会议', '(一)参加村民会议'],
    ['AA制', 'ａａ制'],
  ])('%s and %s are one', (one, other) => {
    expect(ruleKey(other)).toBe(ruleKey(one))
  })

  it('differ when their words do', () => {
    expect(ruleKey('镇级荣誉')).not.toBe(ruleKey('区级荣誉'))
    expect(ruleKey('100米跑')).not.toBe(ruleKey('米跑'))
  })
})
