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
import { inOrder } from '../../../db/store/inOrder.ts'
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

async function split(
  village: TestVillage,
  door: string,
  to: string,
  share: Share = half,
  id: string = randomUUID(),
) {
  return splitHousehold(store, village.scope, door, { id, door: to, head: '刘分', group: '2组', share })
}
const merge = async (village: TestVillage, door: string, into: string, id: string = randomUUID()) =>
  mergeHousehold(store, village.scope, door, { id, into })
const at = async (village: TestVillage, door: string) => findHousehold(store, village.id, door)
const texts = async (village: TestVillage, door: string) =>
  (await listPostings(store, village.id, { door }, null, 50)).map(({ kind, text, points }) => [
    kind,
    text,
    points,
  ])

async function earning(): Promise<TestVillage> {
  const village = await TestVillage.create(store)
  await village.enter('duty')
  await village.enter('yard', { points: 35 })
  await village.enter('meeting', { door: '1002' })
  return village
}

describe('a split', () => {
  it('gives the new household its share, rounded down, and leaves the rest', async () => {
    const village = await earning()
    const { plan } = await split(village, '1001', '1001-2')
    expect(await at(village, '1001')).toMatchObject({ score: 38, balance: 38 })
    expect(await at(village, '1001-2')).toMatchObject({ score: 37, balance: 37, head: '刘分', group: '2组' })
    expect(plan).toMatchObject({ moved: { score: 37, balance: 37 }, from: { score: 38 }, to: { score: 37 } })
    expect(await village.faults()).toEqual([])
  })

  it('can give score and balance apart', async () => {
    const village = await earning()
    await split(village, '1001', '1009', { score: 10, balance: 60 })
    expect(await at(village, '1001')).toMatchObject({ score: 65, balance: 15 })
    expect(await at(village, '1009')).toMatchObject({ score: 10, balance: 60 })
    expect(await village.faults()).toEqual([])
  })

  it('stands in both passbooks with the other door', async () => {
    const village = await earning()
    await split(village, '1001', '1009', { score: 75, balance: 75 })
    expect((await texts(village, '1001')).slice(0, 2)).toEqual([
      ['opening', '分户：分给 1009号', -40],
      ['opening', '分户：分给 1009号', -35],
    ])
    expect((await texts(village, '1009')).map(([, text]) => text)).toEqual([
      '分户：由 1001号 分来',
      '分户：由 1001号 分来',
    ])
  })

  it('is foreseen as it will be, and nothing is written by that', async () => {
    const village = await earning()
    const request = { door: '1009', head: '刘分', group: '2组', share: half }
    const foreseen = await foreseeSplit(store, village.scope, '1001', request)
    expect(await at(village, '1009')).toBeUndefined()
    expect((await split(village, '1001', '1009')).plan).toEqual(foreseen)
  })

  it('sent twice is one split; another one with its id is refused', async () => {
    const village = await earning()
    const id = randomUUID()
    const first = await split(village, '1001', '1009', half, id)
    const again = await split(village, '1001', '1009', half, id)
    expect([first.fresh, again.fresh]).toEqual([true, false])
    expect(again.plan).toEqual(first.plan)
    expect((await refusalOf(async () => split(village, '1001', '1010', half, id))).code).toBe(
      'id-used-before',
    )
    expect(await village.postings()).toHaveLength(7)
  })

  it('is refused for a taken door and for more than there is, and nothing is written', async () => {
    const village = await earning()
    expect((await refusalOf(async () => split(village, '1001', '1002'))).code).toBe('door-taken')
    expect(
      (await refusalOf(async () => split(village, '1001', '1009', { score: 76, balance: 0 }))).code,
    ).toBe('share-too-large')
    expect(await at(village, '1009')).toBeUndefined()
    expect(await village.postings()).toHaveLength(3)
  })

  it('can be of nothing, and is still one split', async () => {
    const village = await TestVillage.create(store)
    const id = randomUUID()
    await split(village, '1001', '1009', half, id)
    expect((await split(village, '1001', '1009', half, id)).fresh).toBe(false)
    expect(await village.postings()).toEqual([])
  })
})

