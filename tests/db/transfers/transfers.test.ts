/** Households split and merge: points go by postings, sums stay, and the board follows. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPublicVillage } from '../../../db/board/board.ts'
import { changeHousehold } from '../../../db/households/changeHouseholds.ts'
import { householdHistory } from '../../../db/households/householdHistory.ts'
import { findHousehold } from '../../../db/households/households.ts'
import { searchHouseholds } from '../../../db/households/searchHouseholds.ts'
import { listPostings } from '../../../db/ledger/postings.ts'
import { answerObjection } from '../../../db/publicity/objectionAnswers.ts'
import { createObjection } from '../../../db/publicity/objections.ts'
import { publish } from '../../../db/publicity/publish.ts'
import { importRecords } from '../../../db/scores/imports.ts'
import { foreseeMerge, foreseeSplit } from '../../../db/transfers/transferPlans.ts'
import { mergeHousehold, splitHousehold } from '../../../db/transfers/transfers.ts'
import { Refused } from '../../../server/domain/answers/refused.ts'
import type { Board } from '../../../server/domain/board/board.ts'
import type { Share } from '../../../server/domain/points/transfer.ts'
import { Hub } from '../../../server/live/hub.ts'
import { household, now, refusalOf, testStore, TestVillage, today } from '../../support/db/village.ts'
import { doAll, type Write, writes } from '../../support/db/writes.ts'

const store = await testStore()
const half: Share = { percent: 50 }

function split(
  village: TestVillage,
  door: string,
  to: string,
  share: Share = half,
  id: string = randomUUID(),
) {
  return splitHousehold(store, village.scope, door, { id, door: to, head: '刘分', group: '2组', share })
}
const merge = (village: TestVillage, door: string, into: string, id: string = randomUUID()) =>
  mergeHousehold(store, village.scope, door, { id, into })
const at = (village: TestVillage, door: string) => findHousehold(store, village.id, door)
const texts = (village: TestVillage, door: string) =>
  listPostings(store, village.id, { door }, null, 50).map(({ kind, text, points }) => [kind, text, points])

function earning(): TestVillage {
  const village = new TestVillage(store)
  village.enter('duty')
  village.enter('yard', { points: 35 })
  village.enter('meeting', { door: '1002' })
  return village
}

describe('a split', () => {
  it('gives the new household its share, rounded down, and leaves the rest', () => {
    const village = earning()
    const { plan } = split(village, '1001', '1001-2')
    expect(at(village, '1001')).toMatchObject({ score: 38, balance: 38 })
    expect(at(village, '1001-2')).toMatchObject({ score: 37, balance: 37, head: '刘分', group: '2组' })
    expect(plan).toMatchObject({ moved: { score: 37, balance: 37 }, from: { score: 38 }, to: { score: 37 } })
    expect(village.faults()).toEqual([])
  })

  it('can give score and balance apart', () => {
    const village = earning()
    split(village, '1001', '1009', { score: 10, balance: 60 })
    expect(at(village, '1001')).toMatchObject({ score: 65, balance: 15 })
    expect(at(village, '1009')).toMatchObject({ score: 10, balance: 60 })
    expect(village.faults()).toEqual([])
  })

  it('stands in both passbooks with the other door', () => {
    const village = earning()
    split(village, '1001', '1009', { score: 75, balance: 75 })
    expect(texts(village, '1001').slice(0, 2)).toEqual([
      ['opening', '分户：分给 1009号', -40],
      ['opening', '分户：分给 1009号', -35],
    ])
    expect(texts(village, '1009').map(([, text]) => text)).toEqual([
      '分户：由 1001号 分来',
      '分户：由 1001号 分来',
    ])
  })

  it('is foreseen as it will be, and nothing is written by that', () => {
    const village = earning()
    const request = { door: '1009', head: '刘分', group: '2组', share: half }
    const foreseen = foreseeSplit(store, village.scope, '1001', request)
    expect(at(village, '1009')).toBeUndefined()
    expect(split(village, '1001', '1009').plan).toEqual(foreseen)
  })

  it('sent twice is one split; another one with its id is refused', () => {
    const village = earning()
    const id = randomUUID()
    const first = split(village, '1001', '1009', half, id)
    const again = split(village, '1001', '1009', half, id)
    expect([first.fresh, again.fresh]).toEqual([true, false])
    expect(again.plan).toEqual(first.plan)
    expect(refusalOf(() => split(village, '1001', '1010', half, id)).code).toBe('id-used-before')
    expect(village.postings()).toHaveLength(7)
  })

  it('is refused for a taken door and for more than there is, and nothing is written', () => {
    const village = earning()
    expect(refusalOf(() => split(village, '1001', '1002')).code).toBe('door-taken')
    expect(refusalOf(() => split(village, '1001', '1009', { score: 76, balance: 0 })).code).toBe(
      'share-too-large',
    )
    expect(at(village, '1009')).toBeUndefined()
    expect(village.postings()).toHaveLength(3)
  })

  it('can be of nothing, and is still one split', () => {
    const village = new TestVillage(store)
    const id = randomUUID()
    split(village, '1001', '1009', half, id)
    expect(split(village, '1001', '1009', half, id).fresh).toBe(false)
    expect(village.postings()).toEqual([])
  })
})

describe('a merge', () => {
  it('brings all points over, by dimension, and closes the household', () => {
    const village = earning()
    const foreseen = foreseeMerge(store, village.scope, '1001', '1002')
    expect(merge(village, '1001', '1002').plan).toEqual(foreseen)
    expect(at(village, '1001')).toMatchObject({ score: 0, balance: 0, closedOn: today, mergedInto: '1002' })
    expect(at(village, '1002')).toMatchObject({ score: 95, balance: 95 })
    expect(village.board().households.find(({ door }) => door === '1002')?.byDimension).toEqual([
      20, 35, 0, 0, 40,
    ])
    expect(village.faults()).toEqual([])
  })

  it('takes the household from search and board, and leaves its passbook readable', () => {
    const village = earning()
    merge(village, '1001', '1002')
    const doors = (closed: boolean) => searchHouseholds(store, village.id, { closed }).map(({ door }) => door)
    expect(doors(false)).toEqual(['1002', '1003', '1004'])
    expect(doors(true)).toContain('1001')
    expect(village.board().households.map(({ door }) => door)).toEqual(['1002', '1003', '1004'])
    expect(texts(village, '1001')).toHaveLength(4)
  })

  it('leaves the old public lines as they were, and tells no deed that nobody did', () => {
    const village = earning()
    const before = village.board().recent
    merge(village, '1001', '1002')
    expect(village.board().recent).toEqual(before)
  })

  it('earns nothing in the month', () => {
    const village = earning()
    merge(village, '1001', '1002')
    expect(village.board().households.find(({ door }) => door === '1002')).toMatchObject({
      month: 20,
      score: 95,
    })
  })

  it('lets nothing more be written to the household', () => {
    const village = earning()
    const [mine] = village.postings()
    merge(village, '1001', '1002')
    const refusals = [
      () => village.enter('duty'),
      () => mine && village.reverse(mine),
      () => merge(village, '1001', '1003'),
      () => merge(village, '1003', '1001'),
      () => split(village, '1001', '1009'),
      () => changeHousehold(store, village.scope, '1001', { head: '别人' }),
    ].map((work) => refusalOf(work).code)
    expect(refusals).toEqual(Array(6).fill('household-closed'))
    expect(refusalOf(() => split(village, '1002', '1001')).code).toBe('door-closed')
    expect(refusalOf(() => merge(village, '1002', '1002')).code).toBe('same-household')
  })

  it('waits until objections to the household’s scores are answered', () => {
    const village = earning()
    const { id: publication } = publish(store, village.scope, {
      id: randomUUID(),
      closesOn: today,
    }).publication
    const objection = { id: randomUUID(), publication, posting: 1, objector: '', text: '不对' }
    createObjection(store, village.scope, objection)
    expect(refusalOf(() => merge(village, '1001', '1002'))).toMatchObject({
      code: 'household-objections-open',
      params: { door: '1001', count: 1 },
    })
    const answer = { id: randomUUID(), outcome: 'revoked' as const, reason: '查过' }
    answerObjection(store, village.scope, objection.id, answer, () => ({ title: '', text: '' }))
    merge(village, '1001', '1002')
    expect(at(village, '1002')).toMatchObject({ score: 55, balance: 55 })
    expect(village.faults()).toEqual([])
  })

  it('leads imports of the old door to the household of now, and an old workbook again adds nothing', () => {
    const village = new TestVillage(store)
    const [rule] = ['应急值守']
    const line = { door: '1001', rule: rule ?? '', points: 40, clerk: null, note: null }
    const workbook = (occurredOn: string) => ({
      households: [household('1001')],
      rules: [],
      lines: [{ ...line, occurredOn }],
    })
    const take = (occurredOn: string) => importRecords(store, village.scope, workbook(occurredOn))
    take('2026-05-01')
    merge(village, '1001', '1002')
    expect(take('2026-05-01')).toMatchObject({ alreadyWritten: 1, postings: 0, newHouseholds: 0 })
    expect(take('2026-05-02')).toMatchObject({ alreadyWritten: 0, postings: 1, newHouseholds: 0 })
    expect(village.postings().at(-1)?.household_id).toBe(village.household('1002'))
  })

  it('cannot be taken back by half', () => {
    const village = earning()
    merge(village, '1001', '1002')
    const half = village.postings().filter(({ kind }) => kind === 'opening')
    expect(half.map((posting) => refusalOf(() => village.reverse(posting)).code)).toEqual(
      half.map(() => 'transfer-reversal'),
    )
  })

  it('stands in the history of both', () => {
    const village = earning()
    merge(village, '1001', '1002')
    const last = (door: string) => householdHistory(store, village.id, village.household(door))[0]
    expect(last('1001')).toMatchObject({ kind: 'merged-into', otherDoor: '1002', by: '录入员' })
    expect(last('1002')).toMatchObject({ kind: 'merged-from', otherDoor: '1001', details: { score: 75 } })
  })

  it('brings every screen a new board, and folding goes on from there', async () => {
    const village = earning()
    const hub = new Hub(store)
    await hub.board(village.id)
    const news: string[] = []
    hub.onNews({ posting: () => news.push('posting'), board: () => news.push('board') })
    merge(village, '1001', '1002')
    await hub.board(village.id)
    village.enter('duty', { door: '1002' })
    expect(news).toEqual(['board', 'posting'])
    expect(await hub.board(village.id)).toEqual(readPublicVillage(store, village.row, now).board)
    hub.close()
  })
})

type Step =
  | { type: 'writes'; list: Write[] }
  | { type: 'split'; from: number; percent: number }
  | { type: 'merge'; from: number; into: number }
const nth = fc.nat(7)
const steps = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant('writes' as const), list: writes }),
    fc.record({ type: fc.constant('split' as const), from: nth, percent: fc.nat(100) }),
    fc.record({ type: fc.constant('merge' as const), from: nth, into: nth }),
  ),
  { maxLength: 8 },
)

function take(village: TestVillage, step: Step, index: number): void {
  if (step.type === 'writes') return doAll(village, step.list)
  const doors = searchHouseholds(store, village.id, { closed: true }).map(({ door }) => door)
  const door = (place: number) => doors[place % doors.length] ?? ''
  try {
    if (step.type === 'merge') merge(village, door(step.from), door(step.into))
    else split(village, door(step.from), `2${index}`, { percent: step.percent })
  } catch (error) {
    if (!(error instanceof Refused)) throw error
  }
}

const sums = (village: TestVillage) =>
  searchHouseholds(store, village.id, { closed: true }).reduce(
    (sum, { score, balance }) => ({ score: sum.score + score, balance: sum.balance + balance }),
    { score: 0, balance: 0 },
  )

/** A board without what is not folded: the places before the month, and lines that come a little later. */
const comparable = ({ households, recent: _recent, ...board }: Board) => ({
  ...board,
  households: households.map((one) => ({ ...one, rankBefore: null })),
})

