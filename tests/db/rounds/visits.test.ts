/** Visits and scores at the doors on a real database: once each, whatever is sent again, and only where one may. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Door } from '../../../db/households/doors.ts'
import { setOwnHousehold } from '../../../db/households/ownHouseholds.ts'
import { storePhoto, photosOf } from '../../../db/photos/photos.ts'
import { ownVisits } from '../../../db/residents/ownVisits.ts'
import { createDoorScore, type DoorScoreRequest } from '../../../db/rounds/doorScores.ts'
import { readDoorstep } from '../../../db/rounds/doorstep.ts'
import { roundDoors } from '../../../db/rounds/roundProgress.ts'
import { mustFindRound } from '../../../db/rounds/rounds.ts'
import { createVisit, type VisitRequest } from '../../../db/rounds/visits.ts'
import type { Scope } from '../../../db/store/scope.ts'
import { changeRule, mustFindRule } from '../../../db/villages/rulebook.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'
import type { SheetItem } from '../../../server/domain/rules/checkSheet.ts'
import {
  closeTestRound,
  giveGrid,
  type OpenedRound,
  openTestRound,
  setDoorstep,
  sheet,
} from '../../support/db/rounds.ts'
import type { RuleName } from '../../support/db/rules.ts'
import {
  household,
  now,
  type Person,
  refusalOf,
  testStore,
  TestVillage,
  type TestVillageOptions,
  today,
} from '../../support/db/village.ts'

const store = await testStore()

/** Doors 1001 and 1002 in group 1, 2001 and 2002 in group 2; one inspector for both, one for group 2. */
class InspectedVillage extends TestVillage {
  inspector!: Person
  other!: Person
  round = 0

  static async inspected(more: Partial<OpenedRound> = {}): Promise<InspectedVillage> {
    const village = await InspectedVillage.create(store, {
      households: [
        household('1001'),
        household('1002'),
        household('2001', { group: '2组' }),
        household('2002', { group: '2组' }),
      ],
    })
    village.round = await village.open(more)
    return village
  }

  protected override async prepare(more: TestVillageOptions): Promise<void> {
    await super.prepare(more)
    this.inspector = await this.person('网格员甲')
    this.other = await this.person('网格员乙')
    await giveGrid(store, this.id, this.other.user!, ['2组'])
  }

  async open(more: Partial<OpenedRound> = {}): Promise<number> {
    return openTestRound(store, {
      village: this.id,
      rule: this.rules.yard,
      month: '2026-06',
      name: '六月督导',
      second: 'average',
      assigned: [
        { user: this.inspector.user!, group: '1组' },
        { user: this.inspector.user!, group: '2组' },
        { user: this.other.user!, group: '2组' },
      ],
      ...more,
    })
  }

  visiting(more: Partial<VisitRequest> = {}): VisitRequest {
    return { id: randomUUID(), door: '1001', found: [], photos: [], visitedOn: today, ...more }
  }

  async visit(more: Partial<VisitRequest> = {}, by = this.inspector, round = this.round) {
    return createVisit(store, by, round, this.visiting(more))
  }

  scoring(rule: RuleName, more: Partial<DoorScoreRequest> = {}): DoorScoreRequest {
    return { ...this.request(rule), photos: [], ...more }
  }

  async score(rule: RuleName, more: Partial<DoorScoreRequest> = {}, by = this.inspector) {
    return createDoorScore(store, by, this.scoring(rule, more))
  }

  async doorstep(by = this.inspector) {
    return readDoorstep(store, by, await this.row(), now)
  }

  async rows(): Promise<{ id: string; superseded: 0 | 1; points: number }[]> {
    return store.all<{ id: string; superseded: 0 | 1; points: number }>(
      'SELECT request_id AS id, superseded, points FROM visits WHERE village_id = ? ORDER BY visits.id',
      this.id,
    )
  }
}

