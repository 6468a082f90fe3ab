/** Closing a round: each door that was visited counts once, by its mean; nobody's else, and no door is lost to another. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { setOwnHousehold } from '../../../db/households/ownHouseholds.ts'
import { answerObjection } from '../../../db/publicity/objectionAnswers.ts'
import { listObjections, createObjection } from '../../../db/publicity/objections.ts'
import { publish } from '../../../db/publicity/publish.ts'
import { foreseeRoundClosing } from '../../../db/rounds/closeRound.ts'
import { mustFindRound } from '../../../db/rounds/rounds.ts'
import { readClaim } from '../../../db/scores/claims.ts'
import { passClaims } from '../../../db/scores/review.ts'
import { inOrder } from '../../../db/store/inOrder.ts'
import { changeRule, mustFindRule } from '../../../db/villages/rulebook.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'
import { averagePoints, visitPoints } from '../../../server/domain/rules/checkSheet.ts'
import { newDatabase } from '../../support/db/engine.ts'
import { InspectedVillage, items } from '../../support/db/inspectedVillage.ts'
import { household, refusalOf, testStore, today } from '../../support/db/village.ts'

const store = await testStore()

/** Claims of the village with the ids by which they are reviewed. */
async function claims(one: InspectedVillage): Promise<{ id: string; state: string; points: number }[]> {
  return store.all<{ id: string; state: string; points: number }>(
    'SELECT request_id AS id, state, points FROM claims WHERE village_id = ? ORDER BY id',
    one.id,
  )
}

