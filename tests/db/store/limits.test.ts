import { describe, expect, it } from 'vitest'
import { inOrder } from '../../../db/store/inOrder.ts'
import { changeRule, createRule } from '../../../db/villages/rulebook.ts'
import type { Cap } from '../../../server/domain/points/points.ts'
import { fixed, terms } from '../../support/db/rules.ts'
import { refusalOf, testStore, TestVillage, today } from '../../support/db/village.ts'

const store = await testStore()

/** A village with a rule under this cap, and how often the rule let a household in on these days. */
async function granted(cap: Cap, ...days: string[]): Promise<boolean[]> {
  const village = await TestVillage.create(store)
  const dimension = (await village.board()).dimensions[0]?.id ?? 0
  const { rule } = await createRule(store, village.scope, {
    dimension,
    text: '限次',
    terms: terms(fixed(20), [cap]),
  })
  return await inOrder(days, async (occurredOn) => {
    try {
      return (await village.enter('duty', { rule: rule.id, occurredOn })).points === 20
    } catch (error) {
      expect(error).toMatchObject({ code: `cap-${cap.by}` })
      return false
    }
  })
}

describe('a cap holds for its period and opens again with the next', () => {
  it.each([
    ['day', '2026-06-10', '2026-06-10', '2026-06-11'],
    ['week', '2026-06-08', '2026-06-14', '2026-06-15'],
    ['month', '2026-05-01', '2026-05-31', '2026-06-01'],
    ['quarter', '2026-01-01', '2026-03-31', '2026-04-01'],
  ] as const)('%s: %s, not %s, again %s', async (period, first, last, next) => {
    expect(await granted({ period, by: 'times', limit: 1 }, first, last, next)).toEqual([true, false, true])
    expect(await granted({ period, by: 'points', limit: 20 }, first, last, next)).toEqual([true, false, true])
  })

  it.each(['year', 'season'] as const)('%s: from its first day to today', async (period) => {
    expect(await granted({ period, by: 'times', limit: 1 }, '2026-01-01', today)).toEqual([true, false])
  })

  it('holds when the later deed was entered first', async () => {
    expect(await granted({ period: 'month', by: 'times', limit: 1 }, '2026-05-31', '2026-05-01')).toEqual([
      true,
      false,
    ])
  })
})

describe('a cap by points', () => {
  const meetings = ['2026-06-01', '2026-06-02', '2026-06-03']

  it('lets in what fills it and refuses more, with the figures', async () => {
    const village = await TestVillage.create(store)
    for (const occurredOn of meetings) await village.enter('meeting', { occurredOn })
    expect(await refusalOf(async () => village.enter('meeting'))).toMatchObject({
      code: 'cap-points',
      params: { period: 'month', limit: 60, used: 60, points: 20 },
    })
  })

  it('holds within one array too', async () => {
    const village = await TestVillage.create(store)
    const four = Array.from({ length: 4 }, () => village.request('meeting'))
    expect(
      (await refusalOf(async () => village.write(...four))).lines.map(({ index, code }) => [index, code]),
    ).toEqual([[3, 'cap-points']])
  })

  it('is counted for each household', async () => {
    const village = await TestVillage.create(store)
    for (const occurredOn of meetings) await village.enter('meeting', { occurredOn })
    expect((await village.enter('meeting', { door: '1002' })).points).toBe(20)
  })

  it('has room again for what was taken back', async () => {
    const village = await TestVillage.create(store)
    const [first] = await inOrder(meetings, async (occurredOn) => village.enter('meeting', { occurredOn }))
    if (first) await village.reverse(first)
    expect((await village.enter('meeting')).points).toBe(20)
  })

  it('still counts what was entered under an earlier version of the rule', async () => {
    const village = await TestVillage.create(store)
    for (const occurredOn of meetings) await village.enter('meeting', { occurredOn })
    await changeRule(store, village.scope, village.rules.meeting, { text: '参加村民代表会议' })
    expect((await refusalOf(async () => village.enter('meeting'))).code).toBe('cap-points')
  })
})

describe('points', () => {
  it.each([
    ['units that a rule needs', 'hours', {}, 'units-needed'],
    ['more units than the rule allows', 'hours', { units: 5 }, 'units-limit'],
    ['units that make no whole points', 'hours', { units: 0.25 }, 'units-uneven'],
    ['units that a rule does not use', 'duty', { units: 1 }, 'units-not-used'],
    ['points outside the range', 'yard', { points: 101 }, 'points-range'],
    ['points that the rule does not give', 'duty', { points: 50 }, 'points-fixed'],
  ] as const)('are refused for %s', async (_, rule, given, code) => {
    const village = await TestVillage.create(store)
    expect((await refusalOf(async () => village.enter(rule, given))).code).toBe(code)
  })

  it('of nothing can be written where the range begins at 0', async () => {
    expect(await (await TestVillage.create(store)).enter('yard', { points: 0 })).toMatchObject({
      kind: 'award',
      points: 0,
    })
  })
})

describe('steps that rise', () => {
  const points = async (village: TestVillage, days: string[]) =>
    await inOrder(days, async (occurredOn) => (await village.enter('poultry', { occurredOn })).points)

  it('take 10, 20, 30, and 30 from then on', async () => {
    const village = await TestVillage.create(store)
    expect(await points(village, ['2026-01-10', '2026-03-10', '2026-06-01', '2026-06-02'])).toEqual([
      -10, -20, -30, -30,
    ])
  })

  it('go back one when one was taken back', async () => {
    const village = await TestVillage.create(store)
    await village.enter('poultry')
    await village.reverse(await village.enter('poultry'))
    expect((await village.enter('poultry')).points).toBe(-20)
  })

  it('begin anew for another household', async () => {
    const village = await TestVillage.create(store)
    await village.enter('poultry')
    expect((await village.enter('poultry', { door: '1002' })).points).toBe(-10)
  })

  it('rise within one array', async () => {
    const village = await TestVillage.create(store)
    await village.write(village.request('poultry'), village.request('poultry'))
    expect((await village.postings()).map((posting) => posting.points)).toEqual([-10, -20])
  })

  it('begin anew with the season', async () => {
    const village = await TestVillage.create(store, {
      season: { name: '春', startsOn: '2026-01-01', endsOn: '2026-03-31' },
    })
    await village.enter('poultry', { occurredOn: '2026-03-31' })
    await store.write(village.id, async (store) =>
      store.run(`UPDATE seasons SET state = 'closed' WHERE village_id = ?`, village.id),
    )
    await store.write(village.id, async (store) =>
      store.run(
        `INSERT INTO seasons (village_id, name, starts_on, ends_on, state) VALUES (?, '夏', ?, ?, 'active')`,
        village.id,
        '2026-04-01',
        '2026-06-30',
      ),
    )
    expect((await village.enter('poultry')).points).toBe(-10)
  })
})