describe('a visit', () => {
  it('is worth what the sheet says of what was found', async () => {
    const one = await InspectedVillage.inspected()
    expect((await one.visit()).visit).toMatchObject({ door: '1001', points: 100, stars: 5, isCurrent: true })
    expect((await one.visit({ door: '1002', found: ['tidy'] })).visit).toMatchObject({ points: 60, stars: 0 })
  })

  it('is the same visit when it is sent again, and another only under another id', async () => {
    const one = await InspectedVillage.inspected()
    const request = one.visiting({ found: ['tidy'], note: '院内有木料' })
    const first = await createVisit(store, one.inspector, one.round, request)
    expect(await createVisit(store, one.inspector, one.round, request)).toEqual({ ...first, fresh: false })
    for (const [changed, by] of [
      [{ ...request, found: [] }, one.inspector],
      [{ ...request, door: '1002' }, one.inspector],
      [request, one.other],
    ] satisfies [VisitRequest, Scope][])
      expect((await refusalOf(async () => createVisit(store, by, one.round, changed))).code).toBe(
        'id-used-before',
      )
    expect(await one.rows()).toHaveLength(1)
  })

  it('gives some of the points of a graded item, and says so at the door and to the household', async () => {
    const items: SheetItem[] = [
      { key: 'bins', text: '垃圾分类', kind: 'points', points: 25, photo: false, grades: 'any' },
      {
        key: 'tidy',
        text: '摆放整齐',
        kind: 'points',
        points: 20,
        photo: false,
        grades: [
          { text: '好', points: 20 },
          { text: '中', points: 12 },
        ],
      },
    ]
    const one = await InspectedVillage.inspected({ items })
    const given = [
      { item: 'tidy', points: 12 },
      { item: 'bins', points: 18 },
    ]
    const request = one.visiting({ given })
    const { visit } = await createVisit(store, one.inspector, one.round, request)
    expect(visit).toMatchObject({ points: 30, found: ['tidy', 'bins'], given })
    const reordered = { ...request, given: [...given].reverse() }
    expect((await createVisit(store, one.inspector, one.round, reordered)).fresh).toBe(false)
    const other = { ...request, given: given.slice(0, 1) }
    expect((await refusalOf(() => createVisit(store, one.inspector, one.round, other))).code).toBe(
      'id-used-before',
    )
    expect((await one.doorstep()).doors[0]?.visits).toMatchObject([{ given, points: 30 }])
    const round = await mustFindRound(store, one.id, one.round)
    expect((await roundDoors(store, one.id, round))[0]?.amiss).toEqual(['垃圾分类 18/25', '摆放整齐：中'])
    const results = [{ household: await one.household('1001'), points: 30, stars: 0 }]
    await closeTestRound(store, one.id, one.round, results)
    expect((await one.doorstep()).doors[0]?.last?.found).toEqual(['垃圾分类 18/25', '摆放整齐：中'])
    const [own] = await ownVisits(store, { village: one.id, household: results[0]!.household } as Door)
    expect(own?.found).toEqual(['垃圾分类 18/25', '摆放整齐：中'])
  })

  it.each([
    { item: 'swept', points: 30, code: 'unfit-grade' },
    { item: 'no such item', points: 3, code: 'unknown-sheet-item' },
  ])('cannot give $points points for $item', async ({ code, ...line }) => {
    const one = await InspectedVillage.inspected()
    expect((await refusalOf(() => one.visit({ given: [line] }))).code).toBe(code)
    expect(await one.rows()).toEqual([])
  })

  it('of the same inspector once more stands in the first one’s place, and both are kept', async () => {
    const one = await InspectedVillage.inspected()
    const first = (await one.visit({ found: ['swept'] })).visit
    const second = (await one.visit()).visit
    expect(await one.rows()).toEqual([
      { id: first.id, superseded: 1, points: 40 },
      { id: second.id, superseded: 0, points: 100 },
    ])
    // What was stood in for stays so when it comes again.
    expect(
      await createVisit(store, one.inspector, one.round, one.visiting({ id: first.id, found: ['swept'] })),
    ).toMatchObject({ fresh: false, visit: { isCurrent: false } })
  })

  it('of a second inspector is kept beside, or refused where the round says so', async () => {
    const average = await InspectedVillage.inspected()
    await average.visit({ door: '2001' })
    await average.visit({ door: '2001', found: ['tidy'] }, average.other)
    expect((await average.rows()).map(({ superseded }) => superseded)).toEqual([0, 0])
    const single = await InspectedVillage.inspected({ second: 'refuse' })
    await single.visit({ door: '2001' })
    await single.visit({ door: '2001', found: ['tidy'] })
    const refusal = await refusalOf(async () => single.visit({ door: '2001' }, single.other))
    expect([refusal.code, refusal.params]).toEqual(['visited-by-other', { door: '2001', by: '网格员甲' }])
  })

  it.each<[string, Partial<VisitRequest>]>([
    ['unknown-household', { door: '9999' }],
    ['unknown-sheet-item', { found: ['of another sheet'] }],
    ['photo-needed', { found: ['pile'] }],
    ['unknown-photo', { found: ['pile'], photos: [randomUUID()] }],
    ['date-in-future', { visitedOn: '2026-06-16' }],
    ['visit-outside-month', { visitedOn: '2026-05-31' }],
  ])('is refused: %s', async (code, more) => {
    const one = await InspectedVillage.inspected()
    expect((await refusalOf(async () => one.visit(more))).code).toBe(code)
    expect(await one.rows()).toEqual([])
  })

  it('made without a network counts for the day it was made on', async () => {
    const one = await InspectedVillage.inspected()
    expect((await one.visit({ visitedOn: '2026-06-01' })).visit.visitedOn).toBe('2026-06-01')
  })

  it('is refused at doors that are not the inspector’s, at their own, and once the round is closed', async () => {
    const one = await InspectedVillage.inspected()
    expect((await refusalOf(async () => one.visit({ door: '1001' }, one.other))).code).toBe(
      'door-not-assigned',
    )
    await setOwnHousehold(store, one.id, one.other.user, await one.household('2001'))
    expect((await refusalOf(async () => one.visit({ door: '2001' }, one.other))).code).toBe('own-household')
    expect((await refusalOf(async () => one.visit({}, await one.person('兑换员', ['desk'])))).code).toBe(
      'no-power',
    )
    expect((await refusalOf(async () => one.visit({}, one.inspector, 999_999))).code).toBe('unknown-round')
    const kept = one.visiting()
    await createVisit(store, one.inspector, one.round, kept)
    await closeTestRound(store, one.id, one.round, [])
    expect((await refusalOf(async () => one.visit({ door: '1002' }))).code).toBe('round-closed')
    expect((await createVisit(store, one.inspector, one.round, kept)).fresh).toBe(false)
  })
})

