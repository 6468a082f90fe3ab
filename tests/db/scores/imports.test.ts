import { describe, expect, it } from 'vitest'
import { findHousehold } from '../../../db/households/households.ts'
import { listPostings } from '../../../db/ledger/postings.ts'
import { importRecords } from '../../../db/scores/imports.ts'
import type { OfficeLine, OfficeRecords } from '../../../db/scores/officeRecords.ts'
import { powersOf } from '../../../server/domain/people/powers.ts'
import { fixed, ruleTexts, terms } from '../../support/db/rules.ts'
import { household, refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

function line(more: Partial<OfficeLine> = {}): OfficeLine {
  return {
    door: '1001',
    rule: ruleTexts.duty,
    points: 40,
    occurredOn: '2026-03-10',
    clerk: null,
    note: null,
    ...more,
  }
}

async function take(village: TestVillage, ...lines: OfficeLine[]) {
  return importRecords(store, village.scope, { households: [], rules: [], lines })
}

const fresh: OfficeRecords = {
  households: [household('2001', { group: '3组', members: 5 }), household('2002')],
  rules: [{ dimension: '乡村振兴', text: '带头致富', terms: terms(fixed(50)) }],
  lines: [line({ door: '2001', rule: '带头致富', points: 50 })],
}

describe("an office's records", () => {
  it('become households, rules and postings', async () => {
    const village = await TestVillage.create(store)
    expect(await importRecords(store, village.scope, fresh)).toEqual({
      newHouseholds: 2,
      newRules: 1,
      postings: 1,
      alreadyWritten: 0,
    })
    expect(await findHousehold(store, village.id, '2001')).toMatchObject({
      group: '3组',
      members: 5,
      score: 50,
    })
  })

  it('bring their own dimension, last in order', async () => {
    const village = await TestVillage.create(store)
    await importRecords(store, village.scope, fresh)
    expect((await village.board()).dimensions.at(-1)?.name).toBe('乡村振兴')
  })

  it('taken twice add nothing the second time', async () => {
    const village = await TestVillage.create(store)
    await importRecords(store, village.scope, fresh)
    const before = await village.postings()
    expect(await importRecords(store, village.scope, fresh)).toEqual({
      newHouseholds: 0,
      newRules: 0,
      postings: 0,
      alreadyWritten: 1,
    })
    expect(await village.postings()).toEqual(before)
  })

  it('leave a household that the village has as it is', async () => {
    const village = await TestVillage.create(store)
    await importRecords(store, village.scope, {
      ...fresh,
      households: [household('1001', { head: '别人' })],
      lines: [],
    })
    expect((await findHousehold(store, village.id, '1001'))?.head).toBe('刘建国')
  })

  it('keep a ledger that holds', async () => {
    const village = await TestVillage.create(store)
    await importRecords(store, village.scope, fresh)
    await take(village, line(), line({ points: -20, rule: ruleTexts.litter }))
    expect(await village.faults()).toEqual([])
  })

  it('are not taken from somebody who may not enter', async () => {
    const village = await TestVillage.create(store)
    const scope = { ...village.scope, powers: powersOf(['viewer']) }
    expect((await refusalOf(async () => importRecords(store, scope, fresh))).kind).toBe('forbidden')
  })
})

describe('a corrected copy', () => {
  it('adds only the lines that are new, wherever they stand', async () => {
    const village = await TestVillage.create(store)
    await take(village, line(), line({ door: '1002' }))
    const corrected = [line({ door: '1003' }), line(), line({ door: '1002' })]
    expect(await take(village, ...corrected)).toMatchObject({ postings: 1, alreadyWritten: 2 })
    expect((await village.postings())[2]?.household_id).toBe(await village.household('1003'))
  })

  it.each<[string, Partial<OfficeLine>]>([
    ['day', { occurredOn: '2026-03-11' }],
    ['door', { door: '1002' }],
    ['rule', { rule: ruleTexts.meeting }],
    ['figure', { points: 20 }],
  ])('adds a line with another %s', async (_, more) => {
    const village = await TestVillage.create(store)
    await take(village, line())
    expect(await take(village, line(more))).toMatchObject({ postings: 1, alreadyWritten: 0 })
  })

  it('adds nothing for a line whose note or clerk alone was mended', async () => {
    const village = await TestVillage.create(store)
    await take(village, line())
    expect(await take(village, line({ note: '值守', clerk: '小李' }))).toMatchObject({
      postings: 0,
      alreadyWritten: 1,
    })
  })

  it('does not bring back what staff took back since', async () => {
    const village = await TestVillage.create(store)
    await take(village, line())
    const [posting] = await village.postings()
    if (posting) await village.reverse(posting)
    await take(village, line())
    expect((await findHousehold(store, village.id, '1001'))?.score).toBe(0)
  })
})

describe('equal lines', () => {
  it('count as often as they stand there', async () => {
    const village = await TestVillage.create(store)
    expect((await take(village, line(), line(), line())).postings).toBe(3)
    expect((await findHousehold(store, village.id, '1001'))?.score).toBe(120)
  })

  it('are counted on when a copy has one more', async () => {
    const village = await TestVillage.create(store)
    await take(village, line(), line())
    expect(await take(village, line(), line(), line())).toMatchObject({ postings: 1, alreadyWritten: 2 })
  })
})

describe('what the office decided', () => {
  it('is taken past the caps of the rule', async () => {
    const village = await TestVillage.create(store)
    const five = Array.from({ length: 5 }, () => line({ rule: ruleTexts.meeting, points: 20 }))
    expect((await take(village, ...five)).postings).toBe(5)
  })

  it('counts for the caps of what staff enter later', async () => {
    const village = await TestVillage.create(store)
    await take(village, line({ rule: ruleTexts.sorting, points: 30, occurredOn: '2026-06-01' }))
    expect((await refusalOf(async () => village.enter('sorting'))).code).toBe('cap-times')
  })

  it('keeps its clerk, its note and its time', async () => {
    const village = await TestVillage.create(store)
    await take(village, line({ clerk: '小李', note: '汛期', recordedAt: '2026-03-11T01:00:00.000Z' }))
    expect(await listPostings(store, village.id, {}, null, 1)).toMatchObject([
      { recordedBy: '小李', note: '汛期', recordedAt: '2026-03-11T01:00:00.000Z' },
    ])
  })

  it.each([
    [40, 'award'],
    [-40, 'deduct'],
    [0, 'award'],
  ])('of %d points is written as %s', async (points, kind) => {
    const village = await TestVillage.create(store)
    await take(village, line({ points }))
    expect(await village.postings()).toMatchObject([{ kind, points }])
  })
})

describe('records that cannot be taken', () => {
  it.each<[string, Partial<OfficeLine>, string]>([
    ['a door that nobody has', { door: '9999' }, 'import-changed'],
    ['a rule that nobody made', { rule: '没有的细则' }, 'import-changed'],
    ['a day before the season', { occurredOn: '2025-12-31' }, 'date-outside-season'],
    ['a day after the season', { occurredOn: '2027-01-01' }, 'date-outside-season'],
  ])('for %s leave nothing behind, households and rules neither', async (_, more, code) => {
    const village = await TestVillage.create(store)
    const broken = { ...fresh, lines: [...fresh.lines, line(more)] }
    expect((await refusalOf(async () => importRecords(store, village.scope, broken))).code).toBe(code)
    expect(await village.postings()).toEqual([])
    expect(await findHousehold(store, village.id, '2001')).toBeUndefined()
    expect((await village.board()).dimensions).toHaveLength(5)
  })
})
