import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Board,
  type BoardChange,
  type BoardLine,
  type PostingEvent,
  recentLines,
} from '../../../server/domain/board/board.ts'
import { foldPosting } from '../../support/foldPosting.ts'

const doors = ['1001', '1002', '1003']
const dimensions = [
  { id: 4, name: '会议学习' },
  { id: 9, name: '志愿服务' },
]

const emptyBoard: Board = {
  village: { slug: 'jinwei', name: '金卫村', slogan: '', timezone: 'Asia/Shanghai', crest: null },
  season: { name: '2026', startsOn: '2026-01-01', endsOn: '2026-12-31' },
  month: '2026-06',
  epoch: 'e1',
  seq: 0,
  head: '',
  unit: 1,
  privacy: 'masked',
  tieBreakers: [],
  dimensions,
  groups: [{ id: 1, name: '1组' }],
  households: doors.map((door) => ({
    door,
    name: null,
    group: 1,
    score: 0,
    month: 0,
    quarter: 0,
    year: 0,
    rankBefore: null,
    byDimension: [0, 0],
  })),
  months: [],
  recent: [],
  deductions: null,
  rules: [],
  notices: [],
  yards: null,
  round: null,
  redemption: null,
  publicity: [],
}

const household = { door: '1001', name: null, group: 1 }

function line(text: string, points = 20): BoardLine {
  return { kind: 'award', text, points, dimension: 4, occurredOn: '2026-06-01', household }
}

type EventParts = Partial<Omit<PostingEvent, 'change'>> & { change?: Partial<BoardChange> }
type LineEvent = PostingEvent & { change: BoardChange }

function event(seq: number, { change, ...more }: EventParts = {}): LineEvent {
  return {
    seq,
    epoch: 'e1',
    head: `head${seq}`,
    change: { door: '1001', points: 20, dimension: 4, month: '2026-06', ...change },
    figures: null,
    line: line(`posting ${seq}`),
    ...more,
  }
}

function fold(events: PostingEvent[], board = emptyBoard): Board {
  return events.reduce(foldPosting, board)
}

/** What counts in a period is also what an earlier season's postings move. */
function periodSum(events: LineEvent[], door: string, isIn: (change: BoardChange) => boolean): number {
  return events
    .filter(({ change }) => change.door === door && isIn(change))
    .reduce((total, { change: { points, periodPoints = points } }) => total + periodPoints, 0)
}

/** The board as the postings give it, without any folding. */
function boardOf(events: LineEvent[]): Board {
  const sum = (wanted: (change: BoardChange) => boolean) =>
    events.reduce((total, { change }) => total + (wanted(change) ? change.points : 0), 0)
  const counting = events.filter(({ change }) => change.points !== 0 && change.dimension !== null)
  const months = [...new Set(counting.map(({ change }) => change.month))].sort()
  return {
    ...emptyBoard,
    seq: events.length,
    head: events.at(-1)?.head ?? '',
    households: emptyBoard.households.map((household) => ({
      ...household,
      score: sum(({ door }) => door === household.door),
      month: sum(({ door, month }) => door === household.door && month === emptyBoard.month),
      quarter: periodSum(events, household.door, ({ month }) =>
        ['2026-04', '2026-05', '2026-06'].includes(month),
      ),
      year: periodSum(events, household.door, ({ month }) => month.startsWith('2026')),
      byDimension: dimensions.map(({ id }) => sum((c) => c.door === household.door && c.dimension === id)),
    })),
    months: months
      .map((month) => ({
        month,
        byDimension: dimensions.map(({ id }) => sum((c) => c.month === month && c.dimension === id)),
      }))
      .filter(({ byDimension }) => byDimension.some((points) => points !== 0)),
    recent: events
      .flatMap((one) => one.line ?? [])
      .reverse()
      .slice(0, recentLines),
  }
}

