/** Claims and their review: four eyes, two reviewers, caps and escalation, on a real database. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findHousehold } from '../../../db/households/households.ts'
import { setOwnHousehold } from '../../../db/households/ownHouseholds.ts'
import { postingLines } from '../../../db/ledger/postings.ts'
import { type ClaimLine, listClaims, readClaim } from '../../../db/scores/claims.ts'
import { enterScores } from '../../../db/scores/enterScores.ts'
import { passClaims, stopClaim, withdrawClaim } from '../../../db/scores/review.ts'
import type { ScoreRequest } from '../../../db/scores/scoreRequest.ts'
import type { Scope } from '../../../db/store/scope.ts'
import { mergeHousehold, splitHousehold } from '../../../db/transfers/transfers.ts'
import { changeRule, mustFindRule } from '../../../db/villages/rulebook.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'
import { Refused } from '../../../server/domain/answers/refused.ts'
import type { Reviewers, ReviewPolicy } from '../../../server/domain/rules/review.ts'
import type { RuleName } from '../../support/db/rules.ts'
import { refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

/** A village with staff: two clerks, three reviewers, and one who is everything. */
class ReviewedVillage extends TestVillage {
  readonly clerk = this.person('录入员甲', ['clerk'])
  readonly otherClerk = this.person('录入员乙', ['clerk'])
  readonly reviewer = this.person('评议员甲', ['reviewer'])
  readonly second = this.person('评议员乙', ['reviewer'])
  readonly secretary = this.person('书记', ['admin'])

  /** Lets the rule ask for so many reviewers. */
  reviewed(rule: RuleName, reviewers: Reviewers): void {
    const { terms } = mustFindRule(store, this.id, this.rules[rule])
    changeRule(store, this.scope, this.rules[rule], { terms: { ...terms, reviewers } })
  }

  policy(policy: Partial<ReviewPolicy>): void {
    changeVillage(store, this.scope, { review: { roles: [], over: null, deductions: false, ...policy } })
  }

  claim(rule: RuleName, more: Partial<ScoreRequest> = {}, by = this.clerk): string {
    const request = this.request(rule, more)
    expect(enterScores(store, by, [request])).toMatchObject({ seqs: [], claims: [request.id] })
    return request.id
  }

  pass(claims: string[], by = this.reviewer, id: string = randomUUID()) {
    return passClaims(store, by, id, claims)
  }

  score(door = '1001'): number {
    return findHousehold(store, this.id, door)?.score ?? 0
  }

  waiting(by = this.reviewer): ClaimLine[] {
    return listClaims(store, by, { state: 'waiting' }, 0, 100).lines
  }
}

function village(...rules: [RuleName, Reviewers][]): ReviewedVillage {
  const made = new ReviewedVillage(store)
  for (const [rule, reviewers] of rules) made.reviewed(rule, reviewers)
  return made
}

describe('a score that must be reviewed', () => {
  it('counts for nothing until it is passed, and then as it was claimed', () => {
    const one = village(['duty', 1])
    const id = one.claim('duty', { note: '台风夜' })
    expect(one.score()).toBe(0)
    expect(one.postings()).toEqual([])
    expect(one.pass([id])).toEqual({ passed: [{ id, outcome: 'posted' }], refused: [] })
    expect(one.score()).toBe(40)
    expect(one.postings()).toMatchObject([
      { id, kind: 'award', points: 40, note: '台风夜', recorder: '录入员甲', recorded_by: one.clerk.user },
    ])
    expect(postingLines(store, one.id, [1])[0]?.reviewedBy).toEqual(['评议员甲'])
    expect(one.faults()).toEqual([])
  })

  it('keeps text and points of the rule as they were when it was claimed', () => {
    const one = village(['duty', 1])
    const id = one.claim('duty')
    const { terms } = mustFindRule(store, one.id, one.rules.duty)
    changeRule(store, one.scope, one.rules.duty, {
      text: '应急值守（新）',
      terms: { ...terms, scale: { type: 'fixed', points: 60 } },
    })
    one.pass([id])
    expect(one.postings()).toMatchObject([{ text: '应急值守', points: 40 }])
  })

  it('is the same claim when it is sent again, and the posting once it is passed', () => {
    const one = village(['duty', 1])
    const request = one.request('duty')
    enterScores(store, one.clerk, [request])
    expect(enterScores(store, one.clerk, [request])).toEqual({ seqs: [], claims: [request.id], fresh: false })
    expect(refusalOf(() => enterScores(store, one.clerk, [{ ...request, door: '1002' }])).code).toBe(
      'id-used-before',
    )
    expect(one.waiting()).toHaveLength(1)
    one.pass([request.id])
    expect(enterScores(store, one.clerk, [request])).toEqual({ seqs: [1], claims: [], fresh: false })
  })

  it('stands beside postings in one batch', () => {
    const one = village(['duty', 1])
    const batch = [one.request('meeting'), one.request('duty'), one.request('meeting', { door: '1002' })]
    expect(enterScores(store, one.clerk, batch)).toEqual({
      seqs: [1, 2],
      claims: [batch[1]!.id],
      fresh: true,
    })
  })
})

