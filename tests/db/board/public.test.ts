import { describe, expect, it } from 'vitest'
import { readPublicVillage } from '../../../db/board/board.ts'
import { changeHousehold } from '../../../db/households/changeHouseholds.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'
import type { Board, BoardLine, PostingEvent } from '../../../server/domain/board/board.ts'
import { PlacedBoard } from '../../../server/domain/board/placedBoard.ts'
import type { PrivacyPreset } from '../../../server/domain/board/privacy.ts'
import { household, now, testStore, TestVillage } from '../../support/db/village.ts'
import { append } from '../../support/db/writes.ts'
import { foldPosting } from '../../support/foldPosting.ts'

const store = await testStore()

/** The events that screens get while the function writes. */
async function eventsOf(village: TestVillage, work: () => Promise<unknown>): Promise<PostingEvent[]> {
  const { board, project } = await readPublicVillage(store, await village.row(), now)
  const placed = new PlacedBoard(board)
  const events: PostingEvent[] = []
  const stop = store.onChange((change) => {
    if (change.type !== 'postings') return
    for (const posting of change.postings) {
      const event = project(posting, placed)
      placed.fold(event)
      events.push(event)
    }
  })
  await work()
  stop()
  return events
}

/** The newest public line, as the board tells it; the event that brought it says the same. */
async function lineOf(village: TestVillage, work: () => Promise<unknown>): Promise<BoardLine | undefined> {
  const event = (await eventsOf(village, work)).at(-1)
  const [line] = (await village.board()).recent
  expect(event?.line).toEqual(line)
  return line
}

describe('nothing private is public', () => {
  /** Stands in every field that the public must not see. */
  const mark = 'NEVERPUBLIC'

  it.each<PrivacyPreset>(['door', 'masked', 'full'])('under preset %s', async (privacy) => {
    const marked = { head: `刘${mark}`, phone: `138-${mark}`, note: `低保-${mark}`, members: 987_654 }
    const village = await TestVillage.create(store, {
      households: [household('1001', marked), household('1002', marked)],
    })
    await changeHousehold(store, village.scope, '1002', { consented: true, optedOut: true })
    await changeVillage(store, village.scope, { privacy })
    const events = await eventsOf(village, async () => {
      const posting = await village.enter('duty', { id: `${mark}-1`, note: mark })
      await village.enter('litter', { id: `${mark}-2`, note: mark, door: '1002' })
      await village.reverse(posting, mark)
      await append(village, 'redeem', { door: '1001', day: '2026-06-15', points: -10 })
    })
    expect(events).toHaveLength(4)
    const told = JSON.stringify([await village.board(), events])
    for (const hidden of [mark, mark.toLowerCase(), '987654', village.scope.name])
      expect(told).not.toContain(hidden)
  })

  it('but the name of those who agreed to it, where the village shows full names', async () => {
    const village = await TestVillage.create(store)
    await changeVillage(store, village.scope, { privacy: 'full' })
    await changeHousehold(store, village.scope, '1001', { consented: true })
    expect((await village.board()).households.slice(0, 2).map(({ name }) => name)).toEqual(['刘建国', '刘**'])
  })
})

describe('the name of a household', () => {
  it('is masked unless the village chose otherwise', async () => {
    expect((await (await TestVillage.create(store)).board()).households[0]?.name).toBe('刘**')
  })

  it('is not shown once it opted out, on its lines neither', async () => {
    const village = await TestVillage.create(store)
    await changeHousehold(store, village.scope, '1001', { optedOut: true })
    expect((await lineOf(village, async () => village.enter('duty')))?.household).toMatchObject({
      door: '1001',
      name: null,
    })
    expect((await village.board()).households[0]?.name).toBeNull()
  })
})

describe('the line of', () => {
  it('an award names the household', async () => {
    const village = await TestVillage.create(store)
    const line = await lineOf(village, async () => village.enter('duty'))
    expect(line).toMatchObject({ points: 40, household: { door: '1001', name: '刘**' } })
  })

  it.each<[PrivacyPreset, string | null]>([
    ['door', null],
    ['masked', '刘**'],
    ['full', '刘建国'],
  ])(
    'a redemption names the household as the preset %s says, and so does its return',
    async (privacy, name) => {
      const village = await TestVillage.create(store)
      await changeHousehold(store, village.scope, '1001', { consented: true })
      await changeVillage(store, village.scope, { privacy })
      const deed = { door: '1001', day: '2026-06-15' }
      const took = await lineOf(village, async () => append(village, 'redeem', { ...deed, points: -30 }))
      expect(took).toMatchObject({ points: -30, household: { door: '1001', name } })
      const returned = await lineOf(village, async () =>
        append(village, 'redeem-return', { ...deed, points: 30 }),
      )
      expect(returned).toMatchObject({ points: 30, household: { door: '1001', name } })
    },
  )

  it('a redemption of somebody who opted out has their door alone', async () => {
    const village = await TestVillage.create(store)
    await changeHousehold(store, village.scope, '1001', { optedOut: true })
    const deed = { door: '1001', day: '2026-06-15', points: -30 }
    expect((await lineOf(village, async () => append(village, 'redeem', deed)))?.household).toMatchObject({
      door: '1001',
      name: null,
    })
  })

  it('a deduction says who, where the village chose so', async () => {
    const village = await TestVillage.create(store)
    await store.write(village.id, async (store) =>
      store.run('UPDATE villages SET names_deductions = 1 WHERE id = ?', village.id),
    )
    const posting = await village.enter('litter')
    expect((await village.board()).recent[0]?.household?.door).toBe('1001')
    expect((await lineOf(village, async () => village.reverse(posting)))?.household?.door).toBe('1001')
  })
})