describe('a merge', () => {
  it('brings all points over, by dimension, and closes the household', async () => {
    const village = await earning()
    const foreseen = await foreseeMerge(store, village.scope, '1001', '1002')
    expect((await merge(village, '1001', '1002')).plan).toEqual(foreseen)
    expect(await at(village, '1001')).toMatchObject({
      score: 0,
      balance: 0,
      closedOn: today,
      mergedInto: '1002',
    })
    expect(await at(village, '1002')).toMatchObject({ score: 95, balance: 95 })
    expect((await village.board()).households.find(({ door }) => door === '1002')?.byDimension).toEqual([
      20, 35, 0, 0, 40,
    ])
    expect(await village.faults()).toEqual([])
  })

  it('takes the household from search and board, and leaves its passbook readable', async () => {
    const village = await earning()
    await merge(village, '1001', '1002')
    const doors = async (closed: boolean) =>
      (await searchHouseholds(store, village.id, { closed })).map(({ door }) => door)
    expect(await doors(false)).toEqual(['1002', '1003', '1004'])
    expect(await doors(true)).toContain('1001')
    expect((await village.board()).households.map(({ door }) => door)).toEqual(['1002', '1003', '1004'])
    expect(await texts(village, '1001')).toHaveLength(4)
  })

  it('leaves the old public lines as they were, and tells no deed that nobody did', async () => {
    const village = await earning()
    const before = (await village.board()).recent
    await merge(village, '1001', '1002')
    expect((await village.board()).recent).toEqual(before)
  })

  it('earns nothing in the month', async () => {
    const village = await earning()
    await merge(village, '1001', '1002')
    expect((await village.board()).households.find(({ door }) => door === '1002')).toMatchObject({
      month: 20,
      score: 95,
    })
  })

  it('lets nothing more be written to the household', async () => {
    const village = await earning()
    const [mine] = await village.postings()
    await merge(village, '1001', '1002')
    const refusals = await inOrder(
      [
        async () => village.enter('duty'),
        async () => mine && (await village.reverse(mine)),
        async () => merge(village, '1001', '1003'),
        async () => merge(village, '1003', '1001'),
        async () => split(village, '1001', '1009'),
        async () => changeHousehold(store, village.scope, '1001', { head: '别人' }),
      ],
      async (work) => (await refusalOf(work)).code,
    )
    expect(refusals).toEqual(Array(6).fill('household-closed'))
    expect((await refusalOf(async () => split(village, '1002', '1001'))).code).toBe('door-closed')
    expect((await refusalOf(async () => merge(village, '1002', '1002'))).code).toBe('same-household')
  })

  it('waits until objections to the household’s scores are answered', async () => {
    const village = await earning()
    const { id: publication } = (
      await publish(store, village.scope, {
        id: randomUUID(),
        closesOn: today,
      })
    ).publication
    const objection = { id: randomUUID(), publication, posting: 1, objector: '', text: '不对' }
    await createObjection(store, village.scope, objection)
    expect(await refusalOf(async () => merge(village, '1001', '1002'))).toMatchObject({
      code: 'household-objections-open',
      params: { door: '1001', count: 1 },
    })
    const answer = { id: randomUUID(), outcome: 'revoked' as const, reason: '查过' }
    await answerObjection(store, village.scope, objection.id, answer, () => ({ title: '', text: '' }))
    await merge(village, '1001', '1002')
    expect(await at(village, '1002')).toMatchObject({ score: 55, balance: 55 })
    expect(await village.faults()).toEqual([])
  })

  it('leads imports of the old door to the household of now, and an old workbook again adds nothing', async () => {
    const village = await TestVillage.create(store)
    const [rule] = ['应急值守']
    const line = { door: '1001', rule: rule ?? '', points: 40, clerk: null, note: null }
    const workbook = (occurredOn: string) => ({
      households: [household('1001')],
      rules: [],
      lines: [{ ...line, occurredOn }],
    })
    const take = async (occurredOn: string) => importRecords(store, village.scope, workbook(occurredOn))
    await take('2026-05-01')
    await merge(village, '1001', '1002')
    expect(await take('2026-05-01')).toMatchObject({ alreadyWritten: 1, postings: 0, newHouseholds: 0 })
    expect(await take('2026-05-02')).toMatchObject({ alreadyWritten: 0, postings: 1, newHouseholds: 0 })
    expect((await village.postings()).at(-1)?.household_id).toBe(await village.household('1002'))
  })

  it('cannot be taken back by half', async () => {
    const village = await earning()
    await merge(village, '1001', '1002')
    const half = (await village.postings()).filter(({ kind }) => kind === 'opening')
    expect(
      await inOrder(half, async (posting) => (await refusalOf(async () => village.reverse(posting))).code),
    ).toEqual(half.map(() => 'transfer-reversal'))
  })

  it('stands in the history of both', async () => {
    const village = await earning()
    await merge(village, '1001', '1002')
    const last = async (door: string) =>
      (await householdHistory(store, village.id, await village.household(door)))[0]
    expect(await last('1001')).toMatchObject({ kind: 'merged-into', otherDoor: '1002', by: '录入员' })
    expect(await last('1002')).toMatchObject({
      kind: 'merged-from',
      otherDoor: '1001',
      details: { score: 75 },
    })
  })

  it('brings every screen a new board, and folding goes on from there', async () => {
    const village = await earning()
    const hub = new Hub(store)
    await hub.board(village.id)
    const news: string[] = []
    hub.onNews({ posting: () => news.push('posting'), board: () => news.push('board') })
    await merge(village, '1001', '1002')
    await hub.board(village.id)
    await village.enter('duty', { door: '1002' })
    // News comes after the commit, on PostgreSQL through its notices, which may still tell of what was before.
    await expect.poll(() => [...new Set(news)]).toEqual(['board', 'posting'])
    expect(await hub.board(village.id)).toEqual(
      (await readPublicVillage(store, await village.row(), now)).board,
    )
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

async function take(village: TestVillage, step: Step, index: number): Promise<void> {
  if (step.type === 'writes') return doAll(village, step.list)
  const doors = (await searchHouseholds(store, village.id, { closed: true })).map(({ door }) => door)
  const door = (place: number) => doors[place % doors.length] ?? ''
  try {
    if (step.type === 'merge') await merge(village, door(step.from), door(step.into))
    else await split(village, door(step.from), `2${index}`, { percent: step.percent })
  } catch (error) {
    if (!(error instanceof Refused)) throw error
  }
}

const sums = async (village: TestVillage) =>
  (await searchHouseholds(store, village.id, { closed: true })).reduce(
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
        const village = await TestVillage.create(store)
        const hub = new Hub(store)
        await hub.board(village.id)
        for (const [index, step] of list.entries()) {
          const before = await sums(village)
          await take(village, step, index)
          if (step.type !== 'writes') expect(await sums(village)).toEqual(before)
          await hub.board(village.id)
        }
        for (const one of await searchHouseholds(store, village.id, { closed: true }))
          if (one.closedOn !== null) expect([one.score, one.balance]).toEqual([0, 0])
        expect(await village.faults()).toEqual([])
        const [folded, read] = [
          (await hub.board(village.id)) ?? (await village.board()),
          await village.board(),
        ].map(comparable)
        expect(folded).toEqual(read)
        hub.close()
      }),
      { numRuns: 60, examples: [[takenBackBesideDeduction]] },
    )
  })
})
