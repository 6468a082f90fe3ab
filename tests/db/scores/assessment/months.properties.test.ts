/**
 * Months of a made-up village, with base points, multipliers, vetoes, things put right, redemptions and a month's
 * end: board, passbook and report are the ledger's sums. YIPING_MONTHS sets how many such villages there are.
 */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, expect, it, vi } from 'vitest'
import { readPublicVillage } from '../../../../db/board/board.ts'
import { clearPeriod, foreseeClearing } from '../../../../db/closing/clearPeriod.ts'
import { passbookLines } from '../../../../db/households/passbooks.ts'
import { decideMending } from '../../../../db/mendings/decideMending.ts'
import { listMendings } from '../../../../db/mendings/mendings.ts'
import { setMendingTerms } from '../../../../db/mendings/mendingTerms.ts'
import { publish } from '../../../../db/publicity/publish.ts'
import { createGoods } from '../../../../db/redemption/goods.ts'
import { redeem } from '../../../../db/redemption/redeem.ts'
import { readReport } from '../../../../db/reports/report.ts'
import { Refused } from '../../../../server/domain/answers/refused.ts'
import type { Board } from '../../../../server/domain/board/board.ts'
import { PlacedBoard } from '../../../../server/domain/board/placedBoard.ts'
import { addDays, localDateAt } from '../../../../server/domain/calendar/calendar.ts'
import { countsForScore, isRedemption } from '../../../../server/domain/points/posting.ts'
import { RuledVillage } from '../../../support/db/ruledVillage.ts'
import { fixed } from '../../../support/db/rules.ts'
import { now, testStore } from '../../../support/db/village.ts'

const store = await testStore()
afterEach(() => vi.setSystemTime(now))

const villages = Number(process.env.YIPING_MONTHS ?? 30)
const doors = ['1001', '1002', '1003']
const kinds = ['fine', 'chosen', 'doubled', 'honour', 'veto', 'duty'] as const
const dayMs = 86_400_000

type Act =
  | { type: (typeof kinds)[number]; door: string; day: string; points: number }
  | { type: 'reverse' | 'restore' | 'mend'; nth: number; points: number }
  | { type: 'redeem'; door: string; amount: number }
  | { type: 'give' }
  | { type: 'clear' }

const door = fc.constantFrom(...doors)
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        type: fc.constantFrom(...kinds),
        door,
        day: fc.constantFrom('2026-04-30', '2026-05-03', '2026-05-28', '2026-06-01', '2026-06-15'),
        points: fc.nat(60),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constantFrom('reverse' as const, 'restore' as const, 'mend' as const),
        nth: fc.nat(15),
        points: fc.integer({ min: 1, max: 30 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant('redeem' as const),
        door,
        amount: fc.integer({ min: 1, max: 9 }),
      }),
    },
    { weight: 1, arbitrary: fc.constantFrom({ type: 'give' as const }, { type: 'clear' as const }) },
  ),
  { minLength: 5, maxLength: 25 },
)

/** A village with one rule of each kind; fines can be put right, and give half of what they took back. */
async function made() {
  const village = await RuledVillage.create(store)
  await village.base(50)
  const doubled = { scale: fixed(10), multipliers: [{ attribute: '党员户', factor: 2 }] }
  const veto = { period: 'month', zero: true, honours: true, redemption: true } as const
  const rules = {
    fine: await village.rule('违反村规', { effect: 'deduct', scale: fixed(20) }),
    chosen: await village.rule('环境脏乱', { effect: 'deduct', scale: { type: 'range', min: 0, max: 60 } }),
    doubled: await village.rule('带头', doubled),
    honour: await village.rule('最美家庭', { scale: fixed(30), honour: true }),
    veto: await village.rule('聚众赌博', { effect: 'deduct', veto }),
    duty: village.rules.duty,
  }
  for (const rule of [rules.fine, rules.chosen])
    await setMendingTerms(store, village.scope, { id: randomUUID(), rule, days: 7, percent: 50 })
  const { goods } = await createGoods(store, village.scope, {
    ...{ id: randomUUID(), name: '大豆油', points: 10, valueCents: null },
    ...{ householdLimit: null, isCounted: false, picture: null },
  })
  return { village, rules, goods }
}
type Made = Awaited<ReturnType<typeof made>>