describe('a score on the spot', () => {
  it('is written by the village’s own rules, once', async () => {
    const one = await InspectedVillage.inspected()
    await setDoorstep(store, one.id, { dailyDoors: null, rules: [one.rules.litter] })
    const request = one.scoring('litter', { door: '2001' })
    expect(await createDoorScore(store, one.other, request)).toMatchObject({ seqs: [1], fresh: true })
    expect(await createDoorScore(store, one.other, request)).toMatchObject({ seqs: [1], fresh: false })
    expect(await one.postings()).toMatchObject([{ points: -20, recorder: '网格员乙' }])
    expect(
      (await refusalOf(async () => createDoorScore(store, one.other, { ...request, door: '2002' }))).code,
    ).toBe('id-used-before')
  })

  it('is refused by other rules, outside of the grid, at the own door, without a photo that its rule asks for', async () => {
    const one = await InspectedVillage.inspected()
    await setDoorstep(store, one.id, { dailyDoors: null, rules: [one.rules.litter, one.rules.duty] })
    const { terms } = await mustFindRule(store, one.id, one.rules.duty)
    await changeRule(store, one.scope, one.rules.duty, { terms: { ...terms, evidence: true } })
    await setOwnHousehold(store, one.id, one.other.user, await one.household('2002'))
    const codeOf = async (rule: RuleName, door: string) =>
      (await refusalOf(async () => one.score(rule, { door }, one.other))).code
    expect(await codeOf('meeting', '2001')).toBe('rule-not-at-doors')
    expect(await codeOf('litter', '1001')).toBe('door-outside-grid')
    expect(await codeOf('litter', '2002')).toBe('own-household')
    expect(await codeOf('duty', '2001')).toBe('photo-needed')
    expect(await one.postings()).toEqual([])
  })

  it('is refused before anything is written, also inside a larger transaction that goes on', async () => {
    const one = await InspectedVillage.inspected()
    await setDoorstep(store, one.id, { dailyDoors: 1, rules: [one.rules.litter] })
    const codeOf = async (rule: RuleName, door: string) =>
      (await refusalOf(async () => one.score(rule, { door }, one.other))).code
    expect(await codeOf('meeting', '2001')).toBe('rule-not-at-doors')
    expect(await codeOf('litter', '1001')).toBe('door-outside-grid')
    expect(await one.postings()).toEqual([])
    await one.visit({ door: '2001' }, one.other)
    expect(await codeOf('litter', '2002')).toBe('doors-of-day')
    expect((await refusalOf(async () => one.visit({ door: '2002' }, one.other))).code).toBe('doors-of-day')
    expect(await one.postings()).toEqual([])
    expect(await one.rows()).toHaveLength(1)
  })

  it('has the photo as its evidence where its rule asks for one; a note does not do', async () => {
    const one = await InspectedVillage.inspected()
    await setDoorstep(store, one.id, { dailyDoors: null, rules: [one.rules.litter] })
    const { terms } = await mustFindRule(store, one.id, one.rules.litter)
    await changeRule(store, one.scope, one.rules.litter, { terms: { ...terms, evidence: true } })
    const noted = one.scoring('litter', { door: '2001', note: '见登记簿' })
    expect((await refusalOf(async () => createDoorScore(store, one.other, noted))).code).toBe('photo-needed')
    const id = randomUUID()
    const photo = {
      household: await one.household('2001'),
      digest: '',
      bytes: Buffer.from('x'),
      width: 1,
      height: 1,
    }
    await storePhoto(store, { village: one.id, user: one.other.user }, { id, ...photo })
    const request = one.scoring('litter', { door: '2001', photos: [id] })
    expect(await createDoorScore(store, one.other, request)).toMatchObject({ seqs: [1], fresh: true })
    expect(await createDoorScore(store, one.other, request)).toMatchObject({ seqs: [1], fresh: false })
    expect((await photosOf(store, one.id, [request.id])).get(request.id)).toEqual([id])
  })

  it('waits for a review where the village reviews its inspectors', async () => {
    const one = await InspectedVillage.inspected()
    await setDoorstep(store, one.id, { dailyDoors: null, rules: [one.rules.litter] })
    await changeVillage(store, one.scope, { review: { roles: ['inspector'], over: null, deductions: false } })
    const request = one.scoring('litter')
    expect(await createDoorScore(store, one.inspector, request)).toMatchObject({
      claims: [request.id],
      seqs: [],
      fresh: true,
    })
    expect((await createDoorScore(store, one.inspector, request)).fresh).toBe(false)
  })
})