describe('four eyes', () => {
  it('nobody passes or stops what they entered themselves, whatever their roles', () => {
    const one = village(['duty', 1])
    const id = one.claim('duty', {}, one.secretary)
    expect(refusalOf(() => one.pass([id], one.secretary)).code).toBe('own-claim')
    expect(
      refusalOf(() => stopClaim(store, one.secretary, id, { id: randomUUID(), reason: '不实' })).code,
    ).toBe('own-claim')
    expect(one.score()).toBe(0)
    expect(one.pass([id]).passed).toHaveLength(1)
  })

  it('who has no power to review does not', () => {
    const one = village(['duty', 1])
    const id = one.claim('duty')
    expect(refusalOf(() => one.pass([id], one.otherClerk)).code).toBe('no-power')
  })

  it('two reviewers are two people', () => {
    const one = village(['duty', 2])
    const id = one.claim('duty')
    expect(one.pass([id]).passed).toEqual([{ id, outcome: 'first' }])
    expect(one.score()).toBe(0)
    expect(refusalOf(() => one.pass([id])).code).toBe('reviewed-before')
    expect(one.pass([id], one.second).passed).toEqual([{ id, outcome: 'posted' }])
    expect(one.score()).toBe(40)
  })

  it('nobody splits the own household, or merges another with it; it stays their own where it goes', () => {
    const one = village()
    const me = one.otherClerk
    setOwnHousehold(store, one.id, me.user!, one.household('1001'))
    const half = { id: randomUUID(), door: '1001-2', head: '示范', group: '1组', share: { percent: 50 } }
    expect(refusalOf(() => splitHousehold(store, me, '1001', half)).code).toBe('own-household')
    const into = (door: string) => ({ id: randomUUID(), into: door })
    expect(refusalOf(() => mergeHousehold(store, me, '1002', into('1001'))).code).toBe('own-household')
    expect(refusalOf(() => mergeHousehold(store, me, '1001', into('1002'))).code).toBe('own-household')
    mergeHousehold(store, one.scope, '1001', into('1002'))
    const deed = one.request('meeting', { door: '1002' })
    expect(refusalOf(() => enterScores(store, me, [deed])).code).toBe('own-household')
  })

  it('nobody scores, reviews or takes back for the own household', () => {
    const one = village(['duty', 1])
    const home = one.household('1001')
    for (const { user } of [one.reviewer, one.otherClerk]) setOwnHousehold(store, one.id, user!, home)
    const id = one.claim('duty')
    expect(refusalOf(() => one.pass([id])).code).toBe('own-household')
    const own = one.request('meeting')
    expect(refusalOf(() => enterScores(store, one.otherClerk, [own])).code).toBe('own-household')
    expect(one.pass([id], one.second).passed).toHaveLength(1)
  })
})

