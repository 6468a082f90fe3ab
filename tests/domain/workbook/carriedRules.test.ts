/** Whatever a village's rules say, an exported workbook carries them to another village without a loss. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { periods } from '../../../server/domain/calendar/calendar.ts'
import type { PointScale, RuleTerms } from '../../../server/domain/points/points.ts'
import { basePeriods } from '../../../server/domain/points/ruleConditions.ts'
import { isSoundBase, isSoundVeto } from '../../../server/domain/points/soundTerms.ts'
import { writeTerms } from '../../../server/domain/workbook/rules/writtenTerms.ts'
import { office, sheet } from './office.ts'

const titles = ['维度', '事项', '分值', '上限及说明', '属性倍数', '基础分规则', '一票否决后果', '积分性质']
const header = [...titles, '生效日期', '截止日期', '细则说明']

const points = fc.integer({ min: 1, max: 500 })
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })

const scale: fc.Arbitrary<PointScale> = fc.oneof(
  fc.record({ type: fc.constant('fixed' as const), points }),
  fc.tuple(fc.nat(50), points).map(([min, more]): PointScale => ({ type: 'range', min, max: min + more })),
  fc
    .record({
      unit: fc.constantFrom('小时', '人', '公里', '筐', '户次'),
      points,
      maxUnits: maybe(fc.integer({ min: 1, max: 9 })),
      members: maybe(fc.constant(true)),
    })
    .map(({ unit, maxUnits, members, points: each }): PointScale => {
      const most = maxUnits !== undefined && ['小时', '人', '公里'].includes(unit) ? { maxUnits } : {}
      return { type: 'perUnit', points: each, unit, ...most, ...(members && { members }) }
    }),
  fc
    .array(points, { minLength: 2, maxLength: 4 })
    .map((steps): PointScale => ({ type: 'escalating', steps: steps.sort((a, b) => a - b) })),
  fc.uniqueArray(points, { minLength: 2, maxLength: 3 }).map((all): PointScale => ({
    type: 'levels',
    levels: all.map((one, place) => ({ name: ['国家级', '省级', '市级'][place] ?? '', points: one })),
  })),
)

const terms: fc.Arbitrary<RuleTerms> = fc
  .record({
    effect: fc.constantFrom('award' as const, 'deduct' as const),
    scale,
    caps: fc.uniqueArray(
      fc.record({
        period: fc.constantFrom(...periods),
        by: fc.constantFrom('times' as const, 'points' as const),
        limit: points,
      }),
      { maxLength: 2, selector: ({ period, by }) => `${period} ${by}` },
    ),
    evidence: fc.boolean(),
    reviewers: fc.constantFrom(0 as const, 1 as const, 2 as const),
    validFrom: maybe(fc.constantFrom('2026-01-01', '2025-12-31')),
    validTo: maybe(fc.constantFrom('2026-12-31', '2027-06-30')),
    note: maybe(fc.constantFrom('由评议小组认定', '见村规民约第 3 条', '每月最多 2 次；须拍照')),
    multipliers: maybe(
      fc.uniqueArray(
        fc.record({
          attribute: fc.constantFrom('党员户', '低保户', '2星户', 'A类'),
          factor: fc.integer({ min: 1, max: 100 }).map((tenths) => tenths / 10),
        }),
        { minLength: 1, maxLength: 3, selector: ({ attribute }) => attribute },
      ),
    ),
    base: maybe(
      fc.record({
        period: fc.constantFrom(...basePeriods),
        covers: fc.constantFrom('all' as const, 'dimension' as const),
      }),
    ),
    veto: maybe(
      fc
        .record({
          period: fc.constantFrom(...basePeriods),
          zero: fc.boolean(),
          honours: fc.boolean(),
          redemption: fc.boolean(),
          months: maybe(fc.integer({ min: 1, max: 60 })),
        })
        .map(({ months, ...veto }) => ({ ...veto, ...(veto.redemption && months && { months }) })),
    ),
    honour: maybe(fc.constant(true)),
  })
  .map((all) => withoutUndefined(all))
  .map(({ base, veto, ...rest }): RuleTerms => {
    const plain = { effect: 'award', scale: { type: 'fixed', points: 100 }, caps: [] } as const
    if (base) return { ...plain, caps: [], evidence: false, reviewers: 0, base }
    if (veto) return { ...rest, effect: 'deduct', scale: { type: 'fixed', points: 20 }, veto }
    return rest
  })
  .filter((all) => isSoundBase(all) && isSoundVeto(all))

function withoutUndefined<All extends object>(all: All): All {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as All
}

it('reads back what was written, with nothing left to be understood', () => {
  fc.assert(
    fc.property(terms, (one) => {
      const { points: worth, words, ...cells } = writeTerms(one, 1)
      const { multipliers, base, veto, honour, validFrom, validTo, ruleNote } = cells
      const row = ['环境卫生', '示范事项', worth, words, multipliers, base, veto, honour, validFrom]
      const { rules } = office([sheet('积分细则', header, [...row, validTo, ruleNote])])
      expect(rules.map(({ terms: read, notUnderstood }) => ({ read, notUnderstood }))).toEqual([
        { read: one, notUnderstood: [] },
      ])
    }),
    { numRuns: 300 },
  )
})

it('leaves out rules that an export calls no longer in use', () => {
  const rows = [
    ['环境卫生', '示范事项', '+20', '是'],
    ['环境卫生', '另一事项', '+20', ''],
  ]
  const { rules } = office([sheet('积分细则', ['维度', '事项', '分值', '已停用'], ...rows)])
  expect(rules.map(({ text }) => text)).toEqual(['另一事项'])
})

it('says what does not go together, and keeps it with the rule', () => {
  const row = ['遵纪守法', '示范事项', '+20', null, null, null, '每年：积分清零', null, null, null, null]
  const [rule] = office([sheet('积分细则', header, row)]).rules
  expect(rule?.terms).toMatchObject({ effect: 'award', note: '每年：积分清零' })
  expect(rule?.terms.veto).toBeUndefined()
})
