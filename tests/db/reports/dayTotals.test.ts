import fc from 'fast-check'
import { afterEach, expect, it, vi } from 'vitest'
import { dayTotals } from '../../../db/reports/dayTotals.ts'
import { importRecords } from '../../../db/scores/imports.ts'
import { countsForScore } from '../../../server/domain/points/posting.ts'
import { itOnSqlite } from '../../support/db/itOnSqlite.ts'
import { testStore, TestVillage } from '../../support/db/village.ts'
import { doAll, writes } from '../../support/db/writes.ts'

const store = await testStore()
const evening = Date.parse('2026-06-15T15:40:00Z')
const midnight = '2026-06-15T16:00:00.000Z'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** The figures as the lines give them. */
async function addedUp(village: TestVillage) {
  const all = await village.postings()
  const lines = all.filter(({ recorded_at }) => recorded_at >= midnight)
  const score = lines.filter(({ kind, reverses }) =>
    countsForScore(kind, all.find(({ seq }) => seq === reverses)?.kind ?? null),
  )
  return {
    lines: lines.length,
    points: score.reduce((sum, { points }) => sum + points, 0),
    households: new Set(lines.map(({ household_id }) => household_id)).size,
    deductions: lines.filter(({ kind }) => kind === 'deduct').length,
    reversals: lines.filter(({ kind }) => kind === 'reversal').length,
  }
}

it('are what the lines since midnight add up to, whatever was written', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  await fc.assert(
    fc.asyncProperty(writes, writes, async (before, after) => {
      vi.setSystemTime(evening)
      const village = await TestVillage.create(store)
      await doAll(village, before)
      vi.setSystemTime(midnight)
      await doAll(village, after)
      const { staff, ...figures } = await dayTotals(store, village.id, midnight)
      const expected = await addedUp(village)
      expect(figures).toEqual(expected)
      expect(staff.reduce((sum, { lines }) => sum + lines, 0)).toBe(expected.lines)
      for (const { lastAt } of staff) expect(lastAt).toBe(midnight)
    }),
    { numRuns: 25 },
  )
})

it('leave out what an import brought, and count what was entered before and after it', async () => {
  const village = await TestVillage.create(store)
  await village.enter('duty', { door: '1001' })
  const lines = Array.from({ length: 21 }, (_, index) => ({
    door: '1002',
    rule: '旧账',
    dimension: '环境卫生',
    points: index + 1,
    occurredOn: '2026-02-01',
    clerk: '示范员',
    note: null,
  }))
  const terms = {
    effect: 'award',
    scale: { type: 'range', min: 0, max: 100 },
    caps: [],
    evidence: false,
    reviewers: 0,
  }
  await importRecords(store, village.scope, {
    rules: [{ dimension: '环境卫生', text: '旧账', terms: terms as never }],
    households: [],
    lines,
    source: { filename: '旧账.xlsx', problems: 0 },
  })
  await village.enter('litter', { door: '1001' })
  const { staff, ...figures } = await dayTotals(store, village.id, '2000-01-01T00:00:00.000Z')
  expect(figures).toEqual({ lines: 2, points: 20, households: 1, deductions: 1, reversals: 0 })
  expect(staff.map(({ lines }) => lines)).toEqual([2])
})

it('are read without the lines', async () => {
  const village = await TestVillage.create(store)
  await village.enter('duty')
  const spies = (['all', 'first'] as const).map((verb) => vi.spyOn(store, verb))
  await dayTotals(store, village.id, '2000-01-01T00:00:00.000Z')
  const texts = new Set(spies.flatMap(({ mock }) => mock.calls).map(([query]) => query))
  expect(texts.size).toBe(3)
  for (const text of texts) expect(text).not.toContain('postings')
})

itOnSqlite(
  'of the board, which looks for what takes points away by its time, is found by an index',
  async () => {
    const plan = await store.all<{ detail: string }>(
      `EXPLAIN QUERY PLAN SELECT p.points FROM postings p
     WHERE p.village_id = ? AND p.recorded_at >= ? AND p.season_id = ?
       AND (p.points < 0 OR p.kind = 'restore' OR p.kind = 'reversal')`,
      1,
      midnight,
      1,
    )
    expect(plan.map(({ detail }) => detail).join()).toContain('postings_taking_by_time')
  },
)
