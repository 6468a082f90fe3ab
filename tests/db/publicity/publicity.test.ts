/** Publications are frozen, objections are answered by others, and points on hold are counted out of the balance. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { listNotices } from '../../../db/board/notices.ts'
import { findHousehold } from '../../../db/households/households.ts'
import { setOwnHousehold } from '../../../db/households/ownHouseholds.ts'
import { searchHouseholds } from '../../../db/households/searchHouseholds.ts'
import { listPostings } from '../../../db/ledger/postings.ts'
import { createUser } from '../../../db/people/users.ts'
import { answerObjection, type ObjectionAnswer } from '../../../db/publicity/objectionAnswers.ts'
import { listObjections, createObjection } from '../../../db/publicity/objections.ts'
import { listPublications, readSheet } from '../../../db/publicity/publications.ts'
import { nextStretch, publish } from '../../../db/publicity/publish.ts'
import { enterScores } from '../../../db/scores/enterScores.ts'
import type { ScoreRequest } from '../../../db/scores/scoreRequest.ts'
import { inOrder } from '../../../db/store/inOrder.ts'
import type { Scope } from '../../../db/store/scope.ts'
import { changeRule, mustFindRule } from '../../../db/villages/rulebook.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'
import { powersOf, type Role } from '../../../server/domain/people/powers.ts'
import type { RuleName } from '../../support/db/rules.ts'
import { household, now, refusalOf, testStore, TestVillage, today } from '../../support/db/village.ts'
import { doAll, writes } from '../../support/db/writes.ts'

const store = await testStore()
afterEach(() => vi.setSystemTime(now))

const days = 24 * 60 * 60 * 1000
const publishing = async (village: TestVillage, closesOn = '2026-06-22', id: string = randomUUID()) =>
  (await publish(store, village.scope, { id, closesOn })).publication

async function person(village: TestVillage, name: string, role: Role): Promise<Scope> {
  const { id } = await createUser(store, null, {
    username: `${name}-${randomUUID()}`,
    displayName: name,
    passwordHash: '',
    roles: [{ role, village: village.id }],
  })
  return { village: village.id, user: id, name, powers: powersOf([role]) }
}

/** A village with one published score, of 40 points unless told otherwise, entered by a clerk and objected to. */
async function objected(rule: RuleName = 'duty', namesDeductions = false) {
  const village = await TestVillage.create(store)
  await changeVillage(store, village.scope, { namesDeductions })
  const clerk = await person(village, '录入员', 'clerk')
  const reviewer = await person(village, '评议员', 'reviewer')
  await enterScores(store, clerk, [village.request(rule)])
  const publication = await publishing(village)
  const request = {
    id: randomUUID(),
    publication: publication.id,
    posting: 1,
    objector: '示范村民',
    text: '当天没有值守',
  }
  await createObjection(store, clerk, request)
  const answer = async (more: Partial<ObjectionAnswer> = {}, by = reviewer) =>
    answerObjection(
      store,
      by,
      request.id,
      { id: randomUUID(), outcome: 'upheld', reason: '查过签到', ...more },
      ({ seq }, outcome) => ({ title: '改分', text: `${outcome} ${seq}` }),
    )
  return { village, clerk, reviewer, publication, request, answer }
}