describe('the reversal of an award', () => {
  it('is the newest line, with the door of the award, and no deduction', async () => {
    const village = await TestVillage.create(store)
    const award = await village.enter('duty')
    const earlier = await village.board()
    const [event] = await eventsOf(village, async () => village.reverse(award))
    const board = await village.board()
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
  const writings: [
    string,
    (village: TestVillage) => Promise<unknown>,
    (village: TestVillage) => Promise<unknown>,
  ][] = [
    ['a deduction', async () => {}, async (village) => village.enter('litter')],
    [
      'a restore',
      async (village) => village.enter('litter'),
      async (village) => village.restore(await last(village), 10),
    ],
    [
      'the reversal of a deduction',
      async (village) => village.enter('litter'),
      async (village) => village.reverse(await last(village)),
    ],
    [
      'the reversal of a restore',
      async (village) => {
        await village.restore(await village.enter('litter'), 10)
      },
      async (village) => village.reverse(await last(village)),
    ],
    ['what expired', async () => {}, async (village) => takeAway(village, 'carry')],
    ['an opening balance below zero', async () => {}, async (village) => takeAway(village, 'opening')],
    [
      'the reversal of such an opening balance',
      async (village) => takeAway(village, 'opening'),
      async (village) => village.reverse(await last(village)),
    ],
  ]
  const last = async (village: TestVillage) => (await village.postings()).at(-1)!
  const takeAway = async (village: TestVillage, kind: 'carry' | 'opening') =>
    append(village, kind, { door: '1001', day: '2026-06-15', points: -30 })

  it.each(writings)(
    '%s is no line, and travels as the new numbers of its household',
    async (_what, before, write) => {
      const village = await TestVillage.create(store)
      await before(village)
      const earlier = await village.board()
      const [event] = await eventsOf(village, async () => write(village))
      const board = await village.board()
      const { door, score, month, quarter, year, byDimension } = board.households[0]!
      expect(event).toEqual({
        seq: board.seq,
        epoch: board.epoch,
        head: board.head,
        change: null,
        figures: { door, score, month, quarter, year, byDimension },
        line: null,
      })
      expect(board.recent).toEqual(earlier.recent)
      expect(board.months).toEqual(earlier.months)
      expect(board.deductions).toEqual(earlier.deductions)
    },
  )

  it('says who, where the village chose so', async () => {
    const village = await TestVillage.create(store)
    await store.write(village.id, async (store) =>
      store.run('UPDATE villages SET names_deductions = 1 WHERE id = ?', village.id),
    )
    const posting = await village.enter('litter')
    expect((await village.board()).recent[0]).toMatchObject({ points: -20, household: { door: '1001' } })
    expect((await village.board()).months).not.toEqual([])
    expect((await lineOf(village, async () => village.reverse(posting)))?.household.door).toBe('1001')
    expect((await village.board()).deductions).toBeNull()
  })

  it('leaves room for the thirty newest lines that are public', async () => {
    const village = await TestVillage.create(store)
    for (let count = 0; count < 35; count += 1) {
      await village.enter('duty')
      await village.enter('litter')
    }
    expect((await village.board()).recent).toHaveLength(30)
  })
})

describe('the sums of deductions', () => {
  const tomorrow = now + 24 * 60 * 60_000

  async function deduct(village: TestVillage, count: number): Promise<void> {
    for (const door of doors.slice(0, count)) await village.enter('litter', { door })
  }
  async function villageWith(count: number): Promise<TestVillage> {
    const village = await TestVillage.create(store, { households: doors.map((door) => household(door)) })
    await deduct(village, count)
    return village
  }
  const sumsOf = (board: Board) => board.deductions?.map(({ points }) => points)

  it('are of five households or more', async () => {
    expect(sumsOf(await (await villageWith(4)).board(tomorrow))).toEqual([])
    expect(sumsOf(await (await villageWith(5)).board(tomorrow))).toEqual([-100])
  })

  it('are not helped by households whose deduction was reversed', async () => {
    const village = await villageWith(5)
    await village.reverse((await village.postings())[0]!)
    expect(sumsOf(await village.board(tomorrow))).toEqual([])
  })

  it('count what was given back', async () => {
    const village = await villageWith(6)
    await village.restore((await village.postings())[0]!, 15)
    expect(sumsOf(await village.board(tomorrow))).toEqual([-105])
  })

  it('are renewed at midnight, with the totals of the months', async () => {
    const village = await villageWith(6)
    await village.enter('duty', { door: '1001' })
    expect(await village.board()).toMatchObject({
      deductions: [],
      months: [{ byDimension: expect.anything() }],
    })
    const total = (board: Board) => board.months.flatMap(({ byDimension }) => byDimension)
    const sum = (points: number[]) => points.reduce((all, one) => all + one, 0)
    expect(sum(total(await village.board()))).toBe(40)
    expect(sum(total(await village.board(tomorrow)))).toBe(40 - 120)
    expect((await village.board(tomorrow)).epoch).not.toBe((await village.board()).epoch)
  })

  it('are of the month alone', async () => {
    const village = await villageWith(5)
    expect(sumsOf(await village.board(now + 31 * 24 * 60 * 60_000))).toEqual([])
  })
})