describe('closing a round', () => {
  it('makes a claim of each visited door, by the mean of its inspectors, and leaves the others alone', async () => {
    const one = await InspectedVillage.create(store)
    const round = await one.open()
    await one.visit(round, '1001', ['pile'], one.inspector, '2026-06-03')
    await one.visit(round, '1001', ['tidy'], one.second, '2026-06-10')
    await one.visit(round, '1002', ['swept', 'tidy'])
    await one.visit(round, '1002', [])
    await one.visit(round, '1003', ['burning'])
    const foreseen = await foreseeRoundClosing(store, one.secretary, round.id)
    expect(foreseen).toMatchObject({
      visits: 5,
      scored: [{ door: { door: '1001', points: 70, stars: 3 }, waits: true }, { door: { door: '1002' } }],
      refused: [],
      nothing: [{ door: '1003' }],
      left: [{ door: '1004' }],
      hindrance: null,
    })
    expect((await one.close(round)).outcome).toBe('fresh')
    expect(await one.results(round)).toEqual({
      '1001': { points: 70, stars: 3, state: 'waiting', refusal: null },
      '1002': { points: 100, stars: 5, state: 'waiting', refusal: null },
      '1003': { points: 0, stars: 0, state: 'nothing', refusal: null },
    })
    const [first] = await claims(one)
    expect(await readClaim(store, one.secretary, first?.id ?? '')).toMatchObject({
      door: '1001',
      source: 'round',
      points: 70,
      text: '庭院月检',
      occurredOn: '2026-06-10',
      claimedBy: '督导员甲、督导员乙',
      note: '✗ 摆放整齐；乱堆放',
    })
    expect(await one.postings()).toEqual([])
  })

  it('by postings counts at once, unless rule or village ask for a review', async () => {
    const one = await InspectedVillage.create(store)
    const round = await one.open({ outcome: 'postings' })
    await one.visit(round, '1001')
    await one.close(round)
    expect(await one.postings()).toMatchObject([
      {
        kind: 'award',
        points: 100,
        recorded_by: one.inspector.user,
        recorder: '督导员甲',
        occurred_on: today,
      },
    ])
    await changeVillage(store, one.scope, { review: { roles: ['inspector'], over: null, deductions: false } })
    const next = await one.open({ outcome: 'postings', month: '2026-05' })
    await one.visit(next, '1002', [], one.inspector, '2026-05-20')
    await one.close(next)
    expect(await one.results(next)).toMatchObject({ '1002': { state: 'waiting' } })
    expect(await one.faults()).toEqual([])
  })

  it('again is the same closing, and another one is told that it was closed before', async () => {
    const one = await InspectedVillage.create(store)
    const round = await one.open({ outcome: 'postings' })
    await one.visit(round, '1001')
    const id = randomUUID()
    const { round: closed } = await one.close(round, id)
    expect(await one.close(round, id)).toEqual({ round: closed, outcome: 'again' })
    expect(await one.close(round)).toEqual({ round: closed, outcome: 'closed-before' })
    const other = await one.open({ month: '2026-05' })
    expect((await refusalOf(async () => one.close(other, id))).code).toBe('id-used-before')
    expect(await one.postings()).toHaveLength(1)
  })

  it('is refused when somebody was at a door after the preview', async () => {
    const one = await InspectedVillage.create(store)
    const round = await one.open()
    await one.visit(round, '1001')
    const { visits } = await foreseeRoundClosing(store, one.secretary, round.id)
    await one.visit(round, '1001', ['pile'])
    expect((await refusalOf(async () => one.close(round, randomUUID(), visits))).code).toBe('round-moved')
    expect((await mustFindRound(store, one.id, round.id)).state).toBe('open')
    expect((await one.close(round, randomUUID(), visits + 1)).outcome).toBe('fresh')
  })

  it('keeps what a rule refuses with its reason, and the others count', async () => {
    const one = await InspectedVillage.create(store)
    const { terms } = await mustFindRule(store, one.id, one.rules.yard)
    await changeRule(store, one.scope, one.rules.yard, {
      terms: { ...terms, caps: [{ period: 'month', by: 'times', limit: 1 }] },
    })
    await one.enter('yard', { points: 80, door: '1002' })
    const round = await one.open({ outcome: 'postings' })
    for (const door of ['1001', '1002', '1003']) await one.visit(round, door)
    const { refused, scored } = await foreseeRoundClosing(store, one.secretary, round.id)
    expect([refused.map(({ door, refused: { code } }) => [door.door, code]), scored.length]).toEqual([
      [['1002', 'cap-times']],
      2,
    ])
    await one.close(round)
    expect(await one.results(round)).toMatchObject({
      '1001': { state: 'posted' },
      '1002': { state: 'refused', refusal: { code: 'cap-times', params: { used: 1, limit: 1 } } },
      '1003': { state: 'posted' },
    })
    expect(await one.postings()).toHaveLength(3)
    expect(await one.faults()).toEqual([])
  })

  it('waits while its rule could take no result at all', async () => {
    const one = await InspectedVillage.create(store)
    const round = await one.open()
    await one.visit(round, '1001')
    await changeRule(store, one.scope, one.rules.yard, { retired: true })
    expect((await foreseeRoundClosing(store, one.secretary, round.id)).hindrance?.code).toBe('rule-retired')
    expect((await refusalOf(async () => one.close(round))).code).toBe('rule-retired')
    await changeRule(store, one.scope, one.rules.yard, { retired: false })
    expect((await one.close(round)).outcome).toBe('fresh')
  })

  it('with 786 doors, twice and by two people, counts each door once', async () => {
    const doors = Array.from({ length: 786 }, (_, index) => String(1001 + index))
    const one = await InspectedVillage.create(store, { households: doors.map((door) => household(door)) })
    const round = await one.open({ outcome: 'postings' })
    await inOrder(doors, (door, index) => one.visit(round, door, index % 3 === 0 ? ['pile'] : []))
    const id = randomUUID()
    const outcomes = [await one.close(round, id), await one.close(round, id), await one.close(round)].map(
      ({ outcome }) => outcome,
    )
    expect(outcomes).toEqual(['fresh', 'again', 'closed-before'])
    const postings = await one.postings()
    expect(new Set(postings.map(({ household_id }) => household_id)).size).toBe(786)
    expect(postings).toHaveLength(786)
    const total = Object.values(await one.results(round)).reduce((sum, { points }) => sum + points, 0)
    expect(postings.reduce((sum, { points }) => sum + points, 0)).toBe(total)
    expect(await one.faults()).toEqual([])
  })

  it('is missed by the verification when a result’s score is gone', async () => {
    const other = await (await newDatabase()).open()
    try {
      const one = await InspectedVillage.create(other)
      const round = await one.open()
      await one.visit(round, '1001')
      await one.close(round)
      expect(await one.faults()).toEqual([])
      await other.write('installation', async (store) =>
        store.run('DELETE FROM claims WHERE village_id = ?', one.id),
      )
      expect(await one.faults()).toHaveLength(1)
    } finally {
      other.close()
    }
  })
})

