import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { closeSeason, type ClosingRequest, foreseeClosing } from '../../../db/closing/closeSeason.ts'
import { findHousehold } from '../../../db/households/households.ts'
import { answerObjection, type ObjectionAnswer } from '../../../db/publicity/objectionAnswers.ts'
import { createObjection } from '../../../db/publicity/objections.ts'
import { publish } from '../../../db/publicity/publish.ts'
import { closeRound } from '../../../db/rounds/closeRound.ts'
import { changeSeason, listSeasons, mustFindSeason, activeSeason } from '../../../db/seasons/seasons.ts'
import { seasonStandings } from '../../../db/seasons/seasonStandings.ts'
import { inOrder } from '../../../db/store/inOrder.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'
import type { CarryTerms } from '../../../server/domain/calendar/season.ts'
import { InspectedVillage } from '../../support/db/inspectedVillage.ts'
import { now, refusalOf, testStore, TestVillage } from '../../support/db/village.ts'
import { append } from '../../support/db/writes.ts'

const store = await testStore()
const afterYear = Date.UTC(2027, 0, 5, 4)
/** ms */
const day = 24 * 60 * 60 * 1000
afterEach(() => void vi.setSystemTime(now))

const year2027 = { name: '2027', startsOn: '2027-01-01', endsOn: '2027-12-31' }

function request(more: Partial<ClosingRequest> = {}): ClosingRequest {
  return { id: randomUUID(), carry: { type: 'none' }, next: year2027, ...more }
}

/** A village whose season 2026 has had some deeds and is over. */
async function overVillage() {
  const village = await TestVillage.create(store)
  await village.enter('yard', { points: 100 })
  await village.enter('duty', { door: '1002' })
  await village.enter('litter', { door: '1003' })
  vi.setSystemTime(afterYear)
  return village
}

const seasonOf = async (village: TestVillage) => (await activeSeason(store, village.id))?.id ?? 0
const close = async (village: TestVillage, more: Partial<ClosingRequest> = {}, season?: number) =>
  closeSeason(store, village.scope, season ?? (await seasonOf(village)), request(more), '2026 年度到期')
const balances = async (village: TestVillage) =>
  await inOrder(
    ['1001', '1002', '1003', '1004'],
    async (door) => (await findHousehold(store, village.id, door))?.balance,
  )

describe('the preview of a closing', () => {
  it('says what goes on and what expires, and writes nothing', async () => {
    const village = await overVillage()
    const foreseen = await foreseeClosing(store, village.scope, await seasonOf(village), {
      type: 'percent',
      percent: 25,
    })
    expect(foreseen).toMatchObject({ households: 4, balance: 120, carried: 15, expired: 105, hindrances: [] })
    expect(foreseen.losing.map(({ door, balance, carried }) => [door, balance, carried])).toEqual([
      ['1001', 100, 25],
      ['1002', 40, 10],
    ])
    expect(await village.postings()).toHaveLength(3)
  })

  it('says what hinders: days to come, and claims that wait', async () => {
    const village = await TestVillage.create(store)
    await store.write(village.id, async (store) =>
      store.run(
        'UPDATE villages SET review = ? WHERE id = ?',
        JSON.stringify({ roles: [], over: null, deductions: true }),
        village.id,
      ),
    )
    await village.write(village.request('litter'))
    const codes = async () =>
      (await foreseeClosing(store, village.scope, await seasonOf(village), { type: 'all' })).hindrances.map(
        ({ code }) => code,
      )
    expect(await codes()).toEqual(['season-not-over', 'season-claims-waiting'])
    vi.setSystemTime(afterYear)
    expect(await refusalOf(async () => close(village))).toMatchObject({
      code: 'season-claims-waiting',
      params: { count: 1 },
    })
    expect(await seasonOf(village)).toBe((await listSeasons(store, village.id))[0]?.id)
  })
})

