import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exampleBoard, exampleExtras } from '../../display/example.ts'
import { improvedHouseholds } from '../../display/scenes/improved/improvedHouseholds.ts'
import { leaderPages, periodName, periodStandings } from '../../display/scenes/leaders/leaderPages.ts'
import { rulePages } from '../../display/scenes/rules/rulePages.ts'
import { viewBoard } from '../../display/stage/viewBoard.ts'
import { deskWords } from '../../display/words/deskWords.ts'
import type { BoardRule } from '../../server/domain/board/board.ts'
import {
  completePlaylist,
  defaultSettings,
  isOpenAt,
  leaderPeriods,
  leaderPeriodsOf,
} from '../../server/domain/board/screens.ts'
import { addDays, daysBetween } from '../../server/domain/calendar/calendar.ts'
import { placeOrder, rank } from '../../server/domain/ranking/ranking.ts'

const today = '2026-11-24'
const board = exampleBoard(Date.parse(`${today}T04:00:00Z`))
const standings = rank(
  board.households,
  placeOrder(
    board.tieBreakers,
    board.dimensions.map(({ id }) => id),
  ),
)

describe('the most improved households', () => {
  const improved = improvedHouseholds(standings)

  it('are those that gained places with points of this month, most places first', () => {
    expect(improved.length).toBeGreaterThan(10)
    for (const { household, rank: place, before, gained } of improved) {
      expect(household.rankBefore).toBe(before)
      expect(before - place).toBe(gained)
      expect(gained).toBeGreaterThan(0)
      expect(household.month).toBeGreaterThan(0)
    }
    expect(improved.map(({ gained }) => gained)).toEqual(
      improved.map(({ gained }) => gained).sort((a, b) => b - a),
    )
  })

  it('are none before anybody had a place, or where others only fell', () => {
    const fresh = standings.map((standing) => ({
      ...standing,
      household: { ...standing.household, rankBefore: null },
    }))
    expect(improvedHouseholds(fresh)).toEqual([])
    const idle = standings.map((standing) => ({
      ...standing,
      household: { ...standing.household, month: 0 },
    }))
    expect(improvedHouseholds(idle)).toEqual([])
  })
})

describe('rules on pages', () => {
  const rule = (dimension: number, text: string): BoardRule => ({
    dimension,
    text,
    terms: { effect: 'award', scale: { type: 'fixed', points: 10 }, caps: [] },
  })
  const many = [1, 2, 3].flatMap((dimension) =>
    Array.from({ length: 7 * dimension }, (_, index) => rule(dimension, `示范细则${dimension}-${index}`)),
  )

  it('shows each rule once, under its dimension, in order', () => {
    const pages = rulePages(many, [1, 2, 3], 'landscape', () => ['+10'])
    const shown = pages.flat().flatMap(({ dimension, rows }) => rows.map(({ text }) => [dimension + 1, text]))
    expect(shown).toEqual(many.map(({ dimension, text }) => [dimension, text]))
  })

  it('leaves no heading without a rule below it', () => {
    for (const orientation of ['landscape', 'portrait'] as const)
      for (const section of rulePages(many, [1, 2, 3], orientation, () => ['+10']).flat())
        expect(section.rows.length).toBeGreaterThan(0)
  })

  it('gives long rules the lines they need', () => {
    const long = Array.from({ length: 12 }, (_, index) => rule(1, `${index}${'庭院整洁'.repeat(20)}`))
    const short = Array.from({ length: 12 }, (_, index) => rule(1, `${index}`))
    const count = (rules: BoardRule[]) => rulePages(rules, [1], 'portrait', () => ['+10']).length
    expect(count(long)).toBeGreaterThan(3 * count(short))
  })

  it('fills pages about equally, with no more of them than needed', () => {
    const sizes = (count: number) =>
      rulePages(
        Array.from({ length: count }, (_, index) => rule(1, `${index}`)),
        [1],
        'landscape',
        () => ['+10'],
      ).map(([section]) => section?.rows.length)
    expect(sizes(9)).toEqual([9])
    expect(sizes(10)).toEqual([5, 5])
    expect(sizes(19)).toEqual([7, 7, 5])
  })

  it('has no page where there is no rule', () => {
    expect(rulePages([], [1, 2], 'portrait', () => [])).toEqual([])
  })
})

describe('the board that a screen shows', () => {
  const show = (settings: Partial<typeof defaultSettings>, day = today) =>
    viewBoard(board, standings, { ...defaultSettings, ...settings }, day)

  it('of one group has its households alone, with their places in the village', () => {
    const { board: seen, standings: places } = show({ group: 3 })
    expect(seen.groups).toEqual([{ id: 3, name: '3组' }])
    expect(seen.households.every(({ group }) => group === 3)).toBe(true)
    expect(places).toEqual(standings.filter(({ household }) => household.group === 3))
    expect(show({ group: 99 }).board.households).toHaveLength(board.households.length)
  })

  it('of the month counts what was earned in it', () => {
    const { standings: places } = show({ period: 'month' })
    expect(places[0]?.household.score).toBe(Math.max(...board.households.map(({ month }) => month)))
    expect(places.every(({ household }) => household.score === household.month)).toBe(true)
  })

  it('leaves out what is over and what has not begun', () => {
    const { notices, publicity } = exampleExtras(today)
    const last = notices[0]?.endsOn ?? ''
    expect(show({}, last).board.notices).toHaveLength(1)
    expect(show({}, addDays(last, 1)).board.notices).toEqual([])
    expect(show({}, addDays(today, -1)).board.notices).toEqual([])
    const closes = publicity[0]?.closesOn ?? ''
    expect(show({}, closes).board.publicity).toHaveLength(1)
    expect(show({}, addDays(closes, 1)).board.publicity).toEqual([])
  })
})

