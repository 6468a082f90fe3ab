import fc from 'fast-check'
import { describe, expect, it, vi, afterEach } from 'vitest'
import { type PublicVillage, readPublicVillage } from '../../../db/board/board.ts'
import { changeHousehold, createHousehold } from '../../../db/households/changeHouseholds.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'
import type { Board } from '../../../server/domain/board/board.ts'
import { foldPosting } from '../../../server/domain/board/fold.ts'
import { placeOrder, rank } from '../../../server/domain/ranking/ranking.ts'
import { household, now, testStore, TestVillage } from '../../support/db/village.ts'
import { doAll, writes } from '../../support/db/writes.ts'

const store = await testStore()

afterEach(() => {
  vi.unstubAllEnvs()
})

/** The board of before with every posting folded in that the function writes. */
function folded(village: TestVillage, work: () => void): Board {
  const { board, project }: PublicVillage = readPublicVillage(store, village.row, now)
  let current = board
  const stop = store.onChange((change) => {
    if (change.type !== 'postings') return
    for (const posting of change.postings) current = foldPosting(current, project(posting, current))
  })
  work()
  stop()
  return current
}

/** Places before the month are found when a board is read; deeds entered late for a month gone by move them. */
function withoutPlacesBefore({ households, ...board }: Board) {
  return { ...board, households: households.map((one) => ({ ...one, rankBefore: null })) }
}

describe('a board that was folded', () => {
  it('is the board that is read afresh, whatever was written', () => {
    fc.assert(
      fc.property(writes, writes, (before, after) => {
        const village = new TestVillage(store)
        doAll(village, before)
        const board = folded(village, () => doAll(village, after))
        expect(withoutPlacesBefore(board)).toEqual(withoutPlacesBefore(village.board()))
      }),
      { numRuns: 25 },
    )
  })

  it('keeps its scores when a posting of last season is taken back', () => {
    const village = new TestVillage(store, {
      season: { name: '春', startsOn: '2026-01-01', endsOn: '2026-06-30' },
    })
    const posting = village.enter('duty')
    store.write((store) => store.run(`UPDATE seasons SET state = 'closed' WHERE village_id = ?`, village.id))
    store.write((it) =>
      it.run(
        `INSERT INTO seasons (village_id, name, starts_on, ends_on, state) VALUES (?, '夏', ?, ?, 'active')`,
        village.id,
        '2026-06-01',
        '2026-12-31',
      ),
    )
    const board = folded(village, () => village.reverse(posting))
    expect(board.households).toEqual(village.board().households)
    expect(board.households[0]?.score).toBe(0)
  })
})

describe('a board', () => {
  it('names every household, silent ones too, in the order of doors', () => {
    const village = new TestVillage(store, { households: ['10', '9', '甲3'].map((door) => household(door)) })
    expect(village.board().households.map(({ door, score }) => [door, score])).toEqual([
      ['9', 0],
      ['10', 0],
      ['甲3', 0],
    ])
  })

  it('tells what of a score was earned this month', () => {
    const village = new TestVillage(store)
    village.enter('duty', { occurredOn: '2026-05-31' })
    village.enter('litter')
    expect(village.board().households[0]).toMatchObject({ score: 20, month: -20 })
  })

  it('has the month of the village, not of Greenwich', () => {
    const village = new TestVillage(store)
    expect(village.board(Date.parse('2026-06-30T15:59:59Z')).month).toBe('2026-06')
    expect(village.board(Date.parse('2026-06-30T16:00:00Z')).month).toBe('2026-07')
  })

  it('tells the places of before the month', () => {
    const village = new TestVillage(store)
    village.enter('duty', { door: '1002', occurredOn: '2026-05-31' })
    village.enter('yard', { door: '1001', points: 90 })
    expect(
      village
        .board()
        .households.slice(0, 2)
        .map(({ rankBefore }) => rankBefore),
    ).toEqual([2, 1])
  })

  it('tells no places of before the first month', () => {
    const village = new TestVillage(store)
    village.enter('duty')
    expect(village.board().households.map(({ rankBefore }) => rankBefore)).toEqual([null, null, null, null])
  })

  it('begins empty, at posting 0', () => {
    expect(new TestVillage(store).board()).toMatchObject({ seq: 0, head: '', months: [], recent: [] })
  })

  it('ends with the last posting and the first 8 digits of its hash', () => {
    const village = new TestVillage(store)
    const { seq, hash } = village.enter('duty')
    expect(village.board()).toMatchObject({ seq, head: hash.slice(0, 8) })
  })

  it('remembers at most 30 lines, the newest first', () => {
    const village = new TestVillage(store)
    village.write(...Array.from({ length: 35 }, () => village.request('duty')), village.request('meeting'))
    const { recent } = village.board()
    expect([recent.length, recent[0]?.text]).toEqual([30, '参加村民会议'])
  })

  it('shows nothing of the village next door', () => {
    const [village, other] = [new TestVillage(store), new TestVillage(store)]
    const before = village.board()
    other.enter('duty')
    expect(village.board()).toEqual(before)
  })

  it('stands the same whatever the time zone of the server', () => {
    const village = new TestVillage(store)
    village.enter('duty', { occurredOn: '2026-06-01' })
    village.enter('meeting', { door: '1002', occurredOn: '2026-05-31' })
    const standings = ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati'].map((zone) => {
      vi.stubEnv('TZ', zone)
      const board = village.board()
      const order = placeOrder(
        board.tieBreakers,
        board.dimensions.map(({ id }) => id),
      )
      return { board, places: rank(board.households, order) }
    })
    expect(standings[1]).toEqual(standings[0])
    expect(standings[2]).toEqual(standings[0])
  })
})

describe('screens must take a new board', () => {
  it.each<[string, (village: TestVillage) => void]>([
    [
      'a household was added',
      ({ scope }) => createHousehold(store, scope, 'h', '3001', { head: '王一', group: '1组' }),
    ],
    ['a household was changed', ({ scope }) => changeHousehold(store, scope, '1001', { optedOut: true })],
    ['privacy was changed', ({ scope }) => changeVillage(store, scope, { privacy: 'door' })],
  ])('when %s: its epoch is another', (_, change) => {
    const village = new TestVillage(store)
    const { epoch } = village.board()
    change(village)
    expect(village.board().epoch).not.toBe(epoch)
  })

  it('when the month turns', () => {
    const village = new TestVillage(store)
    expect(village.board(Date.parse('2026-07-01T00:00:00Z')).epoch).not.toBe(village.board().epoch)
  })

  it('but not for a posting', () => {
    const village = new TestVillage(store)
    const { epoch } = village.board()
    village.enter('duty')
    expect(village.board().epoch).toBe(epoch)
  })
})