describe('a closing waits', () => {
  const hindrances = async (village: TestVillage) =>
    (await foreseeClosing(store, village.scope, await seasonOf(village), { type: 'none' })).hindrances.map(
      ({ code, params }) => ({ code, params }),
    )
  /** A village whose season is over, with its scores published until three days later. */
  async function publishedVillage() {
    const village = await overVillage()
    const { publication } = await publish(store, village.scope, { id: randomUUID(), closesOn: '2027-01-08' })
    return { village, publication }
  }

  it('while scores of the season are in an open publication, and names its last day', async () => {
    const { village } = await publishedVillage()
    expect(await hindrances(village)).toEqual([
      { code: 'season-publicity-open', params: { number: '2027-1', closes: '2027-01-08' } },
    ])
    expect((await refusalOf(async () => close(village))).code).toBe('season-publicity-open')
    vi.setSystemTime(afterYear + 4 * day)
    expect(await hindrances(village)).toEqual([])
  })

  it('while an objection to one of its scores is open, also after the publication has closed', async () => {
    const { village, publication } = await publishedVillage()
    const objection = {
      id: randomUUID(),
      publication: publication.id,
      posting: 1,
      objector: '',
      text: '不对',
    }
    await createObjection(store, village.scope, objection)
    vi.setSystemTime(afterYear + 4 * day)
    expect(await hindrances(village)).toEqual([{ code: 'season-objections-open', params: { count: 1 } }])
    const answer = { id: randomUUID(), outcome: 'upheld' as const, reason: '查过' }
    await answerObjection(store, village.scope, objection.id, answer, () => ({ title: '', text: '' }))
    expect(await hindrances(village)).toEqual([])
  })

  it('while a round with visits in the season is open, and names it', async () => {
    const village = await InspectedVillage.create(store)
    await village.open({ name: '没人去过的一轮', month: '2026-05' })
    const round = await village.open()
    await village.visit(round, '1001')
    vi.setSystemTime(afterYear)
    expect(await hindrances(village)).toEqual([
      { code: 'season-round-open', params: { round: '六月庭院检查' } },
    ])
    await closeRound(store, village.secretary, round.id, { id: randomUUID() })
    expect((await hindrances(village)).map(({ code }) => code)).toEqual(['season-claims-waiting'])
  })
})

describe('closing a season', () => {
  it('lets expire by one posting for each household that loses points, on the last day', async () => {
    const village = await overVillage()
    await close(village, { carry: { type: 'upTo', points: 30 } })
    const carries = (await village.postings()).slice(3)
    expect(carries.map(({ kind, points, occurred_on }) => [kind, points, occurred_on])).toEqual([
      ['carry', -70, '2026-12-31'],
      ['carry', -10, '2026-12-31'],
    ])
    expect(await balances(village)).toEqual([30, 30, -20, 0])
    expect(await village.faults()).toEqual([])
  })

  it('opens the next season with scores at 0 and keeps the old standings', async () => {
    const village = await overVillage()
    await close(village)
    expect(await listSeasons(store, village.id)).toMatchObject([
      { ...year2027, state: 'active', closing: null },
      {
        name: '2026',
        state: 'closed',
        closing: { carry: { type: 'none' }, households: 4, balance: 120, losing: 2, expired: 140 },
      },
    ])
    const board = await village.board(afterYear)
    expect(board.season.name).toBe('2027')
    expect(board.households.every(({ score }) => score === 0)).toBe(true)
    const [past] = (await listSeasons(store, village.id)).slice(1)
    const standings = await seasonStandings(
      store,
      await village.row(),
      await mustFindSeason(store, village.id, past?.id ?? 0),
    )
    expect(standings.map(({ rank, door, score }) => [rank, door, score])).toEqual([
      [1, '1001', 100],
      [2, '1002', 40],
      [3, '1004', 0],
      [4, '1003', -20],
    ])
  })

  it('waits while points are on hold: they would be missing when they come free', async () => {
    const village = await TestVillage.create(store)
    await changeVillage(store, village.scope, { holdsPublicity: true })
    await village.enter('duty')
    await publish(store, village.scope, { id: randomUUID(), closesOn: '2026-06-22' })
    await village.enter('duty', { door: '1002' })
    vi.setSystemTime(afterYear)
    expect((await refusalOf(async () => close(village))).code).toBe('season-points-held')
    await publish(store, village.scope, { id: randomUUID(), closesOn: '2027-01-05' })
    vi.setSystemTime(afterYear + day)
    await close(village)
    expect(await balances(village)).toEqual([0, 0, 0, 0])
    expect(await village.faults()).toEqual([])
  })

  it('wrote off what nobody brings back line by line', async () => {
    const village = await overVillage()
    await close(village)
    const carry = (await village.postings()).find(({ kind }) => kind === 'carry')!
    expect((await refusalOf(async () => village.reverse(carry))).code).toBe('reversal-of-carry')
  })

  it('with the same id again does nothing more', async () => {
    const village = await overVillage()
    const season = await seasonOf(village)
    const same = request()
    expect(await closeSeason(store, village.scope, season, same, '清零')).toEqual({ fresh: true })
    const before = await village.postings()
    expect(await closeSeason(store, village.scope, season, same, '清零')).toEqual({ fresh: false })
    expect(await village.postings()).toEqual(before)
    expect(await listSeasons(store, village.id)).toHaveLength(2)
  })

  it('is refused with the same id and other content, and with another id once it is closed', async () => {
    const village = await overVillage()
    const season = await seasonOf(village)
    const same = request()
    await closeSeason(store, village.scope, season, same, '清零')
    const other = async () =>
      closeSeason(store, village.scope, season, { ...same, carry: { type: 'all' } }, '清零')
    expect((await refusalOf(other)).code).toBe('id-used-before')
    expect((await refusalOf(async () => close(village, {}, season))).code).toBe('season-closed')
  })

  it.each<[string, Partial<ClosingRequest>]>([
    ['closing-moved', { expires: 139 }],
    ['season-must-follow', { next: { ...year2027, startsOn: '2026-12-31' } }],
    ['season-ends-before', { next: { ...year2027, endsOn: '2026-12-30' } }],
    ['season-name-taken', { next: { ...year2027, name: '2026' } }],
  ])('is refused as %s, and nothing is written', async (code, more) => {
    const village = await overVillage()
    expect((await refusalOf(async () => close(village, more))).code).toBe(code)
    expect(await village.postings()).toHaveLength(3)
    expect(await listSeasons(store, village.id)).toHaveLength(1)
  })

  it('goes by what was shown when that still holds', async () => {
    const village = await overVillage()
    await close(village, { expires: 140 })
    expect(await balances(village)).toEqual([0, 0, -20, 0])
  })
})

