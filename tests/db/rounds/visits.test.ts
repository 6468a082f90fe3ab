/** Visits and scores at the doors on a real database: once each, whatever is sent again, and only where one may. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { setOwnHousehold } from '../../../db/households/ownHouseholds.ts'
import { storePhoto, photosOf } from '../../../db/photos/photos.ts'
import { createDoorScore, type DoorScoreRequest } from '../../../db/rounds/doorScores.ts'
import { readDoorstep } from '../../../db/rounds/doorstep.ts'
import { createVisit, type VisitRequest } from '../../../db/rounds/visits.ts'
import type { Scope } from '../../../db/store/scope.ts'
import { changeRule, mustFindRule } from '../../../db/villages/rulebook.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'
import {
  closeTestRound,
  giveGrid,
  type OpenedRound,
  openTestRound,
  setDoorstep,
  sheet,
} from '../../support/db/rounds.ts'
import type { RuleName } from '../../support/db/rules.ts'
import { household, now, refusalOf, testStore, TestVillage, today } from '../../support/db/village.ts'

const store = await testStore()

/** Doors 1001 and 1002 in group 1, 2001 and 2002 in group 2; one inspector for both, one for group 2. */
class InspectedVillage extends TestVillage {
  readonly inspector = this.person('网格员甲')
  readonly other = this.person('网格员乙')
  readonly round: number

  constructor(more: Partial<OpenedRound> = {}) {
    super(store, {
      households: [
        household('1001'),
        household('1002'),
        household('2001', { group: '2组' }),
        household('2002', { group: '2组' }),
      ],
    })
    this.round = this.open(more)
    giveGrid(store, this.id, this.other.user!, ['2组'])
  }