describe('a publication', () => {
  it('is over all that is new, with period, seq and head, and every household stands in it', async () => {
    const village = await TestVillage.create(store)
    await village.enter('meeting', { occurredOn: '2026-05-02' })
    const last = await village.enter('litter', { door: '1002', occurredOn: '2026-06-01' })
    const publication = await publishing(village)
    expect(publication).toMatchObject({
      number: '2026-1',
      fromSeq: 1,
      toSeq: 2,
      head: last.hash,
      lines: 2,
      startsOn: '2026-05-02',
      endsOn: '2026-06-01',
      opensOn: today,
      closesOn: '2026-06-22',
    })
    const { rows } = await readSheet(store, village.id, publication.id)
    expect(rows.map(({ door, points, score, rank }) => [door, points, score, rank])).toEqual([
      ['1001', 20, 20, 1],
      ['1002', -20, -20, 4],
      ['1003', 0, 0, 2],
      ['1004', 0, 0, 2],
    ])
    expect(rows[0]).toMatchObject({ name: '刘**', byDimension: [20, 0, 0, 0, 0] })
  })

  it('has deductions in sums of five households or more, unless the village names them', async () => {
    const doors = ['1001', '1002', '1003', '1004', '1005', '1006']
    const village = await TestVillage.create(store, { households: doors.map((door) => household(door)) })
    for (const door of doors) await village.enter('litter', { door })
    await village.restore((await village.postings())[0]!, 5)
    const sheet = await readSheet(store, village.id, (await publishing(village)).id)
    expect(sheet.deductions).toEqual([{ dimension: '环境卫生', points: -115 }])
    for (const door of doors.slice(0, 4)) await village.enter('litter', { door })
    expect((await readSheet(store, village.id, (await publishing(village)).id)).deductions).toEqual([])
    await changeVillage(store, village.scope, { namesDeductions: true })
    await village.enter('litter')
    const named = await readSheet(store, village.id, (await publishing(village)).id)
    expect(named.deductions).toBeNull()
  })

  it('stays as it was, whatever happens afterwards', async () => {
    const village = await TestVillage.create(store)
    const posting = await village.enter('duty')
    const { id } = await publishing(village)
    const before = await readSheet(store, village.id, id)
    await village.reverse(posting)
    await village.enter('yard', { points: 90 })
    expect(await readSheet(store, village.id, id)).toEqual(before)
    await expect(async () =>
      store.write(village.id, async (store) => store.run('UPDATE publications SET number = ?', 'x')),
    ).rejects.toThrow('frozen')
  })

  it('begins where the one before ended; nothing new is refused', async () => {
    const village = await TestVillage.create(store)
    expect((await refusalOf(async () => publishing(village))).code).toBe('nothing-to-publish')
    await village.enter('duty')
    const act = randomUUID()
    const first = await publishing(village, '2026-06-22', act)
    expect(await publishing(village, '2026-06-22', act)).toEqual(first)
    expect((await refusalOf(async () => publishing(village))).code).toBe('nothing-to-publish')
    await village.enter('duty')
    expect(await nextStretch(store, village.id)).toMatchObject({ fromSeq: 2, toSeq: 2 })
    expect(await publishing(village)).toMatchObject({ number: '2026-2', fromSeq: 2 })
    expect((await listPublications(store, village.id)).map(({ number }) => number)).toEqual([
      '2026-2',
      '2026-1',
    ])
  })

  it('does not close before it opens', async () => {
    const village = await TestVillage.create(store)
    await village.enter('duty')
    expect((await refusalOf(async () => publishing(village, '2026-06-14'))).code).toBe('closes-before-today')
  })

  it('closes within 92 days', async () => {
    const village = await TestVillage.create(store)
    await village.enter('duty')
    expect(await refusalOf(async () => publishing(village, '2026-09-16'))).toMatchObject({
      code: 'closes-too-late',
      params: { days: 92, last: '2026-09-15' },
    })
    expect((await publishing(village, '2026-09-15')).closesOn).toBe('2026-09-15')
  })

  it('is on the board while it is open', async () => {
    const village = await TestVillage.create(store)
    await village.enter('duty')
    await publishing(village)
    expect((await village.board()).publicity).toMatchObject([
      { number: '2026-1', closesOn: '2026-06-22', lines: 1 },
    ])
    expect((await village.board(now + 8 * days)).publicity).toEqual([])
  })

  it('the sheets together are the scores, whatever was written', async () => {
    await fc.assert(
      fc.asyncProperty(writes, writes, async (early, late) => {
        const village = await TestVillage.create(store)
        const ids: number[] = []
        for (const list of [early, late]) {
          await doAll(village, list)
          if (await nextStretch(store, village.id)) ids.push((await publishing(village)).id)
        }
        const sheets = await inOrder(ids, async (id) => (await readSheet(store, village.id, id)).rows)
        for (const { door, score } of await searchHouseholds(store, village.id, {})) {
          const sum = sheets.reduce(
            (total, rows) => total + (rows.find((row) => row.door === door)?.points ?? 0),
            0,
          )
          expect(sum).toBe(score)
        }
      }),
      { numRuns: 25 },
    )
  })
})

