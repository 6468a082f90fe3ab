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
const publishing = (village: TestVillage, closesOn = '2026-06-22', id: string = randomUUID()) =>
  publish(store, village.scope, { id, closesOn }).publication

function person(village: TestVillage, name: string, role: Role): Scope {
  const { id } = createUser(store, null, {
    username: `${name}-${randomUUID()}`,
    displayName: name,
    passwordHash: '',
    roles: [{ role, village: village.id }],
  })
  return { village: village.id, user: id, name, powers: powersOf([role]) }
}

/** A village with one published score, of 40 points unless told otherwise, entered by a clerk and objected to. */
function objected(rule: RuleName = 'duty', namesDeductions = false) {
  const village = new TestVillage(store)
  changeVillage(store, village.scope, { namesDeductions })
  const clerk = person(village, '录入员', 'clerk')
  const reviewer = person(village, '评议员', 'reviewer')
  enterScores(store, clerk, [village.request(rule)])
  const publication = publishing(village)
  const request = {
    id: randomUUID(),
    publication: publication.id,
    posting: 1,
    objector: '示范村民',
    text: '当天没有值守',
  }
  createObjection(store, clerk, request)
  const answer = (more: Partial<ObjectionAnswer> = {}, by = reviewer) =>
    answerObjection(
      store,
      by,
      request.id,
      { id: randomUUID(), outcome: 'upheld', reason: '查过签到', ...more },
      ({ seq }, outcome) => ({ title: '更正', text: `${outcome} ${seq}` }),
    )
  return { village, clerk, reviewer, publication, request, answer }
}

