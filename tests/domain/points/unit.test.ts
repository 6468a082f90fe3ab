import { constantFrom, assert as check, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatPointChange,
  formatPoints,
  inPoints,
  inUnits,
  partsOf,
  type PointUnit,
  pointUnits,
  readPoints,
  typedPoints,
  unitOfParts,
} from '../../../server/domain/points/unit.ts'

const anyUnit = constantFrom(...pointUnits)
const anyPoints = integer({ min: -10_000_000, max: 10_000_000 })

describe('points', () => {
  it.each<[number, PointUnit, string, string]>([
    [5, 0.5, '2.5', '+2.5'],
    [6, 0.5, '3', '+3'],
    [23, 0.1, '2.3', '+2.3'],
    [-5, 0.5, '−2.5', '−2.5'],
    [12_345, 0.1, '1,234.5', '+1,234.5'],
    [3_086, 1, '3,086', '+3,086'],
    [-0, 0.5, '0', '0'],
  ])('writes %d units of %d as %s', (units, unit, text, change) => {
    expect([formatPoints(units, unit), formatPointChange(units, unit)]).toEqual([text, change])
  })

  it('are read as they are written and typed', () => {
    check(
      property(anyPoints, anyUnit, (units, unit) => {
        for (const text of [
          formatPoints(units, unit),
          formatPointChange(units, unit),
          typedPoints(units, unit),
        ])
          expect(readPoints(text, unit)).toEqual({ units: units + 0 })
        expect(inUnits(inPoints(units, unit), unit)).toBe(units + 0)
      }),
    )
  })

  it.each<[string, PointUnit, ReturnType<typeof readPoints>]>([
    ['0.5', 0.5, { units: 1 }],
    ['.5', 0.5, { fault: 'no-number' }],
    ['２．５', 0.5, { units: 5 }],
    ['－２０', 1, { units: -20 }],
    [' 1,500 ', 1, { units: 1_500 }],
    ['1，500', 0.1, { units: 15_000 }],
    ['+40', 1, { units: 40 }],
    ['2.50', 0.5, { units: 5 }],
    ['0.25', 0.5, { fault: 'fine' }],
    ['0.5', 1, { fault: 'fine' }],
    ['0.15', 0.1, { fault: 'fine' }],
    ['2.3', 0.1, { units: 23 }],
    ['', 1, { fault: 'empty' }],
    ['二十', 1, { fault: 'no-number' }],
    ['1,5', 0.5, { fault: 'no-number' }],
    ['1e3', 1, { fault: 'no-number' }],
  ])('typed as "%s" in units of %d', (text, unit, read) => {
    expect(readPoints(text, unit)).toEqual(read)
  })

  it('know how many of a unit make one', () => {
    for (const unit of pointUnits) expect(unitOfParts(partsOf(unit))).toBe(unit)
  })
})