async function act({ village, rules, goods }: Made, one: Act): Promise<void> {
  const { scope } = village
  if (one.type === 'give') await village.give()
  else if (one.type === 'clear') await endMay(village)
  else if (one.type === 'redeem') {
    const lines = [{ goods: goods.id, amount: one.amount }]
    await redeem(store, scope, { id: randomUUID(), door: one.door, lines })
  } else if (one.type === 'mend') {
    const open = await listMendings(store, village.id)
    const mending = open[one.nth % Math.max(1, open.length)]
    const decision = { id: randomUUID(), isPassed: true, reason: '', photos: [] }
    if (mending) await decideMending(store, scope, mending.seq, decision)
  } else if ('nth' in one) {
    const posting = (await village.postings())[one.nth]
    if (!posting) return
    if (one.type === 'reverse') await village.reverse(posting)
    else await village.restore(posting, one.points)
  } else {
    const { type, door: at, day: occurredOn, points } = one
    await village.ask(rules[type], { door: at, occurredOn, ...(type === 'chosen' && { points }) })
  }
}

/** Publishes what is new, waits until nobody may object any more, and clears May. */
async function endMay({ scope, id }: RuledVillage): Promise<void> {
  const closesOn = addDays(localDateAt(Date.now(), 'Asia/Shanghai'), 5)
  await publish(store, scope, { id: randomUUID(), closesOn })
  vi.setSystemTime(Date.now() + 6 * dayMs)
  const may = { period: 'month', on: '2026-05-31' } as const
  const { cleared } = await foreseeClearing(store, scope, may)
  await clearPeriod(store, scope, { id: randomUUID(), ...may, expires: cleared }, '期末清零')
  expect(id).toBe(scope.village)
}

/** The figures of households on the board, folded by what the work writes. */
async function folded(village: RuledVillage, work: () => Promise<unknown>): Promise<unknown> {
  const { board, project } = await readPublicVillage(store, await village.row(), Date.now())
  const placed = new PlacedBoard(board)
  const stop = store.onChange((change) => {
    if (change.type !== 'postings' || change.village !== village.id) return
    for (const posting of change.postings) placed.fold(project(posting, placed))
  })
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
  } finally {
    stop()
  }
  return figures(placed.board)
}

const figures = ({ households, seq, head }: Board) => ({
  ...{ seq, head },
  households: households.map(({ door: at, score, month, byDimension }) => [at, score, month, byDimension]),
})

it(
  'are the sums of the ledger, on the board, in the passbook and in the report',
  { timeout: 600_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (list) => {
        vi.setSystemTime(now)
        const all = await made()
        const { village } = all
        for (const one of list) {
          const before = Date.now()
          const fold = await folded(village, async () => act(all, one))
          // On another day a board is read afresh, since its month may be another.
          if (Date.now() - before < dayMs) expect(fold).toEqual(figures(await village.board(Date.now())))
        }
        expect(await village.faults()).toEqual([])
        await compare(village)
      }),
      { numRuns: villages },
    )
  },
)

async function compare(village: RuledVillage): Promise<void> {
  const postings = await village.postings()
  const kindOf = new Map(postings.map(({ seq, kind }) => [seq, kind]))
  const board = await village.board(Date.now())
  const today = localDateAt(Date.now(), 'Asia/Shanghai')
  const report = await readReport(store, await village.row(), null, { full: true, today })
  for (const at of doors) {
    const household = await village.household(at)
    const own = postings.filter(({ household_id }) => household_id === household)
    const sum = (rows: typeof own) => rows.reduce((total, { points }) => total + points, 0)
    const score = sum(
      own.filter(({ kind, reverses }) => countsForScore(kind, kindOf.get(reverses ?? 0) ?? null)),
    )
    const honour = sum(own.filter(({ text }) => text === '最美家庭'))
    const { redeemable, ...account } = await village.account(at)
    expect(account).toMatchObject({ score, balance: sum(own) - honour, honour })
    expect(redeemable).toBeGreaterThanOrEqual(0)
    expect(redeemable).toBeLessThanOrEqual(Math.max(0, account.balance))
    expect(board.households.find((one) => one.door === at)?.score).toBe(score)
    const lines = await passbookLines(store, village.id, household)
    expect(lines.map(({ seq }) => seq)).toEqual(own.map(({ seq }) => seq))
    expect(lines.at(-1)?.balance ?? 0).toBe(account.balance)
    const place = report.top.find((one) => one.door === at)
    if (place) expect(place.points).toBe(score)
    // What was redeemed or cleared never moves the score.
    expect(sum(own.filter(({ kind }) => kind === 'carry' || isRedemption(kind)))).toBeLessThanOrEqual(0)
  }
  expect(report.points).toBe(board.households.reduce((total, { score }) => total + score, 0))
  expect(report.byDimension.map(({ points }) => points)).toEqual(
    report.byDimension.map((_, index) =>
      board.households.reduce((total, { byDimension }) => total + (byDimension[index] ?? 0), 0),
    ),
  )
}