  open(more: Partial<OpenedRound> = {}): number {
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

  visit(more: Partial<VisitRequest> = {}, by = this.inspector, round = this.round) {
    return createVisit(store, by, round, this.visiting(more))
  }

  scoring(rule: RuleName, more: Partial<DoorScoreRequest> = {}): DoorScoreRequest {
    return { ...this.request(rule), photos: [], ...more }
  }

  score(rule: RuleName, more: Partial<DoorScoreRequest> = {}, by = this.inspector) {
    return createDoorScore(store, by, this.scoring(rule, more))
  }

  doorstep(by = this.inspector) {
    return readDoorstep(store, by, this.row, now)
  }

  rows(): { id: string; superseded: 0 | 1; points: number }[] {
    return store.all<{ id: string; superseded: 0 | 1; points: number }>(
      'SELECT request_id AS id, superseded, points FROM visits WHERE village_id = ? ORDER BY visits.id',
      this.id,
    )
  }
}

describe('a visit', () => {
  it('is worth what the sheet says of what was found', () => {
    const one = new InspectedVillage()
    expect(one.visit().visit).toMatchObject({ door: '1001', points: 100, stars: 5, isCurrent: true })
    expect(one.visit({ door: '1002', found: ['tidy'] }).visit).toMatchObject({ points: 60, stars: 0 })
  })

  it('is the same visit when it is sent again, and another only under another id', () => {
    const one = new InspectedVillage()
    const request = one.visiting({ found: ['tidy'], note: '院内有木料' })
    const first = createVisit(store, one.inspector, one.round, request)
    expect(createVisit(store, one.inspector, one.round, request)).toEqual({ ...first, fresh: false })
    for (const [changed, by] of [
      [{ ...request, found: [] }, one.inspector],
      [{ ...request, door: '1002' }, one.inspector],
      [request, one.other],
    ] satisfies [VisitRequest, Scope][])
      expect(refusalOf(() => createVisit(store, by, one.round, changed)).code).toBe('id-used-before')
    expect(one.rows()).toHaveLength(1)
  })

  it('of the same inspector once more stands in the first one’s place, and both are kept', () => {
    const one = new InspectedVillage()
    const first = one.visit({ found: ['swept'] }).visit
    const second = one.visit().visit
    expect(one.rows()).toEqual([
      { id: first.id, superseded: 1, points: 40 },
      { id: second.id, superseded: 0, points: 100 },
    ])
    // What was stood in for stays so when it comes again.
    expect(
      createVisit(store, one.inspector, one.round, one.visiting({ id: first.id, found: ['swept'] })),
    ).toMatchObject({ fresh: false, visit: { isCurrent: false } })
  })

  it('of a second inspector is kept beside, or refused where the round says so', () => {
    const average = new InspectedVillage()
    average.visit({ door: '2001' })
    average.visit({ door: '2001', found: ['tidy'] }, average.other)
    expect(average.rows().map(({ superseded }) => superseded)).toEqual([0, 0])
    const single = new InspectedVillage({ second: 'refuse' })
    single.visit({ door: '2001' })
    single.visit({ door: '2001', found: ['tidy'] })
    const refusal = refusalOf(() => single.visit({ door: '2001' }, single.other))
    expect([refusal.code, refusal.params]).toEqual(['visited-by-other', { door: '2001', by: '网格员甲' }])
  })

  it.each<[string, Partial<VisitRequest>]>([
    ['unknown-household', { door: '9999' }],
    ['unknown-sheet-item', { found: ['of another sheet'] }],
    ['photo-needed', { found: ['pile'] }],
    ['unknown-photo', { found: ['pile'], photos: [randomUUID()] }],
    ['date-in-future', { visitedOn: '2026-06-16' }],
    ['visit-outside-month', { visitedOn: '2026-05-31' }],
  ])('is refused: %s', (code, more) => {
    const one = new InspectedVillage()
    expect(refusalOf(() => one.visit(more)).code).toBe(code)
    expect(one.rows()).toEqual([])
  })

  it('made without a network counts for the day it was made on', () => {
    const one = new InspectedVillage()
    expect(one.visit({ visitedOn: '2026-06-01' }).visit.visitedOn).toBe('2026-06-01')
  })

  it('is refused at doors that are not the inspector’s, at their own, and once the round is closed', () => {
    const one = new InspectedVillage()
    expect(refusalOf(() => one.visit({ door: '1001' }, one.other)).code).toBe('door-not-assigned')
    setOwnHousehold(store, one.id, one.other.user, one.household('2001'))
    expect(refusalOf(() => one.visit({ door: '2001' }, one.other)).code).toBe('own-household')
    expect(refusalOf(() => one.visit({}, one.person('兑换员', ['desk']))).code).toBe('no-power')
    expect(refusalOf(() => one.visit({}, one.inspector, 999_999)).code).toBe('unknown-round')
    const kept = one.visiting()
    createVisit(store, one.inspector, one.round, kept)
    closeTestRound(store, one.id, one.round, [])
    expect(refusalOf(() => one.visit({ door: '1002' })).code).toBe('round-closed')
    expect(createVisit(store, one.inspector, one.round, kept).fresh).toBe(false)
  })
})

describe('a score on the spot', () => {
  it('is written by the village’s own rules, once', () => {
    const one = new InspectedVillage()
    setDoorstep(store, one.id, { dailyDoors: null, rules: [one.rules.litter] })
    const request = one.scoring('litter', { door: '2001' })
    expect(createDoorScore(store, one.other, request)).toMatchObject({ seqs: [1], fresh: true })
    expect(createDoorScore(store, one.other, request)).toMatchObject({ seqs: [1], fresh: false })
    expect(one.postings()).toMatchObject([{ points: -20, recorder: '网格员乙' }])
    expect(refusalOf(() => createDoorScore(store, one.other, { ...request, door: '2002' })).code).toBe(
      'id-used-before',
    )
  })

  it('is refused by other rules, outside of the grid, at the own door, without a photo that its rule asks for', () => {
    const one = new InspectedVillage()
    setDoorstep(store, one.id, { dailyDoors: null, rules: [one.rules.litter, one.rules.duty] })
    const { terms } = mustFindRule(store, one.id, one.rules.duty)
    changeRule(store, one.scope, one.rules.duty, { terms: { ...terms, evidence: true } })
    setOwnHousehold(store, one.id, one.other.user, one.household('2002'))
    const codeOf = (rule: RuleName, door: string) =>
      refusalOf(() => one.score(rule, { door }, one.other)).code
    expect(codeOf('meeting', '2001')).toBe('rule-not-at-doors')
    expect(codeOf('litter', '1001')).toBe('door-outside-grid')
    expect(codeOf('litter', '2002')).toBe('own-household')
    expect(codeOf('duty', '2001')).toBe('photo-needed')
    expect(one.postings()).toEqual([])
  })

  it('is refused before anything is written, also inside a larger transaction that goes on', () => {
    const one = new InspectedVillage()
    setDoorstep(store, one.id, { dailyDoors: 1, rules: [one.rules.litter] })
    const codeOf = (rule: RuleName, door: string) =>
      refusalOf(() => one.score(rule, { door }, one.other)).code
    store.write(() => {
      expect(codeOf('meeting', '2001')).toBe('rule-not-at-doors')
      expect(codeOf('litter', '1001')).toBe('door-outside-grid')
    })
    expect(one.postings()).toEqual([])
    one.visit({ door: '2001' }, one.other)
    store.write(() => {
      expect(codeOf('litter', '2002')).toBe('doors-of-day')
      expect(refusalOf(() => one.visit({ door: '2002' }, one.other)).code).toBe('doors-of-day')
    })
    expect(one.postings()).toEqual([])
    expect(one.rows()).toHaveLength(1)
  })

  it('has the photo as its evidence where its rule asks for one; a note does not do', () => {
    const one = new InspectedVillage()
    setDoorstep(store, one.id, { dailyDoors: null, rules: [one.rules.litter] })
    const { terms } = mustFindRule(store, one.id, one.rules.litter)
    changeRule(store, one.scope, one.rules.litter, { terms: { ...terms, evidence: true } })
    const noted = one.scoring('litter', { door: '2001', note: '见登记簿' })
    expect(refusalOf(() => createDoorScore(store, one.other, noted)).code).toBe('photo-needed')
    const id = randomUUID()
    const photo = {
      household: one.household('2001'),
      digest: '',
      bytes: Buffer.from('x'),
      width: 1,
      height: 1,
    }
    storePhoto(store, { village: one.id, user: one.other.user }, { id, ...photo })
    const request = one.scoring('litter', { door: '2001', photos: [id] })
    expect(createDoorScore(store, one.other, request)).toMatchObject({ seqs: [1], fresh: true })
    expect(createDoorScore(store, one.other, request)).toMatchObject({ seqs: [1], fresh: false })
    expect(photosOf(store, one.id, [request.id]).get(request.id)).toEqual([id])
  })

  it('waits for a review where the village reviews its inspectors', () => {
    const one = new InspectedVillage()
    setDoorstep(store, one.id, { dailyDoors: null, rules: [one.rules.litter] })
    changeVillage(store, one.scope, { review: { roles: ['inspector'], over: null, deductions: false } })
    const request = one.scoring('litter')
    expect(createDoorScore(store, one.inspector, request)).toMatchObject({
      claims: [request.id],
      seqs: [],
      fresh: true,
    })
    expect(createDoorScore(store, one.inspector, request).fresh).toBe(false)
  })
})

describe('the bound of a day', () => {
  it('counts doors, visited or scored, each once, for each worker and day', () => {
    const one = new InspectedVillage()
    setDoorstep(store, one.id, { dailyDoors: 2, rules: [one.rules.litter] })
    one.visit({ door: '1001' })
    one.score('litter', { door: '1001' })
    one.visit({ door: '1001', found: ['tidy'] })
    expect(one.doorstep().daily).toEqual({ limit: 2, left: 1 })
    const kept = one.scoring('litter', { door: '1002' })
    createDoorScore(store, one.inspector, kept)
    expect(one.doorstep().daily).toEqual({ limit: 2, left: 0 })
    expect(refusalOf(() => one.visit({ door: '2001' })).code).toBe('doors-of-day')
    expect(refusalOf(() => one.score('litter', { door: '2001' })).code).toBe('doors-of-day')
    // Sent again, another day, another worker, a door that was counted.
    expect(createDoorScore(store, one.inspector, kept).fresh).toBe(false)
    one.visit({ door: '2001', visitedOn: '2026-06-14' })
    one.visit({ door: '2001' }, one.other)
    one.visit({ door: '1002' })
  })

  it('lowered below what was done lets counted doors be corrected', () => {
    const one = new InspectedVillage()
    for (const door of ['1001', '1002']) one.visit({ door })
    setDoorstep(store, one.id, { dailyDoors: 1, rules: [] })
    expect(one.visit({ door: '1002', found: ['tidy'] }).fresh).toBe(true)
    expect(one.doorstep().daily).toEqual({ limit: 1, left: 0 })
  })
})

describe('what a phone takes along', () => {
  it('is the grid’s doors with what stands at each, and the open rounds', () => {
    const one = new InspectedVillage()
    const may = one.open({ month: '2026-05', name: '五月督导' })
    createVisit(store, one.inspector, may, one.visiting({ found: ['tidy'], visitedOn: '2026-05-31' }))
    closeTestRound(store, one.id, may, [{ household: one.household('1001'), points: 60, stars: 0 }])
    setDoorstep(store, one.id, { dailyDoors: null, rules: [one.rules.litter] })
    setOwnHousehold(store, one.id, one.inspector.user, one.household('1002'))
    one.visit({ door: '2001', found: ['swept'] })
    one.visit({ door: '2001' }, one.other)
    const { doors, ...rest } = one.doorstep()
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
      last: { points: 60, stars: 0, found: ['物品摆放整齐'] },
    })
    expect(doors[1]?.isOwn).toBe(true)
    expect(doors[2]?.visits).toEqual([
      { round: one.round, whose: 'own', by: '网格员甲', points: 40, found: ['swept'] },
      { round: one.round, whose: 'other', by: '网格员乙', points: 100, found: [] },
    ])
  })