describe('passing', () => {
  it('again under the same id is the same act; another’s press afterwards finds it decided', () => {
    const one = village(['duty', 1])
    const id = one.claim('duty')
    const act = randomUUID()
    const result = one.pass([id], one.reviewer, act)
    expect(one.pass([id], one.reviewer, act)).toEqual(result)
    expect(refusalOf(() => one.pass([id], one.second)).code).toBe('claim-decided')
    expect(one.postings()).toHaveLength(1)
  })

  it('passes what can be passed and names the others', () => {
    const one = village(['duty', 1])
    const good = one.claim('duty')
    const own = one.claim('duty', { door: '1002' }, one.secretary)
    const result = one.pass([good, own, randomUUID()], one.secretary)
    expect(result.passed.map(({ id }) => id)).toEqual([good])
    expect(result.refused.map(({ door, code }) => [door, code])).toEqual([
      ['1002', 'own-claim'],
      ['', 'unknown-claim'],
    ])
  })

  it('a cap counts what waits when a claim is entered, and what counts when it is passed', () => {
    const one = village(['sorting', 1])
    const id = one.claim('sorting')
    expect(refusalOf(() => one.claim('sorting')).code).toBe('cap-times')
    stopClaim(store, one.reviewer, id, { id: randomUUID(), reason: '重复' })
    const next = one.claim('sorting')
    one.reviewed('sorting', 0)
    one.policy({})
    expect(refusalOf(() => one.enter('sorting')).code).toBe('cap-times')
    expect(one.pass([next]).passed).toHaveLength(1)
  })

  it('an escalating rule counts again when a claim before it was stopped', () => {
    const one = village(['poultry', 1])
    const [a, b] = [one.claim('poultry'), one.claim('poultry')]
    expect(one.waiting().map(({ points }) => points)).toEqual([-10, -20])
    stopClaim(store, one.reviewer, a, { id: randomUUID(), reason: '不实' })
    one.pass([b])
    expect(one.postings()).toMatchObject([{ points: -10 }])
  })
})

describe('stopping and taking back', () => {
  it('tells the author why, and nothing counts', () => {
    const one = village(['duty', 1])
    const id = one.claim('duty')
    const act = { id: randomUUID(), reason: '照片不清' }
    stopClaim(store, one.reviewer, id, act)
    stopClaim(store, one.reviewer, id, act)
    expect(readClaim(store, one.clerk, id)).toMatchObject({
      state: 'stopped',
      reason: '照片不清',
      reviewedBy: ['评议员甲'],
      isOwn: true,
    })
    expect(refusalOf(() => one.pass([id], one.second)).code).toBe('claim-decided')
    expect(one.postings()).toEqual([])
  })

  it('is one act for each id: what was passed is not stopped by it, nor the other way', () => {
    const one = village(['duty', 1])
    const [a, b] = [one.claim('duty'), one.claim('duty', { door: '1002' })]
    const [passing, stopping] = [randomUUID() as string, { id: randomUUID() as string, reason: '不实' }]
    one.pass([a], one.reviewer, passing)
    stopClaim(store, one.reviewer, b, stopping)
    const other = [
      () => stopClaim(store, one.reviewer, a, { ...stopping, id: passing }),
      () => stopClaim(store, one.reviewer, b, { ...stopping, reason: '重复' }),
      () => stopClaim(store, one.reviewer, a, stopping),
      () => one.pass([b], one.reviewer, stopping.id),
      () => one.pass([a, b], one.reviewer, passing),
    ]
    expect(other.map((work) => refusalOf(work).code)).toEqual(other.map(() => 'id-used-before'))
    expect([a, b].map((id) => readClaim(store, one.clerk, id).state)).toEqual(['passed', 'stopped'])
  })

  it('who passed it first may still stop it', () => {
    const one = village(['duty', 2])
    const id = one.claim('duty')
    one.pass([id])
    stopClaim(store, one.reviewer, id, { id: randomUUID(), reason: '看错了' })
    expect(readClaim(store, one.clerk, id).state).toBe('stopped')
  })

  it('the author, and nobody else, takes a waiting claim back', () => {
    const one = village(['duty', 1])
    const id = one.claim('duty')
    expect(refusalOf(() => withdrawClaim(store, one.otherClerk, id)).code).toBe('not-own-claim')
    withdrawClaim(store, one.clerk, id)
    withdrawClaim(store, one.clerk, id)
    expect(one.waiting()).toEqual([])
    expect(refusalOf(() => one.pass([id])).code).toBe('claim-decided')
  })
})