describe('the bound of a day', () => {
  it('counts doors, visited or scored, each once, for each worker and day', async () => {
    const one = await InspectedVillage.inspected()
    await setDoorstep(store, one.id, { dailyDoors: 2, rules: [one.rules.litter] })
    await one.visit({ door: '1001' })
    await one.score('litter', { door: '1001' })
    await one.visit({ door: '1001', found: ['tidy'] })
    expect((await one.doorstep()).daily).toEqual({ limit: 2, left: 1 })
    const kept = one.scoring('litter', { door: '1002' })
    await createDoorScore(store, one.inspector, kept)
    expect((await one.doorstep()).daily).toEqual({ limit: 2, left: 0 })
    expect((await refusalOf(async () => one.visit({ door: '2001' }))).code).toBe('doors-of-day')
    expect((await refusalOf(async () => one.score('litter', { door: '2001' }))).code).toBe('doors-of-day')
    // Sent again, another day, another worker, a door that was counted.
    expect((await createDoorScore(store, one.inspector, kept)).fresh).toBe(false)
    await one.visit({ door: '2001', visitedOn: '2026-06-14' })
    await one.visit({ door: '2001' }, one.other)
    await one.visit({ door: '1002' })
  })

  it('lowered below what was done lets counted doors be corrected', async () => {
    const one = await InspectedVillage.inspected()
    for (const door of ['1001', '1002']) await one.visit({ door })
    await setDoorstep(store, one.id, { dailyDoors: 1, rules: [] })
    expect((await one.visit({ door: '1002', found: ['tidy'] })).fresh).toBe(true)
    expect((await one.doorstep()).daily).toEqual({ limit: 1, left: 0 })
  })
})