/** What stays of the month is a deduction that the public board withholds. */
const takenBackBesideDeduction: Step[] = [
  {
    type: 'writes',
    list: [
      { type: 'score', rule: 'meeting', units: 0.5, door: '1001', day: '2026-01-05', points: 0 },
      { type: 'score', rule: 'poultry', units: 0.5, door: '1001', day: '2026-01-05', points: 0 },
      { type: 'reversal', nth: 0 },
    ],
  },
]

describe('whatever is entered, split, merged and taken back', () => {
  it('a transfer moves no sum, the ledger holds, and a board folded is a board read anew', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const village = new TestVillage(store)
        const hub = new Hub(store)
        await hub.board(village.id)
        for (const [index, step] of list.entries()) {
          const before = sums(village)
          take(village, step, index)
          if (step.type !== 'writes') expect(sums(village)).toEqual(before)
          await hub.board(village.id)
        }
        for (const one of searchHouseholds(store, village.id, { closed: true }))
          if (one.closedOn !== null) expect([one.score, one.balance]).toEqual([0, 0])
        expect(village.faults()).toEqual([])
        const [folded, read] = [(await hub.board(village.id)) ?? village.board(), village.board()].map(
          comparable,
        )
        expect(folded).toEqual(read)
        hub.close()
      }),
      { numRuns: 60, examples: [[takenBackBesideDeduction]] },
    )
  })
})
