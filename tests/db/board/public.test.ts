import { describe, expect, it } from 'vitest'
import { readPublicVillage } from '../../../db/board/board.ts'
import { changeHousehold } from '../../../db/households/changeHouseholds.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'
import type { Board, BoardLine, PostingEvent } from '../../../server/domain/board/board.ts'
import { foldPosting } from '../../../server/domain/board/fold.ts'
import type { PrivacyPreset } from '../../../server/domain/board/privacy.ts'
import { household, now, testStore, TestVillage } from '../../support/db/village.ts'
import { append } from '../../support/db/writes.ts'

const store = await testStore()

/** The events that screens get while the function writes. */
function eventsOf(village: TestVillage, work: () => void): PostingEvent[] {
  const { board, project } = readPublicVillage(store, village.row, now)
  let current = board
  const events: PostingEvent[] = []
  const stop = store.onChange((change) => {
    if (change.type !== 'postings') return
    for (const posting of change.postings) {
      const event = project(posting, current)
      current = foldPosting(current, event)
      events.push(event)
    }
  })
  work()
  stop()
  return events
}

/** The newest public line, as the board tells it; the event that brought it says the same. */
function lineOf(village: TestVillage, work: () => void): BoardLine | undefined {
  const event = eventsOf(village, work).at(-1)
  const [line] = village.board().recent
  expect(event?.line).toEqual(line)
  return line
}

describe('nothing private is public', () => {
  /** Stands in every field that the public must not see. */
  const mark = 'NEVERPUBLIC'

  it.each<PrivacyPreset>(['door', 'masked', 'full'])('under preset %s', (privacy) => {
    const marked = { head: `刘${mark}`, phone: `138-${mark}`, note: `低保-${mark}`, members: 987_654 }
    const village = new TestVillage(store, {
      households: [household('1001', marked), household('1002', marked)],
    })
    changeHousehold(store, village.scope, '1002', { consented: true, optedOut: true })
    changeVillage(store, village.scope, { privacy })
    const events = eventsOf(village, () => {
      const posting = village.enter('duty', { id: `${mark}-1`, note: mark })
      village.enter('litter', { id: `${mark}-2`, note: mark, door: '1002' })
      village.reverse(posting, mark)
      append(village, 'redeem', { door: '1001', day: '2026-06-15', points: -10 })
    })
    expect(events).toHaveLength(4)
    const told = JSON.stringify([village.board(), events])
    for (const hidden of [mark, mark.toLowerCase(), '987654', village.scope.name])
      expect(told).not.toContain(hidden)
  })

  it('but the name of those who agreed to it, where the village shows full names', () => {
    const village = new TestVillage(store)
    changeVillage(store, village.scope, { privacy: 'full' })
    changeHousehold(store, village.scope, '1001', { consented: true })
    expect(
      village
        .board()
        .households.slice(0, 2)
        .map(({ name }) => name),
    ).toEqual(['刘建国', '刘**'])
  })
})

describe('the name of a household', () => {
  it('is masked unless the village chose otherwise', () => {
    expect(new TestVillage(store).board().households[0]?.name).toBe('刘**')
  })

  it('is not shown once it opted out, on its lines neither', () => {
    const village = new TestVillage(store)
    changeHousehold(store, village.scope, '1001', { optedOut: true })
    expect(lineOf(village, () => village.enter('duty'))?.household).toMatchObject({
      door: '1001',
      name: null,
    })
    expect(village.board().households[0]?.name).toBeNull()
  })
})

describe('the line of', () => {
  it('an award names the household', () => {
    const village = new TestVillage(store)
    const line = lineOf(village, () => village.enter('duty'))
    expect(line).toMatchObject({ points: 40, household: { door: '1001', name: '刘**' } })
  })

  it.each<[PrivacyPreset, string | null]>([
    ['door', null],
    ['masked', '刘**'],
    ['full', '刘建国'],
  ])('a redemption names the household as the preset %s says, and so does its return', (privacy, name) => {
    const village = new TestVillage(store)
    changeHousehold(store, village.scope, '1001', { consented: true })
    changeVillage(store, village.scope, { privacy })
    const deed = { door: '1001', day: '2026-06-15' }
    const took = lineOf(village, () => append(village, 'redeem', { ...deed, points: -30 }))
    expect(took).toMatchObject({ points: -30, household: { door: '1001', name } })
    const returned = lineOf(village, () => append(village, 'redeem-return', { ...deed, points: 30 }))
    expect(returned).toMatchObject({ points: 30, household: { door: '1001', name } })
  })

  it('a redemption of somebody who opted out has their door alone', () => {
    const village = new TestVillage(store)
    changeHousehold(store, village.scope, '1001', { optedOut: true })
    const deed = { door: '1001', day: '2026-06-15', points: -30 }
    expect(lineOf(village, () => append(village, 'redeem', deed))?.household).toMatchObject({
      door: '1001',
      name: null,
    })
  })

  it('a deduction says who, where the village chose so', () => {
    const village = new TestVillage(store)
    store.write((store) => store.run('UPDATE villages SET names_deductions = 1 WHERE id = ?', village.id))
    const posting = village.enter('litter')
    expect(village.board().recent[0]?.household?.door).toBe('1001')
    expect(lineOf(village, () => village.reverse(posting))?.household?.door).toBe('1001')
  })
})