  it('leaves out doors of other grids', () => {
    const one = new InspectedVillage()
    const { doors, groups } = one.doorstep(one.other)
    expect(doors.map(({ door }) => door)).toEqual(['2001', '2002'])
    expect(groups).toEqual([{ name: '2组', inGrid: true, rounds: [one.round] }])
  })
})

describe('whatever is sent again, in whatever order', () => {
  it('leaves one visit for each id, one that stands for each inspector and door, and one posting for each score', () => {
    const sending = fc.nat(7)
    fc.assert(
      fc.property(fc.array(sending, { minLength: 8, maxLength: 40 }), (order) => {
        const one = new InspectedVillage()
        setDoorstep(store, one.id, { dailyDoors: null, rules: [one.rules.litter] })
        const visits = ['1001', '1001', '1002', '2001', '2001'].map((door, index) =>
          one.visiting({ door, found: index % 2 === 0 ? [] : ['tidy'] }),
        )
        const scores = ['1001', '2001', '2001'].map((door) => one.scoring('litter', { door }))
        const sent = new Set<string>()
        for (const nth of order) {
          const visit = visits[nth]
          const score = scores[nth - visits.length]
          if (visit) createVisit(store, one.inspector, one.round, visit)
          else if (score) createDoorScore(store, one.inspector, score)
          sent.add((visit ?? score)!.id)
        }
        const rows = one.rows()
        expect(rows.map(({ id }) => id).sort()).toEqual(
          visits
            .map(({ id }) => id)
            .filter((id) => sent.has(id))
            .sort(),
        )
        const doors = new Set(visits.filter(({ id }) => sent.has(id)).map(({ door }) => door))
        expect(rows.filter(({ superseded }) => superseded === 0)).toHaveLength(doors.size)
        expect(
          one
            .postings()
            .map(({ id }) => id)
            .sort(),
        ).toEqual(
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