describe('once a season is closed', () => {
  it('deeds dated in it are refused, by its name', async () => {
    const village = await overVillage()
    await close(village)
    const late = async () => village.enter('duty', { occurredOn: '2026-12-30' })
    expect(await refusalOf(late)).toMatchObject({ code: 'date-in-closed-season', params: { season: '2026' } })
  })

  it('a reversal of its posting counts in it, and leaves the new one alone', async () => {
    const village = await overVillage()
    const [first] = await village.postings()
    await close(village, { carry: { type: 'all' } })
    await village.enter('duty', { occurredOn: '2027-01-02' })
    const reversal = await village.reverse(first ?? { id: '' })
    expect(reversal).toMatchObject({
      season_id: first?.season_id,
      occurred_on: first?.occurred_on,
      points: -100,
    })
    expect(await findHousehold(store, village.id, '1001')).toMatchObject({ score: 40, balance: 40 })
    const past = await mustFindSeason(store, village.id, first?.season_id ?? 0)
    const old = (await seasonStandings(store, await village.row(), past)).find(({ door }) => door === '1001')
    expect(old?.score).toBe(0)
    expect((await village.board(afterYear)).households.find(({ door }) => door === '1001')).toMatchObject({
      score: 40,
      month: 40,
    })
    expect(await village.faults()).toEqual([])
  })

  it.each<CarryTerms>([{ type: 'none' }, { type: 'upTo', points: 30 }])(
    'what expired with %o is not taken a second time by a reversal, and its standings stay',
    async (carry) => {
      const village = await overVillage()
      const [first] = await village.postings()
      await close(village, { carry })
      const before = await findHousehold(store, village.id, '1001')
      expect(await refusalOf(async () => village.reverse(first!))).toMatchObject({
        code: 'reversal-of-expired',
        params: { season: '2026' },
      })
      expect(await findHousehold(store, village.id, '1001')).toEqual(before)
      const past = await mustFindSeason(store, village.id, first!.season_id)
      expect((await seasonStandings(store, await village.row(), past))[0]).toMatchObject({
        door: '1001',
        score: 100,
      })
    },
  )

  it('a reversal goes on where nothing of the household expired, and of what came after', async () => {
    const village = await overVillage()
    const deduction = (await village.postings())[2]!
    await close(village)
    const later = await village.enter('duty', { occurredOn: '2027-01-02' })
    await village.reverse(deduction)
    await village.reverse(later)
    expect(await balances(village)).toEqual([0, 0, 0, 0])
    expect(await village.faults()).toEqual([])
  })

  it('an objection to what expired can only be upheld', async () => {
    const village = await overVillage()
    await close(village)
    const { id: publication } = (
      await publish(store, village.scope, {
        id: randomUUID(),
        closesOn: '2027-01-12',
      })
    ).publication
    const objection = { id: randomUUID(), publication, posting: 1, objector: '', text: '不对' }
    await createObjection(store, village.scope, objection)
    const answer = async (outcome: ObjectionAnswer['outcome'], points?: number) =>
      answerObjection(
        store,
        village.scope,
        objection.id,
        { id: randomUUID(), outcome, reason: '查过', points },
        () => ({ title: '', text: '' }),
      )
    expect((await refusalOf(async () => answer('revoked'))).code).toBe('objection-to-expired')
    expect((await refusalOf(async () => answer('changed', 50))).code).toBe('objection-to-expired')
    expect((await answer('upheld')).state).toBe('upheld')
    expect(await balances(village)).toEqual([0, 0, -20, 0])
  })

  it('points given back of its deduction count in it, on its last day', async () => {
    const village = await overVillage()
    const deduction = (await village.postings())[2]
    await close(village)
    expect(await village.restore(deduction ?? { id: '' }, 15)).toMatchObject({
      season_id: deduction?.season_id,
      occurred_on: '2026-12-31',
    })
    expect(await findHousehold(store, village.id, '1003')).toMatchObject({ score: 0, balance: -5 })
    expect(await village.faults()).toEqual([])
  })

  it('households that come later are not in its standings', async () => {
    const village = await overVillage()
    await close(village)
    vi.setSystemTime(afterYear + 1_000)
    const past = (await listSeasons(store, village.id))[1]
    await store.write(village.id, async (store) =>
      store.run(
        `INSERT INTO households (village_id, group_id, request_id, door, head, initials, created_at)
         SELECT village_id, group_id, 'late', '2001', head, initials, ? FROM households WHERE village_id = ? LIMIT 1`,
        new Date().toISOString(),
        village.id,
      ),
    )
    const standings = await seasonStandings(
      store,
      await village.row(),
      await mustFindSeason(store, village.id, past?.id ?? 0),
    )
    expect(standings).toHaveLength(4)
  })
})