describe('folding postings into a board', () => {
  it('gives the board that the postings give', () => {
    const changes = fc.record({
      door: fc.constantFrom(...doors),
      points: fc.integer({ min: -50, max: 100 }),
      dimension: fc.constantFrom(4, 9, null),
      month: fc.constantFrom('2025-11', '2026-01', '2026-04', '2026-05', '2026-06', '2026-07'),
    })
    const ofEarlierSeason = changes.map((change) => ({ ...change, points: 0, periodPoints: change.points }))
    const events = fc
      .array(fc.record({ change: fc.oneof(changes, ofEarlierSeason), silent: fc.boolean() }), {
        maxLength: 60,
      })
      .map((list) =>
        list.map(({ change, silent }, index) =>
          event(index + 1, { change, ...(silent ? { line: null } : {}) }),
        ),
      )
    fc.assert(
      fc.property(events, (list) => {
        expect(fold(list)).toEqual(boardOf(list))
      }),
    )
  })

  it('leaves the given board as it was', () => {
    const before = fold([event(1), event(2, { change: { door: '1002', month: '2026-05' } })])
    const copy = structuredClone(before)
    fold([event(3), event(4, { change: { month: '2026-04' } })], before)
    expect(before).toEqual(copy)
  })

  it('shares with the given board what did not change', () => {
    const after = foldPosting(emptyBoard, event(1))
    expect(after.households[1]).toBe(emptyBoard.households[1])
    expect(after.groups).toBe(emptyBoard.groups)
  })

  it.each([
    ['one that is missing before it', event(3)],
    ['the same one again', event(1)],
    ['one of another epoch', event(2, { epoch: 'e2' })],
  ])('refuses %s', (_, next) => {
    expect(() => fold([event(1), next])).toThrow('does not follow')
  })

  it('refuses a door that the board does not have', () => {
    expect(() => fold([event(1, { change: { door: '9999' } })])).toThrow('door')
  })

  it('counts the deed of another month for the score, not for this month', () => {
    const [household] = fold([event(1, { change: { month: '2026-05' } })]).households
    expect(household).toMatchObject({ score: 20, month: 0 })
  })

  it('moves on without touching scores for a posting of the balance alone', () => {
    const after = fold([event(1, { change: { points: 0 } })])
    expect(after).toMatchObject({ seq: 1, head: 'head1', households: emptyBoard.households, months: [] })
  })
})

describe('the months of a board', () => {
  it('stand in order, whichever came first', () => {
    const late = ['2026-06', '2026-03', '2026-05', '2026-01', '2026-07']
    const after = fold(late.map((month, index) => event(index + 1, { change: { month } })))
    expect(after.months.map(({ month }) => month)).toEqual([
      '2026-01',
      '2026-03',
      '2026-05',
      '2026-06',
      '2026-07',
    ])
  })

  it('add up the postings of a month', () => {
    const after = fold([event(1), event(2, { change: { dimension: 9, points: 5 } }), event(3)])
    expect(after.months).toEqual([{ month: '2026-06', byDimension: [40, 5] }])
  })

  it('leave out a month of zeros alone', () => {
    const back = { change: { points: -event(1).change.points } }
    expect(fold([event(1), event(2, back)]).months).toEqual([])
  })
})

describe('the recent lines', () => {
  it('are the newest ones, newest first, and never more than the board remembers', () => {
    const { recent } = fold(Array.from({ length: recentLines + 5 }, (_, index) => event(index + 1)))
    expect(recent).toHaveLength(recentLines)
    expect(recent[0]?.text).toBe(`posting ${recentLines + 5}`)
  })
})

describe('a posting that is no public line', () => {
  const figures = { door: '1002', score: 60, month: -20, byDimension: [60, 0] }
  const hidden = (seq: number, more: Partial<PostingEvent> = {}): PostingEvent => ({
    seq,
    epoch: 'e1',
    head: `head${seq}`,
    change: null,
    figures,
    line: null,
    ...more,
  })

  it('sets the numbers of its household, and leaves months and lines alone', () => {
    const before = fold([event(1)])
    const after = foldPosting(before, hidden(2))
    expect(after.households[1]).toEqual({ ...before.households[1], ...figures })
    expect(after).toMatchObject({ seq: 2, head: 'head2', months: before.months, recent: before.recent })
  })

  it('moves on without touching anything for a household that is on no board', () => {
    expect(foldPosting(emptyBoard, hidden(1, { figures: null }))).toEqual({
      ...emptyBoard,
      seq: 1,
      head: 'head1',
    })
  })

  it('folds as an earlier server sends it, with the change and without figures', () => {
    const { figures: _none, ...earlier } = event(1, { line: null })
    expect(fold([earlier as PostingEvent]).households[0]).toMatchObject({ score: 20 })
  })
})