describe('an objection', () => {
  it('is to a line of an open publication, once', async () => {
    const { village, clerk, publication, request } = await objected()
    expect((await createObjection(store, clerk, request)).fresh).toBe(false)
    const again = { ...request, id: randomUUID() }
    expect((await refusalOf(async () => createObjection(store, clerk, again))).code).toBe('objected-already')
    await village.enter('duty')
    expect((await refusalOf(async () => createObjection(store, clerk, { ...again, posting: 2 }))).code).toBe(
      'not-in-publication',
    )
    vi.setSystemTime(now + 8 * days)
    expect((await refusalOf(async () => createObjection(store, clerk, again))).code).toBe(
      'publication-closed',
    )
    expect(await listObjections(store, clerk, publication.id)).toHaveLength(1)
  })

  it('is answered by somebody who did not enter the score, nor lives there', async () => {
    const { village, clerk, reviewer, answer } = await objected()
    const both = { ...clerk, powers: powersOf(['admin']) }
    expect((await refusalOf(async () => answer({}, both))).code).toBe('own-entry')
    expect((await refusalOf(async () => answer({}, clerk))).code).toBe('no-power')
    await setOwnHousehold(store, village.id, reviewer.user!, await village.household('1001'))
    expect((await refusalOf(async () => answer())).code).toBe('own-household')
  })

  it('upheld: nothing is written, and the answer stays', async () => {
    const { village, reviewer, answer } = await objected()
    expect(await answer()).toMatchObject({ state: 'upheld', reason: '查过签到', answeredBy: reviewer.name })
    expect(await village.postings()).toHaveLength(1)
    expect(await listNotices(store, village.id)).toEqual([])
    expect((await refusalOf(async () => answer())).code).toBe('objection-answered')
  })

  it('revoked: a reversal with the reason, and a correction on the wall that names no household', async () => {
    const { village, answer } = await objected()
    const id = randomUUID()
    const after = await answer({ id, outcome: 'revoked' })
    expect(await answer({ id, outcome: 'revoked' })).toEqual(after)
    expect(after).toMatchObject({ state: 'revoked', reversalSeq: 2 })
    expect((await village.postings())[1]).toMatchObject({
      kind: 'reversal',
      reverses: 1,
      points: -40,
      note: '查过签到',
    })
    expect(await listNotices(store, village.id)).toMatchObject([{ title: '改分', text: 'revoked 1' }])
    expect((await findHousehold(store, village.id, '1001'))?.score).toBe(0)
    expect(await village.faults()).toEqual([])
  })

  it.each(['revoked', 'changed'] as const)(
    'to a deduction, %s: said on the wall where the village names deductions, and nowhere else',
    async (outcome) => {
      for (const names of [false, true]) {
        const { village, answer } = await objected('litter', names)
        await answer({ outcome, ...(outcome === 'changed' ? { points: 10 } : {}) })
        expect(await listNotices(store, village.id)).toHaveLength(names ? 1 : 0)
      }
    },
  )

  it('is not answered with the id of a posting', async () => {
    const { village, answer } = await objected()
    const [posting] = await listPostings(store, village.id, {}, null, 1)
    expect((await refusalOf(async () => answer({ id: posting!.id, outcome: 'revoked' }))).code).toBe(
      'id-used-before',
    )
  })

  it('is answered once by an id: another outcome, reason or points with it is refused', async () => {
    const { village, answer } = await objected()
    const id = randomUUID()
    const first = await answer({ id, outcome: 'changed', points: 20 })
    expect(await answer({ id, outcome: 'changed', points: 20 })).toEqual(first)
    const others: Partial<ObjectionAnswer>[] = [
      { outcome: 'upheld' },
      { outcome: 'changed', points: 10 },
      { outcome: 'changed', points: 20, reason: '再查' },
    ]
    for (const other of others)
      expect(await refusalOf(async () => answer({ id, ...other }))).toMatchObject({
        kind: 'unprocessable',
        code: 'id-used-before',
      })
    expect(await village.postings()).toHaveLength(3)
  })

  it('changed: the reversal, and other points in their place', async () => {
    const { village, answer } = await objected()
    expect((await refusalOf(async () => answer({ outcome: 'changed', points: 40 }))).code).toBe(
      'points-unchanged',
    )
    expect(await village.postings()).toHaveLength(1)
    expect(await answer({ outcome: 'changed', points: 20 })).toMatchObject({
      state: 'changed',
      reversalSeq: 2,
      replacementSeq: 3,
      newPoints: 20,
    })
    expect((await village.postings())[2]).toMatchObject({ kind: 'award', points: 20, text: '应急值守' })
    expect((await findHousehold(store, village.id, '1001'))?.score).toBe(20)
    expect(await village.faults()).toEqual([])
  })
})

