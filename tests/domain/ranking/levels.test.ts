import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  areInOrder,
  type Level,
  levelOf,
  levelPeriodAt,
  type LevelScheme,
} from '../../../server/domain/ranking/levels.ts'

const level = (name: string, from: number): Level => ({ name, stars: 1, from })
const scheme = (by: LevelScheme['by'], ...froms: number[]): LevelScheme => ({
  by,
  period: 'month',
  levels: froms.map((from, index) => level(`${index}`, from)),
})
const nameOf = (of: LevelScheme, score: number, rank: number, households = 10) =>
  levelOf(of, { score, rank }, households)?.name ?? null

describe('a level', () => {
  it.each([
    ['points', [90, 60], 90, 3, '0'],
    ['points', [90, 60], 89, 1, '1'],
    ['points', [90, 60], 59, 1, null],
    ['points', [0], 0, 9, '0'],
    ['rank', [1, 3], 5, 1, '0'],
    ['rank', [1, 3], 5, 3, '1'],
    ['rank', [1, 3], 5, 4, null],
    ['rank', [1, 3], 0, 1, null],
    ['share', [10, 50], 5, 1, '0'],
    ['share', [10, 50], 5, 5, '1'],
    ['share', [10, 50], 5, 6, null],
  ] as const)('by %s %j for %d points, place %d: %s', (by, froms, score, rank, name) => {
    expect(nameOf(scheme(by, ...froms), score, rank)).toBe(name)
  })

  it('is never better for a worse place, nor for fewer points', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('points' as const, 'rank' as const, 'share' as const),
        fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 }),
        fc.nat(100),
        fc.integer({ min: 1, max: 50 }),
        (by, froms, score, rank) => {
          const sorted = froms.sort((a, b) => (by === 'points' ? b - a : a - b))
          const of = scheme(by, ...sorted)
          expect(areInOrder(of)).toBe(true)
          const place = (name: string | null) => (name === null ? 99 : Number(name))
          const here = place(nameOf(of, score, rank, 50))
          expect(place(nameOf(of, score, rank + 1, 50))).toBeGreaterThanOrEqual(here)
          if (score > 0) expect(place(nameOf(of, score - 1, rank, 50))).toBeGreaterThanOrEqual(here)
        },
      ),
    )
  })

  it('has the key of its period', () => {
    const season = { from: '2026-01-01', to: '2026-12-31', name: '2026' }
    const keys = (['month', 'quarter', 'year', 'season'] as const).map(
      (period) => levelPeriodAt(period, '2026-05-20', season).key,
    )
    expect(keys).toEqual(['2026-05', '2026-Q2', '2026', '2026'])
  })
})