describe('reviewing what came of a round', () => {
  it('is for those who were not at the door, even when their look was replaced, and not for the own household', async () => {
    const one = await InspectedVillage.create(store)
    const [inspector, second] = [
      await one.person('甲', ['inspector', 'reviewer']),
      await one.person('乙', ['inspector', 'reviewer']),
    ]
    const neighbour = await one.person('丙', ['reviewer'])
    const round = await one.open()
    await one.visit(round, '1001', [], inspector)
    await one.visit(round, '1001', ['pile'], second)
    await one.visit(round, '1001', [], second)
    await setOwnHousehold(store, one.id, neighbour.user!, await one.household('1001'))
    await one.close(round)
    const [claim] = await claims(one)
    const passBy = async (who: typeof inspector) => passClaims(store, who, randomUUID(), [claim?.id ?? ''])
    expect((await refusalOf(async () => passBy(inspector))).code).toBe('own-claim')
    expect((await refusalOf(async () => passBy(second))).code).toBe('own-visit')
    expect((await refusalOf(async () => passBy(neighbour))).code).toBe('own-household')
    expect((await readClaim(store, second, claim?.id ?? '')).hindrance).toBe('own-visit')
    // Who closed the round was at no door.
    expect((await passBy(one.secretary)).passed).toMatchObject([{ outcome: 'posted' }])
    expect(await one.results(round)).toMatchObject({ '1001': { state: 'posted' } })
  })

  it('an objection to a score is answered by somebody who was not at the door', async () => {
    const one = await InspectedVillage.create(store)
    const second = await one.person('乙', ['inspector', 'reviewer'])
    const round = await one.open({ outcome: 'postings' })
    await one.visit(round, '1001', [])
    await one.visit(round, '1001', ['pile'], second)
    await one.close(round)
    const { id: publication } = (await publish(store, one.scope, { id: randomUUID(), closesOn: today }))
      .publication
    const objection = { id: randomUUID(), publication, posting: 1, objector: '', text: '没有乱堆放' }
    await createObjection(store, one.scope, objection)
    const answer = async (by: typeof second) =>
      answerObjection(
        store,
        by,
        objection.id,
        { id: randomUUID(), outcome: 'upheld', reason: '看过照片' },
        () => ({ title: '', text: '' }),
      )
    expect((await listObjections(store, second, publication))[0]?.hindrance).toBe('own-visit')
    expect(await refusalOf(async () => answer(second))).toMatchObject({
      kind: 'forbidden',
      code: 'own-visit',
    })
    expect((await answer(one.secretary)).state).toBe('upheld')
  })

  it('a household that became an inspector’s own is not scored by them', async () => {
    const one = await InspectedVillage.create(store)
    const round = await one.open()
    await one.visit(round, '1001')
    await one.visit(round, '1002')
    await setOwnHousehold(store, one.id, one.inspector.user!, await one.household('1001'))
    await one.close(round)
    expect(await one.results(round)).toMatchObject({
      '1001': { state: 'refused', refusal: { code: 'inspectors-household', params: { name: '督导员甲' } } },
      '1002': { state: 'waiting' },
    })
  })
})

describe('whatever inspectors find', () => {
  const doors = ['1001', '1002', '1003', '1004']
  const visits = fc.array(
    fc.record({
      door: fc.constantFrom(...doors),
      by: fc.constantFrom('inspector' as const, 'second' as const, 'secretary' as const),
      found: fc.subarray(items.map(({ key }) => key)),
      day: fc.constantFrom('2026-06-01', '2026-06-09', '2026-06-15'),
    }),
    { maxLength: 20 },
  )

  it('results are means of the last looks, doors without one are absent, and totals are the postings', async () => {
    await fc.assert(
      fc.asyncProperty(visits, async (list) => {
        const one = await InspectedVillage.create(store)
        const round = await one.open({ outcome: 'postings' })
        for (const { door, by, found, day } of list) await one.visit(round, door, found, one[by], day)
        await one.close(round)
        const last = new Map(list.map((visit) => [`${visit.door}/${visit.by}`, visit]))
        const expected = doors.flatMap((door) => {
          const looks = [...last.values()].filter((visit) => visit.door === door)
          const points = averagePoints(looks.map(({ found }) => visitPoints(items, { found })))
          return looks.length === 0 ? [] : [[door, points]]
        })
        const results = await one.results(round)
        expect(Object.entries(results).map(([door, { points }]) => [door, points])).toEqual(expected)
        const postings = (await one.postings()).map(({ household_id, points }) => [household_id, points])
        expect(postings).toEqual(
          (
            await inOrder(expected, async ([door, points]) =>
              points === 0 ? [] : [[await one.household(String(door)), points]],
            )
          ).flat(),
        )
        expect(await one.faults()).toEqual([])
      }),
      { numRuns: 30 },
    )
  })
})