describe('other points after an objection', () => {
  it.each<[RuleName, Partial<ScoreRequest>, number]>([
    ['duty', {}, 40],
    ['yard', { points: 35 }, 100],
    ['hours', { units: 1 }, 40],
    ['poultry', {}, 30],
  ])('are what the rule could give at most: %s', async (rule, more, most) => {
    const village = await TestVillage.create(store)
    await village.enter(rule, more)
    const objection = {
      id: randomUUID(),
      publication: (await publishing(village)).id,
      objector: '',
      text: '不对',
    }
    await createObjection(store, village.scope, { ...objection, posting: 1 })
    const change = async (points: number) =>
      answerObjection(
        store,
        village.scope,
        objection.id,
        { id: randomUUID(), outcome: 'changed', reason: '查过', points },
        () => ({ title: '', text: '' }),
      )
    expect(await refusalOf(async () => change(most + 1))).toMatchObject({
      code: 'points-beyond-rule',
      params: { most },
    })
    expect(await village.postings()).toHaveLength(1)
    const least = rule === 'duty' ? most - 1 : most
    expect(Math.abs((await change(least)).newPoints ?? 0)).toBe(least)
  })

  it('go by the version of then, and never below what stands', async () => {
    const { village, answer } = await objected()
    const terms = { ...(await mustFindRule(store, village.id, village.rules.duty)).terms }
    await changeRule(store, village.scope, village.rules.duty, {
      terms: { ...terms, scale: { type: 'fixed', points: 500 } },
    })
    expect((await refusalOf(async () => answer({ outcome: 'changed', points: 41 }))).params).toEqual({
      most: 40,
    })
  })
})

describe('points on hold', () => {
  it('count for the score at once, and for the balance when their publication has closed', async () => {
    const village = await TestVillage.create(store)
    await village.enter('duty')
    await changeVillage(store, village.scope, { holdsPublicity: true })
    await village.enter('duty')
    await village.enter('litter')
    const account = async () => findHousehold(store, village.id, '1001')
    // The deduction counts at once.
    expect(await account()).toMatchObject({ score: 60, balance: 20, onHold: 40 })
    await publishing(village)
    expect(await account()).toMatchObject({ balance: 20, onHold: 40 })
    vi.setSystemTime(now + 7 * days)
    expect(await account()).toMatchObject({ balance: 20, onHold: 40 })
    vi.setSystemTime(now + 8 * days)
    expect(await account()).toMatchObject({ score: 60, balance: 60, onHold: 0 })
    expect(await village.faults()).toEqual([])
  })

  it('stay so while their own publication is open, when a later one has closed', async () => {
    const village = await TestVillage.create(store)
    await changeVillage(store, village.scope, { holdsPublicity: true })
    await village.enter('duty')
    await publishing(village, '2026-06-22')
    await village.enter('meeting')
    await publishing(village, '2026-06-16')
    const account = async () => findHousehold(store, village.id, '1001')
    vi.setSystemTime(now + 2 * days)
    expect(await account()).toMatchObject({ balance: 0, onHold: 60 })
    vi.setSystemTime(now + 8 * days)
    expect(await account()).toMatchObject({ balance: 60, onHold: 0 })
  })

  it('are free again when the village stops holding', async () => {
    const village = await TestVillage.create(store)
    await changeVillage(store, village.scope, { holdsPublicity: true })
    await village.enter('duty')
    await changeVillage(store, village.scope, { holdsPublicity: false })
    expect(await findHousehold(store, village.id, '1001')).toMatchObject({ balance: 40, onHold: 0 })
  })

  it('balance and hold together are the ledger’s balance, in the list as in the account', async () => {
    await fc.assert(
      fc.asyncProperty(writes, writes, writes, async (before, held, after) => {
        const village = await TestVillage.create(store)
        await doAll(village, before)
        await changeVillage(store, village.scope, { holdsPublicity: true })
        await doAll(village, held)
        if (await nextStretch(store, village.id)) await publishing(village, today)
        await doAll(village, after)
        for (const at of [now, now + days]) {
          vi.setSystemTime(at)
          for (const listed of await searchHouseholds(store, village.id, {})) {
            const { balance, onHold } = (await findHousehold(store, village.id, listed.door))!
            expect([listed.balance, listed.onHold]).toEqual([balance, onHold])
            const sum = (await village.postings())
              .filter(({ household_id }) => household_id === listed.id)
              .reduce((total, { points }) => total + points, 0)
            expect(balance + onHold).toBe(sum)
            expect(onHold).toBeGreaterThanOrEqual(0)
          }
        }
        vi.setSystemTime(now)
      }),
      { numRuns: 20 },
    )
  })
})
