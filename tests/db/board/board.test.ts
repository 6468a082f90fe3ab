import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it, vi, afterEach } from 'vitest'
import { type PublicVillage, readPublicVillage } from '../../../db/board/board.ts'
import { closeSeason } from '../../../db/closing/closeSeason.ts'
import { changeHousehold, createHousehold } from '../../../db/households/changeHouseholds.ts'
import { inOrder } from '../../../db/store/inOrder.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'
import type { Board } from '../../../server/domain/board/board.ts'
import { PlacedBoard } from '../../../server/domain/board/placedBoard.ts'
import { placeOrder, rank } from '../../../server/domain/ranking/ranking.ts'
import { household, now, testStore, TestVillage } from '../../support/db/village.ts'
import { doAll, writes } from '../../support/db/writes.ts'

const store = await testStore()

afterEach(() => {
  vi.unstubAllEnvs()
})

/** The board of before with every posting folded in that the function writes. */
async function folded(village: TestVillage, work: () => Promise<unknown>): Promise<Board> {
  const { board, project }: PublicVillage = await readPublicVillage(store, await village.row(), now)
  const placed = new PlacedBoard(board)
  const stop = store.onChange((change) => {
    if (change.type !== 'postings') return
    for (const posting of change.postings) placed.fold(project(posting, placed))
  })
  await work()
  stop()
  return placed.board
}

/** Places before the month are found when a board is read; deeds entered late for a month gone by move them. */
function withoutPlacesBefore({ households, ...board }: Board) {
  return { ...board, households: households.map((one) => ({ ...one, rankBefore: null })) }
}

describe('a board that was folded', () => {
  it('is the board that is read afresh, whatever was written', async () => {
    await fc.assert(
      fc.asyncProperty(writes, writes, async (before, after) => {
        const village = await TestVillage.create(store)
        await doAll(village, before)
        const board = await folded(village, async () => doAll(village, after))
        expect(withoutPlacesBefore(board)).toEqual(withoutPlacesBefore(await village.board()))
      }),
      { numRuns: 25 },
    )
  })

  it('keeps its scores when a posting of last season is taken back', async () => {
    const village = await TestVillage.create(store, {
      season: { name: '春', startsOn: '2026-01-01', endsOn: '2026-06-30' },
    })
    const posting = await village.enter('duty')
    await store.write(village.id, async (store) =>
      store.run(`UPDATE seasons SET state = 'closed' WHERE village_id = ?`, village.id),
    )
    await store.write(village.id, async (store) =>
      store.run(
        `INSERT INTO seasons (village_id, name, starts_on, ends_on, state) VALUES (?, '夏', ?, ?, 'active')`,
        village.id,
        '2026-06-01',
        '2026-12-31',
      ),
    )
    const board = await folded(village, async () => village.reverse(posting))
    expect(board.households).toEqual((await village.board()).households)
    expect(board.households[0]?.score).toBe(0)
  })
})

