/** Whatever is written under base points, multipliers, vetoes and clearing: totals are the postings. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { foreseeClosing } from '../../../../db/closing/closeSeason.ts'
import { changeAttribute, listAttributes } from '../../../../db/households/attributes/attributes.ts'
import { mustFindActiveSeason } from '../../../../db/seasons/seasons.ts'
import type { PostingRow } from '../../../../db/store/schema.ts'
import { Refused } from '../../../../server/domain/answers/refused.ts'
import { RuledVillage } from '../../../support/db/ruledVillage.ts'
import { fixed } from '../../../support/db/rules.ts'
import { testStore } from '../../../support/db/village.ts'

const store = await testStore()

const doors = ['1001', '1002']
const days = ['2026-05-03', '2026-05-28', '2026-06-01', '2026-06-15']
const kinds = ['fine', 'chosen', 'doubled', 'honour', 'veto', 'duty'] as const

type Act =
  | { type: (typeof kinds)[number]; door: string; day: string; points: number }
  | { type: 'reverse' | 'restore'; nth: number; points: number }
  | { type: 'give' }
  | { type: 'party'; door: string }

const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        type: fc.constantFrom(...kinds),
        door: fc.constantFrom(...doors),
        day: fc.constantFrom(...days),
        points: fc.nat(60),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constantFrom('reverse' as const, 'restore' as const),
        nth: fc.nat(15),
        points: fc.integer({ min: 1, max: 30 }),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ type: 'give' as const }) },
    {
      weight: 1,
      arbitrary: fc.record({ type: fc.constant('party' as const), door: fc.constantFrom(...doors) }),
    },
  ),
  { maxLength: 25 },
)

/** A village with one rule of each kind. */
async function ruled() {
  const village = await RuledVillage.create(store)
  const base = await village.base(50)
  const rules = {
    fine: await village.rule('违反村规', { effect: 'deduct', scale: fixed(20) }),
    chosen: await village.rule('环境脏乱', { effect: 'deduct', scale: { type: 'range', min: 0, max: 60 } }),
    doubled: await village.rule('带头', {
      scale: fixed(10),
      multipliers: [{ attribute: '党员户', factor: 2 }],
    }),
    honour: await village.rule('最美家庭', { scale: fixed(30), honour: true }),
    veto: await village.rule('聚众赌博', {
      effect: 'deduct',
      veto: { period: 'month', zero: true, honours: true, redemption: true },
    }),
    duty: village.rules.duty,
  }
  return { village, base, rules }
}

async function act({ village, rules }: Awaited<ReturnType<typeof ruled>>, one: Act): Promise<void> {
  if (one.type === 'give') await village.give()
  else if (one.type === 'party') {
    const [{ id } = { id: 0 }] = await listAttributes(store, village.id)
    await changeAttribute(store, village.scope, id, { doors: [one.door] })
  } else if ('nth' in one) {
    const posting = (await village.postings())[one.nth]
    if (!posting) return
    if (one.type === 'reverse') await village.reverse(posting)
    else await village.restore(posting, one.points)
  } else {
    const { type, door, day: occurredOn, points } = one
    await village.ask(rules[type], { door, occurredOn, ...(type === 'chosen' && { points }) })
  }
}

const counts = (all: PostingRow[]) => {
  const reversed = new Set(all.map(({ reverses }) => reverses))
  return all.filter(({ seq, kind }) => kind !== 'reversal' && !reversed.has(seq))
}

it('keeps totals, the chain, and the bound of base points', async () => {
  await fc.assert(
    fc.asyncProperty(acts, async (list) => {
      const made = await ruled()
      const { village } = made
      for (const one of list)
        try {
          await act(made, one)
        } catch (error) {
          if (!(error instanceof Refused)) throw error
        }
      expect(await village.faults()).toEqual([])
      const postings = await village.postings()
      const season = await mustFindActiveSeason(store, village.id)
      const carried = await foreseeClosing(store, village.scope, season.id, { type: 'none' })
      for (const door of doors) {
        const household = await village.household(door)
        const own = postings.filter((posting) => posting.household_id === household)
        const sum = (rows: PostingRow[]) => rows.reduce((total, { points }) => total + points, 0)
        const honour = sum(own.filter(({ text }) => text === '最美家庭'))
        expect(await village.account(door)).toMatchObject({
          score: sum(own),
          balance: sum(own) - honour,
          honour,
        })
        expect(carried.losing.find((line) => line.door === door)?.balance ?? 0).toBe(
          Math.max(0, sum(own) - honour),
        )
        for (const month of ['2026-05', '2026-06']) {
          const inMonth = counts(own).filter(({ occurred_on }) => occurred_on.startsWith(month))
          const base = sum(inMonth.filter(({ text }) => text === '基础分'))
          if (base === 0) continue
          const fines = sum(inMonth.filter(({ kind, text }) => kind === 'deduct' && text !== '聚众赌博'))
          const back = sum(counts(own).filter(({ restores }) => inMonth.some(({ seq }) => seq === restores)))
          expect(base + fines + back).toBeGreaterThanOrEqual(0)
        }
      }
    }),
    { numRuns: 40 },
  )
})

it('writes the same score once, also where base points came before it', async () => {
  const { village, rules } = await ruled()
  const request = { id: randomUUID(), door: '1001', rule: rules.fine, occurredOn: '2026-06-15' }
  const first = await village.write(request)
  expect(await village.write(request)).toEqual({ ...first, fresh: false })
  expect((await village.postings()).map(({ points }) => points)).toEqual([50, -20])
})
