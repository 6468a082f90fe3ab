import { describe, expect, it } from 'vitest'
import { readAddress } from '../../display/live/address.ts'
import { everyonePages, pageColumns, pageDwellMs } from '../../display/scenes/everyone/everyonePages.ts'
import { fit } from '../../display/stage/useStage.ts'
import { compareGroups } from '../../server/domain/ranking/compareGroups.ts'

describe('the address of a wall', () => {
  it.each([
    ['/', '', { village: null, scene: null, calm: false }],
    ['/display/xiaotang', '', { village: 'xiaotang' }],
    ['/display/xiaotang/', '?scene=groups&page=2&calm', { scene: 'groups', page: 2, calm: true }],
    ['/display/xiaotang', '?page=0&calm=0', { page: undefined, calm: false }],
    [
      '/display/xiaotang',
      '?page=x&screen=hall&theme=qing',
      { page: undefined, screen: 'hall', theme: 'qing' },
    ],
    ['/display/../etc', '', { village: null }],
  ])('%s%s', (pathname, search, asks) => {
    expect(readAddress({ pathname, search })).toMatchObject(asks)
  })
})

describe('the stage', () => {
  it.each([
    [1920, 1080, 'landscape', 1, 0, 0],
    [1280, 720, 'landscape', 2 / 3, 0, 0],
    [3840, 2160, 'landscape', 2, 0, 0],
    [1080, 1920, 'portrait', 1, 0, 0],
    [1024, 768, 'landscape', 1024 / 1920, 0, 96],
    [2560, 1080, 'landscape', 1, 320, 0],
    [1000, 1000, 'landscape', 1000 / 1920, 0, 218.75],
  ])('on a panel of %i×%i is %s, whole and centred', (width, height, orientation, scale, x, y) => {
    const fitted = fit(width, height)
    expect(fitted.orientation).toBe(orientation)
    expect(fitted.scale).toBeCloseTo(scale, 6)
    expect(fitted.x).toBeCloseTo(x, 6)
    expect(fitted.y).toBeCloseTo(y, 6)
  })
})

describe('the pages of everyone', () => {
  const groups = [
    { id: 1, name: '1组' },
    { id: 2, name: '2组' },
  ]
  const of = (...counts: number[]) =>
    counts.flatMap((count, index) => Array.from({ length: count }, () => ({ group: index + 1 })))

  it('begin a page with each group', () => {
    const shown = everyonePages(groups, of(31, 30), 'landscape')
    expect(shown.map(({ group, from, to }) => [group?.id, from, to])).toEqual([
      [1, 0, 16],
      [1, 16, 31],
      [2, 0, 30],
    ])
  })

  it('go by place where the groups are so small that pages would look hollow', () => {
    const many = Array.from({ length: 30 }, (_, index) => ({ id: index + 1, name: `${index + 1}组` }))
    const households = of(...many.map(() => 2))
    expect(everyonePages(many, households, 'landscape')).toEqual([
      { group: null, from: 0, to: 30 },
      { group: null, from: 30, to: 60 },
    ])
  })

  it.each([2, 7, 12, 16, 24, 30, 60])('of 786 households in %i groups turn within six minutes', (count) => {
    const several = Array.from({ length: count }, (_, index) => ({ id: index + 1, name: `${index + 1}组` }))
    const households = Array.from({ length: 786 }, (_, index) => ({ group: 1 + (index % count) }))
    for (const orientation of ['landscape', 'portrait'] as const) {
      const shown = everyonePages(several, households, orientation)
      expect(shown.length * pageDwellMs).toBeLessThan(6 * 60_000)
      expect(shown.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(786)
    }
  })

  it.each(['landscape', 'portrait'] as const)('hold each household once (%s)', (orientation) => {
    const { columns, rows } = pageColumns[orientation]
    for (const counts of [
      [0, 0],
      [1, 0],
      [36, 37],
      [400, 386],
      [3_000, 1],
    ]) {
      const shown = everyonePages(groups, of(...counts), orientation)
      expect(shown.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(counts[0]! + counts[1]!)
      expect(shown.every(({ from, to }) => to > from && to - from <= columns * rows)).toBe(true)
    }
  })
})

describe('groups compared', () => {
  const groups = [
    { id: 1, name: '1组' },
    { id: 2, name: '2组' },
    { id: 3, name: '3组' },
    { id: 4, name: '4组' },
  ]

  it('go by points per household, not by sum', () => {
    const households = [
      { group: 1, score: 10 },
      { group: 1, score: 10 },
      { group: 1, score: 10 },
      { group: 2, score: 20 },
    ]
    expect(compareGroups(groups, households).map(({ id, average, rank }) => [id, average, rank])).toEqual([
      [2, 20, 1],
      [1, 10, 2],
    ])
  })

  it('share a rank with equal averages, and the next one is left free', () => {
    const households = [
      { group: 1, score: 5 },
      { group: 2, score: 9 },
      { group: 3, score: 9 },
      { group: 4, score: -3 },
    ]
    expect(compareGroups(groups, households).map(({ id, rank }) => [id, rank])).toEqual([
      [2, 1],
      [3, 1],
      [1, 3],
      [4, 4],
    ])
  })

  it('leave out a group without households, and one that nobody knows', () => {
    expect(compareGroups(groups, [{ group: 99, score: 1 }])).toEqual([])
  })
})