describe('what a village lets wait', () => {
  it.each<[string, Partial<ReviewPolicy>, RuleName, 'clerk' | 'secretary', boolean]>([
    ['deductions', { deductions: true }, 'litter', 'clerk', true],
    ['deductions, not awards', { deductions: true }, 'duty', 'clerk', false],
    ['more than so many points', { over: 30 }, 'duty', 'clerk', true],
    ['not as many', { over: 40 }, 'duty', 'clerk', false],
    ['what clerks enter', { roles: ['clerk'] }, 'duty', 'clerk', true],
    ['not what the secretary enters', { roles: ['clerk'] }, 'duty', 'secretary', false],
  ])('%s', (_name, policy, rule, by, waits) => {
    const one = village()
    one.policy(policy)
    const { claims, seqs } = enterScores(store, one[by], [one.request(rule)])
    expect([claims.length, seqs.length]).toEqual(waits ? [1, 0] : [0, 1])
  })
})

type Act =
  | { type: 'claim'; rule: RuleName; door: string; by: 0 | 1 }
  | { type: 'pass' | 'stop'; nth: number; by: 0 | 1 | 2 }
  | { type: 'passAll'; by: 0 | 1 | 2 }
  | { type: 'reverse'; nth: number }

const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        type: fc.constant('claim' as const),
        rule: fc.constantFrom<RuleName>('meeting', 'sorting', 'duty', 'poultry', 'litter'),
        door: fc.constantFrom('1001', '1002'),
        by: fc.constantFrom(0 as const, 1 as const),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constantFrom('pass' as const, 'stop' as const),
        nth: fc.nat(12),
        by: fc.constantFrom(0 as const, 1 as const, 2 as const),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant('passAll' as const),
        by: fc.constantFrom(0 as const, 1 as const, 2 as const),
      }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('reverse' as const), nth: fc.nat(8) }) },
  ),
  { maxLength: 30 },
)

describe('whatever is claimed, passed, stopped and reversed', () => {
  it('every posting was seen by enough other eyes, caps and steps hold, and totals are the postings', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const one = village(['meeting', 1], ['sorting', 1], ['duty', 2], ['poultry', 1])
        const people = [one.reviewer, one.second, one.secretary] as const
        const clerks = [one.clerk, one.secretary] as const
        const claimed: { id: string; by: Scope }[] = []
        for (const act of list)
          try {
            if (act.type === 'claim') {
              const request = one.request(act.rule, { door: act.door })
              const { claims } = enterScores(store, clerks[act.by], [request])
              if (claims.length > 0) claimed.push({ id: request.id, by: clerks[act.by] })
            } else if (act.type === 'passAll') {
              if (claimed.length > 0)
                one.pass(
                  claimed.map(({ id }) => id),
                  people[act.by],
                )
            } else if (act.type === 'reverse') {
              const posting = one.postings()[act.nth]
              if (posting) one.reverse(posting)
            } else {
              const claim = claimed[act.nth]
              if (claim && act.type === 'pass') one.pass([claim.id], people[act.by])
              if (claim && act.type === 'stop')
                stopClaim(store, people[act.by], claim.id, { id: randomUUID(), reason: '不实' })
            }
          } catch (error) {
            if (!(error instanceof Refused)) throw error
          }
        expect(one.faults()).toEqual([])
        const postings = one.postings()
        const reversed = new Set(postings.map(({ reverses }) => reverses))
        for (const { id, by } of claimed) {
          const claim = readClaim(store, one.reviewer, id)
          expect(claim.seq !== null).toBe(claim.state === 'passed')
          if (claim.state !== 'passed') continue
          expect(new Set(claim.reviewedBy).size).toBe(claim.reviewers)
          expect(claim.reviewedBy).not.toContain(by.name)
        }
        for (const door of ['1001', '1002']) {
          const standing = postings.filter(
            ({ household_id, kind, seq }) =>
              household_id === one.household(door) && kind !== 'reversal' && !reversed.has(seq),
          )
          const of = (text: string) => standing.filter((posting) => posting.text === text)
          expect(of('垃圾分类全月无混投').length).toBeLessThanOrEqual(1)
          expect(of('参加村民会议').reduce((sum, { points }) => sum + points, 0)).toBeLessThanOrEqual(60)
        }
      }),
      { numRuns: 40 },
    )
  })
})