describe('what a phone takes along', () => {
  it('is the grid’s doors with what stands at each, and the open rounds', async () => {
    const one = await InspectedVillage.inspected()
    const may = await one.open({ month: '2026-05', name: '五月督导' })
    await createVisit(store, one.inspector, may, one.visiting({ found: ['tidy'], visitedOn: '2026-05-31' }))
    await closeTestRound(store, one.id, may, [
      { household: await one.household('1001'), points: 60, stars: 0 },
    ])
    await setDoorstep(store, one.id, { dailyDoors: null, rules: [one.rules.litter] })
    await setOwnHousehold(store, one.id, one.inspector.user, await one.household('1002'))
    await one.visit({ door: '2001', found: ['swept'] })
    await one.visit({ door: '2001' }, one.other)
    const { doors, ...rest } = await one.doorstep()
    expect(rest).toMatchObject({
      worker: '网格员甲',
      today,
      daily: null,
      rounds: [{ id: one.round, name: '六月督导', items: sheet }],
      rules: [{ id: one.rules.litter, text: '乱堆乱放', dimension: '环境卫生' }],
      groups: [
        { name: '1组', inGrid: true, rounds: [one.round] },
        { name: '2组', inGrid: true, rounds: [one.round] },
      ],
      lastRound: { month: '2026-05', name: '五月督导' },
    })
    expect(doors.map(({ door }) => door)).toEqual(['1001', '1002', '2001', '2002'])
    expect(doors[0]).toMatchObject({
      visits: [],
      mendings: [],
      last: { points: 60, stars: 0, found: ['物品摆放整齐'] },
    })
    expect(doors[1]?.isOwn).toBe(true)
    expect(doors[2]?.visits).toEqual([
      { round: one.round, whose: 'own', by: '网格员甲', points: 40, found: ['swept'], given: [] },
      { round: one.round, whose: 'other', by: '网格员乙', points: 100, found: [], given: [] },
    ])
  })

  it('leaves out doors of other grids', async () => {
    const one = await InspectedVillage.inspected()
    const { doors, groups } = await one.doorstep(one.other)
    expect(doors.map(({ door }) => door)).toEqual(['2001', '2002'])
    expect(groups).toEqual([{ name: '2组', inGrid: true, rounds: [one.round] }])
  })
})

describe('whatever is sent again, in whatever order', () => {
  it('leaves one visit for each id, one that stands for each inspector and door, and one posting for each score', async () => {
    const sending = fc.nat(7)
    await fc.assert(
      fc.asyncProperty(fc.array(sending, { minLength: 8, maxLength: 40 }), async (order) => {
        const one = await InspectedVillage.inspected()
        await setDoorstep(store, one.id, { dailyDoors: null, rules: [one.rules.litter] })
        const visits = ['1001', '1001', '1002', '2001', '2001'].map((door, index) =>
          one.visiting({ door, found: index % 2 === 0 ? [] : ['tidy'] }),
        )
        const scores = ['1001', '2001', '2001'].map((door) => one.scoring('litter', { door }))
        const sent = new Set<string>()
        for (const nth of order) {
          const visit = visits[nth]
          const score = scores[nth - visits.length]
          if (visit) await createVisit(store, one.inspector, one.round, visit)
          else if (score) await createDoorScore(store, one.inspector, score)
          sent.add((visit ?? score)!.id)
        }
        const rows = await one.rows()
        expect(rows.map(({ id }) => id).sort()).toEqual(
          visits
            .map(({ id }) => id)
            .filter((id) => sent.has(id))
            .sort(),
        )
        const doors = new Set(visits.filter(({ id }) => sent.has(id)).map(({ door }) => door))
        expect(rows.filter(({ superseded }) => superseded === 0)).toHaveLength(doors.size)
        expect((await one.postings()).map(({ id }) => id).sort()).toEqual(
          scores
            .map(({ id }) => id)
            .filter((id) => sent.has(id))
            .sort(),
        )
      }),
      { numRuns: 25 },
    )
  })
})