describe('a publication', () => {
  it('is over all that is new, with period, seq and head, and every household stands in it', () => {
    const village = new TestVillage(store)
    village.enter('meeting', { occurredOn: '2026-05-02' })
    const last = village.enter('litter', { door: '1002', occurredOn: '2026-06-01' })
    const publication = publishing(village)
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
    const { rows } = readSheet(store, village.id, publication.id)
    expect(rows.map(({ door, points, score, rank }) => [door, points, score, rank])).toEqual([
      ['1001', 20, 20, 1],
      ['1002', -20, -20, 4],
      ['1003', 0, 0, 2],
      ['1004', 0, 0, 2],
    ])
    expect(rows[0]).toMatchObject({ name: '刘**', byDimension: [20, 0, 0, 0, 0] })
  })

  it('has deductions in sums of five households or more, unless the village names them', () => {
    const doors = ['1001', '1002', '1003', '1004', '1005', '1006']
    const village = new TestVillage(store, { households: doors.map((door) => household(door)) })
    for (const door of doors) village.enter('litter', { door })
    village.restore(village.postings()[0]!, 5)
    const sheet = readSheet(store, village.id, publishing(village).id)
    expect(sheet.deductions).toEqual([{ dimension: '环境卫生', points: -115 }])
    for (const door of doors.slice(0, 4)) village.enter('litter', { door })
    expect(readSheet(store, village.id, publishing(village).id).deductions).toEqual([])
    changeVillage(store, village.scope, { namesDeductions: true })
    village.enter('litter')
    const named = readSheet(store, village.id, publishing(village).id)
    expect(named.deductions).toBeNull()
  })

  it('stays as it was, whatever happens afterwards', () => {
    const village = new TestVillage(store)
    const posting = village.enter('duty')
    const { id } = publishing(village)
    const before = readSheet(store, village.id, id)
    village.reverse(posting)
    village.enter('yard', { points: 90 })
    expect(readSheet(store, village.id, id)).toEqual(before)
    expect(() =>
      store.write(() => store.write((store) => store.run('UPDATE publications SET number = ?', 'x'))),
    ).toThrow('frozen')
  })

  it('begins where the one before ended; nothing new is refused', () => {
    const village = new TestVillage(store)
    expect(refusalOf(() => publishing(village)).code).toBe('nothing-to-publish')
    village.enter('duty')
    const act = randomUUID()
    const first = publishing(village, '2026-06-22', act)
    expect(publishing(village, '2026-06-22', act)).toEqual(first)
    expect(refusalOf(() => publishing(village)).code).toBe('nothing-to-publish')
    village.enter('duty')
    expect(nextStretch(store, village.id)).toMatchObject({ fromSeq: 2, toSeq: 2 })
    expect(publishing(village)).toMatchObject({ number: '2026-2', fromSeq: 2 })
    expect(listPublications(store, village.id).map(({ number }) => number)).toEqual(['2026-2', '2026-1'])
  })

  it('does not close before it opens', () => {
    const village = new TestVillage(store)
    village.enter('duty')
    expect(refusalOf(() => publishing(village, '2026-06-14')).code).toBe('closes-before-today')
  })

  it('closes within 92 days', () => {
    const village = new TestVillage(store)
    village.enter('duty')
    expect(refusalOf(() => publishing(village, '2026-09-16'))).toMatchObject({
      code: 'closes-too-late',
      params: { days: 92, last: '2026-09-15' },
    })
    expect(publishing(village, '2026-09-15').closesOn).toBe('2026-09-15')
  })

  it('is on the board while it is open', () => {
    const village = new TestVillage(store)
    village.enter('duty')
    publishing(village)
    expect(village.board().publicity).toMatchObject([{ number: '2026-1', closesOn: '2026-06-22', lines: 1 }])
    expect(village.board(now + 8 * days).publicity).toEqual([])
  })

  it('the sheets together are the scores, whatever was written', () => {
    fc.assert(
      fc.property(writes, writes, (early, late) => {
        const village = new TestVillage(store)
        const ids: number[] = []
        for (const list of [early, late]) {
          doAll(village, list)
          if (nextStretch(store, village.id)) ids.push(publishing(village).id)
        }
        const sheets = ids.map((id) => readSheet(store, village.id, id).rows)
        for (const { door, score } of searchHouseholds(store, village.id, {})) {
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
  it('is to a line of an open publication, once', () => {
    const { village, clerk, publication, request } = objected()
    expect(createObjection(store, clerk, request).fresh).toBe(false)
    const again = { ...request, id: randomUUID() }
    expect(refusalOf(() => createObjection(store, clerk, again)).code).toBe('objected-already')
    village.enter('duty')
    expect(refusalOf(() => createObjection(store, clerk, { ...again, posting: 2 })).code).toBe(
      'not-in-publication',
    )
    vi.setSystemTime(now + 8 * days)
    expect(refusalOf(() => createObjection(store, clerk, again)).code).toBe('publication-closed')
    expect(listObjections(store, clerk, publication.id)).toHaveLength(1)
  })

  it('is answered by somebody who did not enter the score, nor lives there', () => {
    const { village, clerk, reviewer, answer } = objected()
    const both = { ...clerk, powers: powersOf(['admin']) }
    expect(refusalOf(() => answer({}, both)).code).toBe('own-entry')
    expect(refusalOf(() => answer({}, clerk)).code).toBe('no-power')
    setOwnHousehold(store, village.id, reviewer.user!, village.household('1001'))
    expect(refusalOf(() => answer()).code).toBe('own-household')
  })

  it('upheld: nothing is written, and the answer stays', () => {
    const { village, reviewer, answer } = objected()
    expect(answer()).toMatchObject({ state: 'upheld', reason: '查过签到', answeredBy: reviewer.name })
    expect(village.postings()).toHaveLength(1)
    expect(listNotices(store, village.id)).toEqual([])
    expect(refusalOf(() => answer()).code).toBe('objection-answered')
  })

  it('revoked: a reversal with the reason, and a correction on the wall that names no household', () => {
    const { village, answer } = objected()
    const id = randomUUID()
    const after = answer({ id, outcome: 'revoked' })
    expect(answer({ id, outcome: 'revoked' })).toEqual(after)
    expect(after).toMatchObject({ state: 'revoked', reversalSeq: 2 })
    expect(village.postings()[1]).toMatchObject({
      kind: 'reversal',
      reverses: 1,
      points: -40,
      note: '查过签到',
    })
    expect(listNotices(store, village.id)).toMatchObject([{ title: '更正', text: 'revoked 1' }])
    expect(findHousehold(store, village.id, '1001')?.score).toBe(0)
    expect(village.faults()).toEqual([])
  })

  it.each(['revoked', 'changed'] as const)(
    'to a deduction, %s: said on the wall where the village names deductions, and nowhere else',
    (outcome) => {
      for (const names of [false, true]) {
        const { village, answer } = objected('litter', names)
        answer({ outcome, ...(outcome === 'changed' ? { points: 10 } : {}) })
        expect(listNotices(store, village.id)).toHaveLength(names ? 1 : 0)
      }
    },
  )

  it('is not answered with the id of a posting', () => {
    const { village, answer } = objected()
    const [posting] = listPostings(store, village.id, {}, null, 1)
    expect(refusalOf(() => answer({ id: posting!.id, outcome: 'revoked' })).code).toBe('id-used-before')
  })

  it('is answered once by an id: another outcome, reason or points with it is refused', () => {
    const { village, answer } = objected()
    const id = randomUUID()
    const first = answer({ id, outcome: 'changed', points: 20 })
    expect(answer({ id, outcome: 'changed', points: 20 })).toEqual(first)
    const others: Partial<ObjectionAnswer>[] = [
      { outcome: 'upheld' },
      { outcome: 'changed', points: 10 },
      { outcome: 'changed', points: 20, reason: '再查' },
    ]
    for (const other of others)
      expect(refusalOf(() => answer({ id, ...other }))).toMatchObject({
        kind: 'unprocessable',
        code: 'id-used-before',
      })
    expect(village.postings()).toHaveLength(3)
  })

  it('changed: the reversal, and other points in their place', () => {
    const { village, answer } = objected()
    expect(refusalOf(() => answer({ outcome: 'changed', points: 40 })).code).toBe('points-unchanged')
    expect(village.postings()).toHaveLength(1)
    expect(answer({ outcome: 'changed', points: 20 })).toMatchObject({
      state: 'changed',
      reversalSeq: 2,
      replacementSeq: 3,
      newPoints: 20,
    })
    expect(village.postings()[2]).toMatchObject({ kind: 'award', points: 20, text: '应急值守' })
    expect(findHousehold(store, village.id, '1001')?.score).toBe(20)
    expect(village.faults()).toEqual([])
  })
})

describe('other points after an objection', () => {
  it.each<[RuleName, Partial<ScoreRequest>, number]>([
    ['duty', {}, 40],
    ['yard', { points: 35 }, 100],
    ['hours', { units: 1 }, 40],
    ['poultry', {}, 30],
  ])('are what the rule could give at most: %s', (rule, more, most) => {
    const village = new TestVillage(store)
    village.enter(rule, more)
    const objection = { id: randomUUID(), publication: publishing(village).id, objector: '', text: '不对' }
    createObjection(store, village.scope, { ...objection, posting: 1 })
    const change = (points: number) =>
      answerObjection(
        store,
        village.scope,
        objection.id,
        { id: randomUUID(), outcome: 'changed', reason: '查过', points },
        () => ({ title: '', text: '' }),
      )
    expect(refusalOf(() => change(most + 1))).toMatchObject({ code: 'points-beyond-rule', params: { most } })
    expect(village.postings()).toHaveLength(1)
    const least = rule === 'duty' ? most - 1 : most
    expect(Math.abs(change(least).newPoints ?? 0)).toBe(least)
  })

  it('go by the version of then, and never below what stands', () => {
    const { village, answer } = objected()
    const terms = { ...mustFindRule(store, village.id, village.rules.duty).terms }
    changeRule(store, village.scope, village.rules.duty, {
      terms: { ...terms, scale: { type: 'fixed', points: 500 } },
    })
    expect(refusalOf(() => answer({ outcome: 'changed', points: 41 })).params).toEqual({ most: 40 })
  })
})

describe('points on hold', () => {
  it('count for the score at once, and for the balance when their publication has closed', () => {
    const village = new TestVillage(store)
    village.enter('duty')
    changeVillage(store, village.scope, { holdsPublicity: true })
    village.enter('duty')
    village.enter('litter')
    const account = () => findHousehold(store, village.id, '1001')
    // The deduction counts at once.
    expect(account()).toMatchObject({ score: 60, balance: 20, onHold: 40 })
    publishing(village)
    expect(account()).toMatchObject({ balance: 20, onHold: 40 })
    vi.setSystemTime(now + 7 * days)
    expect(account()).toMatchObject({ balance: 20, onHold: 40 })
    vi.setSystemTime(now + 8 * days)
    expect(account()).toMatchObject({ score: 60, balance: 60, onHold: 0 })
    expect(village.faults()).toEqual([])
  })

  it('stay so while their own publication is open, when a later one has closed', () => {
    const village = new TestVillage(store)
    changeVillage(store, village.scope, { holdsPublicity: true })
    village.enter('duty')
    publishing(village, '2026-06-22')
    village.enter('meeting')
    publishing(village, '2026-06-16')
    const account = () => findHousehold(store, village.id, '1001')
    vi.setSystemTime(now + 2 * days)
    expect(account()).toMatchObject({ balance: 0, onHold: 60 })
    vi.setSystemTime(now + 8 * days)
    expect(account()).toMatchObject({ balance: 60, onHold: 0 })
  })

  it('are free again when the village stops holding', () => {
    const village = new TestVillage(store)
    changeVillage(store, village.scope, { holdsPublicity: true })
    village.enter('duty')
    changeVillage(store, village.scope, { holdsPublicity: false })
    expect(findHousehold(store, village.id, '1001')).toMatchObject({ balance: 40, onHold: 0 })
  })

  it('balance and hold together are the ledger’s balance, in the list as in the account', () => {
    fc.assert(
      fc.property(writes, writes, writes, (before, held, after) => {
        const village = new TestVillage(store)
        doAll(village, before)
        changeVillage(store, village.scope, { holdsPublicity: true })
        doAll(village, held)
        if (nextStretch(store, village.id)) publishing(village, today)
        doAll(village, after)
        for (const at of [now, now + days]) {
          vi.setSystemTime(at)
          for (const listed of searchHouseholds(store, village.id, {})) {
            const { balance, onHold } = findHousehold(store, village.id, listed.door)!
            expect([listed.balance, listed.onHold]).toEqual([balance, onHold])
            const sum = village
              .postings()
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