describe('a board', () => {
  it('names every household, silent ones too, in the order of doors', async () => {
    const village = await TestVillage.create(store, {
      households: ['10', '9', '甲3'].map((door) => household(door)),
    })
    expect((await village.board()).households.map(({ door, score }) => [door, score])).toEqual([
      ['9', 0],
      ['10', 0],
      ['甲3', 0],
    ])
  })

  it('tells what of a score was earned this month', async () => {
    const village = await TestVillage.create(store)
    await village.enter('duty', { occurredOn: '2026-05-31' })
    await village.enter('litter')
    expect((await village.board()).households[0]).toMatchObject({ score: 20, month: -20 })
  })

  it('tells what was earned in the quarter and the year, over the ends of seasons', async () => {
    const village = await TestVillage.create(store, {
      season: { name: '第一季度', startsOn: '2026-01-01', endsOn: '2026-03-31' },
    })
    await village.enter('duty', { occurredOn: '2026-03-31' })
    const first = await store.one<{ id: number }>('SELECT id FROM seasons WHERE village_id = ?', village.id)
    const next = { name: '第二季度', startsOn: '2026-04-01', endsOn: '2026-06-30' }
    const closing = { id: randomUUID(), carry: { type: 'none' as const }, next }
    await closeSeason(store, village.scope, first.id, closing, '结转')
    await village.enter('duty', { occurredOn: '2026-04-01' })
    await village.enter('litter')
    expect((await village.board()).households[0]).toMatchObject({
      score: 20,
      month: -20,
      quarter: 20,
      year: 60,
    })
  })

  it('counts of a season that reaches over the year what lies in it', async () => {
    const village = await TestVillage.create(store, {
      season: { name: '2025–2026', startsOn: '2025-07-01', endsOn: '2026-06-30' },
    })
    await village.enter('duty', { occurredOn: '2025-12-31' })
    await village.enter('meeting', { occurredOn: '2026-01-01' })
    expect((await village.board()).households[0]).toMatchObject({ score: 60, month: 0, quarter: 0, year: 20 })
  })

  it('has the month of the village, not of Greenwich', async () => {
    const village = await TestVillage.create(store)
    expect((await village.board(Date.parse('2026-06-30T15:59:59Z'))).month).toBe('2026-06')
    expect((await village.board(Date.parse('2026-06-30T16:00:00Z'))).month).toBe('2026-07')
  })

  it('tells the places of before the month', async () => {
    const village = await TestVillage.create(store)
    await village.enter('duty', { door: '1002', occurredOn: '2026-05-31' })
    await village.enter('yard', { door: '1001', points: 90 })
    expect((await village.board()).households.slice(0, 2).map(({ rankBefore }) => rankBefore)).toEqual([2, 1])
  })

  it('tells no places of before the first month', async () => {
    const village = await TestVillage.create(store)
    await village.enter('duty')
    expect((await village.board()).households.map(({ rankBefore }) => rankBefore)).toEqual([
      null,
      null,
      null,
      null,
    ])
  })

  it('begins empty, at posting 0', async () => {
    expect(await (await TestVillage.create(store)).board()).toMatchObject({
      seq: 0,
      head: '',
      months: [],
      recent: [],
    })
  })

  it('ends with the last posting and the first 8 digits of its hash', async () => {
    const village = await TestVillage.create(store)
    const { seq, hash } = await village.enter('duty')
    expect(await village.board()).toMatchObject({ seq, head: hash.slice(0, 8) })
  })

  it('remembers at most 30 lines, the newest first', async () => {
    const village = await TestVillage.create(store)
    await village.write(
      ...Array.from({ length: 35 }, () => village.request('duty')),
      village.request('meeting'),
    )
    const { recent } = await village.board()
    expect([recent.length, recent[0]?.text]).toEqual([30, '参加村民会议'])
  })

  it('shows nothing of the village next door', async () => {
    const [village, other] = [await TestVillage.create(store), await TestVillage.create(store)]
    const before = await village.board()
    await other.enter('duty')
    expect(await village.board()).toEqual(before)
  })

  it('stands the same whatever the time zone of the server', async () => {
    const village = await TestVillage.create(store)
    await village.enter('duty', { occurredOn: '2026-06-01' })
    await village.enter('meeting', { door: '1002', occurredOn: '2026-05-31' })
    const standings = await inOrder(['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati'], async (zone) => {
      vi.stubEnv('TZ', zone)
      const board = await village.board()
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
  it.each<[string, (village: TestVillage) => Promise<unknown>]>([
    [
      'a household was added',
      async ({ scope }) => createHousehold(store, scope, 'h', '3001', { head: '王一', group: '1组' }),
    ],
    [
      'a household was changed',
      async ({ scope }) => changeHousehold(store, scope, '1001', { optedOut: true }),
    ],
    ['privacy was changed', async ({ scope }) => changeVillage(store, scope, { privacy: 'door' })],
  ])('when %s: its epoch is another', async (_, change) => {
    const village = await TestVillage.create(store)
    const { epoch } = await village.board()
    await change(village)
    expect((await village.board()).epoch).not.toBe(epoch)
  })

  it('when the month turns', async () => {
    const village = await TestVillage.create(store)
    expect((await village.board(Date.parse('2026-07-01T00:00:00Z'))).epoch).not.toBe(
      (await village.board()).epoch,
    )
  })

  it('but not for a posting', async () => {
    const village = await TestVillage.create(store)
    const { epoch } = await village.board()
    await village.enter('duty')
    expect((await village.board()).epoch).toBe(epoch)
  })
})
