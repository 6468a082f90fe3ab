/** Random years of a village, with every way to close them, against the real database. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, expect, it, vi } from 'vitest'
import { closeSeason, foreseeClosing } from '../../../db/closing/closeSeason.ts'
import { listSeasons, activeSeason } from '../../../db/seasons/seasons.ts'
import { type CarryTerms, nextSeason } from '../../../server/domain/calendar/season.ts'
import { valuesOf } from '../../support/db/values.ts'
import { now, testStore, TestVillage } from '../../support/db/village.ts'
import { doAll, writes, type Write } from '../../support/db/writes.ts'

const store = await testStore()
afterEach(() => void vi.setSystemTime(now))

const terms: fc.Arbitrary<CarryTerms> = fc.oneof(
  fc.constantFrom<CarryTerms>({ type: 'all' }, { type: 'none' }),
  fc.record({ type: fc.constant('percent' as const), percent: fc.integer({ min: 0, max: 100 }) }),
  fc.record({ type: fc.constant('upTo' as const), points: fc.nat(150) }),
)
const years = fc.array(fc.record({ deeds: writes, carry: terms }), { minLength: 1, maxLength: 3 })

/** The same deeds, in a later year. */
function inYear(list: Write[], year: number): Write[] {
  return list.map((one) => ('day' in one ? { ...one, day: `${year}${one.day.slice(4)}` } : one))
}

async function balances(village: TestVillage): Promise<number[]> {
  return valuesOf<number>(
    store,
    'SELECT balance FROM balances WHERE village_id = ? ORDER BY household_id',
    village.id,
  )
}

it('closings keep totals and postings together, do what they said, and do it once', async () => {
  await fc.assert(
    fc.asyncProperty(years, async (list) => {
      const village = await TestVillage.create(store)
      for (const [index, { deeds, carry }] of list.entries()) {
        vi.setSystemTime(Date.UTC(2026 + index, 11, 31, 4))
        await doAll(village, inYear(deeds, 2026 + index))
        const season = await activeSeason(store, village.id)
        if (!season) throw new Error('no season is open')
        const { expired, losing } = await foreseeClosing(store, village.scope, season.id, carry)
        const before = { balances: await balances(village), seq: (await village.postings()).length }
        const { name, starts_on: startsOn, ends_on: endsOn } = season
        const request = {
          id: randomUUID(),
          carry,
          expires: expired,
          next: nextSeason({ name, startsOn, endsOn }),
        }
        await closeSeason(store, village.scope, season.id, request, '清零')
        const written = (await village.postings()).slice(before.seq)
        await closeSeason(store, village.scope, season.id, request, '清零')
        expect(await village.postings()).toHaveLength(before.seq + written.length)
        expect(written.map(({ kind, season_id }) => [kind, season_id])).toEqual(
          losing.map(() => ['carry', season.id]),
        )
        expect(written.reduce((sum, { points }) => sum - points, 0)).toBe(expired)
        const after = await balances(village)
        after.forEach((balance, at) => {
          const had = before.balances[at] ?? 0
          expect(balance).toBeLessThanOrEqual(had)
          expect(balance).toBeGreaterThanOrEqual(Math.min(had, 0))
        })
        expect(await village.faults()).toEqual([])
      }
      expect((await listSeasons(store, village.id)).map(({ state }) => state)).toEqual([
        'active',
        ...list.map(() => 'closed'),
      ])
    }),
    { numRuns: 40 },
  )
})