describe('the reversal of an award', () => {
  it('is the newest line, with the door of the award, and no deduction', () => {
    const village = new TestVillage(store)
    const award = village.enter('duty')
    const earlier = village.board()
    const [event] = eventsOf(village, () => village.reverse(award))
    const board = village.board()
    expect(event).toMatchObject({
      change: { door: '1001', points: -40 },
      figures: null,
      line: { kind: 'reversal', points: -40, household: { door: '1001' } },
    })
    expect(board.recent).toEqual([event!.line, ...earlier.recent])
    expect(foldPosting(earlier, event!)).toMatchObject({ recent: board.recent, months: board.months })
    expect(board.households[0]).toMatchObject({ door: '1001', score: 0 })
  })
})

/** Doors of a village where five households and more can be in one sum. */
const doors = Array.from({ length: 8 }, (_, index) => String(1001 + index))

describe('a deduction that is not named', () => {
  /** Everything that takes points away or gives them back; each returns once it is written. */
  const writings: [string, (village: TestVillage) => void, (village: TestVillage) => void][] = [
    ['a deduction', () => {}, (village) => village.enter('litter')],
    ['a restore', (village) => village.enter('litter'), (village) => village.restore(last(village), 10)],
    [
      'the reversal of a deduction',
      (village) => village.enter('litter'),
      (village) => village.reverse(last(village)),
    ],
    [
      'the reversal of a restore',
      (village) => {
        village.restore(village.enter('litter'), 10)
      },
      (village) => village.reverse(last(village)),
    ],
    ['what expired', () => {}, (village) => takeAway(village, 'carry')],
    ['an opening balance below zero', () => {}, (village) => takeAway(village, 'opening')],
    [
      'the reversal of such an opening balance',
      (village) => takeAway(village, 'opening'),
      (village) => village.reverse(last(village)),
    ],
  ]
  const last = (village: TestVillage) => village.postings().at(-1)!
  const takeAway = (village: TestVillage, kind: 'carry' | 'opening') =>
    append(village, kind, { door: '1001', day: '2026-06-15', points: -30 })

  it.each(writings)(
    '%s is no line, and travels as the new numbers of its household',
    (_what, before, write) => {
      const village = new TestVillage(store)
      before(village)
      const earlier = village.board()
      const [event] = eventsOf(village, () => write(village))
      const board = village.board()
      const { door, score, month, byDimension } = board.households[0]!
      expect(event).toEqual({
        seq: board.seq,
        epoch: board.epoch,
        head: board.head,
        change: null,
        figures: { door, score, month, byDimension },
        line: null,
      })
      expect(board.recent).toEqual(earlier.recent)
      expect(board.months).toEqual(earlier.months)
      expect(board.deductions).toEqual(earlier.deductions)
    },
  )

  it('says who, where the village chose so', () => {
    const village = new TestVillage(store)
    store.write((store) => store.run('UPDATE villages SET names_deductions = 1 WHERE id = ?', village.id))
    const posting = village.enter('litter')
    expect(village.board().recent[0]).toMatchObject({ points: -20, household: { door: '1001' } })
    expect(village.board().months).not.toEqual([])
    expect(lineOf(village, () => village.reverse(posting))?.household.door).toBe('1001')
    expect(village.board().deductions).toBeNull()
  })

  it('leaves room for the thirty newest lines that are public', () => {
    const village = new TestVillage(store)
    for (let count = 0; count < 35; count += 1) {
      village.enter('duty')
      village.enter('litter')
    }
    expect(village.board().recent).toHaveLength(30)
  })
})

describe('the sums of deductions', () => {
  const tomorrow = now + 24 * 60 * 60_000

  function deduct(village: TestVillage, count: number): void {
    for (const door of doors.slice(0, count)) village.enter('litter', { door })
  }
  function villageWith(count: number): TestVillage {
    const village = new TestVillage(store, { households: doors.map((door) => household(door)) })
    deduct(village, count)
    return village
  }
  const sumsOf = (board: Board) => board.deductions?.map(({ points }) => points)

  it('are of five households or more', () => {
    expect(sumsOf(villageWith(4).board(tomorrow))).toEqual([])
    expect(sumsOf(villageWith(5).board(tomorrow))).toEqual([-100])
  })

  it('are not helped by households whose deduction was reversed', () => {
    const village = villageWith(5)
    village.reverse(village.postings()[0]!)
    expect(sumsOf(village.board(tomorrow))).toEqual([])
  })

  it('count what was given back', () => {
    const village = villageWith(6)
    village.restore(village.postings()[0]!, 15)
    expect(sumsOf(village.board(tomorrow))).toEqual([-105])
  })

  it('are renewed at midnight, with the totals of the months', () => {
    const village = villageWith(6)
    village.enter('duty', { door: '1001' })
    expect(village.board()).toMatchObject({ deductions: [], months: [{ byDimension: expect.anything() }] })
    const total = (board: Board) => board.months.flatMap(({ byDimension }) => byDimension)
    const sum = (points: number[]) => points.reduce((all, one) => all + one, 0)
    expect(sum(total(village.board()))).toBe(40)
    expect(sum(total(village.board(tomorrow)))).toBe(40 - 120)
    expect(village.board(tomorrow).epoch).not.toBe(village.board().epoch)
  })

  it('are of the month alone', () => {
    const village = villageWith(5)
    expect(sumsOf(village.board(now + 31 * 24 * 60 * 60_000))).toEqual([])
  })
})