describe('changing a season', () => {
  it('moves its dates while no posting lies outside', async () => {
    const village = await TestVillage.create(store)
    await village.enter('duty', { occurredOn: '2026-06-10' })
    const season = await seasonOf(village)
    await changeSeason(store, village.scope, season, { name: '上半年', endsOn: '2026-06-15' })
    expect((await village.board()).season).toEqual({
      name: '上半年',
      startsOn: '2026-01-01',
      endsOn: '2026-06-15',
    })
    const shorter = async () => changeSeason(store, village.scope, season, { endsOn: '2026-06-09' })
    expect(await refusalOf(shorter)).toMatchObject({
      code: 'season-leaves-postings',
      params: { count: 1, first: '2026-06-10' },
    })
    expect(
      await store.first(
        `SELECT count(*) AS n FROM audit WHERE village_id = ? AND action = 'season.changed'`,
        village.id,
      ),
    ).toEqual({ n: 1 })
  })

  it('never lets it overlap another, and asks for the power', async () => {
    const village = await overVillage()
    await close(village)
    const overlap = async () =>
      changeSeason(store, village.scope, await seasonOf(village), { startsOn: '2026-12-31' })
    expect((await refusalOf(overlap)).code).toBe('season-overlaps')
    const clerk = { ...village.scope, powers: new Set(['read', 'enter'] as const) }
    expect(
      (await refusalOf(async () => changeSeason(store, clerk, await seasonOf(village), { name: '别的' })))
        .code,
    ).toBe('no-power')
  })

  it('of a closed one keeps the day of what expired within', async () => {
    const village = await overVillage()
    await append(village, 'redeem', { door: '1001', day: '2026-06-15', points: -10 })
    const season = await seasonOf(village)
    await close(village)
    const earlier = async () => changeSeason(store, village.scope, season, { endsOn: '2026-12-01' })
    expect((await refusalOf(earlier)).code).toBe('season-leaves-postings')
  })
})
