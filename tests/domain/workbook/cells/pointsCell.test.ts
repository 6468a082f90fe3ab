/** Points as offices type them into a ledger. */
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../../server/domain/workbook/cells/cells.ts'
import { readLinePoints } from '../../../../server/domain/workbook/cells/pointsCell.ts'

const none = { award: null, deduct: null, points: null }
const inOne = (cell: Cell) => readLinePoints({ ...none, points: cell }, 'award', false, 0.5)

describe('points in words', () => {
  it.each([
    ['加五分', 5],
    ['扣2分', -2],
    ['五分', 5],
    ['十五', 15],
    ['一百二十分', 120],
    ['+5分', 5],
    ['-3 分', -3],
    ['－３分', -3],
    ['2.5分', 2.5],
    ['两分', 2],
    ['半分', 0.5],
    ['一分半', 1.5],
    ['二点五', 2.5],
    ['加分：10', 10],
    ['扣除3分', -3],
    ['奖励20分', 20],
    ['1,500', 1500],
    ['.5', 0.5],
  ])('%s are %d', (cell, points) => {
    expect(inOne(cell)).toEqual({ points: points * 2 })
  })

  it.each(['10分/次×3', '5+5', '一', '一百二', '5-10', '5分左右', '加', '好', '5,5', '３０多', true])(
    '%s are none',
    (cell) => {
      expect(inOne(cell)).toEqual({ problem: 'bad-points' })
    },
  )

  it.each(['', '-', '—', '/', '无', null])('%j is no figure', (cell) => {
    expect(inOne(cell)).toEqual({ problem: 'no-points' })
  })

  it('below 扣分 are taken, unless they say the contrary', () => {
    const below = (deduct: Cell) => readLinePoints({ ...none, deduct }, 'award', false, 1)
    expect([below(5), below('扣五分'), below(-5)]).toEqual([{ points: -5 }, { points: -5 }, { points: -5 }])
    expect(below('加五分')).toEqual({ problem: 'bad-points' })
  })
})
