/** Random writes of every kind to a village's ledger, for properties. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { Appender } from '../../../db/ledger/appender.ts'
import { activeSeason } from '../../../db/seasons/seasons.ts'
import { Refused } from '../../../server/domain/answers/refused.ts'
import type { PostingKind } from '../../../server/domain/points/posting.ts'
import { type RuleName, ruleTexts } from './rules.ts'
import type { TestVillage } from './village.ts'

interface Deed {
  door: string
  day: string
  points: number
}

export type Write =
  | ({ type: 'score'; rule: RuleName; units: number } & Deed)
  /** Takes back the nth posting, whatever it is. */
  | { type: 'reversal'; nth: number }
  /** Gives points of the nth posting back, whatever it is. */
  | { type: 'restore'; nth: number; points: number }
  /** A kind that nothing but the appender writes; points are signed. */
  | ({ type: 'append'; kind: PostingKind } & Deed)

const deed = {
  door: fc.constantFrom('1001', '1002', '1003'),
  day: fc.constantFrom('2026-01-05', '2026-04-30', '2026-05-01', '2026-06-01', '2026-06-15'),
  points: fc.nat(100),
}

const scores: fc.Arbitrary<Write> = fc.record({
  type: fc.constant('score'),
  rule: fc.constantFrom(...(Object.keys(ruleTexts) as RuleName[])),
  units: fc.constantFrom(0.5, 1, 2.5, 4),
  ...deed,
})
const reversals: fc.Arbitrary<Write> = fc.record({ type: fc.constant('reversal'), nth: fc.nat(20) })
const restores: fc.Arbitrary<Write> = fc.record({
  type: fc.constant('restore'),
  nth: fc.nat(20),
  points: fc.integer({ min: 1, max: 30 }),
})
const appends: fc.Arbitrary<Write> = fc
  .tuple(fc.constantFrom('opening', 'redeem', 'redeem-return', 'carry'), fc.record(deed))
  .map(([kind, { door, day, points }]) => ({
    type: 'append',
    kind,
    door,
    day,
    points: kind === 'redeem' || kind === 'carry' ? 0 - points : points,
  }))

/** Some 25 writes; scores most of all. */
export const writes: fc.Arbitrary<Write[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: scores },
    { weight: 2, arbitrary: reversals },
    { weight: 2, arbitrary: restores },
    { weight: 1, arbitrary: appends },
  ),
  { maxLength: 25 },
)

/** Does them all; what the rules refuse is left out. */
export async function doAll(village: TestVillage, list: Write[]): Promise<void> {
  for (const one of list)
    try {
      await doOne(village, one)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
    }
}

async function doOne(village: TestVillage, one: Write): Promise<void> {
  if (one.type === 'append') await append(village, one.kind, one)
  else if (one.type === 'reversal') {
    const posting = (await village.postings())[one.nth]
    if (posting) await village.reverse(posting)
  } else if (one.type === 'restore') {
    const posting = (await village.postings())[one.nth]
    if (posting) await village.restore(posting, one.points)
  } else {
    const { rule, door, day: occurredOn, points, units } = one
    const given = rule === 'yard' ? { points } : rule === 'hours' ? { units } : {}
    await village.enter(rule, { door, occurredOn, ...given })
  }
}

/** Writes a posting past the rules, as the functions of other kinds will. */
export async function append(
  village: TestVillage,
  kind: PostingKind,
  { door, day, points }: Deed,
): Promise<void> {
  const { store, id, scope } = village
  const household = await village.household(door)
  await store.write(village.id, async (store) => {
    const appender = await Appender.open(store, id)
    await appender.append({
      id: randomUUID(),
      kind,
      household_id: household,
      season_id: (await activeSeason(store, id))?.id ?? 0,
      rule_version_id: null,
      dimension_id: null,
      points,
      units: null,
      text: kind,
      occurred_on: day,
      recorded_at: new Date().toISOString(),
      recorded_by: scope.user,
      recorder: scope.name,
      note: null,
      reverses: null,
      request: '',
    })
    await appender.finish()
  })
}