describe('the leaders of a period', () => {
  const shown = { board, standings, leaderPeriods }

  it('have a page each, in the order chosen; nobody’s period has none', () => {
    expect(leaderPages(shown)).toEqual(['season', 'year', 'quarter', 'month'])
    const idle = { ...board, households: board.households.map((one) => ({ ...one, quarter: 0, month: 0 })) }
    expect(leaderPages({ ...shown, board: idle })).toEqual(['season', 'year'])
    expect(leaderPages({ board: { ...board, households: [] }, leaderPeriods })).toEqual([])
  })

  it('have none on a board of an earlier server, which does not tell of quarter and year', () => {
    const households = board.households.map(({ quarter: _quarter, year: _year, ...one }) => one)
    expect(leaderPages({ ...shown, board: { ...board, households } })).toEqual(['season', 'month'])
  })

  it('are ranked by what was earned in it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 1, maxLength: 40 }), (earned) => {
        const households = earned.map((quarter, index) => ({
          ...board.households[0]!,
          door: `${index}`,
          quarter,
        }))
        const places = periodStandings({ board: { ...board, households }, standings }, 'quarter')
        for (const { household, rank: place } of places)
          expect(place).toBe(1 + earned.filter((points) => points > household.score).length)
        expect(places.map(({ household }) => household.score)).toEqual([...earned].sort((a, b) => b - a))
      }),
    )
  })

  it('are those that the screen is set to', () => {
    const of = (period: 'season' | 'month', periods?: (typeof leaderPeriods)[number][]) =>
      leaderPeriodsOf({ period, playlist: [{ scene: 'leaders', on: true, dwellSeconds: null, periods }] })
    expect(of('season')).toEqual(['season'])
    expect(of('month')).toEqual(['month'])
    expect(of('season', ['quarter', 'month'])).toEqual(['quarter', 'month'])
    expect(of('month', ['season', 'quarter', 'month'])).toEqual(['month', 'quarter'])
    expect(leaderPeriodsOf({ period: 'season', playlist: [] })).toEqual(['season'])
  })

  it('are named', () => {
    expect(leaderPeriods.map((period) => periodName(period, '2026-11'))).toEqual([
      '',
      '2026年',
      '2026年第四季度',
      '11月',
    ])
  })
})

describe('the desk’s hours on the wall', () => {
  const session = { on: today, from: '08:30', to: '11:00' }
  const redemption = { goods: [], desk: session, hours: { sessions: [session], isBound: true } }
  const at = (time: string) => deskWords(redemption, { day: today, time })

  it('are those of today, and none once they are over', () => {
    expect(at('08:00')).toEqual({ state: 'next', when: '今天 08:30–11:00' })
    expect(at('09:00')).toEqual({ state: 'open', when: '今天 08:30–11:00' })
    expect(at('12:00')).toEqual({ state: 'closed', when: '' })
  })

  it('are none where a village has set none: it redeems at any time', () => {
    const free = { goods: [], desk: null, hours: { sessions: [], isBound: false } }
    expect(deskWords(free, { day: today, time: '09:00' })).toEqual({ state: 'always', when: '随时可兑换' })
  })

  it('are read from a board of an earlier server', () => {
    const earlier = { goods: [], desk: { ...session, on: '2026-12-03' } }
    expect(deskWords(earlier, { day: today, time: '09:00' }).when).toBe('12月3日 星期四 08:30–11:00')
    expect(deskWords({ goods: [], desk: null }, { day: today, time: '09:00' }).state).toBe('closed')
  })
})

describe('a playlist', () => {
  it('names every scene once: the chosen ones in their order, then the rest', () => {
    const item = (scene: string) => ({ scene, on: false, dwellSeconds: 5 })
    const complete = completePlaylist(
      [item('groups'), item('gone'), item('groups')],
      ['leaders', 'groups', 'new'],
    )
    expect(complete).toEqual([
      item('groups'),
      { scene: 'leaders', on: true, dwellSeconds: null },
      { scene: 'new', on: true, dwellSeconds: null },
    ])
  })
})

describe('the hours of a screen', () => {
  it.each([
    [{ from: '07:00', to: '21:00' }, '07:00', true],
    [{ from: '07:00', to: '21:00' }, '21:00', false],
    [{ from: '07:00', to: '21:00' }, '06:59', false],
    [{ from: '18:00', to: '02:00' }, '23:30', true],
    [{ from: '18:00', to: '02:00' }, '01:59', true],
    [{ from: '18:00', to: '02:00' }, '12:00', false],
    [{ from: '08:00', to: '08:00' }, '03:00', true],
    [null, '03:00', true],
  ])('%o at %s: %s', (hours, time, open) => expect(isOpenAt(hours, time)).toBe(open))
})

it('days between two local dates are counted across months and years', () => {
  expect(daysBetween('2026-11-24', '2026-11-24')).toBe(0)
  expect(daysBetween('2026-12-30', '2027-01-02')).toBe(3)
  expect(daysBetween('2026-03-01', '2026-02-28')).toBe(-1)
})
